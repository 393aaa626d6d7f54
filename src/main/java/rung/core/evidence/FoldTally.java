package rung.core.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;

/** Makes the {@link Fold} of a window, out of its slots and of the folds of shorter windows within it. */
public final class FoldTally implements Tally {
    private final WindowTally settled;
    private final Ages ages;
    private final Instant lostBefore;
    private boolean isPending;

    public FoldTally(TimeWindow window, Look look) {
        this.settled = WindowTally.withFingerprint(window, look);
        this.ages = new Ages(look);
        this.lostBefore = look.at().minus(look.lossHorizon());
    }

    @Override
    public TimeWindow window() {
        return settled.window();
    }

    @Override
    public void add(SlotOutcome slot) {
        add(slot, Instant.MAX);
    }

    private void add(SlotOutcome slot, Instant overtakenAt) {
        ages.add(slot, overtakenAt);
        if (slot.outcome() instanceof Outcome.Unseen) {
            isPending |= slot.intended().isAfter(lostBefore);
        } else {
            settled.add(slot);
        }
    }

    @Override
    public boolean takes(Fold fold) {
        return settled.follows(fold) && ages.areDecidedBy(fold.from());
    }

    @Override
    public void add(Fold fold, List<SlotOutcome> aside) {
        if (!takes(fold)) {
            throw new IllegalArgumentException(
                    "the fold from " + fold.from() + " to " + fold.to() + " is not the next of " + window());
        }
        WindowTally.requireSame(fold, aside);
        settled.addSettled(fold);
        for (int i = 0; i < aside.size(); i++) {
            add(aside.get(i), fold.aside().get(i).overtakenAt());
        }
    }

    /**
     * The fold of what was added; absent while a sale of it is still pending, or a slot too young for the quantiles. A
     * lost sale may still show, and is set aside.
     */
    public Optional<Fold> fold() {
        return isPending ? Optional.empty() : settled.fold(ages.waiting());
    }
}
