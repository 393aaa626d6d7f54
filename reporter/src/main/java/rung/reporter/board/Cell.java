package rung.reporter.board;

import java.util.Optional;
import rung.core.evidence.ShareRange;
import rung.core.measure.TimeWindow;

/**
 * One stretch of a pipeline's past, as a row of cells shows it.
 *
 * @param window the stretch
 * @param slots that began in it
 * @param judged slots of them that are old enough for a sale in time to be known as such
 * @param unmeasured slots of them that the probe itself spoilt, or in which it did not run
 * @param inTime share of the judged slots that were in time; absent when none is judged
 */
public record Cell(TimeWindow window, long slots, long judged, long unmeasured, Optional<ShareRange> inTime) {
    /** What a reader may conclude of it. */
    public enum State {
        /** Nothing was measured. */
        EMPTY,
        /** Too young to be judged. */
        OPEN,
        /** Every judged sale was in time. */
        FRESH,
        /** Some sales were late, and not more than the rule allows. */
        MIXED,
        /** More sales were late than the rule allows. */
        STALE
    }

    /**
     * What a reader may conclude.
     *
     * @param allowed share of sales that must be in time
     */
    public State state(double allowed) {
        if (slots == 0 || unmeasured >= slots) {
            return State.EMPTY;
        }
        if (inTime.isEmpty()) {
            return State.OPEN;
        }
        double share = inTime.get().atLeast();
        if (share >= 1) {
            return State.FRESH;
        }
        return share >= allowed ? State.MIXED : State.STALE;
    }
}
