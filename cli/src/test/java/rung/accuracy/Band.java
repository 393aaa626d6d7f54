package rung.accuracy;

import java.util.Locale;

/**
 * Where a figure has to lie for its proof to hold, both ends included.
 *
 * @param from smallest value that holds; negative infinity when there is none
 * @param to largest value that holds; positive infinity when there is none
 * @param text as the page prints it
 */
record Band(double from, double to, String text) {
    private static final double STANDARD_ERRORS = 3;

    /** A figure that is shown beside the others and has to meet nothing: what a wrong method says. */
    static final Band CONTRAST = new Band(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, "contrast");

    static Band atLeast(double from) {
        return new Band(from, Double.POSITIVE_INFINITY, "at least " + number(from));
    }

    static Band atMost(double to) {
        return new Band(Double.NEGATIVE_INFINITY, to, "at most " + number(to));
    }

    static Band between(double from, double to) {
        return new Band(from, to, number(from) + " to " + number(to));
    }

    static Band exactly(double value) {
        return new Band(value, value, "exactly " + number(value));
    }

    /** Within a share of the truth, such as 0.03 for 3 %. */
    static Band within(double share, double truth) {
        double slack = Math.abs(truth) * share;
        return new Band(truth - slack, truth + slack, "within " + number(share * 100) + " %");
    }

    /**
     * A share of {@code runs} that may be at most {@code share}: with fewer runs than {@code full} the band widens by three
     * standard errors, because chance alone moves the figure that far.
     */
    static Band shareAtMost(double share, long runs, long full) {
        return runs >= full ? atMost(share) : atMost(share + STANDARD_ERRORS * standardError(share, runs));
    }

    /** A share of {@code runs} that has to be at least {@code share}; see {@link #shareAtMost}. */
    static Band shareAtLeast(double share, long runs, long full) {
        return runs >= full ? atLeast(share) : atLeast(share - STANDARD_ERRORS * standardError(share, runs));
    }

    boolean isContrast() {
        return equals(CONTRAST);
    }

    boolean holds(double value) {
        return value >= from && value <= to;
    }

    private static double standardError(double share, long runs) {
        return Math.sqrt(share * (1 - share) / runs);
    }

    /** At most four digits behind the point, and none that say nothing. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return String.format(Locale.ROOT, "%,d", (long) value);
        }
        return String.format(Locale.ROOT, "%,.4f", value).replaceAll("\\.?0+$", "");
    }
}
