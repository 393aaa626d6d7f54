package rung.core.time;

import java.time.Instant;

/** Instants in eight bytes, as the log keeps them: nanoseconds since 1970-01-01 UTC, good until the year 2262. */
public final class Nanos {
    private static final long PER_SECOND = 1_000_000_000L;

    private Nanos() {}

    /**
     * The nanoseconds from 1970-01-01 UTC to {@code instant}; negative before.
     *
     * @throws ArithmeticException outside the years 1678 to 2262
     */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano());
    }

    /** As {@link #of}, but a moment that the log cannot hold becomes its first or last one: for bounds of queries. */
    public static long bound(Instant instant) {
        if (instant.getEpochSecond() >= Long.MAX_VALUE / PER_SECOND) {
            return Long.MAX_VALUE;
        }
        return instant.getEpochSecond() <= Long.MIN_VALUE / PER_SECOND ? Long.MIN_VALUE : of(instant);
    }

    /** The instant that is so many nanoseconds after 1970-01-01 UTC. */
    public static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, PER_SECOND), Math.floorMod(nanos, PER_SECOND));
    }
}
