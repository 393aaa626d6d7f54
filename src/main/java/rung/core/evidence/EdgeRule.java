package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;

/**
 * How one slot stands at one edge: the one place where that is decided, whoever counts.
 *
 * @param edge the staleness that may not be exceeded
 * @param slipBound a sale that was handed over later than this after its time says nothing about the edge
 */
record EdgeRule(Duration edge, Duration slipBound) {
    /** A sale that was handed over later than this after its time makes its slot unmeasured at every edge. */
    static final Duration SLIP_BOUND = Duration.ofMillis(50);

    private static final int SLIP_FRACTION = 100;

    enum Verdict {
        IN_TIME,
        NOT_KNOWN_IN_TIME,
        CERTAINLY_LATE,
        SPOILT
    }

    static EdgeRule of(Duration edge) {
        Duration fraction = edge.dividedBy(SLIP_FRACTION);
        return new EdgeRule(edge, fraction.compareTo(SLIP_BOUND) < 0 ? fraction : SLIP_BOUND);
    }

    /** What is known of {@code slot}; for a sale that was not seen, if it is too late for it to be in time. */
    Verdict verdict(SlotOutcome slot) {
        if (slot.slip().compareTo(slipBound) > 0) {
            return Verdict.SPOILT;
        }
        return slot.outcome()
                .fold(
                        seen -> seen.firstSeen().isAfter(slot.intended().plus(edge))
                                ? late(slot, seen.lastMissing())
                                : Verdict.IN_TIME,
                        unseen -> late(slot, unseen.lastMissing()),
                        (Outcome.Unmeasured nothing) -> Verdict.SPOILT);
    }

    /** Only a read that began after the edge and did not show the sale convicts; an unreadable stage convicts nobody. */
    private Verdict late(SlotOutcome slot, Instant lastMissing) {
        return lastMissing.isBefore(slot.handed().plus(edge)) ? Verdict.NOT_KNOWN_IN_TIME : Verdict.CERTAINLY_LATE;
    }
}
