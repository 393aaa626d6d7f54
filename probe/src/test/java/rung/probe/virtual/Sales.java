package rung.probe.virtual;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import rung.core.measure.Injection;
import rung.core.measure.StockKey;
import rung.core.time.VirtualTimeline;

/** Numbered sales for a simulated pipeline, and when each came out of it. */
final class Sales implements Transit {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    final VirtualTimeline timeline = new VirtualTimeline(NOON);
    private final List<Long> order = new ArrayList<>();
    private final Map<Long, List<Instant>> shown = new LinkedHashMap<>();
    private long units;
    private long next;

    static Injection sale(long slot) {
        StockKey key = new StockKey(Long.toString(1 + slot % 12), "RUNG-1");
        return new Injection("r", "sales", slot, Injection.Kind.SALE, key, 1, NOON);
    }

    @Override
    public void enter(Injection injection) {
        order.add(injection.slot());
        units -= injection.delta();
        shown.computeIfAbsent(injection.slot(), any -> new ArrayList<>()).add(timeline.now());
    }

    /** Sends {@code count} sales after the gaps told, and lets time pass until all that comes out is out. */
    void through(Transit pipeline, int count, Supplier<Duration> gaps) {
        for (int i = 0; i < count; i++) {
            timeline.advance(gaps.get());
            pipeline.enter(sale(next++));
        }
        timeline.advance(Duration.ofDays(3));
    }

    /** Slots in the order in which they came out. */
    List<Long> order() {
        return order;
    }

    /** Units that came out, less those that were taken back. */
    long units() {
        return units;
    }

    /** When the sale of a slot came out, each time; empty when it never did. */
    List<Instant> shown(long slot) {
        return shown.getOrDefault(slot, List.of());
    }
}
