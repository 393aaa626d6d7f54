package rung.core.evidence;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a window says about one edge: its resolved prefix the claims, its mature slots the share that is shown without one.
 *
 * @param edge the staleness that may not be exceeded
 * @param slots slots in the resolved prefix
 * @param late slots of them that are not known to be in time; unmeasured ones included
 * @param certainlyLate slots of them that are known to be late: a read begun after the edge did not show the sale
 * @param unmeasured slots of them that the probe itself spoilt
 * @param judged false when the stage is polled too coarsely for this edge, which then stays undecided
 * @param state what is proven
 * @param shareAtLeast the largest share in time that is proven, valid at every look; 0 when nothing is
 * @param slotsToKeep clean slots that would prove it kept; 0 when it is
 * @param mature the slots that are old enough to be judged by age alone, also beyond the prefix
 */
public record EdgeEvidence(
        Duration edge,
        long slots,
        long late,
        long certainlyLate,
        long unmeasured,
        boolean judged,
        State state,
        double shareAtLeast,
        long slotsToKeep,
        MatureSlots mature) {
    static EdgeEvidence of(EdgeCounts prefix, MatureSlots mature, boolean judged, State state, Rule rule) {
        return new EdgeEvidence(
                prefix.edge(),
                prefix.slots(),
                prefix.late(),
                prefix.certainlyLate(),
                prefix.unmeasured(),
                judged,
                state,
                Claim.shareAtLeast(prefix.slots(), prefix.late(), rule.confidence()),
                Claim.slotsToKeep(prefix.slots(), prefix.late(), rule),
                mature);
    }

    /** Slots that the polling cannot place on either side of the edge. */
    public long ambiguous() {
        return late - certainlyLate;
    }

    /**
     * The share of the prefix that was in time; absent when nothing is resolved. It belongs to the claim: the prefix ends
     * where a sale is missing, so that as an estimate it flatters; {@link #matureShare} does not.
     */
    public OptionalDouble inTimeShare() {
        return slots == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) (slots - late) / slots);
    }

    /** How many slots are old enough to be judged by age alone. */
    public long matureSlots() {
        return mature.slots();
    }

    /** The share of sales in time to show without a claim; absent while no slot is old enough. */
    public Optional<ShareRange> matureShare() {
        return mature.inTime();
    }
}
