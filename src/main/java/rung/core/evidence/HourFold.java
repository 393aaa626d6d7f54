package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One stage's evidence over one whole hour in which every slot is resolved: what a long window needs of it, so that a
 * report over months does not read raw facts.
 *
 * @param hour when it begins
 * @param edges exact counts per edge, fastest first
 * @param counts what became of its injections; none is pending
 * @param cycles commits that brought them
 * @param largestAge the largest age in it
 * @param staleness of all its slots
 * @param widths of the intervals in which the stalenesses are known
 * @param slips of its injections
 */
public record HourFold(
        Instant hour,
        List<HourCounts> edges,
        WindowCounts counts,
        long cycles,
        Duration largestAge,
        IntervalHistogram staleness,
        IntervalHistogram widths,
        IntervalHistogram slips) {
    public HourFold {
        edges = List.copyOf(edges);
        if (counts.pending() > 0) {
            throw new IllegalArgumentException("an hour with pending injections is not resolved: " + counts);
        }
    }

    /** Whether it was folded at exactly these edges. */
    public boolean isAt(List<Duration> wanted) {
        return edges.stream().map(HourCounts::edge).toList().equals(wanted);
    }
}
