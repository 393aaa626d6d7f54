package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.Reading;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.probe.source.ReservedKeys;

/** Very many sales that one stage has yet to show, as many on each key, in the books of one pipeline. */
final class Crowd {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final Duration LOSS_HORIZON = Duration.ofHours(1);
    private static final int STORES = 100;

    /** Prime to the number of keys, so that neighbours in time are no neighbours in memory. */
    private static final long STRIDE = 611_953;

    private final int sales;
    private final ReservedKeys reserved;
    private final Map<StockKey, Long> untouched = new HashMap<>();
    private final Ledger ledger;
    private Instant now = NOON;
    private long slot;
    private int fallen;

    Crowd(int sales, int keys) {
        this.sales = sales;
        this.reserved = new ReservedKeys(
                IntStream.range(0, STORES)
                        .mapToObj(store -> Integer.toString(9_900 + store))
                        .toList(),
                IntStream.range(0, keys / STORES)
                        .mapToObj("RUNG-%05d"::formatted)
                        .toList());
        StageSetup stage = new StageSetup("api", Duration.ofSeconds(1), SETTLING);
        this.ledger = new Ledger(
                "r1",
                new PipelineSetup("sales", Promise.none("api"), NOON, Duration.ofMillis(1), List.of(stage)),
                List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)),
                LOSS_HORIZON);
        long stock = 1_000;
        for (StockKey key : reserved.all()) {
            untouched.put(key, stock++);
        }
        ledger.startFrom("api", counts(untouched));
    }

    Ledger ledger() {
        return ledger;
    }

    /** Lets the quantities rest that were in play before. */
    void rest() {
        now = now.plus(LOSS_HORIZON);
    }

    /** Opens all sales. */
    void open() {
        fallen = 0;
        for (int i = 0; i < sales; i++) {
            Instant due = now.plusNanos(i);
            int key = (int) (i * STRIDE % reserved.size());
            Optional<Injection> sale =
                    ledger.openSale(new Schedule.Planned(slot++, due, key), reserved.key(key), due.plusNanos(1));
            if (key == 0) {
                fallen += sale.orElseThrow().quantity();
            }
        }
    }

    /** The counts before any sale, or when their returns have come. */
    Map<StockKey, Long> untouched() {
        return Map.copyOf(untouched);
    }

    /** The counts when all sales that are open have come. */
    Map<StockKey, Long> sold() {
        Map<StockKey, Long> counts = new HashMap<>();
        untouched.forEach((key, count) -> counts.put(key, count - fallen));
        return Map.copyOf(counts);
    }

    /** One round of a poller: asks for what is waited for, and is shown {@code counts}; returns how many facts it decides. */
    List<Fact> look(Map<StockKey, Long> counts) {
        now = now.plus(SETTLING);
        if (ledger.waitingFor("api").size() != reserved.size()) {
            throw new IllegalStateException("not all keys are waited for");
        }
        return ledger.decide("api", List.of(counts(counts)));
    }

    /** Opens all returns that are due. */
    int openReturns() {
        int opened = 0;
        while (ledger.openReturn(now).isPresent()) {
            opened++;
        }
        return opened;
    }

    private Reading.Counts counts(Map<StockKey, Long> counts) {
        return new Reading.Counts(now, now.plusMillis(10), counts, Set.of(), new Cycle("c" + now));
    }
}
