package rung.reporter.business;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What became of one pipeline since an earlier report. Better or worse is said only where the intervals of both p95s lie
 * apart, in windows of the same name; all else may be chance.
 *
 * @param earlier where it stood; its p95 is that of the window that earned its tier, as is the one of now
 * @param tier kept now; 0 off the ladder, absent when none is proven
 * @param verdict now, as {@code report.json} has it
 * @param staleness what the p95s say
 */
public record Change(Earlier.Standing earlier, OptionalInt tier, String verdict, Trend staleness) {
    /** Whether staleness grew less or more. */
    public enum Trend {
        BETTER,
        WORSE,
        CANNOT_TELL;

        /** As it is written in {@code report.json}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Compares {@code now} with {@code earlier}. */
    public static Change between(Earlier.Standing earlier, Earlier.Standing now) {
        Trend trend = Trend.CANNOT_TELL;
        if (earlier.window().equals(now.window())) {
            if (isBelow(now.upper(), earlier.lower())) {
                trend = Trend.BETTER;
            } else if (isBelow(earlier.upper(), now.lower())) {
                trend = Trend.WORSE;
            }
        }
        return new Change(earlier, now.tier(), now.verdict(), trend);
    }

    private static boolean isBelow(OptionalDouble upper, OptionalDouble lower) {
        return upper.isPresent() && lower.isPresent() && upper.getAsDouble() < lower.getAsDouble();
    }
}
