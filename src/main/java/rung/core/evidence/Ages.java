package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rung.core.measure.SlotOutcome;

/**
 * How old the oldest sale is that a reader of the stage cannot see: now, and at the worst moment of a window. A sale
 * that later ones of its lane overtook long ago is a hole: it leaves the age, so that one lost sale does not make a
 * table stale for ever; it stays in every count of late and lost sales.
 */
final class Ages {
    private static final class Waiting {
        private final Instant intended;
        private Instant overtakenAt;

        private Waiting(Instant intended, Instant overtakenAt) {
            this.intended = intended;
            this.overtakenAt = overtakenAt;
        }
    }

    private final Look look;
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<String, List<Waiting>> lanes = new HashMap<>();
    private Duration longestSeen = Duration.ZERO;

    Ages(Look look) {
        this.look = look;
    }

    /**
     * Takes the window's next slot, in the order of the intended times.
     *
     * @param overtakenAt when a later slot that is not added itself overtook it; {@link Instant#MAX} when none did
     */
    void add(SlotOutcome slot, Instant overtakenAt) {
        slot.outcome()
                .fold(
                        seen -> {
                            overtake(slot.lane(), seen.firstSeen());
                            longestSeen = longer(longestSeen, Duration.between(slot.intended(), seen.firstSeen()));
                            return true;
                        },
                        unseen -> {
                            Waiting one = new Waiting(slot.intended(), overtakenAt);
                            waiting.add(one);
                            return lanes.computeIfAbsent(slot.lane(), lane -> new ArrayList<>())
                                    .add(one);
                        },
                        unmeasured -> false);
    }

    /** Takes the largest age of many slots that were seen, and that overtake none that waits. */
    void add(Duration largestOfMany) {
        longestSeen = longer(longestSeen, largestOfMany);
    }

    /** The earliest later sale counts; along a lane that moment only rises, so the walk back ends where it is earlier. */
    private void overtake(String lane, Instant at) {
        List<Waiting> before = lanes.getOrDefault(lane, List.of());
        for (int i = before.size() - 1; i >= 0 && before.get(i).overtakenAt.isAfter(at); i--) {
            before.get(i).overtakenAt = at;
        }
    }

    /** The sales that wait, to be set aside. */
    List<Fold.Aside> waiting() {
        return waiting.stream()
                .map(one -> new Fold.Aside(one.intended, one.overtakenAt))
                .toList();
    }

    /** Whether sales that begin at {@code moment} or later can no longer overtake any that wait. */
    boolean areDecidedBy(Instant moment) {
        return waiting.stream().noneMatch(one -> one.overtakenAt.isAfter(moment));
    }

    /** Age of the oldest injection not yet visible, holes left out; absent when none is waiting. */
    Optional<Duration> now() {
        return waiting.stream()
                .filter(one -> leaves(one).isAfter(look.at()))
                .findFirst()
                .map(one -> Duration.between(one.intended, look.at()));
    }

    /** The largest age at any moment up to the look. */
    Duration largest() {
        Duration largest = longestSeen;
        for (Waiting one : waiting) {
            Instant until = leaves(one).isBefore(look.at()) ? leaves(one) : look.at();
            largest = longer(largest, Duration.between(one.intended, until));
        }
        return largest;
    }

    private Instant leaves(Waiting one) {
        return one.overtakenAt.equals(Instant.MAX) ? Instant.MAX : one.overtakenAt.plus(look.holePatience());
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
