package rung.core.measure;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time that is judged on its own: a declared peak, an hour, a run.
 *
 * @param name what its declaration calls it
 * @param from first moment of it
 * @param to first moment after it
 */
public record TimeWindow(String name, Instant from, Instant to) {
    public TimeWindow {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("window " + name + " ends at " + to + ", not after " + from);
        }
    }

    public boolean contains(Instant moment) {
        return !moment.isBefore(from) && moment.isBefore(to);
    }

    public Duration length() {
        return Duration.between(from, to);
    }
}
