package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import rung.core.measure.Cycle;

/**
 * One stage's evidence over one whole hour in which every sale was seen, or its slot unmeasured: what a long window
 * needs of it, so that a report over months does not read raw facts. Nothing that is learnt later changes it.
 *
 * @param hour when it begins, a whole hour of UTC
 * @param edges exact counts per edge, fastest first
 * @param counts what became of its injections; none is pending or lost
 * @param cycles commits that brought them
 * @param borderCycles the first and the last of these commits, which may have brought sales of the neighbouring hours too
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
        Set<Cycle> borderCycles,
        Duration largestAge,
        IntervalHistogram staleness,
        IntervalHistogram widths,
        IntervalHistogram slips) {
    public HourFold {
        edges = List.copyOf(edges);
        borderCycles = Set.copyOf(borderCycles);
        if (!hour.equals(hour.truncatedTo(ChronoUnit.HOURS))) {
            throw new IllegalArgumentException("not the begin of an hour: " + hour);
        }
        if (counts.pending() > 0 || counts.lost() > 0) {
            throw new IllegalArgumentException("an hour with pending or lost injections is not resolved: " + counts);
        }
        if (borderCycles.size() > cycles) {
            throw new IllegalArgumentException(borderCycles.size() + " border cycles among " + cycles + " cycles");
        }
    }

    /** The first moment after it. */
    public Instant end() {
        return hour.plus(1, ChronoUnit.HOURS);
    }

    /** Whether it was folded at exactly these edges. */
    public boolean isAt(List<Duration> wanted) {
        return edges.stream().map(HourCounts::edge).toList().equals(wanted);
    }
}
