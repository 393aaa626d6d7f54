package rung.core.evidence;

import java.time.Duration;

/**
 * How one slot stands at one edge: the one place where that is decided, whoever counts.
 *
 * @param edge the staleness that may not be exceeded
 * @param nanos the same in nanoseconds
 * @param slipBound a sale that was handed over by more nanoseconds than this after its time says nothing about the edge
 */
record EdgeRule(Duration edge, long nanos, long slipBound) {
    /** A sale that was handed over later than this after its time makes its slot unmeasured at every edge. */
    static final Duration SLIP_BOUND = Duration.ofMillis(50);

    private static final int SLIP_FRACTION = 100;

    enum Verdict {
        IN_TIME,
        NOT_KNOWN_IN_TIME,
        CERTAINLY_LATE,
        SPOILT
    }

    /** An edge of more than 292 years is refused, so that what never shows is within none. */
    static EdgeRule of(Duration edge) {
        Duration fraction = edge.dividedBy(SLIP_FRACTION);
        return new EdgeRule(
                edge, edge.toNanos(), (fraction.compareTo(SLIP_BOUND) < 0 ? fraction : SLIP_BOUND).toNanos());
    }

    /**
     * What is known of a slot; for a sale that was not seen, if it is too late for it to be in time. Only a read that began
     * after the edge and did not show the sale convicts; an unreadable stage convicts nobody.
     */
    Verdict verdict(Lateness slot) {
        if (slot.slip() > slipBound) {
            return Verdict.SPOILT;
        }
        if (slot.atMost() <= nanos) {
            return Verdict.IN_TIME;
        }
        return slot.missing() < nanos ? Verdict.NOT_KNOWN_IN_TIME : Verdict.CERTAINLY_LATE;
    }
}
