package rung.probe.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.time.VirtualTimeline;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
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
    private final List<Fact> facts = new ArrayList<>();
    private final Shelf table = new Shelf(timeline, 1000, Duration.ofMillis(10));
    private final Shelf api = new Shelf(timeline, 1000, Duration.ofMillis(10));

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

    private void run(Transit pipeline, Duration injecting, Duration draining) throws Exception {
        ReservedKeys keys = new ReservedKeys(
                List.of("9901", "9902", "9903"),
                IntStream.rangeClosed(1, 400).mapToObj("RUNG-%04d"::formatted).toList());
        PipelineSetup setup = new PipelineSetup(
                "inventory",
                new Promise(3, "api", List.of()),
                NOON,
                SECOND,
                List.of(
                        StageSetup.polled("table", POLL, Duration.ZERO),
                        StageSetup.polled("api", POLL, Duration.ZERO)));
        RunSetup run = new RunSetup("test", NOON, ZoneOffset.UTC, 20261122, "test", List.of(setup));
        Source source = new Source(new VirtualTill(timeline, pipeline), keys);
        Canary canary = Canary.virtual(
                timeline,
                run,
                List.of(new Lane(setup, source, List.of(table, api))),
                EDGES,
                Duration.ofHours(1),
                facts::add,
                () -> {});
        canary.prepare();
        canary.run(NOON.plus(injecting), NOON.plus(injecting).plus(draining));
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
