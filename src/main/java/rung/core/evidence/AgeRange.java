package rung.core.evidence;

import java.time.Duration;

/**
 * An age that is known up to where probes and reads happened to fall.
 *
 * @param atLeast not negative
 * @param atMost not shorter than {@code atLeast}
 */
public record AgeRange(Duration atLeast, Duration atMost) {
    public AgeRange {
        if (atLeast.isNegative() || atMost.compareTo(atLeast) < 0) {
            throw new IllegalArgumentException("no range of ages: from " + atLeast + " to " + atMost);
        }
    }

    /** Whether {@code age} is in it, both ends included. */
    public boolean contains(Duration age) {
        return age.compareTo(atLeast) >= 0 && age.compareTo(atMost) <= 0;
    }
}
