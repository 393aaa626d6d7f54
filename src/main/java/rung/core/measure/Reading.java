package rung.core.measure;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One look at a stage. A look that failed is a gap in what is known and never freshness. */
public sealed interface Reading {
    /** When the look began: what it did not show was not there yet at this moment. */
    Instant askedAt();

    /** When its answer was complete: what it showed was there by this moment. */
    Instant answeredAt();

    /** Folds over the two cases. */
    <R> R fold(Function<Counts, R> counts, Function<Gap, R> gap);

    /**
     * The stage answered.
     *
     * @param counts units on hand of each key that was asked for and exists
     * @param absent the keys that were asked for and that the stage does not have
     * @param cycle the commit that the answer shows
     */
    record Counts(Instant askedAt, Instant answeredAt, Map<StockKey, Long> counts, Set<StockKey> absent, Cycle cycle)
            implements Reading {
        public Counts {
            requireOrder(askedAt, answeredAt);
            counts = Map.copyOf(counts);
            absent = Set.copyOf(absent);
        }

        @Override
        public <R> R fold(Function<Counts, R> counts, Function<Gap, R> gap) {
            return counts.apply(this);
        }
    }

    /**
     * The stage could not be read.
     *
     * @param keys the keys that stay unknown
     * @param fault the kind of what happened, by which gaps are counted
     * @param reason what happened and what to do, for a person
     */
    record Gap(Instant askedAt, Instant answeredAt, Set<StockKey> keys, Fault fault, String reason) implements Reading {
        public Gap {
            requireOrder(askedAt, answeredAt);
            keys = Set.copyOf(keys);
        }

        @Override
        public <R> R fold(Function<Counts, R> counts, Function<Gap, R> gap) {
            return gap.apply(this);
        }
    }

    private static void requireOrder(Instant askedAt, Instant answeredAt) {
        if (answeredAt.isBefore(askedAt)) {
            throw new IllegalArgumentException("answered at " + answeredAt + ", before it was asked at " + askedAt);
        }
    }
}
