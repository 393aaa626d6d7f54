/** One timeline: the system's monotonic clock labelled with wall time, or a virtual one that tests and simulations drive. */
@NullMarked
package rung.core.time;

import org.jspecify.annotations.NullMarked;
