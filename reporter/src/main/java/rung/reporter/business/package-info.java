/** What staleness means for the business: right counts, broken promises, and whether it is better than last time. */
@NullMarked
package rung.reporter.business;

import org.jspecify.annotations.NullMarked;
