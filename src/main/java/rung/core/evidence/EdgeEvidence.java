package rung.core.evidence;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What a window's resolved prefix says about one edge.
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
        long slotsToKeep) {
    static EdgeEvidence of(
            Duration edge, long slots, long late, long certainlyLate, long unmeasured, boolean judged, Rule rule) {
        State state = State.UNDECIDED;
        if (judged && Claim.kept(slots, late, rule)) {
            state = State.KEPT;
        } else if (judged && Claim.missed(slots, certainlyLate, rule)) {
            state = State.MISSED;
        }
        return new EdgeEvidence(
                edge,
                slots,
                late,
                certainlyLate,
                unmeasured,
                judged,
                state,
                Claim.shareAtLeast(slots, late, rule),
                Claim.slotsToKeep(slots, late, rule));
    }

    /** Slots that the polling cannot place on either side of the edge. */
    public long ambiguous() {
        return late - certainlyLate;
    }

    /** The share of the prefix that was in time; absent when nothing is resolved. */
    public OptionalDouble inTimeShare() {
        return slots == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) (slots - late) / slots);
    }
}
