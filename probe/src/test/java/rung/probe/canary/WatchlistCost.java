package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rung.core.measure.Cycle;
import rung.core.measure.Injection;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;

/** Measures what a round costs by the number of sales that are waited for; a program, no test. */
final class WatchlistCost {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private WatchlistCost() {}

    public static void main(String[] args) {
        for (int outstanding : new int[] {1_000, 10_000, 100_000}) {
            measure(outstanding);
        }
    }

    private static void measure(int outstanding) {
        Watchlist watchlist = new Watchlist("sales", "api", Duration.ofSeconds(3), List.of(Duration.ofSeconds(5)));
        Map<StockKey, Long> counts = new HashMap<>();
        for (int i = 0; i < outstanding; i++) {
            counts.put(new StockKey(Integer.toString(9900 + i % 100), "RUNG-" + i / 100), 1000L);
        }
        watchlist.startFrom(new Reading.Counts(NOON, NOON, counts, Set.of(), Cycle.unknown()));
        long slot = 0;
        for (StockKey key : counts.keySet()) {
            watchlist.watch(new Injection("r", "sales", slot++, Injection.Kind.SALE, key, 1, NOON), NOON);
        }
        Reading reading = new Reading.Counts(NOON, NOON, counts, Set.of(), Cycle.unknown());
        for (int round = 0; round < 20; round++) {
            long from = System.nanoTime();
            int waiting = watchlist.waitingFor().size();
            long between = System.nanoTime();
            watchlist.decide(List.of(reading));
            long to = System.nanoTime();
            if (round == 19) {
                System.out.printf(
                        "%d waiting: waitingFor %d us, decide %d us%n",
                        waiting, (between - from) / 1000, (to - between) / 1000);
            }
        }
    }
}
