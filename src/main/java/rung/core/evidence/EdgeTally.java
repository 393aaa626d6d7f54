package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;

/**
 * The resolved prefix of a window for one edge: the longest run of slots, from the window's start, of which it is known
 * whether they were late. Choosing its length by what is known is harmless, because a {@link Claim} holds for every
 * length at once; choosing which slots to count would not be.
 */
final class EdgeTally {
    /** A sale that was handed over later than this after its time makes its slot unmeasured at every edge. */
    static final Duration SLIP_BOUND = Duration.ofMillis(50);

    private static final int SLIP_FRACTION = 100;

    private final Duration edge;
    private final Look look;
    private final Duration slipBound;
    private long slots;
    private long late;
    private long certainlyLate;
    private long unmeasured;
    private boolean ended;

    EdgeTally(Duration edge, Look look) {
        this.edge = edge;
        this.look = look;
        Duration fraction = edge.dividedBy(SLIP_FRACTION);
        this.slipBound = fraction.compareTo(SLIP_BOUND) < 0 ? fraction : SLIP_BOUND;
    }

    /** Takes the window's next slot, in the order of the intended times. */
    void add(SlotOutcome slot) {
        if (ended) {
            return;
        }
        boolean slipped = slot.slip().compareTo(slipBound) > 0;
        slot.outcome()
                .fold(
                        seen -> {
                            boolean inTime =
                                    !seen.firstSeen().isAfter(slot.intended().plus(edge));
                            return count(slipped, !inTime, !inTime && missedAfter(slot, seen.lastMissing()));
                        },
                        unseen -> (slipped || isPastHope(slot))
                                ? count(slipped, true, missedAfter(slot, unseen.lastMissing()))
                                : end(),
                        (Outcome.Unmeasured nothing) -> count(true, true, false));
    }

    /** Takes slots that were counted before, each of which is resolved. */
    void add(EdgeCounts many) {
        if (ended) {
            return;
        }
        slots += many.slots();
        late += many.late();
        certainlyLate += many.certainlyLate();
        unmeasured += many.unmeasured();
    }

    EdgeCounts counts() {
        return new EdgeCounts(edge, slots, late, certainlyLate, unmeasured);
    }

    EdgeEvidence evidence() {
        return EdgeEvidence.of(edge, slots, late, certainlyLate, unmeasured, look.judges(edge), look.rule());
    }

    private boolean isPastHope(SlotOutcome slot) {
        return isPastHope(slot.intended());
    }

    /** Whether a sale intended then can no longer come to be known as in time. */
    boolean isPastHope(Instant intended) {
        return look.at().isAfter(intended.plus(edge).plus(look.patience()));
    }

    /** Only a read that began after the edge and did not show the sale convicts; an unreadable stage convicts nobody. */
    private boolean missedAfter(SlotOutcome slot, Instant lastMissing) {
        return !lastMissing.isBefore(slot.handed().plus(edge));
    }

    private boolean count(boolean spoilt, boolean isLate, boolean isCertainlyLate) {
        slots++;
        if (spoilt) {
            unmeasured++;
            late++;
        } else {
            late += isLate ? 1 : 0;
            certainlyLate += isCertainlyLate ? 1 : 0;
        }
        return true;
    }

    private boolean end() {
        ended = true;
        return true;
    }
}
