package rung.core.ladder;

import java.time.Duration;

/**
 * A rung of the Retail Data Freshness Ladder.
 *
 * @param number 1 for the slowest
 * @param name in words
 * @param from where its band begins; stalenesses below lie in a hole of the ladder, or on a faster tier
 * @param edge where its band ends: the staleness that a sale may not exceed
 * @param use the business use that it is good for
 * @param architecture that reaches it
 * @param shape its letter on a page, beside its colour
 */
public record Tier(
        int number, String name, Duration from, Duration edge, String use, String architecture, String shape) {
    public Tier {
        if (number < 1) {
            throw new IllegalArgumentException("tier " + number + " is below the ladder");
        }
        if (from.isNegative() || from.compareTo(edge) >= 0) {
            throw new IllegalArgumentException("tier " + number + " begins at " + from + ", not before " + edge);
        }
    }
}
