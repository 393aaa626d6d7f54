package rung.core.evidence;

import java.util.List;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;

/** What is told the slots of one stage in a window, one by one or many at once as folds, in the order of their times. */
public sealed interface Tally permits WindowTally, FoldTally, RunTally {
    /** The window that is told. */
    TimeWindow window();

    /**
     * Takes the next slot of the window.
     *
     * @throws IllegalArgumentException when it is out of order or outside the window
     */
    void add(SlotOutcome slot);

    /** Whether {@link #add(Fold, List)} of {@code fold} now says the same as adding each of its slots would. */
    boolean takes(Fold fold);

    /**
     * Takes many slots that were folded before.
     *
     * @param aside what is known by now of the slots that the fold set aside, in its order
     * @throws IllegalArgumentException when the fold is not {@linkplain #takes taken}, or {@code aside} is of other slots
     */
    void add(Fold fold, List<SlotOutcome> aside);
}
