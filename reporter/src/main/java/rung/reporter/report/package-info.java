/** The freshness report: one immutable value from which every rendering is made. */
@NullMarked
package rung.reporter.report;

import org.jspecify.annotations.NullMarked;
