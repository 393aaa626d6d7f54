package rung.core.evidence;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Alarm that a stage has got worse than it was allowed to be, over blocks of equal time. Unlike a {@link Claim}, which
 * averages from a window's start, it forgets what was good before the change.
 *
 * <p>A block's slots are one fact, however many they are: its late share {@code x}, from 0 to 1, of which only the mean
 * is used, so that lateness inside a block may be as bursty as it likes. For a bet {@code c} the block multiplies the
 * evidence by {@code 1 + c (x / q0 - 1)}, and evidence below 1 is taken up to 1 before each block. The mixture over bets
 * is a CUSUM-type e-detector, Shin, Ramdas and Rinaldo, "E-detectors: a nonparametric framework for sequential change
 * detection" (2024): while nothing has changed, alarms come {@value #THRESHOLD} blocks after a start or later, on average.
 *
 * <p>Assumed while nothing has changed: the expected late share of a block, given all blocks before it, is at most
 * {@code q0}. Spells of lateness that reach over many blocks break that, because a late block then foretells another;
 * blocks are to be at least twice as long as the spells that should not alarm. Blocks that are not independent but whose
 * expectation stays are allowed. That the pipeline does not react to the injections is assumed as for every claim.
 *
 * <p>State and cost of a block do not grow. For one thread.
 */
public final class Drift {
    /** The evidence at which it alarms, and the least mean number of blocks to a false alarm. */
    public static final int THRESHOLD = 1_000;

    private static final int EDGES_PER_BLOCK = 2;
    private static final double[] BETS = {.95, .7, .45, .25, .12, .05};
    private static final double LOG_WEIGHT = -Math.log(BETS.length);

    private final double lateAllowed;
    private final double[] logEvidence = new double[BETS.length];
    private long blocks;
    private OptionalLong alarmedAt = OptionalLong.empty();

    /**
     * An alarm that has seen nothing.
     *
     * @param block how long each block lasts, fixed before the data; at least twice {@code edge}
     * @param edge the staleness beyond which a slot is late
     * @param lateAllowed the late share {@code q0} that is no change, strictly between 0 and 1
     */
    public Drift(Duration block, Duration edge, double lateAllowed) {
        if (block.compareTo(edge.multipliedBy(EDGES_PER_BLOCK)) < 0 || block.isZero()) {
            throw new IllegalArgumentException("block " + block + " is shorter than twice the edge " + edge);
        }
        if (!(lateAllowed > 0 && lateAllowed < 1)) {
            throw new IllegalArgumentException("late share is not strictly between 0 and 1: " + lateAllowed);
        }
        this.lateAllowed = lateAllowed;
    }

    /**
     * Takes the next block once all its slots are old enough to be judged. A block without slots, in which the probe did
     * not run, says nothing and leaves the evidence.
     *
     * @param slots of the block, late or not; those that the probe spoilt count, as not late
     * @param late slots of them that are certainly late, so that neither an unreadable stage nor the probe alarms
     */
    public void add(long slots, long late) {
        if (late < 0 || slots < late) {
            throw new IllegalArgumentException(late + " late of " + slots + " slots");
        }
        blocks++;
        double lateShare = slots == 0 ? lateAllowed : (double) late / slots;
        for (int j = 0; j < BETS.length; j++) {
            logEvidence[j] = Math.max(logEvidence[j], 0) + Math.log1p(BETS[j] * (lateShare / lateAllowed - 1));
        }
        if (alarmedAt.isEmpty() && logEvidence() >= Math.log(THRESHOLD)) {
            alarmedAt = OptionalLong.of(blocks);
        }
    }

    /** Blocks so far, those without slots included. */
    public long blocks() {
        return blocks;
    }

    /** The evidence after the last block, as a natural logarithm; it falls again when the stage recovers. */
    public double logEvidence() {
        return LOG_WEIGHT + Claim.logSum(Arrays.copyOf(logEvidence, logEvidence.length));
    }

    /** Number of the block, from 1, after which it first alarmed; absent while it has not. A new alarm begins anew. */
    public OptionalLong alarmedAt() {
        return alarmedAt;
    }
}
