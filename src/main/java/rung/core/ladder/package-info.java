/** The Retail Data Freshness Ladder: tiers with their edges and texts, and the verdict that evidence earns. */
@NullMarked
package rung.core.ladder;

import org.jspecify.annotations.NullMarked;
