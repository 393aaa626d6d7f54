package rung.probe.virtual;

import java.time.Instant;

/** A stretch of time: {@code from} belongs to it, {@code until} does not. */
public record Stretch(Instant from, Instant until) {
    public Stretch {
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("until " + until + " is before from " + from);
        }
    }
}
