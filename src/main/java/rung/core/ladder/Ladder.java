package rung.core.ladder;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rung.core.evidence.Rule;

/**
 * The tiers and the rule that judges them.
 *
 * @param tiers fastest first, with rising edges and falling numbers
 * @param rule what a claim has to prove
 */
public record Ladder(List<Tier> tiers, Rule rule) {
    public Ladder {
        tiers = List.copyOf(tiers);
        if (tiers.isEmpty()) {
            throw new IllegalArgumentException("a ladder without tiers");
        }
        for (int i = 1; i < tiers.size(); i++) {
            Tier faster = tiers.get(i - 1);
            Tier slower = tiers.get(i);
            if (slower.edge().compareTo(faster.edge()) <= 0 || slower.number() >= faster.number()) {
                throw new IllegalArgumentException("tiers are not in order, fastest and highest first: " + tiers);
            }
        }
    }

    /** The stalenesses to judge, fastest first. */
    public List<Duration> edges() {
        return tiers.stream().map(Tier::edge).toList();
    }

    /** The tier called {@code number}; absent when the ladder has none. */
    public Optional<Tier> tier(int number) {
        return tiers.stream().filter(tier -> tier.number() == number).findFirst();
    }

    /** Where {@code staleness} lies. */
    public Place place(Duration staleness) {
        Duration fasterEdge = Duration.ZERO;
        for (Tier tier : tiers) {
            if (staleness.compareTo(tier.edge()) <= 0) {
                return staleness.compareTo(tier.from()) >= 0
                        ? new Place(tier.number(), Place.Position.WITHIN, Duration.ZERO)
                        : new Place(tier.number(), Place.Position.FASTER_THAN_BAND, staleness.minus(fasterEdge));
            }
            fasterEdge = tier.edge();
        }
        return new Place(0, Place.Position.OFF_THE_LADDER, staleness.minus(fasterEdge));
    }
}
