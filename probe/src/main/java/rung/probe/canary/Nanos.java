package rung.probe.canary;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants in eight bytes: nanoseconds since 1970-01-01 UTC, good until the year 2262, as in the log. */
final class Nanos {
    private Nanos() {}

    /**
     * @throws ArithmeticException outside the years 1678 to 2262
     */
    static long of(Instant instant) {
        return ChronoUnit.NANOS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long nanos) {
        return Instant.EPOCH.plusNanos(nanos);
    }
}
