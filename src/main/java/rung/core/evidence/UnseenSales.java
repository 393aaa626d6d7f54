package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rung.core.measure.SlotOutcome;

/**
 * The sales that a stage has not shown, and the one rule by which such a sale becomes a hole: once the earliest later sale
 * of its lane has been visible for the holes' patience, nobody waits for it any more. One lost sale thus does not make a
 * table stale for ever.
 */
final class UnseenSales {
    private final class UnseenSale implements Awaited {
        private final Instant intended;
        private Instant overtakenAt;

        private UnseenSale(Instant intended, Instant overtakenAt) {
            this.intended = intended;
            this.overtakenAt = overtakenAt;
        }

        @Override
        public Instant intended() {
            return intended;
        }

        @Override
        public Instant untilAtLeast() {
            return overtakenAt.equals(Instant.MAX) ? Instant.MAX : overtakenAt.plus(holePatience);
        }

        @Override
        public Instant untilAtMost() {
            return untilAtLeast();
        }
    }

    private final Duration holePatience;
    private final List<UnseenSale> all = new ArrayList<>();
    private final Map<String, List<UnseenSale>> lanes = new HashMap<>();

    UnseenSales(Duration holePatience) {
        this.holePatience = holePatience;
    }

    /**
     * Takes an unseen sale, in the order of the intended times; what it returns follows what overtakes it later.
     *
     * @param overtakenAt when a later sale that is not told here overtook it; {@link Instant#MAX} when none did
     */
    Awaited add(SlotOutcome slot, Instant overtakenAt) {
        UnseenSale sale = new UnseenSale(slot.intended(), overtakenAt);
        all.add(sale);
        lanes.computeIfAbsent(slot.lane(), lane -> new ArrayList<>()).add(sale);
        return sale;
    }

    /**
     * A later sale of {@code lane} showed at {@code at}. The earliest later sale counts; along a lane that moment only
     * rises, so the walk back ends where it is earlier.
     */
    void overtake(String lane, Instant at) {
        List<UnseenSale> before = lanes.getOrDefault(lane, List.of());
        for (int i = before.size() - 1; i >= 0 && before.get(i).overtakenAt.isAfter(at); i--) {
            before.get(i).overtakenAt = at;
        }
    }

    /** Whether sales that begin at {@code moment} or later can no longer overtake any of them. */
    boolean areDecidedBy(Instant moment) {
        return all.stream().noneMatch(one -> one.overtakenAt.isAfter(moment));
    }

    /** All of them, to be set aside, in the order of the intended times. */
    List<Fold.Aside> asides() {
        return all.stream()
                .map(sale -> new Fold.Aside(sale.intended, sale.overtakenAt))
                .toList();
    }

    /** All of them, in the order of the intended times. */
    List<? extends Awaited> all() {
        return all;
    }
}
