@NullMarked
package rung.reporter.trace;

import org.jspecify.annotations.NullMarked;
