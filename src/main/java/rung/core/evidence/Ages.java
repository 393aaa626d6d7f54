package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import rung.core.measure.SlotOutcome;

/**
 * How old the oldest sale is that a reader of the stage cannot see: now, and at the worst moment of a window. A hole
 * leaves the age as {@link UnseenSales} says; it stays in every count of late and lost sales.
 */
final class Ages {
    private final Look look;
    private final UnseenSales unseen;
    private Duration longestSeen = Duration.ZERO;

    Ages(Look look) {
        this.look = look;
        this.unseen = new UnseenSales(look.holePatience());
    }

    /**
     * Takes the window's next slot, in the order of the intended times.
     *
     * @param overtakenAt when a later slot that is not added itself overtook it; {@link Instant#MAX} when none did
     */
    void add(SlotOutcome slot, Instant overtakenAt) {
        slot.outcome()
                .match(
                        seen -> {
                            unseen.overtake(slot.lane(), seen.firstSeen());
                            longestSeen = longer(longestSeen, Duration.between(slot.intended(), seen.firstSeen()));
                        },
                        missing -> unseen.add(slot, overtakenAt),
                        unmeasured -> {});
    }

    /** Takes the largest age of many slots that were seen, and that overtake none that waits. */
    void add(Duration largestOfMany) {
        longestSeen = longer(longestSeen, largestOfMany);
    }

    /** The sales that wait, to be set aside. */
    List<Fold.Aside> waiting() {
        return unseen.asides();
    }

    /** Whether sales that begin at {@code moment} or later can no longer overtake any that wait. */
    boolean areDecidedBy(Instant moment) {
        return unseen.areDecidedBy(moment);
    }

    /** Age of the oldest injection not yet visible, holes left out; absent when none is waiting. */
    Optional<Duration> now() {
        return unseen.all().stream()
                .filter(one -> one.untilAtMost().isAfter(look.at()))
                .findFirst()
                .map(one -> Duration.between(one.intended(), look.at()));
    }

    /** The largest age at any moment up to the look. */
    Duration largest() {
        Duration largest = longestSeen;
        for (Awaited one : unseen.all()) {
            Instant until = one.untilAtMost().isBefore(look.at()) ? one.untilAtMost() : look.at();
            largest = longer(largest, Duration.between(one.intended(), until));
        }
        return largest;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
