package rung.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rung.core.log.Logs.ALL;
import static rung.core.log.Logs.NOON;
import static rung.core.log.Logs.RUN;
import static rung.core.log.Logs.acknowledged;
import static rung.core.log.Logs.due;
import static rung.core.log.Logs.handed;
import static rung.core.log.Logs.missing;
import static rung.core.log.Logs.refused;
import static rung.core.log.Logs.seconds;
import static rung.core.log.Logs.seen;
import static rung.core.log.Logs.slots;
import static rung.core.log.Logs.ticked;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.CacheAge;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Fault;
import rung.core.measure.Injection;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.Stamp;
import rung.core.measure.TimeWindow;
import rung.core.measure.Told;
import rung.core.time.ClockOffset;

/** What is appended is read back. */
class LogReaderTest {
    @TempDir
    Path folder;

    @Test
    void theSourcesClockIsPlacedByTheStampsOfAllAcknowledgements() throws IOException {
        Duration ahead = Duration.ofMillis(137);
        List<Fact> facts = new ArrayList<>();
        for (long slot = 0; slot < 20; slot++) {
            facts.add(handed(slot, 0));
            Instant asked = due(slot);
            Instant told = asked.plusMillis(4 + slot % 5);
            Instant stamped = asked.plusMillis(1 + slot % 3).plus(ahead).truncatedTo(ChronoUnit.MILLIS);
            facts.add(new Fact.Acknowledged(
                    "sales", slot, Injection.Kind.SALE, told, Optional.of(new Stamp(stamped, Duration.ofMillis(1)))));
        }
        LogReader reader = logged(facts.toArray(Fact[]::new));

        ClockOffset offset = reader.sourceClock("sales").orElseThrow();

        assertThat(offset).isInstanceOfSatisfying(ClockOffset.Between.class, between -> {
            assertThat(between.atLeast()).isLessThanOrEqualTo(ahead);
            assertThat(between.atMost()).isGreaterThanOrEqualTo(ahead);
        });
        assertThat(reader.sourceClock("returns")).isEmpty();
    }

    @Test
    void aSourcesClockThatContradictsItselfWasStepped() throws IOException {
        LogReader reader =
                logged(handed(0, 0), stamped(0, Duration.ofMillis(5)), handed(1, 0), stamped(1, Duration.ofHours(1)));

        assertThat(reader.sourceClock("sales").orElseThrow()).isInstanceOf(ClockOffset.Stepped.class);
    }

    private static Fact.Acknowledged stamped(long slot, Duration ahead) {
        return new Fact.Acknowledged(
                "sales",
                slot,
                Injection.Kind.SALE,
                due(slot).plusMillis(4),
                Optional.of(new Stamp(due(slot).plusMillis(2).plus(ahead), Duration.ofMillis(1))));
    }

    @Test
    void theSetupOfARunIsReadBack() throws IOException {
        assertThat(logged().run()).isEqualTo(RUN);
    }

    @Test
    void theNewestOfSeveralRunsIsReadWithItsOwnFacts() throws IOException {
        logged(handed(0, 0), seen(0, 1, 2), ticked(5));
        Path file = folder.resolve("facts.db");
        try (MeasurementLog log = MeasurementLog.begin(file, Logs.run("r2", NOON, Logs.SLOT))) {
            log.append(handed(0, 0));
            log.append(ticked(1));
        }

        try (LogReader reader = LogReader.newest(file);
                LogReader first = LogReader.of(file, "r1")) {
            assertThat(reader.run().id()).isEqualTo("r2");
            assertThat(reader.until()).isEqualTo(NOON.plusSeconds(60));
            assertThat(slots(reader, ALL)).extracting(SlotOutcome::outcome).containsExactly(new Outcome.Unseen(due(0)));
            assertThat(slots(first, ALL)).hasSize(5);
        }
    }

    @Test
    void factsAreCompleteUpToTheLastTickAndFromTheStartWithoutAny() throws IOException {
        assertThat(logged(ticked(3), ticked(2)).until()).isEqualTo(NOON.plusSeconds(180));
        assertThat(logged("none.db").until()).isEqualTo(RUN.startedAt());
    }

    @Test
    void aSeenSlotIsReadToTheNanosecond() throws IOException {
        LogReader reader = logged(handed(0, 0.000_000_001), seen(0, 1.000_000_003, 2.000_000_007), ticked(1));

        assertThat(slots(reader, ALL))
                .containsExactly(new SlotOutcome(
                        due(0),
                        due(0).plusNanos(1),
                        "store-7",
                        new Outcome.Seen(
                                due(0).plusNanos(1_000_000_003),
                                due(0).plusNanos(2_000_000_007),
                                new Cycle("snapshot-0"))));
    }

    @Test
    void aPendingSlotWasLastMissingInItsLatestReadThatDecided() throws IOException {
        LogReader reader = logged(
                handed(0, 0),
                missing(0, 5.1),
                missing(0, 301),
                missing(0, 301),
                handed(1, 0),
                acknowledged(1),
                ticked(9));

        assertThat(slots(reader, ALL).subList(0, 2))
                .extracting(SlotOutcome::outcome)
                .containsExactly(new Outcome.Unseen(due(0).plusSeconds(301)), new Outcome.Unseen(due(1)));
    }

    @Test
    void aRefusedAndASkippedSlotAreUnmeasuredAndSayWhy() throws IOException {
        LogReader reader = logged(
                handed(0, 0),
                refused(0),
                seen(0, 1, 2),
                new Fact.Skipped("sales", 1, due(1), due(1).plusSeconds(11), "KEYS EXHAUSTED"),
                ticked(2));

        assertThat(slots(reader, ALL))
                .containsExactly(
                        new SlotOutcome(due(0), due(0), "store-7", new Outcome.Unmeasured("refused: no leader")),
                        new SlotOutcome(due(1), due(1), "", new Outcome.Unmeasured("KEYS EXHAUSTED")));
    }

    @Test
    void slotsOfWhichNothingIsKnownAreUnmeasuredBeforeBetweenAndAfterTheOthers() throws IOException {
        LogReader reader = logged(handed(1, 0), seen(1, 1, 2), handed(3, 0), ticked(5));

        List<SlotOutcome> slots = slots(reader, ALL);

        assertThat(slots).hasSize(5);
        assertThat(slots)
                .filteredOn(slot -> slot.outcome() instanceof Outcome.Unmeasured)
                .extracting(SlotOutcome::intended)
                .containsExactly(NOON, NOON.plusSeconds(120), NOON.plusSeconds(240));
    }

    @Test
    void aSlotThatHasNotEndedAtTheLastTickIsNotGiven() throws IOException {
        assertThat(slots(logged(handed(0, 0), handed(1, 0), ticked(1.99)), ALL)).hasSize(1);
    }

    @Test
    void noSlotIsMissingAfterThePipelinesEnd() throws IOException {
        LogReader reader = logged(handed(0, 0), new Fact.Ended("sales", NOON.plusSeconds(120)), ticked(60));

        assertThat(slots(reader, ALL)).hasSize(2);
    }

    @Test
    void slotsThatStraddleAnEndOfTheWindowAreLeftOut() throws IOException {
        LogReader reader = logged(handed(0, 0), handed(1, 0), handed(2, 0), handed(3, 0), ticked(9));

        assertThat(slots(reader, window(0.001, 3.999)))
                .extracting(SlotOutcome::intended)
                .containsExactly(due(1), due(2));
        assertThat(slots(reader, window(1, 3)))
                .extracting(SlotOutcome::intended)
                .containsExactly(due(1), due(2));
        assertThat(slots(reader, window(1.1, 2.9))).isEmpty();
        assertThat(slots(reader, window(-60, 0))).isEmpty();
        assertThat(slots(reader, window(60, 90))).isEmpty();
    }

    @Test
    void anomaliesAreCountedByKindWithinTheWindow() throws IOException {
        LogReader reader = logged(
                anomaly(0, Fact.Anomaly.Kind.DUPLICATE, 1),
                anomaly(1, Fact.Anomaly.Kind.DUPLICATE, 2),
                anomaly(1, Fact.Anomaly.Kind.WRONG_COUNT, 2),
                anomaly(2, Fact.Anomaly.Kind.DUPLICATE, 3));

        assertThat(reader.anomalies("sales", "api", window(1, 3)))
                .isEqualTo(Map.of(Fact.Anomaly.Kind.DUPLICATE, 2L, Fact.Anomaly.Kind.WRONG_COUNT, 1L));
        assertThat(reader.anomalies("sales", "table", ALL)).isEmpty();
    }

    @Test
    void unreadableStretchesPollingReportsAndTicksAreReadBack() throws IOException {
        Fact.Unreadable unreadable = new Fact.Unreadable(
                "sales", "api", NOON.plusSeconds(60), NOON.plusSeconds(120).plusNanos(1), "timeout");
        Fact.Polled polled = new Fact.Polled(
                "sales",
                "api",
                NOON.plusSeconds(60),
                NOON.plusSeconds(120),
                60,
                2,
                Duration.ofNanos(12_345),
                17,
                Map.of(Fault.TIMEOUT, 2L, Fault.DENIED, 1L),
                new Told(
                        Optional.of(Duration.ofNanos(2_345)),
                        Optional.of(CacheAge.of(Duration.ofSeconds(40), Optional.of(Duration.ofSeconds(30))))));
        LogReader reader = logged(unreadable, polled, ticked(1), ticked(2));

        assertThat(reader.unreadable("sales", "api", window(1.5, 9))).containsExactly(unreadable);
        assertThat(reader.unreadable("sales", "api", window(0, 1))).isEmpty();
        assertThat(reader.unreadable("sales", "api", window(3, 9))).isEmpty();
        assertThat(reader.polled("sales", "api", window(1.5, 9))).containsExactly(polled);
        assertThat(reader.polled("sales", "api", window(2, 9))).isEmpty();
        assertThat(reader.polled("sales", "table", ALL)).isEmpty();
        assertThat(reader.faults("sales", "api", window(1.5, 9)))
                .isEqualTo(Map.of(Fault.TIMEOUT, 2L, Fault.DENIED, 1L));
        assertThat(reader.faults("sales", "api", window(2, 9))).isEmpty();
        assertThat(reader.faults("sales", "table", ALL)).isEmpty();
        assertThat(reader.ticks(ALL)).containsExactly(ticked(1), ticked(2));
        assertThat(reader.ticks(window(1, 2))).containsExactly(ticked(1));
    }

    @Test
    void commitsAreReadBackByTheLookThatCameUponThem() throws IOException {
        Fact.CommitSeen told = new Fact.CommitSeen(
                "sales",
                "api",
                NOON.plusSeconds(60),
                new Commit(
                        new Cycle("8"),
                        new Cycle("7"),
                        "overwrite",
                        NOON.plusSeconds(55),
                        Optional.of(NOON.plusSeconds(56)),
                        Optional.of(NOON.plusSeconds(57)),
                        new Commit.Writer("flink", "job", "41", Optional.of(NOON.plusSeconds(50))),
                        12,
                        3));
        Fact.CommitSeen untold = new Fact.CommitSeen(
                "sales",
                "api",
                NOON.plusSeconds(60),
                new Commit(
                        new Cycle("7"),
                        Cycle.unknown(),
                        "append",
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty(),
                        new Commit.Writer("", "", "", Optional.empty()),
                        0,
                        0));
        LogReader reader = logged(told, untold, ticked(2));

        assertThat(reader.commits("sales", "api", window(1, 2)))
                .isEqualTo(new SeenCommits(List.of(untold, told), false));
        assertThat(reader.commits("sales", "api", window(0, 1))).isEqualTo(SeenCommits.NONE);
        assertThat(reader.commits("sales", "table", ALL)).isEqualTo(SeenCommits.NONE);
    }

    @Test
    void ofManyCommitsTheNewestAreReadAndItIsSaidThatThereAreOlderOnes() throws IOException {
        List<Fact> seen = IntStream.range(0, SeenCommits.MOST + 2)
                .<Fact>mapToObj(LogReaderTest::committed)
                .toList();
        LogReader reader = logged(seen.toArray(Fact[]::new));

        assertThat(reader.commits("sales", "api", ALL).newest()).isEqualTo(seen.subList(2, seen.size()));
        assertThat(reader.commits("sales", "api", ALL).hasOlder()).isTrue();
        assertThat(reader.commits("sales", "api", window(2, 9_999)).newest()).isEqualTo(seen.subList(2, seen.size()));
        assertThat(reader.commits("sales", "api", window(2, 9_999)).hasOlder()).isFalse();
    }

    /** Else a report of many commits would sort, or read, all of them. */
    @Test
    void commitsAreFoundByTheKeyOfTheirTable() throws IOException, SQLException {
        Path file = folder.resolve("facts.db");
        MeasurementLog.begin(file, RUN).close();

        assertThat(Logs.rows(file, "explain query plan " + CommitRows.SELECT.replace("?", "1")))
                .anySatisfy(
                        step -> assertThat(step).contains("SEARCH commit_seen USING PRIMARY KEY (stage=? AND at>? AND"))
                .noneSatisfy(step -> assertThat(step).contains("TEMP B-TREE FOR ORDER BY"));
    }

    private static Fact.CommitSeen committed(int minute) {
        return new Fact.CommitSeen(
                "sales",
                "api",
                NOON.plusSeconds(60L * minute),
                new Commit(
                        new Cycle("c" + minute),
                        Cycle.unknown(),
                        "append",
                        NOON.plusSeconds(60L * minute - 5),
                        Optional.empty(),
                        Optional.empty(),
                        new Commit.Writer("", "", "", Optional.empty()),
                        1,
                        1));
    }

    @Test
    void whatIsReadStillIsOfOneMomentThoughTheLogGrows() throws IOException {
        Path file = folder.resolve("facts.db");
        try (MeasurementLog log = MeasurementLog.begin(file, RUN);
                LogReader reader = LogReader.newest(file)) {
            log.append(handed(0, 0));
            log.append(ticked(1));
            log.flush();

            reader.still(() -> {
                Pulse before = reader.pulse(ALL);
                log.append(handed(1, 0));
                log.append(ticked(2));
                log.flush();

                assertThat(reader.until()).isEqualTo(NOON.plusSeconds(60));
                assertThat(slots(reader, ALL)).hasSize(1);
                assertThat(reader.still(() -> reader.pulse(ALL))).isEqualTo(before);
                return 0;
            });

            assertThat(reader.until()).isEqualTo(NOON.plusSeconds(120));
            assertThat(slots(reader, ALL)).hasSize(2);
            assertThat(reader.pulse(ALL).ticks()).isEqualTo(2);
            assertThat(reader.hasTicks()).isTrue();
        }
    }

    @Test
    void calibrationsAreReadBackOldestFirst() throws IOException {
        Fact.Calibrated first = new Fact.Calibrated(NOON.plusNanos(1), "{\"bias\": 0}");
        Fact.Calibrated second = new Fact.Calibrated(NOON.plusSeconds(9), "{}");

        assertThat(logged("a.db", second, first).calibrations()).containsExactly(first, second);
        assertThat(logged("b.db").calibrations()).isEmpty();
    }

    @Test
    void theResidueIsWhatEnteredAndWasNotReturned() throws IOException {
        assertThat(logged("a.db", handed(0, 0, Injection.Kind.SALE, 4)).residue("sales"))
                .isEqualTo(4);
        assertThat(logged("b.db", handed(0, 0, Injection.Kind.SALE, 4), refused(0))
                        .residue("sales"))
                .isZero();
        assertThat(logged(
                                "c.db",
                                handed(0, 0, Injection.Kind.SALE, 4),
                                handed(0, 9, Injection.Kind.RETURN, 4),
                                handed(1, 0, Injection.Kind.SALE, 8))
                        .residue("sales"))
                .isEqualTo(8);
        assertThat(logged("d.db").residue("returns")).isZero();
    }

    @Test
    void aRefusedSaleThatShowedAllTheSameCountsInTheResidueUntilItIsReturned() throws IOException {
        LogReader shown = logged("a.db", handed(0, 0, Injection.Kind.SALE, 4), refused(0), seen(0, 1, 2));
        LogReader returned = logged(
                "b.db",
                handed(0, 0, Injection.Kind.SALE, 4),
                refused(0),
                seen(0, 1, 2),
                handed(0, 9, Injection.Kind.RETURN, 4));

        assertThat(shown.residue("sales")).isEqualTo(4);
        assertThat(returned.residue("sales")).isZero();
    }

    @Test
    void whatTheRunDoesNotHaveIsRefused() throws IOException {
        LogReader reader = logged();

        assertThatThrownBy(() -> reader.slots("stock", "api", ALL, slot -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stock");
        assertThatThrownBy(() -> reader.polled("sales", "shop", ALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shop");
        assertThatThrownBy(() -> reader.residue("stock")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bothPipelinesAndBothStagesAreKeptApart() throws IOException {
        LogReader reader = logged(handed(0, 0), seen(0, 1, 2), ticked(1));

        reader.slots("sales", "table", ALL, slot -> assertThat(slot.outcome()).isEqualTo(new Outcome.Unseen(due(0))));
        reader.slots("returns", "api", ALL, slot -> assertThat(slot.outcome()).isInstanceOf(Outcome.Unmeasured.class));
    }

    private static Fact.Anomaly anomaly(long slot, Fact.Anomaly.Kind kind, int minute) {
        return new Fact.Anomaly("sales", "api", slot, kind, NOON.plusSeconds(60L * minute), "twice");
    }

    private static TimeWindow window(double fromMinute, double toMinute) {
        return new TimeWindow("w", NOON.plus(seconds(60 * fromMinute)), NOON.plus(seconds(60 * toMinute)));
    }

    private LogReader logged(Fact... facts) throws IOException {
        return logged("facts.db", facts);
    }

    private LogReader logged(String name, Fact... facts) throws IOException {
        Path file = folder.resolve(name);
        try (MeasurementLog log = MeasurementLog.begin(file, RUN)) {
            List.of(facts).forEach(log::append);
        }
        return LogReader.newest(file);
    }
}
