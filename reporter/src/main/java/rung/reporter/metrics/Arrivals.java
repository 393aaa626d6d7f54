package rung.reporter.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sales of a pipeline that all of its stages have shown, each told once. */
final class Arrivals {
    /** So many may be on their way before the oldest is forgotten. */
    private static final int MOST = 100_000;

    private final int stages;
    private final Map<Long, Integer> shown = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
            return size() > MOST;
        }
    };
    private final List<Long> arrived = new ArrayList<>();

    Arrivals(int stages) {
        this.stages = stages;
    }

    /** One of its stages has shown the sale of {@code slot}. */
    void seen(long slot) {
        if (shown.merge(slot, 1, Integer::sum) == stages) {
            shown.remove(slot);
            arrived.add(slot);
        }
    }

    /** Those that have arrived since it was asked last. */
    List<Long> take() {
        List<Long> taken = List.copyOf(arrived);
        arrived.clear();
        return taken;
    }
}
