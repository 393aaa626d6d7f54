package rung.probe.calibration;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import rung.core.measure.Cycle;
import rung.core.measure.Injection;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.Timeline;
import rung.probe.source.Delivery;
import rung.probe.source.Till;
import rung.probe.stage.Stage;

/**
 * A till and a stage in memory, with exactly the lag between them that was asked for: what a look shows is computed from
 * the moments at which sales entered, so that no thread's delay adds to it. Thread-safe.
 */
final class MemoryShop implements Till {
    private static final long STOCK = 1000;

    private final Timeline timeline;
    private final Duration lag;
    private final Map<StockKey, NavigableMap<Instant, Long>> counts = new HashMap<>();
    private final Map<Instant, Instant> shown = new ConcurrentHashMap<>();

    MemoryShop(Timeline timeline, Duration lag) {
        this.timeline = timeline;
        this.lag = lag;
    }

    /** How long after it entered a sale shows. */
    Duration lag() {
        return lag;
    }

    @Override
    public void check() {}

    @Override
    public void send(Injection injection, Consumer<Delivery> done) {
        Instant shows = enter(injection.key(), injection.delta());
        if (injection.kind() == Injection.Kind.SALE) {
            shown.put(injection.intended(), shows);
        }
        done.accept(new Delivery.Accepted(timeline.now()));
    }

    /** The moment is taken inside, so that counts of a key are in the order of their moments. */
    private synchronized Instant enter(StockKey key, int delta) {
        Instant shows = timeline.now().plus(lag);
        NavigableMap<Instant, Long> history = counts.computeIfAbsent(key, any -> new TreeMap<>());
        history.put(shows, (history.isEmpty() ? STOCK : history.lastEntry().getValue()) + delta);
        return shows;
    }

    /** The count of {@code key} at {@code moment}. */
    synchronized long count(StockKey key, Instant moment) {
        NavigableMap<Instant, Long> history = counts.get(key);
        Map.Entry<Instant, Long> last = history == null ? null : history.floorEntry(moment);
        return last == null ? STOCK : last.getValue();
    }

    /** When the sale that was intended then began to show; {@link Instant#MAX} when there was none. */
    Instant shown(Instant intended) {
        return shown.getOrDefault(intended, Instant.MAX);
    }

    /** What its readers see. */
    Stage stage() {
        return new Stage() {
            @Override
            public List<Reading> read(Set<StockKey> keys) {
                Instant asked = timeline.now();
                Map<StockKey, Long> read = new HashMap<>();
                keys.forEach(key -> read.put(key, count(key, timeline.now())));
                return List.of(new Reading.Counts(asked, timeline.now(), read, Set.of(), Cycle.unknown()));
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
