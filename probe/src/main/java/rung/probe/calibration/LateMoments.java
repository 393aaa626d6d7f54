package rung.probe.calibration;

import java.time.Duration;
import java.time.Instant;

/** At which moments a sale is late: what a claim about a stretch of time is true or false of. */
@FunctionalInterface
interface LateMoments {
    /** The share of the moments from {@code from} to {@code until} at which a sale is late; a later moment. */
    double share(Instant from, Instant until);

    /** Chance decides for each sale alone: at every moment a sale is late with the same probability. */
    static LateMoments always(double share) {
        return (from, until) -> share;
    }

    /** A sale is late from {@code first} on for {@code length}, and so again each {@code period}. */
    static LateMoments every(Instant first, Duration period, Duration length) {
        return (from, until) -> (late(first, period, length, until) - late(first, period, length, from))
                / Duration.between(from, until).toNanos();
    }

    /** Nanoseconds of late moments since {@code first}; {@code until} is not before it. */
    private static double late(Instant first, Duration period, Duration length, Instant until) {
        long passed = Duration.between(first, until).toNanos();
        long whole = Math.floorDiv(passed, period.toNanos());
        return whole * (double) length.toNanos() + Math.min(length.toNanos(), passed - whole * period.toNanos());
    }
}
