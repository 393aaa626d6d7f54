package rung.reporter.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import rung.core.measure.SlotOutcome;

/**
 * The slots of a period, by what became of them.
 *
 * @param seen that showed
 * @param unseen that did not
 * @param unmeasured stretches of slots that hold no sale
 * @param unmeasuredSlots how many slots hold no sale
 */
record Sales(List<Seen> seen, List<Open> unseen, List<Gap> unmeasured, long unmeasuredSlots) {
    /** A sale, or the span of several, that showed after at least and at most so long. */
    record Seen(Instant intended, Duration atLeast, Duration atMost) {
        Seen span(Seen other) {
            return new Seen(
                    intended,
                    atLeast.compareTo(other.atLeast) <= 0 ? atLeast : other.atLeast,
                    atMost.compareTo(other.atMost) >= 0 ? atMost : other.atMost);
        }
    }

    /** A sale that had not shown after {@code atLeast}. */
    record Open(Instant intended, Duration atLeast) {}

    /** From the first of several slots in a row until the next slot that holds a sale. */
    record Gap(Instant from, Instant to) {}

    static Sales of(List<SlotOutcome> slots, Instant known) {
        List<Seen> seen = new ArrayList<>();
        List<Open> unseen = new ArrayList<>();
        List<Instant> empty = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        long unmeasured = 0;
        for (SlotOutcome slot : slots) {
            boolean isMeasured = slot.outcome().fold(one -> true, one -> true, one -> false);
            if (isMeasured && !empty.isEmpty()) {
                gaps.add(new Gap(empty.get(0), slot.intended()));
                empty.clear();
            }
            if (!isMeasured) {
                empty.add(slot.intended());
                unmeasured++;
            }
            slot.outcome()
                    .match(
                            one -> seen.add(new Seen(
                                    slot.intended(),
                                    atLeast(slot, one.lastMissing()),
                                    Duration.between(slot.intended(), one.firstSeen()))),
                            one -> unseen.add(new Open(slot.intended(), atLeast(slot, one.lastMissing()))),
                            nothing -> {});
        }
        if (!empty.isEmpty()) {
            Instant last = empty.get(empty.size() - 1);
            gaps.add(new Gap(empty.get(0), known.isAfter(last) ? known : last));
        }
        return new Sales(List.copyOf(seen), List.copyOf(unseen), List.copyOf(gaps), unmeasured);
    }

    /** What a look that began at {@code lastMissing} without the sale says of its staleness. */
    static Duration atLeast(SlotOutcome slot, Instant lastMissing) {
        return lastMissing.isBefore(slot.intended()) ? Duration.ZERO : Duration.between(slot.intended(), lastMissing);
    }

    boolean isEmpty() {
        return seen.isEmpty() && unseen.isEmpty() && unmeasured.isEmpty();
    }

    Optional<Seen> slowest() {
        return seen.stream().max(Comparator.comparing(Seen::atMost));
    }

    /** The shortest upper end; a second when there is none. */
    Duration shortest() {
        return seen.stream().map(Seen::atMost).min(Comparator.naturalOrder()).orElse(Duration.ofSeconds(1));
    }

    /** The longest that must be drawn. */
    Duration longest(Optional<Duration> edge) {
        Duration longest = edge.orElse(Duration.ofSeconds(30));
        for (Seen one : seen) {
            longest = one.atMost.compareTo(longest) > 0 ? one.atMost : longest;
        }
        for (Open one : unseen) {
            longest = one.atLeast.compareTo(longest) > 0 ? one.atLeast : longest;
        }
        return longest;
    }

    /** How many surely showed within {@code edge}. */
    long within(Duration edge) {
        return seen.stream().filter(one -> one.atMost.compareTo(edge) <= 0).count();
    }

    /** How many surely had not shown after {@code edge}. */
    long after(Duration edge) {
        return seen.stream().filter(one -> one.atLeast.compareTo(edge) > 0).count()
                + unseen.stream().filter(one -> one.atLeast.compareTo(edge) > 0).count();
    }
}
