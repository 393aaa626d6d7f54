/** The running measurement: schedule, key ring, watchlists, and the thin loops that drive them. */
@NullMarked
package rung.probe.canary;

import org.jspecify.annotations.NullMarked;
