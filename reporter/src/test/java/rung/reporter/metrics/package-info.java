@NullMarked
package rung.reporter.metrics;

import org.jspecify.annotations.NullMarked;
