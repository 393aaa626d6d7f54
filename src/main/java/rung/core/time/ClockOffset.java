package rung.core.time;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** How far a remote clock is ahead of the local timeline, as far as its stamps tell. */
public sealed interface ClockOffset {
    /** Java 17 has no exhaustive switch over a sealed type; this is one that the compiler checks. */
    <R> R fold(Function<Between, R> between, Function<Stepped, R> stepped);

    /**
     * All stamps agree: the remote clock is ahead by at least and at most so much; both negative when it is behind.
     *
     * @param atMost not shorter than {@code atLeast}
     */
    record Between(Duration atLeast, Duration atMost) implements ClockOffset {
        public Between {
            if (atMost.compareTo(atLeast) < 0) {
                throw new IllegalArgumentException("atMost " + atMost + " is shorter than atLeast " + atLeast);
            }
        }

        /** How exactly it is known. */
        public Duration width() {
            return atMost.minus(atLeast);
        }

        @Override
        public <R> R fold(Function<Between, R> between, Function<Stepped, R> stepped) {
            return between.apply(this);
        }
    }

    /**
     * No offset explains all stamps: the remote clock was stepped, or runs faster or slower than any clock in order. What
     * it stamped cannot be placed on the local timeline.
     *
     * @param noticedAt when the first stamp that contradicts earlier ones had come back
     * @param gap by how much they contradict each other at least; positive
     */
    record Stepped(Instant noticedAt, Duration gap) implements ClockOffset {
        @Override
        public <R> R fold(Function<Between, R> between, Function<Stepped, R> stepped) {
            return stepped.apply(this);
        }
    }
}
