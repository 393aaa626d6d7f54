package rung.reporter.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import rung.core.evidence.IntervalHistogram;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;

/**
 * One column of a heat map.
 *
 * @param from belongs to it
 * @param to does not belong to it; later than {@code from}
 * @param histogram of the staleness of the sales that were sold in it; those not seen have no upper end in it
 * @param unmeasured slots of it that hold no sale, and are not in {@code histogram}
 */
public record HeatCell(Instant from, Instant to, IntervalHistogram histogram, long unmeasured) {
    public HeatCell {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from " + from + " is not before to " + to);
        }
        if (unmeasured < 0) {
            throw new IllegalArgumentException("unmeasured is negative: " + unmeasured);
        }
    }

    /** How many sales showed. */
    public long seen() {
        return histogram.bounded();
    }

    /** How many sales did not show, or took more than seven days. */
    public long unseen() {
        return histogram.count() - histogram.bounded();
    }

    /** Whether it holds slots but no sale, or nothing at all. */
    public boolean isUnmeasured() {
        return histogram.count() == 0;
    }

    /**
     * Columns of equal length for the slots of a window.
     *
     * @param slots in the order of their intended times
     * @param columns at least one
     */
    public static List<HeatCell> of(TimeWindow window, List<SlotOutcome> slots, int columns) {
        Duration length = window.length();
        List<HeatCell> cells = new ArrayList<>();
        int next = 0;
        for (int column = 0; column < columns; column++) {
            Instant from = window.from().plus(length.multipliedBy(column).dividedBy(columns));
            Instant to = window.from().plus(length.multipliedBy(column + 1L).dividedBy(columns));
            IntervalHistogram histogram = new IntervalHistogram();
            long unmeasured = 0;
            for (; next < slots.size() && slots.get(next).intended().isBefore(to); next++) {
                unmeasured += record(slots.get(next), histogram);
            }
            cells.add(new HeatCell(from, to, histogram, unmeasured));
        }
        return cells;
    }

    /** Records a sale; returns 1 when there is none. */
    private static long record(SlotOutcome slot, IntervalHistogram histogram) {
        slot.outcome()
                .match(
                        seen -> histogram.record(
                                Sales.atLeast(slot, seen.lastMissing()),
                                Duration.between(slot.intended(), seen.firstSeen())),
                        unseen -> histogram.recordAtLeast(Sales.atLeast(slot, unseen.lastMissing())),
                        nothing -> {});
        return slot.outcome().fold(seen -> 0L, unseen -> 0L, nothing -> 1L);
    }
}
