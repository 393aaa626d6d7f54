package rung.core.evidence;

import java.time.Instant;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;

/**
 * What of one slot decides at every edge, worked out once for all of them; in nanoseconds, and {@link Long#MAX_VALUE} for
 * what is longer than 292 years, or never.
 *
 * @param slip how late the sale was handed over; never where none was
 * @param atMost how long after it was due it surely showed; never where it does not show
 * @param missing how long after it was handed over it was surely missing; negative when no read began since
 */
record Lateness(long slip, long atMost, long missing) {
    private static final Lateness NO_SALE = new Lateness(Long.MAX_VALUE, Long.MAX_VALUE, 0);
    private static final long NANOS = 1_000_000_000;
    private static final long MOST_SECONDS = Long.MAX_VALUE / NANOS - 1;

    static Lateness of(SlotOutcome slot) {
        long slip = nanos(slot.intended(), slot.handed());
        if (slot.outcome() instanceof Outcome.Seen shown) {
            return new Lateness(
                    slip, nanos(slot.intended(), shown.firstSeen()), nanos(slot.handed(), shown.lastMissing()));
        }
        return slot.outcome() instanceof Outcome.Unseen missing
                ? new Lateness(slip, Long.MAX_VALUE, nanos(slot.handed(), missing.lastMissing()))
                : NO_SALE;
    }

    private static long nanos(Instant from, Instant to) {
        return nanos(to.getEpochSecond() - from.getEpochSecond(), to.getNano() - from.getNano());
    }

    private static long nanos(long seconds, int nanos) {
        if (seconds > MOST_SECONDS) {
            return Long.MAX_VALUE;
        }
        return seconds < -MOST_SECONDS ? Long.MIN_VALUE : seconds * NANOS + nanos;
    }
}
