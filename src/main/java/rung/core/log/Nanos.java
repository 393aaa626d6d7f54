package rung.core.log;

import java.time.Instant;

/** Instants as the log keeps them: nanoseconds since 1970-01-01 UTC, good until the year 2262. */
final class Nanos {
    private static final long PER_SECOND = 1_000_000_000L;

    private Nanos() {}

    /**
     * @throws ArithmeticException outside the years 1678 to 2262
     */
    static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano());
    }

    /** As {@link #of}, but a moment that the log cannot hold becomes its first or last one: for bounds of queries. */
    static long bound(Instant instant) {
        if (instant.getEpochSecond() >= Long.MAX_VALUE / PER_SECOND) {
            return Long.MAX_VALUE;
        }
        return instant.getEpochSecond() <= Long.MIN_VALUE / PER_SECOND ? Long.MIN_VALUE : of(instant);
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, PER_SECOND), Math.floorMod(nanos, PER_SECOND));
    }
}
