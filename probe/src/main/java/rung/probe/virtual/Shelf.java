package rung.probe.virtual;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Injection;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.VirtualTimeline;
import rung.probe.stage.Stage;

/** The counts that a simulated stage shows: what was applied to it so far, read with a fixed latency. */
public final class Shelf implements Stage, Transit {
    private final VirtualTimeline timeline;
    private final Duration latency;
    private final Duration halfway;
    private final long stock;
    private final Map<StockKey, Long> sold = new HashMap<>();
    private Cycle cycle = Cycle.unknown();
    private String failure = "";

    /**
     * @param stock units of each key at the start
     * @param latency of a read; what it shows is taken halfway
     */
    public Shelf(VirtualTimeline timeline, long stock, Duration latency) {
        this.timeline = timeline;
        this.stock = stock;
        this.latency = latency;
        this.halfway = latency.dividedBy(2);
    }

    /** Shows a transaction from now on. */
    @Override
    public void enter(Injection injection) {
        sold.merge(injection.key(), (long) -injection.delta(), Long::sum);
    }

    /** Names the commit that readers see from now on. */
    public void commit(String id) {
        cycle = new Cycle(id);
    }

    /** Makes reads fail from now on; an empty reason makes them work again. */
    public void fail(String reason) {
        failure = reason;
    }

    @Override
    public List<Reading> read(Set<StockKey> keys) {
        Instant asked = timeline.now();
        timeline.sleepUntil(asked.plus(halfway));
        String failed = failure;
        Cycle shown = cycle;
        Map<StockKey, Long> counts = counts(keys);
        timeline.sleepUntil(asked.plus(latency));
        Instant answered = timeline.now();
        return List.of(
                failed.isEmpty()
                        ? new Reading.Counts(asked, answered, counts, Set.of(), shown)
                        : new Reading.Gap(asked, answered, keys, Fault.FAILED, failed));
    }

    private Map<StockKey, Long> counts(Set<StockKey> keys) {
        if (keys.size() == 1) {
            StockKey only = keys.iterator().next();
            return Map.of(only, count(only));
        }
        Map<StockKey, Long> counts = new HashMap<>();
        keys.forEach(key -> counts.put(key, count(key)));
        return counts;
    }

    private long count(StockKey key) {
        return stock - sold.getOrDefault(key, 0L);
    }

    @Override
    public void close() {}
}
