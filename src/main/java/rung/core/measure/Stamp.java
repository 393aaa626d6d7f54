package rung.core.measure;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;

/**
 * What a clock of the pipeline's said when it took a transaction. No staleness is counted from it: it tells how far that
 * clock is ahead of the probe's, and no more.
 *
 * @param at cut to {@code resolution}
 * @param resolution to which the clock cuts; zero when its stamps are exact
 */
public record Stamp(Instant at, Duration resolution) {
    private static final int NANOS_PER_MICRO = 1000;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    public Stamp {
        if (resolution.isNegative()) {
            throw new IllegalArgumentException("resolution is negative: " + resolution);
        }
    }

    /** A stamp of a clock that does not say how it cuts: at its last decimal digit, a microsecond at the finest. */
    public static Stamp ofDigits(Instant at) {
        int nanos = at.get(ChronoField.NANO_OF_SECOND);
        int resolution = NANOS_PER_MICRO;
        while (resolution < NANOS_PER_SECOND && nanos % (resolution * 10) == 0) {
            resolution *= 10;
        }
        return new Stamp(at, Duration.ofNanos(resolution));
    }
}
