package rung.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.evidence.Look;
import rung.core.evidence.Quantile;
import rung.core.evidence.Rule;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowTally;
import rung.core.measure.CacheAge;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Fault;
import rung.core.measure.Injection;
import rung.core.measure.Outcome;
import rung.core.measure.RunSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StockKey;
import rung.core.measure.TimeWindow;
import rung.core.measure.Told;
import rung.core.time.Nanos;

/** What the folds of hours say is what the facts say, and the facts of folded hours are not read. */
class HourlyFolderTest {
    private static final Instant NOON = Logs.NOON;
    private static final List<Duration> EDGES =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(300), Duration.ofSeconds(1_800));

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}, slots of {1} s from {2} s after noon in {3}")
    @CsvSource({
        "1, 60, 0, UTC",
        "2, 60, 0, Asia/Kolkata",
        "3, 60, 617.5, UTC",
        "4, 70, 0, Asia/Kathmandu",
        "5, 97, 12.345, UTC",
        "6, 13, 3599, Asia/Kolkata",
        "7, 60, 30, America/New_York",
        "8, 1800, 900, UTC"
    })
    void foldsSayWhatTheFactsSay(long seed, long slotSeconds, double offset, String zone)
            throws IOException, SQLException {
        Random random = new Random(seed);
        Path file = folder.resolve("facts.db");
        Instant end = NOON.plus(Duration.ofHours(64));
        RunSetup setup = setup(NOON.plus(Logs.seconds(offset)), Duration.ofSeconds(slotSeconds), zone);
        simulate(file, random, setup, end);
        List<String> folds = Logs.rows(file, "select count(*) from fold group by length order by length");
        System.out.printf("folds against facts, seed %d: %s hours and days of stages%n", seed, folds);

        assertThat(folds).hasSize(2);
        try (LogReader reader = LogReader.newest(file)) {
            for (int i = 0; i < 40; i++) {
                Instant from = i == 0 ? NOON : NOON.plus(span(random, i, 63));
                Instant to = i == 0 ? end : from.plus(Duration.ofMinutes(1)).plus(span(random, i, 40));
                TimeWindow window = new TimeWindow("window " + i, from, to);
                Look look = look(i % 5 == 4 ? to : reader.until());

                assertSame(folded(reader, window, look), raw(reader, window, look), stragglers(reader, window));
                assertThat(reader.pulse(window)).isEqualTo(Pulse.of(reader.ticks(window)));
                assertThat(reader.polling("sales", "api", window))
                        .isEqualTo(Polling.of(reader.polled("sales", "api", window)));
            }
            assertResidueIsThatOfTheFacts(reader, file);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anHourOfPollingThatWasNotFoldedIsReadFromItsReports(long seed) throws IOException, SQLException {
        Random random = new Random(seed);
        Path file = folder.resolve("facts.db");
        Instant end = NOON.plus(Duration.ofHours(64));
        simulate(file, random, setup(NOON, Duration.ofSeconds(60), "UTC"), end);
        String hour = Long.toString(Duration.ofHours(1).toNanos());
        Logs.sql(file, "delete from polled_hour where hour / " + hour + " % 7 in (" + seed + ", 5)");
        assertThat(Logs.rows(file, "select count(*) > 10 from polled_hour")).containsExactly("1");

        try (LogReader reader = LogReader.newest(file)) {
            for (int i = 0; i < 40; i++) {
                Instant from = NOON.plus(span(random, i, 63));
                TimeWindow window = new TimeWindow(
                        "window", from, from.plus(Duration.ofMinutes(1)).plus(span(random, i, 40)));
                Polling polling = reader.polling("sales", "api", window);
                assertThat(polling).isEqualTo(Polling.of(reader.polled("sales", "api", window)));
            }
        }
    }

    private static void assertResidueIsThatOfTheFacts(LogReader folded, Path file) throws IOException, SQLException {
        long residue = folded.residue("sales");
        assertThat(Logs.rows(file, "select count(*) > 10 from returned")).containsExactly("1");
        Logs.sql(file, "delete from returned", "delete from unreturned");
        try (LogReader raw = LogReader.newest(file)) {
            assertThat(raw.residue("sales")).isEqualTo(residue).isNotNegative();
        }
    }

    @Test
    void aMonthReadsOnlyTheFactsOfItsLastHours() throws IOException, SQLException {
        Path file = folder.resolve("facts.db");
        Instant end = NOON.plus(Duration.ofDays(30));
        quiet(file, end);
        TimeWindow window = new TimeWindow("month", NOON, end);
        WindowEvidence raw;
        try (LogReader reader = LogReader.newest(file)) {
            raw = raw(reader, window, look(end));
        }

        Logs.sql(file, "delete from injection where slot < 719 * 10", "delete from seen where slot < 719 * 10");

        assertThat(Logs.rows(file, "select count(*) from fold group by length order by length"))
                .containsExactly("719", "30");
        assertThat(Logs.rows(file, "select count(*) from injection")).containsExactly("10");
        try (LogReader reader = LogReader.newest(file)) {
            WindowEvidence fold = folded(reader, window, look(end));
            assertSame(fold, raw);
            assertThat(fold.counts().seen()).isEqualTo(720 * 10);
        }
    }

    @Test
    void otherEdgesAreReadFromTheFacts() throws IOException {
        Path file = folder.resolve("facts.db");
        Instant end = NOON.plus(Duration.ofHours(5));
        quiet(file, end);
        Look look = new Look(
                end,
                new Rule(0.95, 0.95),
                List.of(Duration.ofSeconds(7)),
                Duration.ofSeconds(7),
                Duration.ofHours(2),
                Duration.ofMinutes(10),
                Duration.ofMillis(250));

        try (LogReader reader = LogReader.newest(file)) {
            TimeWindow window = new TimeWindow("all", NOON, end);
            assertSame(folded(reader, window, look), raw(reader, window, look));
        }
    }

    @Test
    void aCommitOfTwoHoursCountsOnce() throws IOException {
        Path file = folder.resolve("facts.db");
        Cycle load = new Cycle("nightly");
        try (MeasurementLog log = MeasurementLog.begin(file, setup(NOON, Duration.ofMinutes(20)));
                HourlyFolder folds = folder(log)) {
            for (int slot = 0; slot < 12; slot++) {
                Instant due = NOON.plus(Duration.ofMinutes(20L * slot));
                send(log, slot, due, due);
                see(log, slot, due, due.plusSeconds(2), load);
            }
            log.append(tick(NOON.plus(Duration.ofHours(6))));
            log.flush();
            assertThat(folds.fold()).isEqualTo(5);
        }

        try (LogReader reader = LogReader.newest(file)) {
            TimeWindow window = new TimeWindow("all", NOON, NOON.plus(Duration.ofHours(6)));
            Look look = look(NOON.plus(Duration.ofHours(9)));
            assertThat(folded(reader, window, look).cycles()).isEqualTo(1);
            assertThat(raw(reader, window, look).cycles()).isEqualTo(1);
        }
    }

    @Test
    void anHourIsFoldedOnceAndFoldsGoOnAfterAnotherFolder() throws IOException {
        Path file = folder.resolve("facts.db");
        try (MeasurementLog log = MeasurementLog.begin(file, setup(NOON, Duration.ofMinutes(1)))) {
            for (int slot = 0; slot < 150; slot++) {
                Instant due = NOON.plus(Duration.ofMinutes(slot));
                send(log, slot, due, due);
                see(log, slot, due, due.plusSeconds(2), Cycle.unknown());
            }
            log.append(tick(NOON.plus(Duration.ofMinutes(75))));
            log.flush();
            try (HourlyFolder first = folder(log)) {
                assertThat(first.fold()).isEqualTo(1);
                assertThat(first.fold()).isZero();
            }
            log.append(tick(NOON.plus(Duration.ofMinutes(150))));
            log.flush();
            try (HourlyFolder second = folder(log)) {
                assertThat(second.fold()).isEqualTo(1);
                assertThat(second.fold()).isZero();
            }
        }
    }

    @Test
    void anHourStaysOpenUntilItsLastSaleShowsAndTheFrontDoorHasSpoken() throws IOException {
        Path file = folder.resolve("facts.db");
        try (MeasurementLog log = MeasurementLog.begin(file, setup(NOON, Duration.ofMinutes(60)));
                HourlyFolder folds = folder(log)) {
            log.append(new Fact.Handed(injection(0, NOON), NOON));
            assertThat(foldAt(log, folds, 70)).isZero();
            see(log, 0, NOON, NOON.plusSeconds(4_300), Cycle.unknown());
            assertThat(foldAt(log, folds, 75))
                    .as("not tried again before it is half as old again")
                    .isZero();
            assertThat(foldAt(log, folds, 106)).as("it may still be refused").isZero();
            log.append(new Fact.Acknowledged("sales", 0, Injection.Kind.SALE, NOON.plusSeconds(1)));
            assertThat(foldAt(log, folds, 160)).isGreaterThanOrEqualTo(1);
            assertThat(Logs.rows(file, "select begins from fold where begins = " + Nanos.of(NOON)))
                    .hasSize(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anHourIsNotFoldedWhileALateTillMaySendIntoIt() throws IOException {
        Path file = folder.resolve("facts.db");
        try (MeasurementLog log = MeasurementLog.begin(file, setup(NOON, Duration.ofMinutes(60)));
                HourlyFolder folds = folder(log)) {
            assertThat(foldAt(log, folds, 60.9)).isZero();
            assertThat(foldAt(log, folds, 70)).isEqualTo(1);
        }
    }

    @Test
    void aLostSaleIsSetAsideAndMayStillShow() throws IOException {
        Path file = folder.resolve("facts.db");
        TimeWindow window = new TimeWindow("day", NOON, NOON.plus(Duration.ofDays(1)));
        try (MeasurementLog log = MeasurementLog.begin(file, setup(NOON, Duration.ofMinutes(60)));
                HourlyFolder folds = folder(log)) {
            send(log, 0, NOON, NOON);
            for (int hours = 2; hours < 24 * 9; hours += 3) {
                foldAt(log, folds, 60 * hours);
            }
            try (LogReader reader = LogReader.newest(file)) {
                assertThat(reader.folded("sales", "api", FoldGrid.HOUR)).contains(NOON);
                assertThat(reader.folded("sales", "api", FoldGrid.DAY)).hasSize(9);
                assertThat(folded(reader, window, look(reader.until())).counts().lost())
                        .isEqualTo(1);
            }
            see(log, 0, NOON, NOON.plus(Duration.ofDays(8)), Cycle.unknown());
        }

        try (LogReader reader = LogReader.newest(file)) {
            WindowEvidence evidence = folded(reader, window, look(reader.until()));
            assertThat(evidence.counts().seen()).isEqualTo(1);
            assertThat(evidence.counts().lost()).isZero();
            assertThat(evidence.edges().get(2).certainlyLate()
                            + evidence.edges().get(2).late())
                    .as("its staleness stays a violation")
                    .isPositive();
        }
    }

    @Test
    void aPipelineThatLosesOneSaleInAHundredReadsFewOfItsFacts() throws IOException, SQLException {
        Path file = folder.resolve("facts.db");
        Instant end = NOON.plus(Duration.ofDays(3));
        Duration slot = Duration.ofMinutes(1);
        try (MeasurementLog log = MeasurementLog.begin(file, setup(NOON, slot));
                HourlyFolder folds = folder(log)) {
            long number = 0;
            for (Instant due = NOON; due.isBefore(end); due = due.plus(slot)) {
                send(log, number, due, due);
                if (number % 100 != 7) {
                    see(log, number, due, due.plusSeconds(2), new Cycle("c" + number / 5));
                }
                if (++number % 10 == 0) {
                    log.append(tick(due.plus(slot)));
                    log.flush();
                    folds.fold();
                }
            }
        }
        TimeWindow window = new TimeWindow("all", NOON, end);
        WindowEvidence raw;
        try (LogReader reader = LogReader.newest(file)) {
            raw = raw(reader, window, look(end));
        }

        Logs.sql(
                file,
                "delete from injection where slot % 100 <> 7 and slot < 60 * 60",
                "delete from seen where slot % 100 <> 7 and slot < 60 * 60");

        try (LogReader reader = LogReader.newest(file)) {
            assertSame(folded(reader, window, look(end)), raw);
        }
    }

    @Test
    void aDamagedFoldIsReportedWithItsFile() throws IOException, SQLException {
        Path file = folder.resolve("facts.db");
        Instant end = NOON.plus(Duration.ofHours(5));
        quiet(file, end);
        Logs.sql(file, "update fold set body = x'00112233445566778899'");

        try (LogReader reader = LogReader.newest(file)) {
            assertThatThrownBy(() -> folded(reader, new TimeWindow("all", NOON, end), look(end)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    private static int foldAt(MeasurementLog log, HourlyFolder folds, double minutes) {
        log.append(tick(NOON.plus(Logs.seconds(60 * minutes))));
        log.flush();
        int folded = folds.fold();
        log.flush();
        return folded;
    }

    /** Days of outages, losses, refusals, skips, slips, gaps and lanes; folded each minute as a probe does. */
    private static void simulate(Path file, Random random, RunSetup setup, Instant end) throws IOException {
        Instant first = setup.pipelines().get(0).firstSlot();
        Duration slot = setup.pipelines().get(0).slot();
        Instant outage = NOON.plus(Duration.ofMinutes(random.nextInt(50 * 60)));
        Instant recovery = outage.plus(Duration.ofMinutes(20 + random.nextInt(100)));
        Instant lossesFrom = NOON.plus(Duration.ofMinutes(random.nextInt(30 * 60)));
        PriorityQueue<Fact> facts = new PriorityQueue<>(Comparator.comparing(Fact::at));
        long slots = Duration.between(first, end).dividedBy(slot);
        for (long number = 0; number < slots; number++) {
            Instant start = first.plus(slot.multipliedBy(number));
            Instant due = start.plusNanos((long) (random.nextDouble() * slot.toNanos()));
            if (random.nextInt(400) == 0) {
                continue;
            }
            if (random.nextInt(300) == 0) {
                facts.add(new Fact.Skipped("sales", number, due, due, "KEYS EXHAUSTED"));
                continue;
            }
            Instant handed = due.plusMillis(random.nextInt(50) == 0 ? 200 : random.nextInt(9));
            Injection injection = injection(number, due);
            facts.add(new Fact.Handed(injection, handed));
            facts.add(
                    random.nextInt(300) == 0
                            ? new Fact.Refused("sales", number, Injection.Kind.SALE, handed.plusSeconds(120), "late")
                            : new Fact.Acknowledged("sales", number, Injection.Kind.SALE, handed.plusMillis(5)));
            boolean lossy = !due.isBefore(lossesFrom) && due.isBefore(lossesFrom.plusSeconds(50_000));
            if (lossy && random.nextInt(40) == 0) {
                facts.add(new Fact.Missing("sales", "api", number, handed.plusSeconds(6)));
                facts.add(new Fact.Missing("sales", "api", number, handed.plusSeconds(1_801)));
                if (random.nextBoolean()) {
                    continue;
                }
                due = due.plusSeconds(3_600L * random.nextInt(9));
            }
            boolean dead = !due.isBefore(outage) && due.isBefore(recovery);
            Instant shown = (dead ? recovery : due).plusNanos((long) (8e9 * random.nextDouble()));
            shown = shown.isBefore(handed) ? handed : shown;
            facts.add(new Fact.Seen(
                    "sales",
                    "api",
                    number,
                    shown.minusMillis(random.nextInt(250)).isBefore(injection.intended())
                            ? injection.intended()
                            : shown.minusMillis(random.nextInt(250)),
                    shown,
                    random.nextInt(100) == 0 ? Cycle.unknown() : new Cycle("c" + shown.getEpochSecond() / 600),
                    shown.plusSeconds(5)));
            if (random.nextInt(60) > 0) {
                Injection back = injection.returned(shown.plusSeconds(6));
                facts.add(new Fact.Handed(back, shown.plusSeconds(6)));
                facts.add(
                        random.nextInt(60) == 0
                                ? new Fact.Refused("sales", number, Injection.Kind.RETURN, shown.plusSeconds(7), "late")
                                : new Fact.Acknowledged("sales", number, Injection.Kind.RETURN, shown.plusSeconds(7)));
            }
        }
        try (MeasurementLog log = MeasurementLog.begin(file, setup);
                HourlyFolder folds = folder(log)) {
            Instant polledUntil = NOON;
            Duration ahead = Duration.ZERO;
            for (Instant now = NOON; !now.isAfter(end); now = now.plusSeconds(60)) {
                while (!facts.isEmpty() && !facts.peek().at().isAfter(now)) {
                    log.append(facts.remove());
                }
                if (random.nextInt(5) == 0) {
                    log.append(new Fact.Polled(
                            "sales",
                            "api",
                            polledUntil,
                            now,
                            random.nextInt(99),
                            1,
                            Logs.seconds(.3),
                            2,
                            Map.of(Fault.TIMEOUT, 1L),
                            told(random)));
                    polledUntil = now;
                } else if (random.nextInt(20) == 0) {
                    polledUntil = now;
                }
                ahead = ahead.plusMillis(random.nextInt(21) - 10);
                if (random.nextInt(9) > 0) {
                    log.append(new Fact.Ticked(now, now.plus(ahead)));
                }
                log.flush();
                folds.fold();
            }
            log.append(tick(end));
        }
    }

    private static Told told(Random random) {
        Optional<CacheAge> caches = random.nextInt(3) == 0
                ? Optional.empty()
                : Optional.of(CacheAge.of(
                        Duration.ofSeconds(random.nextInt(60)), Optional.of(Duration.ofSeconds(random.nextInt(60)))));
        return new Told(
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(random.nextInt(300))),
                caches);
    }

    /** Ten sales an hour, each seen after two seconds. */
    private static void quiet(Path file, Instant end) throws IOException {
        Duration slot = Duration.ofMinutes(6);
        try (MeasurementLog log = MeasurementLog.begin(file, setup(NOON, slot));
                HourlyFolder folds = folder(log)) {
            long number = 0;
            for (Instant due = NOON; due.isBefore(end); due = due.plus(slot)) {
                send(log, number, due, due);
                see(log, number, due, due.plusSeconds(2), new Cycle("c" + number / 5));
                number++;
                if (number % 10 == 0) {
                    log.append(tick(due.plus(slot)));
                    log.flush();
                    folds.fold();
                }
            }
        }
    }

    private static void send(MeasurementLog log, long slot, Instant due, Instant handed) {
        log.append(new Fact.Handed(injection(slot, due), handed));
        log.append(new Fact.Acknowledged("sales", slot, Injection.Kind.SALE, handed.plusMillis(5)));
    }

    private static void see(MeasurementLog log, long slot, Instant lastMissing, Instant firstSeen, Cycle cycle) {
        log.append(new Fact.Seen("sales", "api", slot, lastMissing, firstSeen, cycle, firstSeen.plusSeconds(5)));
    }

    private static Injection injection(long slot, Instant due) {
        return new Injection(
                "r1", "sales", slot, Injection.Kind.SALE, new StockKey("store-" + slot % 3, "sku"), 1, due);
    }

    private static Fact.Ticked tick(Instant at) {
        return new Fact.Ticked(at, at);
    }

    private static RunSetup setup(Instant firstSlot, Duration slot) {
        return setup(firstSlot, slot, "UTC");
    }

    private static RunSetup setup(Instant firstSlot, Duration slot, String zone) {
        RunSetup run = Logs.run("r1", firstSlot, slot);
        return new RunSetup(run.id(), NOON, ZoneId.of(zone), run.seed(), run.software(), run.pipelines());
    }

    private static HourlyFolder folder(MeasurementLog log) throws IOException {
        return HourlyFolder.of(log, List.of(new HourlyFolder.Target("sales", "api", HourlyFolderTest::look)));
    }

    private static Look look(Instant at) {
        return new Look(
                at,
                new Rule(0.95, 0.95),
                EDGES,
                Duration.ofSeconds(7),
                Duration.ofHours(2),
                Duration.ofMinutes(10),
                Duration.ofMillis(250));
    }

    private static Duration span(Random random, int i, int hours) {
        return i % 2 == 0
                ? Duration.ofHours(random.nextInt(hours))
                : Duration.ofMillis(random.nextInt(hours * 3_600_000));
    }

    private static WindowEvidence raw(LogReader reader, TimeWindow window, Look look) {
        WindowTally tally = WindowTally.withFingerprint(window, look);
        reader.slots("sales", "api", window, tally::add);
        return tally.evidence();
    }

    private static WindowEvidence folded(LogReader reader, TimeWindow window, Look look) {
        WindowTally tally = WindowTally.withFingerprint(window, look);
        reader.fold("sales", "api", tally);
        return tally.evidence();
    }

    /** Sales that showed an hour late or later, far from the commits of their own time. */
    private static long stragglers(LogReader reader, TimeWindow window) {
        List<SlotOutcome> found = new ArrayList<>();
        reader.slots("sales", "api", window, slot -> {
            if (slot.outcome() instanceof Outcome.Seen seen
                    && seen.firstSeen().isAfter(slot.intended().plusSeconds(3_600))) {
                found.add(slot);
            }
        });
        return found.size();
    }

    private static void assertSame(WindowEvidence actual, WindowEvidence expected) {
        assertSame(actual, expected, 0);
    }

    /** The commit of a straggler may count twice. */
    private static void assertSame(WindowEvidence actual, WindowEvidence expected, long stragglers) {
        assertThat(actual)
                .usingRecursiveComparison()
                .ignoringFields("histogram", "cycles")
                .isEqualTo(expected);
        assertThat(actual.cycles()).isBetween(expected.cycles(), expected.cycles() + stragglers);
        assertThat(actual.histogram().count()).isEqualTo(expected.histogram().count());
        for (int i = 1; i < 100; i++) {
            assertThat(Quantile.of(i / 100.0, actual.histogram()))
                    .isEqualTo(Quantile.of(i / 100.0, expected.histogram()));
        }
    }
}
