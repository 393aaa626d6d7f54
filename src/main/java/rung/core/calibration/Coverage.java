package rung.core.calibration;

import java.util.OptionalDouble;

/**
 * How often an interval held the truth.
 *
 * @param held intervals that held it
 * @param of intervals in all; 0 when the truth has no such value, and nothing was asked
 */
public record Coverage(long held, long of) {
    /** Nothing was asked. */
    public static final Coverage NONE = new Coverage(0, 0);

    public Coverage {
        if (held < 0 || held > of) {
            throw new IllegalArgumentException(held + " of " + of + " intervals hold the truth");
        }
    }

    /** With one interval more. */
    public Coverage with(boolean holds) {
        return new Coverage(held + (holds ? 1 : 0), of + 1);
    }

    /** The share that held it; absent when nothing was asked. */
    public OptionalDouble share() {
        return of == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) held / of);
    }
}
