package rung.core.evidence;

import java.util.Optional;

/**
 * All slots of a window that are at least an edge and the look's patience old, and only those: chosen by age and never
 * by outcome, so that their share in time is an unbiased estimate while later sales are still on their way.
 *
 * @param slots that are old enough
 * @param late slots of them that are not known to be in time; unmeasured ones included
 * @param certainlyLate slots of them that are known to be late
 */
public record MatureSlots(long slots, long late, long certainlyLate) {
    public MatureSlots {
        if (certainlyLate < 0 || late < certainlyLate || slots < late) {
            throw new IllegalArgumentException(
                    "impossible counts: " + slots + " slots, " + late + " late, " + certainlyLate + " certainly late");
        }
    }

    /**
     * The share of them that was in time, as far as polling can tell: a figure to show and no claim. Absent while no slot
     * is old enough.
     */
    public Optional<ShareRange> inTime() {
        return slots == 0
                ? Optional.empty()
                : Optional.of(
                        new ShareRange((double) (slots - late) / slots, (double) (slots - certainlyLate) / slots));
    }
}
