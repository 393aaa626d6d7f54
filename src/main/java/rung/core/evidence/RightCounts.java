package rung.core.evidence;

import java.time.Duration;

/**
 * The share of moments of one window at which a page shows the right count of something that sells at {@code r}: the mean
 * of {@code exp(-r S)} over the window's staleness S, as an interval. {@link DisplayAccuracy} counts the same slot by slot;
 * this is read off histograms, so that it costs the same for a minute and a month.
 *
 * <p>Sales are taken as Poisson, and stages as first in, first out. Never add up two windows: sales and staleness peak
 * together.
 *
 * @param atLeast upper ends taken, unseen sales at their age, and what was not measured as wrong
 * @param atMost lower ends taken, unseen sales left out, and what was not measured as right
 */
public record RightCounts(double atLeast, double atMost) {
    private static final double MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();

    /** What the ends of intervals come to, summed up one by one. */
    private static final class Sum {
        private final double perMilli;
        private double right;
        private long count;

        private Sum(double salesPerHour) {
            this.perMilli = salesPerHour / MILLIS_PER_HOUR;
        }

        private void add(long millis, long times) {
            right += times * Math.exp(-perMilli * millis);
            count += times;
        }
    }

    /**
     * Reads it off a window's evidence; both ends are NaN when no slot is old enough.
     *
     * @param salesPerHour of the article in its store, over all channels
     */
    public static RightCounts of(WindowEvidence evidence, double salesPerHour) {
        if (!(salesPerHour > 0)) {
            throw new IllegalArgumentException("sales per hour are not positive: " + salesPerHour);
        }
        IntervalHistogram all = evidence.histogram();
        IntervalHistogram unseen = evidence.unseen();
        Sum worst = new Sum(salesPerHour);
        all.upperEnds(worst::add);
        unseen.upperEnds(worst::add);
        double best = lowerEnds(all, salesPerHour) - lowerEnds(unseen, salesPerHour);
        long left = all.count() - unseen.count();
        return new RightCounts(
                all.count() == 0 ? Double.NaN : worst.right / all.count(), left == 0 ? Double.NaN : best / left);
    }

    /** What is beyond the range is taken at its end. */
    private static double lowerEnds(IntervalHistogram histogram, double salesPerHour) {
        Sum sum = new Sum(salesPerHour);
        histogram.lowerEnds(sum::add);
        sum.add(IntervalHistogram.LONGEST_MILLIS, histogram.count() - sum.count);
        return sum.right;
    }
}
