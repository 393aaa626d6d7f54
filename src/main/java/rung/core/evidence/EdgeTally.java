package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;

/**
 * A window at one edge. Two things are counted. The resolved prefix is the longest run of slots, from the window's start,
 * of which it is known whether they were late; choosing its length by what is known is harmless, because a {@link Claim}
 * holds for every length at once, and choosing which slots to count would not be. The mature slots are all that are old
 * enough for a sale in time to be known as such, chosen by age alone; they give a share without a claim.
 */
final class EdgeTally {
    private static final class Counter {
        private long slots;
        private long late;
        private long certainlyLate;
        private long unmeasured;

        private void add(EdgeRule.Verdict verdict) {
            slots++;
            late += verdict == EdgeRule.Verdict.IN_TIME ? 0 : 1;
            certainlyLate += verdict == EdgeRule.Verdict.CERTAINLY_LATE ? 1 : 0;
            unmeasured += verdict == EdgeRule.Verdict.SPOILT ? 1 : 0;
        }

        private void add(EdgeCounts many) {
            slots += many.slots();
            late += many.late();
            certainlyLate += many.certainlyLate();
            unmeasured += many.unmeasured();
        }
    }

    private final Duration edge;
    private final Look look;
    private final EdgeRule rule;
    private final Instant matureUntil;
    private final Counter prefix = new Counter();
    private final Counter mature = new Counter();
    private boolean ended;

    EdgeTally(Duration edge, Look look) {
        this.edge = edge;
        this.look = look;
        this.rule = EdgeRule.of(edge);
        this.matureUntil = look.at().minus(edge).minus(look.patience());
    }

    /** Takes the window's next slot, in the order of the intended times, and what decides of it. */
    void add(SlotOutcome slot, Lateness lateness) {
        boolean isMature = !slot.intended().isAfter(matureUntil);
        if (ended && !isMature) {
            return;
        }
        EdgeRule.Verdict verdict = rule.verdict(lateness);
        if (isMature) {
            mature.add(verdict);
        }
        ended = ended || isOpen(slot, verdict);
        if (!ended) {
            prefix.add(verdict);
        }
    }

    /** An unseen sale may still turn out to be in time until it is past the edge and the patience. */
    private boolean isOpen(SlotOutcome slot, EdgeRule.Verdict verdict) {
        return verdict != EdgeRule.Verdict.SPOILT
                && slot.outcome() instanceof Outcome.Unseen
                && !isPastHope(slot.intended());
    }

    /** Whether a sale intended then can no longer come to be known as in time. */
    boolean isPastHope(Instant intended) {
        return intended.isBefore(matureUntil);
    }

    /**
     * Whether some slots of {@code fold} are mature and some are not, so that its counts cannot tell the share of the
     * mature ones. A fold of which all slots or none are mature does not need its slots.
     */
    boolean splits(Fold fold) {
        return !isMature(fold) && !matureUntil.isBefore(fold.from());
    }

    /** Takes slots that are all resolved, and that it does not {@linkplain #splits split}. */
    void add(Fold fold, EdgeCounts counts) {
        if (isMature(fold)) {
            mature.add(counts);
        }
        if (!ended) {
            prefix.add(counts);
        }
    }

    private boolean isMature(Fold fold) {
        return !fold.to().isAfter(matureUntil);
    }

    EdgeCounts counts() {
        return new EdgeCounts(edge, prefix.slots, prefix.late, prefix.certainlyLate, prefix.unmeasured);
    }

    /** What is proven so far, at a constant cost that allows to ask after every slot. */
    State state() {
        return look.judges(edge)
                ? Claim.state(prefix.slots, prefix.late, prefix.certainlyLate, look.rule())
                : State.UNDECIDED;
    }

    EdgeEvidence evidence() {
        return EdgeEvidence.of(
                counts(),
                new MatureSlots(mature.slots, mature.late, mature.certainlyLate),
                look.judges(edge),
                state(),
                look.rule());
    }
}
