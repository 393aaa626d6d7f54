/** The way of each sale as a distributed trace. */
@NullMarked
package rung.reporter.trace;

import org.jspecify.annotations.NullMarked;
