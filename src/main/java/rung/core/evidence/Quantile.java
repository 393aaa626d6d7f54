package rung.core.evidence;

import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * A quantile of a window's staleness with its distribution-free 95 % interval from order statistics, at one look. Slots
 * that are still unseen count as late at the upper end, and at the lower as the last read on record without them says.
 *
 * @param quantile strictly between 0 and 1
 * @param lower seconds that it is at least; 0 when the sample is too small to say more
 * @param estimate seconds, from upper ends; absent while that rank has no upper end
 * @param upper seconds that it is at most; absent when the sample cannot say
 */
public record Quantile(double quantile, OptionalDouble lower, OptionalDouble estimate, OptionalDouble upper) {
    private static final double TAIL = 0.025;
    private static final double NORMAL_TAIL = 1.959963984540054;

    /** Reads {@code quantile} off {@code histogram}; all parts are absent when it is empty. */
    public static Quantile of(double quantile, IntervalHistogram histogram) {
        long n = histogram.count();
        if (n == 0) {
            return new Quantile(quantile, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
        }
        long lowerRank = lowerRank(n, quantile);
        OptionalDouble lower = lowerRank == 0 ? OptionalDouble.of(0) : histogram.lowerAt(lowerRank);
        return new Quantile(
                quantile, lower, histogram.upperAt(rank(n, quantile)), histogram.upperAt(upperRank(n, quantile)));
    }

    /** The fewest values of which the largest is an upper end of {@code quantile}; with fewer there is none. */
    public static long fewestFor(double quantile) {
        return (long) Math.ceil(Math.log(TAIL) / Math.log(quantile));
    }

    /** Rank, from 1, of the quantile itself: the smallest that leaves at least its share at or below. */
    static long rank(long n, double quantile) {
        return (long) Math.ceil(n * quantile);
    }

    /** Rank, from 1, of the order statistic that the quantile is at least; 0 when there is none. */
    static long lowerRank(long n, double quantile) {
        return belowQuantile(Math.toIntExact(n), quantile, TAIL, -NORMAL_TAIL);
    }

    /** Rank, from 1, of the order statistic that the quantile is at most; above {@code n} when there is none. */
    static long upperRank(long n, double quantile) {
        return belowQuantile(Math.toIntExact(n), quantile, 1 - TAIL, NORMAL_TAIL) + 1L;
    }

    /**
     * The smallest number of values that lie below the quantile with at least {@code probability}, exactly; searched from
     * the normal approximation, which is off by hardly one.
     */
    private static int belowQuantile(int n, double quantile, double probability, double normal) {
        BinomialDistribution below = new BinomialDistribution(null, n, quantile);
        double deviation = Math.sqrt(n * quantile * (1 - quantile));
        double skew = (normal * normal - 1) * (1 - 2 * quantile) / 6;
        int count = (int) Math.max(0, Math.min(n, Math.round(n * quantile + normal * deviation + skew)));
        while (count > 0 && below.cumulativeProbability(count - 1) >= probability) {
            count--;
        }
        while (below.cumulativeProbability(count) < probability) {
            count++;
        }
        return count;
    }
}
