package rung.reporter.board;

import java.util.OptionalDouble;
import rung.core.evidence.Quantile;

/**
 * Whether counts come later than they did: the median staleness of the newest stretch beside that of the stretch before.
 * A direction is told only where the two 95 % intervals do not meet. It is a hint for a reader, no claim: nothing is
 * judged by it, and each of many pipelines has its own chance of a false arrow.
 *
 * @param direction that is told
 * @param before the median of the earlier stretch
 * @param after the median of the newest stretch
 */
public record Trend(Direction direction, Quantile before, Quantile after) {
    /** Which way staleness goes. */
    public enum Direction {
        RISING,
        FALLING,
        /** The intervals meet. */
        NONE,
        /** One of the stretches has too few sales for an interval. */
        UNKNOWN
    }

    private static final Quantile NOTHING =
            new Quantile(0.5, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    /** Nothing is known of where it is heading. */
    public static final Trend UNKNOWN = new Trend(Direction.UNKNOWN, NOTHING, NOTHING);

    /** Compares two medians. */
    static Trend of(Quantile before, Quantile after) {
        return new Trend(direction(before, after), before, after);
    }

    private static Direction direction(Quantile before, Quantile after) {
        if (!isBounded(before) && !isBounded(after)) {
            return Direction.UNKNOWN;
        }
        if (before.upper().isPresent()
                && after.lower().isPresent()
                && after.lower().getAsDouble() > before.upper().getAsDouble()) {
            return Direction.RISING;
        }
        if (after.upper().isPresent()
                && before.lower().isPresent()
                && after.upper().getAsDouble() < before.lower().getAsDouble()) {
            return Direction.FALLING;
        }
        return isBounded(before) && isBounded(after) ? Direction.NONE : Direction.UNKNOWN;
    }

    private static boolean isBounded(Quantile median) {
        return median.lower().isPresent() && median.upper().isPresent();
    }
}
