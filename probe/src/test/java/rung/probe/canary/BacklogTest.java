package rung.probe.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.Reading;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.core.time.VirtualTimeline;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.stage.Stage;
import rung.probe.virtual.Shelf;
import rung.probe.virtual.Transit;
import rung.probe.virtual.VirtualTill;

/** A stage that may be asked for few keys a look, and keys that others touch. */
class BacklogTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration POLL = Duration.ofMillis(250);
    private static final List<Duration> EDGES = List.of(Duration.ofSeconds(5), Duration.ofMinutes(5));
    private static final int BUDGET = 10;

    private final VirtualTimeline timeline = new VirtualTimeline(NOON);
    private final List<Fact> facts = new ArrayList<>();
    private final Shelf shelf = new Shelf(timeline, 1000, Duration.ofMillis(10));
    private final List<Integer> asked = new ArrayList<>();

    @Test
    void aBacklogIsReadRoundByRoundAndEverySaleIsConvictedAllTheSame() throws Exception {
        run(nothing -> {}, limited(), 5, 200);

        assertThat(asked.subList(1, asked.size())).allMatch(keys -> keys <= BUDGET);
        Set<Long> convicted = new HashSet<>();
        Map<Long, Injection> sales = sales();
        for (Fact.Missing missing : of(Fact.Missing.class)) {
            Injection sale = Objects.requireNonNull(sales.get(missing.slot()));
            if (!missing.at().isBefore(sale.intended().plusSeconds(5))) {
                convicted.add(missing.slot());
            }
        }
        assertThat(sales).hasSizeGreaterThan(250);
        assertThat(convicted)
                .containsAll(sales.keySet().stream().filter(slot -> slot < 280).toList());
        assertThat(of(Fact.Polled.class).stream()
                        .mapToLong(Fact.Polled::deferred)
                        .sum())
                .isPositive();
    }

    @Test
    void aStageWithinItsBudgetPutsNothingOff() throws Exception {
        run(Transit.delayed(timeline, () -> Duration.ofSeconds(1), shelf), limited(), 3, 200);

        assertThat(of(Fact.Seen.class)).hasSize(180);
        assertThat(of(Fact.Polled.class).stream()
                        .mapToLong(Fact.Polled::deferred)
                        .sum())
                .isZero();
    }

    @Test
    void aCountThatOthersMovedBeforeItsSaleIsToldAndDoesNotSpoilTheSale() throws Exception {
        timeline.at(NOON.plusSeconds(20), () -> {
            for (StockKey key : keys(300).all()) {
                shelf.enter(new Injection("other", "inventory", 0, Injection.Kind.SALE, key, 128, NOON));
            }
        });

        run(Transit.delayed(timeline, () -> Duration.ofSeconds(1), shelf), shelf, 3, 300);

        Set<Long> told = new HashSet<>();
        for (Fact.Anomaly anomaly : of(Fact.Anomaly.class)) {
            assertThat(anomaly.kind()).isEqualTo(Fact.Anomaly.Kind.WRONG_COUNT);
            told.add(anomaly.slot());
        }
        assertThat(told).hasSizeGreaterThan(50);
        List<Long> late = of(Fact.Seen.class).stream()
                .map(Fact.Seen::slot)
                .filter(slot -> slot > 30)
                .toList();
        assertThat(late).hasSizeGreaterThanOrEqualTo(140);
    }

    private Stage limited() {
        return new Stage() {
            @Override
            public List<Reading> read(Set<StockKey> keys) {
                asked.add(keys.size());
                return shelf.read(keys);
            }

            @Override
            public int keysPerLook() {
                return BUDGET;
            }

            @Override
            public void close() {}
        };
    }

    private static ReservedKeys keys(int skus) {
        return new ReservedKeys(
                List.of("9901"),
                IntStream.rangeClosed(1, skus).mapToObj("RUNG-%04d"::formatted).toList());
    }

    private void run(Transit pipeline, Stage stage, int minutes, int skus) throws Exception {
        PipelineSetup setup = new PipelineSetup(
                "inventory",
                new Promise(4, "api", List.of()),
                NOON,
                Duration.ofSeconds(1),
                List.of(StageSetup.polled("api", POLL, Duration.ZERO)));
        RunSetup run = new RunSetup("test", NOON, ZoneOffset.UTC, 7, "test", List.of(setup));
        Canary canary = Canary.virtual(
                timeline,
                run,
                List.of(new Lane(setup, new Source(new VirtualTill(timeline, pipeline), keys(skus)), List.of(stage))),
                EDGES,
                any -> Duration.ofHours(1),
                facts::add,
                () -> {});
        canary.prepare();
        canary.run(NOON.plus(Duration.ofMinutes(minutes)), NOON.plus(Duration.ofMinutes(minutes + 1)));
    }

    private Map<Long, Injection> sales() {
        return of(Fact.Handed.class).stream()
                .map(Fact.Handed::injection)
                .filter(injection -> injection.kind() == Injection.Kind.SALE)
                .collect(Collectors.toMap(Injection::slot, injection -> injection));
    }

    private <F extends Fact> List<F> of(Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
