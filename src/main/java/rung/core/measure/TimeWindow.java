package rung.core.measure;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time that is judged on its own: {@code from} belongs to it, {@code to} does not.
 *
 * @param name what people call it, such as {@code evening}; windows of one name recur
 * @param to later than {@code from}
 */
public record TimeWindow(String name, Instant from, Instant to) {
    public TimeWindow {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name is blank: a window has a name");
        }
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from " + from + " is not before to " + to);
        }
    }

    /** Whether {@code instant} is at or after {@code from} and before {@code to}. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    /** How long it lasts; more than zero. */
    public Duration length() {
        return Duration.between(from, to);
    }
}
