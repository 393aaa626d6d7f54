package rung.core.evidence;

import java.time.Duration;

/**
 * Exact counts of one edge over slots that are all resolved.
 *
 * @param edge the staleness that may not be exceeded
 * @param slots all of them
 * @param late slots of them not known to be in time; unmeasured ones included
 * @param certainlyLate slots of them known to be late
 * @param unmeasured slots of them that the probe spoilt
 */
public record EdgeCounts(Duration edge, long slots, long late, long certainlyLate, long unmeasured) {
    public EdgeCounts {
        if (late > slots || certainlyLate > late || unmeasured > late || certainlyLate < 0 || unmeasured < 0) {
            throw new IllegalArgumentException("impossible counts: " + slots + " slots, " + late + " late, "
                    + certainlyLate + " certainly late, " + unmeasured + " unmeasured");
        }
    }
}
