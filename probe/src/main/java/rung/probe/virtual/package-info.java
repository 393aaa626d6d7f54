/** Pipelines in virtual time: what is simulated is the retailer's side; schedule, ring, watchlists and log are the real ones. */
@NullMarked
package rung.probe.virtual;

import org.jspecify.annotations.NullMarked;
