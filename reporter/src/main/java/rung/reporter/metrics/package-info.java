/** The numbers that other tools read: a fold over the log, in Prometheus' formats. */
@NullMarked
package rung.reporter.metrics;

import org.jspecify.annotations.NullMarked;
