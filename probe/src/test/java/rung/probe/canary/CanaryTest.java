package rung.probe.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rung.core.measure.Fact;
import rung.core.measure.FactSink;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.core.time.VirtualTimeline;
import rung.probe.source.Delivery;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.source.Till;
import rung.probe.virtual.Shelf;
import rung.probe.virtual.Transit;
import rung.probe.virtual.VirtualTill;

class CanaryTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final List<Duration> EDGES =
            List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(24));

    private final VirtualTimeline timeline = new VirtualTimeline(NOON);
    private final Shelf table = new Shelf(timeline, 1000, Duration.ofMillis(10));
    private final Shelf api = new Shelf(timeline, 1000, Duration.ofMillis(10));
    private final List<Fact> facts = new ArrayList<>();
    private int skus = 400;

    @Test
    void everySaleOfAPipelineWithAKnownLagIsBracketedByTheLag() throws Exception {
        Transit lag = Transit.delayed(timeline, () -> Duration.ofSeconds(3), Transit.both(table, api));

        run(lag, Duration.ofMinutes(10), Duration.ofMinutes(1));

        List<Fact.Seen> seen = of(Fact.Seen.class);
        assertThat(seen).hasSize(2 * 600);
        List<Injection> sales = sales();
        for (Fact.Seen one : seen) {
            Instant intended = sales.get((int) one.slot()).intended();
            Duration atLeast = Duration.between(intended, one.lastMissing());
            Duration atMost = Duration.between(intended, one.firstSeen());
            assertThat(Duration.ofSeconds(3)).isBetween(atLeast, atMost);
            assertThat(atMost.minus(atLeast)).isLessThanOrEqualTo(POLL.plusMillis(10));
        }
    }

    @Test
    void stockNetsToZeroOnceEverySaleHasBeenReturned() throws Exception {
        Transit lag = Transit.delayed(timeline, () -> Duration.ofSeconds(3), Transit.both(table, api));

        run(lag, Duration.ofMinutes(10), Duration.ofMinutes(1));

        timeline.advance(Duration.ofMinutes(1));
        assertThat(of(Fact.Handed.class).stream()
                        .mapToInt(handed -> handed.injection().delta()))
                .hasSize(1200);
        assertThat(of(Fact.Handed.class).stream()
                        .mapToInt(handed -> handed.injection().delta())
                        .sum())
                .isZero();
        assertThat(of(Fact.Anomaly.class)).isEmpty();
    }

    @Test
    void aLostSaleIsNeverReturnedSoThatStockStaysAsTheCountSays() throws Exception {
        Transit lag = Transit.delayed(timeline, () -> SECOND, Transit.both(table, api));
        Transit losing = injection -> {
            if (injection.kind() == Injection.Kind.RETURN || injection.slot() % 50 != 7) {
                lag.enter(injection);
            }
        };

        run(losing, Duration.ofMinutes(10), Duration.ofHours(2));

        List<Long> returned = of(Fact.Handed.class).stream()
                .filter(handed -> handed.injection().kind() == Injection.Kind.RETURN)
                .map(handed -> handed.injection().slot())
                .toList();
        assertThat(returned).hasSize(588).noneMatch(slot -> slot % 50 == 7);
    }

    @Test
    void aReturnIsSentOnlyAfterEveryStageHasShownItsSale() throws Exception {
        Transit slowApi = Transit.delayed(timeline, () -> Duration.ofSeconds(40), api);
        Transit lag = Transit.both(Transit.delayed(timeline, () -> SECOND, table), slowApi);

        run(lag, Duration.ofMinutes(5), Duration.ofMinutes(2));

        List<Injection> sales = sales();
        List<Fact.Handed> returns = of(Fact.Handed.class).stream()
                .filter(handed -> handed.injection().kind() == Injection.Kind.RETURN)
                .toList();
        assertThat(returns).hasSize(300);
        for (Fact.Handed comeback : returns) {
            Instant sold = sales.get((int) comeback.injection().slot()).intended();
            assertThat(Duration.between(sold, comeback.at())).isGreaterThan(Duration.ofSeconds(40));
        }
    }

    @Test
    void aDeadPipelineIsMissingAtEveryEdgeThatPassedAndNeverSeen() throws Exception {
        run(nothing -> {}, Duration.ofMinutes(10), Duration.ZERO);

        assertThat(of(Fact.Seen.class)).isEmpty();
        List<Injection> sales = sales();
        for (Injection sale : sales.subList(0, 200)) {
            assertThat(of(Fact.Missing.class).stream()
                            .filter(missing -> missing.slot() == sale.slot()
                                    && missing.stage().equals("api")
                                    && !missing.at().isBefore(sale.intended().plusSeconds(300))))
                    .isNotEmpty();
        }
    }

    @Test
    void anUnreadableStageIsAGapAndConvictsNobody() throws Exception {
        Transit lag = Transit.delayed(timeline, () -> SECOND, Transit.both(table, api));
        timeline.after(Duration.ofMinutes(2), () -> api.fail("503 from the load balancer"));
        timeline.after(Duration.ofMinutes(3), () -> api.fail(""));

        run(lag, Duration.ofMinutes(5), Duration.ofSeconds(30));

        assertThat(of(Fact.Missing.class)).isEmpty();
        assertThat(of(Fact.Unreadable.class))
                .allSatisfy(gap -> assertThat(gap.stage()).isEqualTo("api"))
                .anySatisfy(gap -> assertThat(gap.reason()).contains("503"));
        Duration gaps = of(Fact.Unreadable.class).stream()
                .map(gap -> Duration.between(gap.from(), gap.at()))
                .reduce(Duration.ZERO, Duration::plus);
        assertThat(gaps).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(62));
    }

    @Test
    void aSaleAppliedTwiceIsADuplicateAndNeverPassesForItsNeighbour() throws Exception {
        List<Long> twice = new ArrayList<>();
        Transit lag = Transit.delayed(timeline, () -> SECOND, Transit.both(table, api));
        Transit doubling = injection -> {
            lag.enter(injection);
            if (injection.kind() == Injection.Kind.SALE && injection.slot() % 50 == 7) {
                twice.add(injection.slot());
                lag.enter(injection);
            }
        };

        run(doubling, Duration.ofMinutes(10), Duration.ofMinutes(1));

        assertThat(of(Fact.Anomaly.class).stream()
                        .filter(anomaly -> anomaly.stage().equals("api"))
                        .map(Fact.Anomaly::slot))
                .containsExactlyInAnyOrderElementsOf(twice);
        assertThat(of(Fact.Seen.class).stream().map(Fact.Seen::slot)).doesNotContainAnyElementsOf(twice);
        assertThat(of(Fact.Seen.class)).hasSize(2 * (600 - twice.size()));
    }

    @Test
    void aStageThatCannotBeReadAtTheStartStopsTheRunBeforeAnythingIsSent() {
        api.fail("connection refused at 127.0.0.1:1; is the API up?");

        assertThatThrownBy(() -> run(nothing -> {}, Duration.ofMinutes(1), Duration.ZERO))
                .isInstanceOf(CannotObserve.class)
                .hasMessageContaining("stage api")
                .hasMessageContaining("is the API up?");
        assertThat(facts).isEmpty();
    }

    @Test
    void aStoppedRunWritesItsEndAndWhatIsStillMissingAndItsLastTick() throws Exception {
        Canary canary = canary(new VirtualTill(timeline, nothing -> {}), facts::add);
        timeline.at(NOON.plusSeconds(60), canary::stopInjecting);
        timeline.at(NOON.plusSeconds(90), canary::stopWaiting);

        canary.prepare();
        canary.run(NOON.plusSeconds(600), NOON.plusSeconds(900));

        assertThat(of(Fact.Ended.class)).containsExactly(new Fact.Ended("inventory", NOON.plusSeconds(60)));
        assertThat(sales()).hasSize(60);
        List<Fact.Ticked> ticks = of(Fact.Ticked.class);
        Instant last = ticks.get(ticks.size() - 1).at();
        assertThat(last).isBetween(NOON.plusSeconds(90), NOON.plusSeconds(91));
        for (Injection sale : sales()) {
            assertThat(of(Fact.Missing.class))
                    .anyMatch(missing -> missing.slot() == sale.slot()
                            && missing.stage().equals("api")
                            && missing.at().isAfter(NOON.plusSeconds(89)));
        }
        assertThat(returns()).as("all that were accepted are returned").hasSize(60);
        assertThat(facts.indexOf(ticks.get(ticks.size() - 1)))
                .as("the last tick is of when reading ended")
                .isLessThan(facts.indexOf(returns().get(0)));
    }

    @Test
    void aRefusedSaleIsReturnedOnlyWhenItShowsAllTheSame() throws Exception {
        Transit lag = Transit.delayed(timeline, () -> SECOND, Transit.both(table, api));
        Till refusing = new FakeTill((injection, done) -> {
            if (injection.kind() == Injection.Kind.SALE && injection.slot() % 10 == 3) {
                done.accept(new Delivery.Refused(timeline.now(), "no leader"));
            } else if (injection.kind() == Injection.Kind.SALE && injection.slot() % 10 == 7) {
                lag.enter(injection);
                done.accept(new Delivery.Refused(timeline.now(), "no answer"));
            } else {
                lag.enter(injection);
                done.accept(new Delivery.Accepted(timeline.now()));
            }
        });
        Canary canary = canary(refusing, facts::add);

        canary.prepare();
        canary.run(NOON.plusSeconds(100), NOON.plusSeconds(400));

        assertThat(returns().stream().map(handed -> handed.injection().slot()))
                .hasSize(90)
                .noneMatch(slot -> slot % 10 == 3);
        assertThat(timeline.now()).as("nobody waits for what was refused").isBefore(NOON.plusSeconds(110));
    }

    @Test
    void aSuspendedProbeSkipsWhatItSleptThroughAndSendsNoBurst() throws Exception {
        Transit lag = Transit.delayed(timeline, () -> SECOND, Transit.both(table, api));
        boolean[] slept = {false};
        Till sleeping = new FakeTill((injection, done) -> {
            lag.enter(injection);
            done.accept(new Delivery.Accepted(timeline.now()));
            if (injection.slot() == 60 && !slept[0]) {
                slept[0] = true;
                timeline.sleepUntil(timeline.now().plusSeconds(3600));
            }
        });
        Canary canary = canary(sleeping, facts::add);

        canary.prepare();
        canary.run(NOON.plusSeconds(4000), NOON.plusSeconds(4030));

        assertThat(of(Fact.Skipped.class)).hasSizeBetween(3585, 3592).allSatisfy(skipped -> assertThat(skipped.reason())
                .isEqualTo("the probe was late by more than 10 s"));
        assertThat(of(Fact.Skipped.class).size() + sales().size()).isEqualTo(4000);
        assertThat(of(Fact.Handed.class).stream()
                        .filter(handed -> handed.injection().kind() == Injection.Kind.SALE)
                        .filter(handed -> Duration.between(handed.injection().intended(), handed.at())
                                        .compareTo(SECOND)
                                > 0))
                .as("what is late by less is sent, and slipped")
                .hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void aKeyWithoutAFreeQuantityLeavesItsSlotUnmeasured() throws Exception {
        skus = 5;
        Canary canary = canary(new VirtualTill(timeline, nothing -> {}), facts::add);

        canary.prepare();
        canary.run(NOON.plusSeconds(300), NOON.plusSeconds(300));

        assertThat(sales()).hasSize(60);
        assertThat(of(Fact.Skipped.class)).hasSize(240).allSatisfy(skipped -> assertThat(skipped.reason())
                .isEqualTo("KEYS EXHAUSTED: every quantity of the drawn key is in play or resting"));
    }

    @Test
    void theKeysDependOnNothingThatHappens() throws Exception {
        run(Transit.delayed(timeline, () -> SECOND, Transit.both(table, api)), Duration.ofMinutes(5), SECOND);
        List<StockKey> healthy = sales().stream().map(Injection::key).toList();
        facts.clear();
        new CanaryTest().runDead(facts);

        assertThat(sales().stream().map(Injection::key)).containsExactlyElementsOf(healthy);
    }

    @Test
    void aLogThatFailsStopsTheRunAndTheStockIsStillMadeGood() throws Exception {
        Transit lag = Transit.delayed(timeline, () -> Duration.ofSeconds(30), Transit.both(table, api));
        List<Injection> sent = new ArrayList<>();
        Till till = new FakeTill((injection, done) -> {
            sent.add(injection);
            lag.enter(injection);
            done.accept(new Delivery.Accepted(timeline.now()));
        });
        Canary canary = canary(till, fact -> {
            if (!fact.at().isBefore(NOON.plusSeconds(60))) {
                throw new IllegalStateException("disk full");
            }
            facts.add(fact);
        });
        canary.prepare();

        assertThatThrownBy(() -> canary.run(NOON.plusSeconds(600), NOON.plusSeconds(700)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("disk full");

        assertThat(sent.stream().filter(one -> one.kind() == Injection.Kind.SALE))
                .hasSize(60);
        assertThat(sent.stream().mapToInt(Injection::delta).sum()).isZero();
    }

    @Test
    void sourcesCloseAfterTheReturnsAndBeforeTheRunEndsSoThatLateDeliveriesAreLogged() throws Exception {
        List<Consumer<Delivery>> late = new ArrayList<>();
        Till till = new FakeTill((injection, done) -> late.add(done)) {
            @Override
            public void close() {
                late.forEach(done -> done.accept(new Delivery.Accepted(timeline.now())));
                late.clear();
            }
        };
        Canary canary = canary(till, facts::add);

        canary.prepare();
        canary.run(NOON.plusSeconds(60), NOON.plusSeconds(60));

        assertThat(returns()).hasSize(60);
        assertThat(of(Fact.Acknowledged.class)).hasSize(120);
    }

    @Test
    void aSlowPipelineDoesNotDelayTheInjectionsOfAnother() throws Exception {
        Shelf slow = new Shelf(timeline, 1000, Duration.ofSeconds(45));
        PipelineSetup one = setup("quick", List.of(StageSetup.polled("api", POLL, Duration.ZERO)));
        PipelineSetup two = setup("slow", List.of(StageSetup.polled("api", POLL, Duration.ZERO)));
        RunSetup run = new RunSetup("test", NOON, ZoneOffset.UTC, 20261122, "test", List.of(one, two));
        Canary canary = Canary.virtual(
                timeline,
                run,
                List.of(
                        new Lane(one, new Source(new VirtualTill(timeline, api), keys("99")), List.of(api)),
                        new Lane(two, new Source(new VirtualTill(timeline, slow), keys("88")), List.of(slow))),
                EDGES,
                any -> Duration.ofHours(1),
                facts::add,
                () -> {});

        canary.run(NOON.plusSeconds(300), NOON.plusSeconds(300));

        List<Fact.Handed> sales = of(Fact.Handed.class).stream()
                .filter(handed -> handed.injection().kind() == Injection.Kind.SALE)
                .toList();
        assertThat(sales).hasSize(600).allSatisfy(handed -> assertThat(handed.at())
                .isEqualTo(handed.injection().intended()));
    }

    /** Leaves nothing of the pipeline alive, with the same seed and keys. */
    private void runDead(List<Fact> into) throws Exception {
        Canary canary = canary(new VirtualTill(timeline, nothing -> {}), into::add);
        canary.prepare();
        canary.run(NOON.plusSeconds(300), NOON.plusSeconds(301));
    }

    private void run(Transit pipeline, Duration injecting, Duration draining) throws Exception {
        Canary canary = canary(new VirtualTill(timeline, pipeline), facts::add);
        canary.prepare();
        canary.run(NOON.plus(injecting), NOON.plus(injecting).plus(draining));
    }

    private Canary canary(Till till, FactSink into) {
        PipelineSetup setup = setup(
                "inventory",
                List.of(
                        StageSetup.polled("table", POLL, Duration.ZERO),
                        StageSetup.polled("api", POLL, Duration.ZERO)));
        RunSetup run = new RunSetup("test", NOON, ZoneOffset.UTC, 20261122, "test", List.of(setup));
        return Canary.virtual(
                timeline,
                run,
                List.of(new Lane(setup, new Source(till, keys("99")), List.of(table, api))),
                EDGES,
                any -> Duration.ofHours(1),
                into,
                () -> {});
    }

    private static PipelineSetup setup(String name, List<StageSetup> stages) {
        return new PipelineSetup(name, new Promise(3, "api", List.of()), NOON, SECOND, stages);
    }

    private ReservedKeys keys(String stores) {
        return new ReservedKeys(
                List.of(stores + "01", stores + "02", stores + "03"),
                IntStream.rangeClosed(1, skus).mapToObj("RUNG-%04d"::formatted).toList());
    }

    private List<Fact.Handed> returns() {
        return of(Fact.Handed.class).stream()
                .filter(handed -> handed.injection().kind() == Injection.Kind.RETURN)
                .toList();
    }

    private interface Sends {
        void send(Injection injection, Consumer<Delivery> done);
    }

    private static class FakeTill implements Till {
        private final Sends sends;

        FakeTill(Sends sends) {
            this.sends = sends;
        }

        @Override
        public void check() {}

        @Override
        public void send(Injection injection, Consumer<Delivery> done) {
            sends.send(injection, done);
        }

        @Override
        public void close() {}
    }

    private List<Injection> sales() {
        return of(Fact.Handed.class).stream()
                .map(Fact.Handed::injection)
                .filter(injection -> injection.kind() == Injection.Kind.SALE)
                .toList();
    }

    private <F extends Fact> List<F> of(Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
