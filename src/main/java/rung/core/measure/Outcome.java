package rung.core.measure;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What was known of one injection on one stage at a look. All three count in a report: {@link Seen} as a value,
 * {@link Unseen} as a value beyond its age, {@link Unmeasured} as a gap that is shown and never as freshness.
 */
public sealed interface Outcome {
    /** Java 17 has no exhaustive switch over a sealed type; this is one that the compiler checks. */
    <R> R fold(Function<Seen, R> seen, Function<Unseen, R> unseen, Function<Unmeasured, R> unmeasured);

    /** Like {@link #fold}, where something is done and nothing is computed. */
    void match(Consumer<Seen> seen, Consumer<Unseen> unseen, Consumer<Unmeasured> unmeasured);

    /**
     * The stage showed it, and went on showing it for as long as its caches and replicas may flap.
     *
     * @param lastMissing when the last read without it began; the intended time when no read came before
     * @param firstSeen when the first read with it had answered, after which no read was without it
     * @param cycle the commit that brought it
     */
    record Seen(Instant lastMissing, Instant firstSeen, Cycle cycle) implements Outcome {
        public Seen {
            if (firstSeen.isBefore(lastMissing)) {
                throw new IllegalArgumentException(
                        "seen at " + firstSeen + ", before it was missing at " + lastMissing);
            }
        }

        @Override
        public <R> R fold(Function<Seen, R> seen, Function<Unseen, R> unseen, Function<Unmeasured, R> unmeasured) {
            return seen.apply(this);
        }

        @Override
        public void match(Consumer<Seen> seen, Consumer<Unseen> unseen, Consumer<Unmeasured> unmeasured) {
            seen.accept(this);
        }
    }

    /**
     * The stage has not shown it, or not yet for long enough to be sure.
     *
     * @param lastMissing when the last read without it began; the intended time when there was no read
     */
    record Unseen(Instant lastMissing) implements Outcome {
        @Override
        public <R> R fold(Function<Seen, R> seen, Function<Unseen, R> unseen, Function<Unmeasured, R> unmeasured) {
            return unseen.apply(this);
        }

        @Override
        public void match(Consumer<Seen> seen, Consumer<Unseen> unseen, Consumer<Unmeasured> unmeasured) {
            unseen.accept(this);
        }
    }

    /**
     * The probe could not tell: the source refused the injection, or none could be made.
     *
     * @param reason what happened, for a person
     */
    record Unmeasured(String reason) implements Outcome {
        @Override
        public <R> R fold(Function<Seen, R> seen, Function<Unseen, R> unseen, Function<Unmeasured, R> unmeasured) {
            return unmeasured.apply(this);
        }

        @Override
        public void match(Consumer<Seen> seen, Consumer<Unseen> unseen, Consumer<Unmeasured> unmeasured) {
            unmeasured.accept(this);
        }
    }
}
