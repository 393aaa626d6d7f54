package rung.probe.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rung.core.measure.CacheAge;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Fault;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.Reading;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.core.measure.Told;
import rung.core.time.VirtualTimeline;
import rung.probe.stage.Stage;
import rung.probe.virtual.Shelf;

class PollerTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PHASE = Duration.ofMillis(77);
    private static final Duration LATENCY = Duration.ofMillis(10);
    private static final StockKey KEY = new StockKey("9901", "RUNG-0001");

    private final VirtualTimeline timeline = new VirtualTimeline(NOON);
    private final Shelf shelf = new Shelf(timeline, 1000, LATENCY);
    private final List<Fact> facts = new ArrayList<>();
    private final StageSetup setup = StageSetup.polled("api", POLL, Duration.ZERO);
    private final Ledger ledger = new Ledger(
            "r1",
            new PipelineSetup("sales", Promise.none("api"), NOON, Duration.ofSeconds(1), List.of(setup)),
            List.of(Duration.ofSeconds(5)),
            Duration.ofHours(1));
    private final Poller poller = new Poller(timeline, "sales", setup, shelf, ledger, facts::add, NOON.plus(PHASE));

    @Test
    void roundsKeepTheirPeriodAndTheirPhase() throws Exception {
        waitForever();

        List<Instant> begun = run(8);

        for (int i = 0; i < 8; i++) {
            assertThat(begun.get(i)).isEqualTo(NOON.plus(PHASE).plus(POLL.multipliedBy(i)));
        }
    }

    @Test
    void aRoundThatTookLongerThanThePeriodIsFollowedByOneAndNotByABurst() throws Exception {
        waitForever();
        run(1);
        timeline.advance(Duration.ofHours(1));

        List<Instant> begun = run(3);

        assertThat(Duration.between(begun.get(0), begun.get(1))).isLessThanOrEqualTo(POLL);
        assertThat(Duration.between(begun.get(1), begun.get(2))).isEqualTo(POLL);
    }

    @Test
    void reportsAddUpToWhatWasPolled() throws Exception {
        waitForever();
        timeline.at(NOON.plusSeconds(20), () -> shelf.fail("503"));
        timeline.at(NOON.plusSeconds(30), () -> shelf.fail(""));

        run(400);
        poller.report(timeline.now());

        List<Fact.Polled> reports = of(Fact.Polled.class);
        assertThat(reports).hasSizeGreaterThan(8);
        assertThat(reports.get(0).from()).isEqualTo(NOON.plus(PHASE));
        for (int i = 1; i < reports.size(); i++) {
            assertThat(reports.get(i).from()).isEqualTo(reports.get(i - 1).at());
        }
        assertThat(reports.stream().mapToLong(Fact.Polled::rounds).sum()).isEqualTo(400);
        assertThat(reports.stream().mapToLong(Fact.Polled::failures).sum()).isEqualTo(40);
        assertThat(reports.stream().map(Fact.Polled::cost).reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(LATENCY.multipliedBy(400));
    }

    @Test
    void anOutageIsOneStretchFromTheFirstReadThatFailedToTheFirstThatDidNot() throws Exception {
        waitForever();
        timeline.at(NOON.plusSeconds(20), () -> shelf.fail("503"));
        timeline.at(NOON.plusSeconds(50), () -> shelf.fail(""));

        run(400);
        poller.report(timeline.now());

        List<Fact.Unreadable> gaps = of(Fact.Unreadable.class);
        assertThat(gaps.get(0).from()).isEqualTo(NOON.plus(PHASE).plus(POLL.multipliedBy(80)));
        assertThat(gaps.get(gaps.size() - 1).at())
                .isEqualTo(NOON.plus(PHASE).plus(POLL.multipliedBy(200)).plus(LATENCY));
        for (int i = 1; i < gaps.size(); i++) {
            assertThat(gaps.get(i).from()).isEqualTo(gaps.get(i - 1).at());
        }
        assertThat(gaps).allSatisfy(gap -> assertThat(gap.reason()).isEqualTo("503"));
    }

    @Test
    void anOutageIsAFactAsSoonAsARoundFailed() throws Exception {
        waitForever();
        run(10);
        shelf.fail("503");

        run(1);

        assertThat(of(Fact.Unreadable.class)).hasSize(1).allSatisfy(gap -> {
            assertThat(gap.from()).isEqualTo(NOON.plus(PHASE).plus(POLL.multipliedBy(10)));
            assertThat(gap.at()).isAfterOrEqualTo(gap.from());
            assertThat(gap.reason()).isEqualTo("503");
        });
    }

    @Test
    void whatALookCameUponIsAFactOnce() throws Exception {
        waitForever();
        Commit commit = new Commit(
                new Cycle("8"),
                new Cycle("7"),
                "append",
                NOON,
                Optional.of(NOON),
                Optional.empty(),
                new Commit.Writer("flink", "job", "41", Optional.empty()),
                1,
                1);
        Poller committing = new Poller(
                timeline,
                "sales",
                setup,
                new Stage() {
                    private int looks;

                    @Override
                    public List<Reading> read(Set<StockKey> keys) throws InterruptedException {
                        looks++;
                        return shelf.read(keys);
                    }

                    @Override
                    public List<Commit> commits() {
                        return looks == 2 ? List.of(commit) : List.of();
                    }

                    @Override
                    public void close() {}
                },
                ledger,
                facts::add,
                NOON.plus(PHASE));

        for (int i = 0; i < 3; i++) {
            timeline.sleepUntil(committing.due());
            committing.turn();
        }

        assertThat(of(Fact.CommitSeen.class))
                .containsExactly(new Fact.CommitSeen(
                        "sales", "api", NOON.plus(PHASE).plus(POLL).plus(LATENCY), commit));
    }

    @Test
    void whatLooksTellBesideCountsIsReportedOnce() throws Exception {
        waitForever();
        Poller telling = new Poller(
                timeline,
                "sales",
                setup,
                new Stage() {
                    private int looks;

                    @Override
                    public List<Reading> read(Set<StockKey> keys) throws InterruptedException {
                        looks++;
                        return shelf.read(keys);
                    }

                    @Override
                    public Told told() {
                        return new Told(Optional.of(Duration.ofMillis(looks)), age(10 - looks));
                    }

                    @Override
                    public void close() {}
                },
                ledger,
                facts::add,
                NOON.plus(PHASE));

        for (int i = 0; i < 3; i++) {
            timeline.sleepUntil(telling.due());
            telling.turn();
            if (i == 1) {
                telling.report(timeline.now());
            }
        }
        telling.report(timeline.now());

        assertThat(of(Fact.Polled.class).stream().map(Fact.Polled::told))
                .containsExactly(
                        new Told(Optional.of(Duration.ofMillis(3)), age(9)),
                        new Told(Optional.of(Duration.ofMillis(3)), age(7)));
    }

    private static Optional<CacheAge> age(long seconds) {
        return Optional.of(CacheAge.of(Duration.ofSeconds(seconds), Optional.empty()));
    }

    @Test
    void aGapWithoutAReasonIsAGap() throws Exception {
        waitForever();
        Poller mute = new Poller(
                timeline,
                "sales",
                setup,
                new Stage() {
                    @Override
                    public List<Reading> read(Set<StockKey> keys) {
                        Instant asked = timeline.now();
                        return List.of(
                                new Reading.Counts(asked, asked, Map.of(), Set.of(), Cycle.unknown()),
                                new Reading.Gap(asked.plusSeconds(1), asked.plusSeconds(1), keys, Fault.TIMEOUT, ""));
                    }

                    @Override
                    public void close() {}
                },
                ledger,
                facts::add,
                NOON);

        mute.turn();
        timeline.advance(Duration.ofSeconds(2));
        mute.report(timeline.now());

        assertThat(of(Fact.Polled.class)).extracting(Fact.Polled::failures).containsExactly(1L);
        assertThat(of(Fact.Polled.class)).extracting(Fact.Polled::faults).containsExactly(Map.of(Fault.TIMEOUT, 1L));
        Instant began = NOON.plus(LATENCY);
        assertThat(of(Fact.Unreadable.class))
                .containsExactly(
                        new Fact.Unreadable("sales", "api", began.plusSeconds(1), began.plusSeconds(1), ""),
                        new Fact.Unreadable("sales", "api", began.plusSeconds(1), began.plusSeconds(2), ""));
    }

    @Test
    void whenNobodyWaitsNothingIsReadAndTheRoundsStillCount() throws Exception {
        shelf.fail("nobody should ask");

        run(4);
        poller.report(timeline.now());

        assertThat(of(Fact.Polled.class)).hasSize(1).allSatisfy(polled -> {
            assertThat(polled.rounds()).isEqualTo(4);
            assertThat(polled.failures()).isZero();
            assertThat(polled.cost()).isZero();
        });
    }

    private void waitForever() {
        ledger.startFrom("api", (Reading.Counts) shelf.read(Set.of(KEY)).get(0));
        ledger.openSale(new Schedule.Planned(0, NOON, 0), KEY, NOON);
    }

    private List<Instant> run(int rounds) throws InterruptedException {
        List<Instant> begun = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            timeline.sleepUntil(poller.due());
            begun.add(timeline.now());
            poller.turn();
        }
        return begun;
    }

    private <F extends Fact> List<F> of(Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
