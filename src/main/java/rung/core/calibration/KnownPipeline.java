package rung.core.calibration;

import java.time.Duration;

/**
 * How windows of a simulated pipeline were judged whose staleness has a closed form.
 *
 * @param name what the pipeline does, for a person
 * @param edge the staleness that was judged
 * @param share of all sales that are within the edge, by the closed form
 * @param runs windows that were measured, each with a seed of its own
 * @param slots in each of them
 * @param inTime share of slots that were known to be in time, the mean of the windows
 * @param inTimeAtMost share of slots that were not known to be late, the mean of the windows
 * @param inTimeError standard error of the middle of the two, from the spread between the windows
 * @param kept windows of which "kept" was said, at one of the looks or more
 * @param missed windows of which "missed" was said, at one of the looks or more
 * @param falselyKept windows of which, at one of the looks or more, "kept" was said and was false of the slots until then
 * @param falselyMissed windows of which, at one of the looks or more, "missed" was said and was false of the slots until
 *     then
 * @param median how often the interval of the 50 % point held the truth
 * @param p95 how often the interval of the 95 % point held the truth
 * @param resolution to within how much 95 % of the stalenesses were known, in the worst of the windows
 */
public record KnownPipeline(
        String name,
        Duration edge,
        double share,
        long runs,
        long slots,
        double inTime,
        double inTimeAtMost,
        double inTimeError,
        long kept,
        long missed,
        long falselyKept,
        long falselyMissed,
        Coverage median,
        Coverage p95,
        Duration resolution) {
    public KnownPipeline {
        if (runs < 1 || slots < 1) {
            throw new IllegalArgumentException(name + " was measured in " + runs + " windows of " + slots + " slots");
        }
        if (Math.max(kept, missed) > runs) {
            throw new IllegalArgumentException(name + " has more claims than its " + runs + " windows");
        }
        if (falselyKept > kept || falselyMissed > missed) {
            throw new IllegalArgumentException(name + " has more false claims than claims");
        }
    }

    /**
     * How much more of the sales are called in time than are, taking the middle of what polling leaves open; negative when
     * fewer are.
     */
    public double bias() {
        return (inTime + inTimeAtMost) / 2 - share;
    }
}
