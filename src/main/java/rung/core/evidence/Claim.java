package rung.core.evidence;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * What {@code late} late slots among {@code slots} prove about the share of a window's sales that kept an edge. One
 * injection is placed uniformly at random in each slot; then the evidence below is a supermartingale whatever the
 * pipeline does, so by Ville's inequality a claim made when it passes 1/alpha is false at most once in 1/alpha windows,
 * however often anybody looks and however bursty the lateness.
 *
 * <p>The evidence is a mixture of betting martingales, Waudby-Smith and Ramdas, "Estimating means of bounded random
 * variables by betting" (2024), applied to Bernoulli slots of unequal late share; all arithmetic is in logarithms. The
 * state is two integers, and every method costs a constant times, at most, the bits of its answer.
 */
final class Claim {
    private static final double[] KEPT_BETS = {1, .85, .65, .45, .25, .1};
    private static final double[] KEPT_WEIGHTS = {.30, .20, .18, .14, .10, .08};
    private static final double[] MISSED_BETS = {.5, 1, 2, 4, 9, 19};
    private static final double[] MISSED_WEIGHTS = {.12, .16, .20, .20, .16, .16};
    private static final double[] KEPT_LOG_WEIGHTS = each(KEPT_WEIGHTS, Math::log);
    private static final double[] KEPT_LOG_LATE = each(KEPT_BETS, bet -> Math.log1p(-bet));
    private static final double[] MISSED_LOG_WEIGHTS = each(MISSED_WEIGHTS, Math::log);
    private static final double[] MISSED_LOG_LATE = each(MISSED_BETS, Math::log1p);
    private static final int BISECTIONS = 60;
    private static final long SLOTS_LIMIT = 1L << 50;

    private Claim() {}

    /** What is proven; two mixtures of six logarithms each, however many slots there are. */
    static State state(long slots, long late, long certainlyLate, Rule rule) {
        if (kept(slots, late, rule)) {
            return State.KEPT;
        }
        return missed(slots, certainlyLate, rule) ? State.MISSED : State.UNDECIDED;
    }

    /** Whether the edge is proven kept. */
    static boolean kept(long slots, long late, Rule rule) {
        return logKept(slots, late, rule.lateAllowed()) >= rule.logThreshold();
    }

    /** Whether the edge is proven missed. */
    static boolean missed(long slots, long late, Rule rule) {
        return logMissed(slots, late, rule.lateAllowed()) >= rule.logThreshold();
    }

    /** How many clean slots more would prove the edge kept; 0 when it is. */
    static long slotsToKeep(long slots, long late, Rule rule) {
        if (kept(slots, late, rule)) {
            return 0;
        }
        long enough = 1;
        while (!kept(slots + enough, late, rule)) {
            if (enough >= SLOTS_LIMIT) {
                throw new IllegalArgumentException("no number of slots makes up for " + late + " late ones");
            }
            enough *= 2;
        }
        long tooFew = enough / 2;
        while (enough - tooFew > 1) {
            long middle = (tooFew + enough) >>> 1;
            if (kept(slots + middle, late, rule)) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return enough;
    }

    /** The largest share that is proven to have kept the edge, valid at every look; 0 when nothing is. */
    static double shareAtLeast(long slots, long late, double confidence) {
        double threshold = Rule.logThreshold(confidence);
        double refuted = 0;
        double proven = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (refuted + proven) / 2;
            if (logKept(slots, late, middle) >= threshold) {
                proven = middle;
            } else {
                refuted = middle;
            }
        }
        return 1 - proven;
    }

    private static double logKept(long slots, long late, double lateAllowed) {
        double[] terms = new double[KEPT_BETS.length];
        for (int j = 0; j < terms.length; j++) {
            double lost = late == 0 ? 0 : late * KEPT_LOG_LATE[j];
            terms[j] = KEPT_LOG_WEIGHTS[j] + lost - slots * Math.log1p(-KEPT_BETS[j] * lateAllowed);
        }
        return logSum(terms);
    }

    private static double logMissed(long slots, long late, double lateAllowed) {
        double[] terms = new double[MISSED_BETS.length];
        for (int j = 0; j < terms.length; j++) {
            terms[j] = MISSED_LOG_WEIGHTS[j]
                    + late * MISSED_LOG_LATE[j]
                    - slots * Math.log1p(MISSED_BETS[j] * lateAllowed);
        }
        return logSum(terms);
    }

    private static double[] each(double[] values, DoubleUnaryOperator function) {
        return Arrays.stream(values).map(function).toArray();
    }

    /** The logarithm of the sum of what {@code logs} are the logarithms of; one of them at least is finite. */
    static double logSum(double[] logs) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            largest = Math.max(largest, log);
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - largest);
        }
        return largest + Math.log(sum);
    }
}
