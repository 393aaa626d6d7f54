package rung.core.evidence;

import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * What windows like these see: the unit is the declared window, never the injection or the commit.
 *
 * @param windows all declared windows of the period, also those that the canary did not run
 * @param kept windows of them that ended with the promise kept
 * @param atLeast the share of such windows that is proven to be judged kept, if windows are alike and the record is looked
 *     at once, at a moment fixed before; 0 when nothing is
 * @param atLeastAtAnyLook the share that is proven however often the record is looked at and whenever that ends; mostly
 *     smaller; 0 when nothing is
 */
public record WindowRecord(int windows, int kept, double atLeast, double atLeastAtAnyLook) {
    /** Clopper and Pearson's lower bound for {@code kept} of {@code windows}, and the one that holds at any look. */
    public static WindowRecord of(int windows, int kept, double confidence) {
        if (kept < 0 || kept > windows) {
            throw new IllegalArgumentException(kept + " kept of " + windows + " windows");
        }
        double atLeast = kept == 0
                ? 0
                : new BetaDistribution(null, kept, windows - kept + 1.0).inverseCumulativeProbability(1 - confidence);
        return new WindowRecord(windows, kept, atLeast, Claim.shareAtLeast(windows, windows - kept, confidence));
    }
}
