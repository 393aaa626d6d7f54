package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;

/** A slot of which more may become known, and what of it was counted. */
final class OpenSlot {
    private static final Duration RETRY_AT_LEAST = Duration.ofSeconds(1);
    private static final int RETRY_FRACTION = 20;

    private enum Counted {
        NOT_YET,
        JUDGED,
        BEYOND
    }

    private final Counted[] counted;
    private SlotOutcome slot;
    private Instant overtakenAt;
    private Instant visibleBefore;
    private Instant nextLook = Instant.MIN;

    /**
     * @param overtakenAt when a later sale of its lane first showed; {@link Instant#MAX} when none did
     * @param visibleBefore when the newest sale before it was due that is known to show; {@link Instant#MIN} without any
     */
    OpenSlot(SlotOutcome slot, int edges, Instant overtakenAt, Instant visibleBefore) {
        this.slot = slot;
        this.overtakenAt = overtakenAt;
        this.visibleBefore = visibleBefore;
        this.counted = new Counted[edges];
        Arrays.fill(counted, Counted.NOT_YET);
    }

    /** Takes what is known of it by now. */
    void know(SlotOutcome now) {
        slot = now;
    }

    /** Counts it at {@code edge}, and as late there if {@code beyond}; what was counted before stays. */
    void count(int edge, boolean beyond, RunTally.Edge totals) {
        if (counted[edge] == Counted.NOT_YET) {
            counted[edge] = Counted.JUDGED;
            totals.judged();
        }
        if (beyond && counted[edge] != Counted.BEYOND) {
            counted[edge] = Counted.BEYOND;
            totals.beyond();
        }
    }

    /** A sale of its lane that was due later showed at {@code at}. */
    void overtake(String lane, Instant at) {
        if (isSale() && slot.lane().equals(lane) && at.isBefore(overtakenAt)) {
            overtakenAt = at;
        }
    }

    /** A sale before it, with no open slot between, is known to show. */
    void showsBefore(Instant intended) {
        visibleBefore = intended.isAfter(visibleBefore) ? intended : visibleBefore;
    }

    /** Plans the next look: at the next of {@code edges} it may become late at, and more seldom the older it is. */
    void plan(Instant at, List<Duration> edges, Duration patience) {
        Duration age = Duration.between(slot.intended(), at).dividedBy(RETRY_FRACTION);
        nextLook = at.plus(age.compareTo(RETRY_AT_LEAST) > 0 ? age : RETRY_AT_LEAST);
        for (Duration edge : edges) {
            Instant late = slot.intended().plus(edge).plus(patience).plusNanos(1);
            if (late.isAfter(at) && late.isBefore(nextLook)) {
                nextLook = late;
            }
        }
    }

    boolean isDue(Instant at) {
        return !nextLook.isAfter(at);
    }

    /** Whether a sale was made that does not show. */
    boolean isSale() {
        return slot.outcome() instanceof Outcome.Unseen;
    }

    /** Whether a reader of the stage still waits for it. */
    boolean isWaitedFor(Instant at, Duration holePatience) {
        return isSale()
                && (overtakenAt.equals(Instant.MAX)
                        || overtakenAt.plus(holePatience).isAfter(at));
    }

    Instant intended() {
        return slot.intended();
    }

    Instant overtakenAt() {
        return overtakenAt;
    }

    Instant visibleBefore() {
        return visibleBefore;
    }
}
