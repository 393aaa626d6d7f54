package rung.reporter.report;

import java.time.Duration;
import java.time.Instant;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;

/** How many slots of a window the run offered, and how many of them the probe itself spoilt. */
final class SlotCount {
    /** A sale handed to the client later than this after its time makes its slot unmeasured. */
    private static final Duration SLIP_BOUND = Duration.ofMillis(50);

    private long offered;
    private long unmeasured;
    private Instant first = Instant.MAX;

    /** Takes the window's next slot, in the order of the intended times. */
    void add(SlotOutcome slot) {
        if (offered == 0) {
            first = slot.intended();
        }
        offered++;
        boolean spoilt = slot.outcome()
                .fold(
                        seen -> slot.slip().compareTo(SLIP_BOUND) > 0,
                        unseen -> slot.slip().compareTo(SLIP_BOUND) > 0,
                        (Outcome.Unmeasured nothing) -> true);
        unmeasured += spoilt ? 1 : 0;
    }

    long offered() {
        return offered;
    }

    long unmeasured() {
        return unmeasured;
    }

    /** Intended time of the first slot; {@link Instant#MAX} when there is none. */
    Instant first() {
        return first;
    }
}
