package rung.core.evidence;

import java.time.Duration;

/**
 * What is known of all slots of a run at one edge; none of the three ever falls.
 *
 * @param edge the staleness that may not be exceeded
 * @param judged slots of which it is known whether they were in time, or will never be: seen, spoilt, or too old
 * @param within slots of them that were surely in time
 * @param beyond slots of them that were surely late; the others the probe could not tell, or spoilt
 */
public record EdgeTotals(Duration edge, long judged, long within, long beyond) {}
