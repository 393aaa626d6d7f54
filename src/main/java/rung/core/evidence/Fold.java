package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rung.core.measure.Cycle;

/**
 * One stage's evidence over a whole hour or day: what a long window needs of it, so that a report over months does not
 * read raw facts. Sales that were not seen when it was made are set aside, and are read again at each look; of all the
 * others nothing that is learnt later changes it.
 *
 * @param from when it begins
 * @param to the first moment after it
 * @param edges exact counts per edge, fastest first
 * @param counts what became of its injections but those set aside; none is pending or lost
 * @param cycles commits that brought them
 * @param borderCycles the first and the last of these commits, which may have brought sales of its neighbours too, in
 *     the order in which they came: the ends of a day are found among those of its hours
 * @param largestAge the largest age of those that were seen
 * @param staleness of all its slots but those set aside
 * @param widths of the intervals in which the stalenesses are known
 * @param slips of its injections
 * @param fingerprint of all its slots but those set aside; absent in folds that are older than fingerprints
 * @param aside the sales set aside, in the order of their intended times
 */
public record Fold(
        Instant from,
        Instant to,
        List<EdgeCounts> edges,
        WindowCounts counts,
        long cycles,
        Set<Cycle> borderCycles,
        Duration largestAge,
        IntervalHistogram staleness,
        IntervalHistogram widths,
        IntervalHistogram slips,
        Optional<Fingerprint> fingerprint,
        List<Aside> aside) {
    /**
     * A sale that was not seen when its fold was made.
     *
     * @param overtakenAt when a later sale of its lane in the fold first showed; {@link Instant#MAX} when none did
     */
    public record Aside(Instant intended, Instant overtakenAt) {}

    public Fold {
        edges = List.copyOf(edges);
        borderCycles = Collections.unmodifiableSet(new LinkedHashSet<>(borderCycles));
        aside = List.copyOf(aside);
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from " + from + " is not before to " + to);
        }
        if (counts.pending() > 0 || counts.lost() > 0) {
            throw new IllegalArgumentException("a fold with pending or lost injections is not resolved: " + counts);
        }
        if (borderCycles.size() > cycles) {
            throw new IllegalArgumentException(borderCycles.size() + " border cycles among " + cycles + " cycles");
        }
    }

    /** Whether it was made at exactly these edges. */
    public boolean isAt(List<Duration> wanted) {
        if (wanted.size() != edges.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!edges.get(i).edge().equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }
}
