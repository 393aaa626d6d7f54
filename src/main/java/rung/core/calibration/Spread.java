package rung.core.calibration;

import java.time.Duration;
import java.util.List;

/**
 * How durations spread.
 *
 * @param count of them, at least 1
 * @param p50 half of them are at most as long
 * @param p99 99 % of them are at most as long
 * @param longest of them
 */
public record Spread(long count, Duration p50, Duration p99, Duration longest) {
    public Spread {
        if (count < 1) {
            throw new IllegalArgumentException("a spread of " + count + " durations");
        }
        if (p50.compareTo(p99) > 0 || p99.compareTo(longest) > 0) {
            throw new IllegalArgumentException("p50 " + p50 + ", p99 " + p99 + ", longest " + longest + " do not rise");
        }
    }

    /** The spread of {@code durations}, which are not empty: each point is one of them. */
    public static Spread of(List<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        return new Spread(sorted.size(), point(sorted, 0.5), point(sorted, 0.99), point(sorted, 1));
    }

    /** The smallest of {@code durations} that at least {@code share} of them do not exceed. */
    public static Duration point(List<Duration> sorted, double share) {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("a spread of 0 durations");
        }
        return sorted.get((int) Math.ceil(sorted.size() * share) - 1);
    }
}
