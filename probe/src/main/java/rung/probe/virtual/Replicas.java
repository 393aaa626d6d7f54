package rung.probe.virtual;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import rung.core.measure.Injection;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.VirtualTimeline;
import rung.probe.stage.Stage;

/**
 * A page behind a load balancer: each read is answered by one of several replicas, each of which shows a transaction when
 * its own cache does. A count that one look showed may be gone in the next.
 */
public final class Replicas implements Stage, Transit {
    private final List<Shelf> shelves;
    private final Transit caches;
    private final IntSupplier choice;

    private Replicas(List<Shelf> shelves, Transit caches, IntSupplier choice) {
        this.shelves = shelves;
        this.caches = caches;
        this.choice = choice;
    }

    /**
     * Replicas that answer in turn, the first one first.
     *
     * @param stock units of each key at the start
     * @param latency of a read
     * @param caches how long each replica's cache holds a transaction back, not empty
     */
    public static Replicas inTurn(VirtualTimeline timeline, long stock, Duration latency, List<Duration> caches) {
        int[] turns = {caches.size() - 1};
        return of(timeline, stock, latency, caches, () -> turns[0] = (turns[0] + 1) % caches.size());
    }

    /** As {@link #inTurn}, but each read is answered by any of them. */
    public static Replicas atRandom(
            VirtualTimeline timeline, long stock, Duration latency, List<Duration> caches, SplittableRandom random) {
        return of(timeline, stock, latency, caches, () -> random.nextInt(caches.size()));
    }

    private static Replicas of(
            VirtualTimeline timeline, long stock, Duration latency, List<Duration> caches, IntSupplier choice) {
        List<Shelf> shelves = caches.stream()
                .map(cache -> new Shelf(timeline, stock, latency))
                .toList();
        Transit all = IntStream.range(0, caches.size())
                .mapToObj(i -> Transit.delayed(timeline, Delays.always(caches.get(i)), shelves.get(i)))
                .reduce(Transit::both)
                .orElseThrow(() -> new IllegalArgumentException("a page has at least one replica"));
        return new Replicas(shelves, all, choice);
    }

    @Override
    public void enter(Injection injection) {
        caches.enter(injection);
    }

    @Override
    public List<Reading> read(Set<StockKey> keys) {
        return shelves.get(choice.getAsInt()).read(keys);
    }

    @Override
    public void close() {}
}
