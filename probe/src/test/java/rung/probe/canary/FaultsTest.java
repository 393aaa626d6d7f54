package rung.probe.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.Look;
import rung.core.evidence.Rule;
import rung.core.evidence.State;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowTally;
import rung.core.log.LogReader;
import rung.core.log.MeasurementLog;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.Reading;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.core.measure.TimeWindow;
import rung.core.time.VirtualTimeline;
import rung.probe.source.Delivery;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.source.Till;
import rung.probe.stage.Stage;
import rung.probe.virtual.Shelf;
import rung.probe.virtual.Transit;
import rung.probe.virtual.VirtualTill;

/** METHOD I.11 in virtual time: what is broken is the retailer's side; everything else is what ships, log and judge included. */
class FaultsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SLOT = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration EDGE = Duration.ofSeconds(5);
    private static final int SLOTS = 1800;
    private static final Duration LATENCY = Duration.ofMillis(10);

    @TempDir
    private Path folder;

    private final VirtualTimeline timeline = new VirtualTimeline(NOON);
    private final Shelf api = new Shelf(timeline, 1000, LATENCY);
    private final List<Fact> facts = new ArrayList<>();
    private Duration cache = Duration.ZERO;
    private Stage stage = api;
    private int keys = 1200;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void duplicatesLossesAndReorderingAreCountedExactly(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Set<Long> twice = new HashSet<>();
        Set<Long> lost = new HashSet<>();
        Transit faulty = injection -> {
            Duration delay = Duration.ofMillis(500 + random.nextInt(2000));
            int dice = injection.kind() == Injection.Kind.SALE ? random.nextInt(1000) : 999;
            if (dice < 5) {
                lost.add(injection.slot());
                return;
            }
            timeline.after(delay, () -> api.enter(injection));
            if (dice < 15) {
                twice.add(injection.slot());
                timeline.after(delay, () -> api.enter(injection));
            }
        };

        WindowEvidence evidence = measure(seed, new VirtualTill(timeline, faulty), Duration.ofMinutes(2));

        assertThat(twice).as("seed %d", seed).isNotEmpty();
        assertThat(lost).as("seed %d", seed).isNotEmpty();
        assertThat(anomalies(Fact.Anomaly.Kind.DUPLICATE))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(twice);
        assertThat(anomalies(Fact.Anomaly.Kind.REGRESSION)).isEmpty();
        assertThat(anomalies(Fact.Anomaly.Kind.WRONG_COUNT)).isEmpty();
        assertThat(evidence.counts().unmeasured()).isZero();
        assertThat(evidence.counts().pending() + evidence.counts().lost()).isEqualTo(twice.size() + lost.size());
        EdgeEvidence edge = edge(evidence);
        assertThat(edge.slots()).isEqualTo(SLOTS);
        assertThat(edge.late()).isEqualTo(twice.size() + lost.size());
        assertThat(edge.certainlyLate()).isBetween((long) lost.size() - doubted(lost, twice), (long) lost.size());
        assertThat(edge.state()).as("1.5 %% wrong is less than 5 %%").isEqualTo(State.KEPT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aLateDuplicateOnAKeyNeverPassesForAnotherSaleNorHidesOne(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        keys = 240;
        Map<Long, Instant> shown = new HashMap<>();
        Set<StockKey> duplicated = new HashSet<>();
        Transit faulty = injection -> {
            Duration delay = Duration.ofMillis(500 + random.nextInt(20_000));
            timeline.after(delay, () -> {
                if (injection.kind() == Injection.Kind.SALE) {
                    shown.put(injection.slot(), timeline.now());
                }
                api.enter(injection);
            });
            if (random.nextInt(3) == 0 && duplicated.add(injection.key())) {
                timeline.after(delay.plusSeconds(60 + random.nextInt(600)), () -> api.enter(injection));
            }
        };

        WindowEvidence evidence = measure(seed, new VirtualTill(timeline, faulty), Duration.ofMinutes(2));

        for (Fact.Seen seen : of(Fact.Seen.class)) {
            assertThat(shown.getOrDefault(seen.slot(), Instant.MAX))
                    .as("seed %d, slot %d", seed, seen.slot())
                    .isBeforeOrEqualTo(seen.firstSeen());
        }
        for (Fact.Missing missing : of(Fact.Missing.class)) {
            assertThat(shown.getOrDefault(missing.slot(), Instant.MAX))
                    .as("seed %d, slot %d", seed, missing.slot())
                    .isAfter(missing.at());
        }
        assertThat(evidence.counts().seen()).as("the test sees something").isGreaterThan(SLOTS / 10);
    }

    @Test
    void twoCachesThreeSecondsApartAreMeasuredByTheSlowerOneAndAlarmNobody() throws Exception {
        Shelf slow = new Shelf(timeline, 1000, LATENCY);
        cache = Duration.ofSeconds(3);
        boolean[] turn = {false};
        stage = new FakeStage(keys -> {
            turn[0] = !turn[0];
            return (turn[0] ? api : slow).read(keys);
        });
        Transit caches = Transit.both(
                Transit.delayed(timeline, () -> Duration.ofSeconds(1), api),
                Transit.delayed(timeline, () -> Duration.ofSeconds(4), slow));

        WindowEvidence evidence = measure(7, new VirtualTill(timeline, caches), Duration.ofMinutes(1));

        assertThat(of(Fact.Anomaly.class)).isEmpty();
        assertThat(evidence.counts().seen()).isEqualTo(SLOTS);
        Map<Long, Instant> due = due();
        for (Fact.Seen seen : of(Fact.Seen.class)) {
            Instant truth = due.getOrDefault(seen.slot(), NOON).plusSeconds(4);
            assertThat(seen.lastMissing()).isBeforeOrEqualTo(truth);
            assertThat(seen.firstSeen())
                    .isBetween(
                            truth.minus(POLL.multipliedBy(2)), truth.plus(POLL).plus(LATENCY));
        }
        assertThat(edge(evidence).state()).isEqualTo(State.KEPT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aDeadPartitionOfTwelveIsNotKept(long seed) throws Exception {
        Transit eleven = injection -> {
            if (!injection.key().store().equals("9901")) {
                timeline.after(Duration.ofSeconds(1), () -> api.enter(injection));
            }
        };

        WindowEvidence evidence = measure(seed, new VirtualTill(timeline, eleven), Duration.ofMinutes(1));

        EdgeEvidence edge = edge(evidence);
        long due = due().size();
        assertThat(edge.slots()).isEqualTo(SLOTS);
        assertThat((double) edge.late() / due).as("seed %d", seed).isBetween(0.06, 0.11);
        assertThat(edge.state()).as("seed %d", seed).isNotEqualTo(State.KEPT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anUnreadableStageAndSlippedSendsNeverCallAHealthyPipelineMissed(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        timeline.at(NOON.plusSeconds(600), () -> api.fail("connection refused"));
        timeline.at(NOON.plusSeconds(630), () -> api.fail(""));
        Transit lag = Transit.delayed(timeline, () -> Duration.ofMillis(500 + random.nextInt(1000)), api);
        Till slipping = new FakeTill((injection, done) -> {
            if (injection.kind() == Injection.Kind.SALE && random.nextInt(70) == 0) {
                timeline.sleepUntil(timeline.now().plusMillis(2000));
            }
            lag.enter(injection);
            done.accept(new Delivery.Accepted(timeline.now()));
        });

        WindowEvidence evidence = measure(seed, slipping, Duration.ofMinutes(1));

        EdgeEvidence edge = edge(evidence);
        assertThat(edge.unmeasured()).as("seed %d: slips", seed).isGreaterThan(10);
        assertThat(edge.certainlyLate()).as("seed %d", seed).isZero();
        assertThat(edge.state()).isNotEqualTo(State.MISSED);
        assertThat(of(Fact.Missing.class)).isEmpty();
        assertThat(of(Fact.Unreadable.class).stream()
                        .map(gap -> Duration.between(gap.from(), gap.at()))
                        .reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofMillis(29_700), Duration.ofMillis(30_300));
        List<Fact.Unreadable> gaps = of(Fact.Unreadable.class);
        for (int i = 1; i < gaps.size(); i++) {
            assertThat(gaps.get(i).from()).isEqualTo(gaps.get(i - 1).at());
        }
    }

    @Test
    void aLateCorrectionShowsLateAndADoubleThatHealsIsOneRegression() throws Exception {
        Transit faulty = injection -> {
            boolean sale = injection.kind() == Injection.Kind.SALE;
            Duration delay = sale && injection.slot() == 100 ? Duration.ofSeconds(90) : Duration.ofSeconds(1);
            timeline.after(delay, () -> api.enter(injection));
            if (sale && injection.slot() == 200) {
                timeline.after(Duration.ofMillis(2200), () -> {
                    api.enter(injection);
                    timeline.after(Duration.ofSeconds(1), () -> api.enter(injection.returned(timeline.now())));
                });
            }
        };

        WindowEvidence evidence = measure(7, new VirtualTill(timeline, faulty), Duration.ofMinutes(2));

        assertThat(evidence.counts().seen()).isEqualTo(SLOTS);
        assertThat(edge(evidence).late()).isEqualTo(1);
        assertThat(edge(evidence).certainlyLate()).isEqualTo(1);
        assertThat(of(Fact.Anomaly.class).stream().map(Fact.Anomaly::slot)).containsOnly(200L);
        assertThat(residue()).isZero();
    }

    private WindowEvidence measure(long seed, Till till, Duration drain) throws Exception {
        ReservedKeys reserved = new ReservedKeys(
                IntStream.range(0, 12).mapToObj(i -> Integer.toString(9901 + i)).toList(),
                IntStream.range(0, keys / 12).mapToObj("RUNG-%04d"::formatted).toList());
        PipelineSetup setup = new PipelineSetup(
                "sales", new Promise(4, "api", List.of()), NOON, SLOT, List.of(StageSetup.polled("api", POLL, cache)));
        RunSetup run = new RunSetup("r1", NOON, ZoneOffset.UTC, seed, "test", List.of(setup));
        try (MeasurementLog log = MeasurementLog.begin(folder.resolve("facts.db"), run)) {
            Canary canary = Canary.virtual(
                    timeline,
                    run,
                    List.of(new Lane(setup, new Source(till, reserved), List.of(stage))),
                    List.of(EDGE, Duration.ofMinutes(5)),
                    any -> Duration.ofHours(1),
                    fact -> {
                        facts.add(fact);
                        log.append(fact);
                    },
                    log::flush);
            canary.prepare();
            Instant end = NOON.plus(SLOT.multipliedBy(SLOTS));
            canary.run(end, end.plus(drain));
        }
        return judge(setup.stages().get(0));
    }

    private WindowEvidence judge(StageSetup stageSetup) throws Exception {
        try (LogReader reader = LogReader.newest(folder.resolve("facts.db"))) {
            Look look = new Look(
                    reader.until(),
                    new Rule(0.95, 0.95),
                    List.of(EDGE),
                    stageSetup.patience(),
                    Duration.ofHours(1),
                    Duration.ofMinutes(1),
                    POLL);
            WindowTally tally = new WindowTally(new TimeWindow("run", NOON, NOON.plus(SLOT.multipliedBy(SLOTS))), look);
            reader.slots("sales", "api", tally.window(), tally::add);
            return tally.evidence();
        }
    }

    private long residue() throws Exception {
        try (LogReader reader = LogReader.newest(folder.resolve("facts.db"))) {
            return reader.residue("sales");
        }
    }

    private static EdgeEvidence edge(WindowEvidence evidence) {
        return evidence.edges().get(0);
    }

    /** Lost sales that lie on a key beside a duplicate of a quarter of their quantity convict nobody. */
    private long doubted(Set<Long> lost, Set<Long> twice) {
        Map<Long, Injection> sales = new HashMap<>();
        of(Fact.Handed.class).stream()
                .map(Fact.Handed::injection)
                .filter(injection -> injection.kind() == Injection.Kind.SALE)
                .forEach(sale -> sales.put(sale.slot(), sale));
        Set<StockKey> keys = new HashSet<>();
        twice.forEach(slot -> keys.add(sale(sales, slot).key()));
        return lost.stream()
                .filter(slot -> keys.contains(sale(sales, slot).key()))
                .count();
    }

    private static Injection sale(Map<Long, Injection> sales, long slot) {
        Injection sale = sales.get(slot);
        if (sale == null) {
            throw new IllegalStateException("no sale of slot " + slot);
        }
        return sale;
    }

    private Map<Long, Instant> due() {
        Map<Long, Instant> due = new HashMap<>();
        for (Fact.Handed handed : of(Fact.Handed.class)) {
            if (handed.injection().kind() == Injection.Kind.SALE) {
                due.put(handed.injection().slot(), handed.injection().intended());
            }
        }
        return due;
    }

    private List<Long> anomalies(Fact.Anomaly.Kind kind) {
        return of(Fact.Anomaly.class).stream()
                .filter(anomaly -> anomaly.kind() == kind)
                .map(Fact.Anomaly::slot)
                .toList();
    }

    private <F extends Fact> List<F> of(Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private interface Reads {
        List<Reading> read(Set<StockKey> keys);
    }

    private record FakeStage(Reads reads) implements Stage {
        @Override
        public List<Reading> read(Set<StockKey> keys) {
            return reads.read(keys);
        }

        @Override
        public void close() {}
    }

    private interface Sends {
        void send(Injection injection, Consumer<Delivery> done);
    }

    private record FakeTill(Sends sends) implements Till {
        @Override
        public void check() {}

        @Override
        public void send(Injection injection, Consumer<Delivery> done) {
            sends.send(injection, done);
        }

        @Override
        public void close() {}
    }
}
