package rung.accuracy;

import java.util.Iterator;
import java.util.stream.Stream;
import rung.core.evidence.Rule;
import rung.core.evidence.State;
import rung.core.evidence.WindowTally;
import rung.core.measure.SlotOutcome;

/**
 * What was claimed wrongly in a run that is looked at after every slot.
 *
 * @param kept whether "kept" was said while more than the allowed share of the slots' time was late
 * @param missed whether "missed" was said while less was
 */
record FalseClaims(boolean kept, boolean missed) {
    /** @param lateShares the true late share of time by number of slots, from 0 */
    static FalseClaims of(WindowTally tally, Stream<SlotOutcome> slots, double[] lateShares) {
        Rule rule = tally.look().rule();
        double allowed = 1 - rule.share();
        boolean kept = false;
        boolean missed = false;
        int count = 0;
        for (Iterator<SlotOutcome> rest = slots.iterator(); rest.hasNext(); ) {
            tally.add(rest.next());
            count++;
            State state = tally.states().get(0);
            kept |= state == State.KEPT && lateShares[count] > allowed;
            missed |= state == State.MISSED && lateShares[count] < allowed;
        }
        return new FalseClaims(kept, missed);
    }
}
