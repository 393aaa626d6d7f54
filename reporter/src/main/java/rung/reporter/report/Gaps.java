package rung.reporter.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import rung.core.measure.Fact;
import rung.core.measure.TimeWindow;

/** When a stage could not be read; stretches that overlap are one. */
final class Gaps {
    private final NavigableMap<Instant, Instant> endByBegin;

    private Gaps(NavigableMap<Instant, Instant> endByBegin) {
        this.endByBegin = endByBegin;
    }

    static Gaps of(List<Fact.Unreadable> stretches) {
        NavigableMap<Instant, Instant> endByBegin = new TreeMap<>();
        List<Fact.Unreadable> inOrder = new ArrayList<>(stretches);
        inOrder.sort(Comparator.comparing(Fact.Unreadable::from));
        for (Fact.Unreadable one : inOrder) {
            Map.Entry<Instant, Instant> last = endByBegin.lastEntry();
            if (last == null || last.getValue().isBefore(one.from())) {
                endByBegin.put(one.from(), one.at());
            } else if (last.getValue().isBefore(one.at())) {
                endByBegin.put(last.getKey(), one.at());
            }
        }
        return new Gaps(endByBegin);
    }

    /** Time within {@code window} in which the stage could not be read. */
    Duration within(TimeWindow window) {
        Map.Entry<Instant, Instant> before = endByBegin.lowerEntry(window.from());
        Instant first = before == null ? window.from() : before.getKey();
        Duration total = Duration.ZERO;
        for (Map.Entry<Instant, Instant> gap :
                endByBegin.subMap(first, true, window.to(), false).entrySet()) {
            Instant from = gap.getKey().isAfter(window.from()) ? gap.getKey() : window.from();
            Instant to = gap.getValue().isBefore(window.to()) ? gap.getValue() : window.to();
            if (from.isBefore(to)) {
                total = total.plus(Duration.between(from, to));
            }
        }
        return total;
    }
}
