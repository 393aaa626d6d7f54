package rung.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.evidence.Look;
import rung.core.evidence.Quantile;
import rung.core.evidence.Rule;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowTally;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.RunSetup;
import rung.core.measure.StockKey;
import rung.core.measure.TimeWindow;

/** What the folds of hours say is what the facts say, and the facts of folded hours are not read. */
class HourlyFolderTest {
    private static final Instant NOON = Logs.NOON;
    private static final List<Duration> EDGES =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(300), Duration.ofSeconds(1_800));

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}, slots of {1} s from {2} s after noon")
    @CsvSource({
        "1, 60, 0",
        "2, 60, 0",
        "3, 60, 617.5",
        "4, 70, 0",
        "5, 97, 12.345",
        "6, 13, 3599",
        "7, 60, 30",
        "8, 1800, 900"
    })
    void foldsSayWhatTheFactsSay(long seed, long slotSeconds, double offset) throws IOException {
        Random random = new Random(seed);
        Path file = folder.resolve("facts.db");
        Instant end = NOON.plus(Duration.ofHours(18));
        int folded = simulate(file, random, NOON.plus(Logs.seconds(offset)), Duration.ofSeconds(slotSeconds), end);
        System.out.printf("folds against facts, seed %d: %d hours folded%n", seed, folded);

        try (LogReader reader = LogReader.newest(file)) {
            assertThat(folded).isBetween(1, 17);
            for (int i = 0; i < 25; i++) {
                Instant from = i == 0 ? NOON : NOON.plus(span(random, i, 17));
                Instant to = i == 0 ? end : from.plus(Duration.ofMinutes(1)).plus(span(random, i, 12));
                TimeWindow window = new TimeWindow("window " + i, from, to);
                Look look = look(i % 5 == 4 ? to : reader.until());

                WindowEvidence raw = raw(reader, window, look);
                WindowEvidence fold = folded(reader, window, look);

                assertSame(fold, raw);
            }
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

        Logs.sql(file, "delete from injection where slot < 714 * 10", "delete from seen where slot < 714 * 10");

        assertThat(Logs.rows(file, "select count(*) from hour")).containsExactly("719");
        assertThat(Logs.rows(file, "select count(*) from injection")).containsExactly("60");
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
            assertThat(Logs.rows(file, "select hour from hour where hour = " + Nanos.of(NOON)))
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
    void anHourWithALostSaleIsReadFromTheFactsForTheSaleMayStillShow() throws IOException {
        Path file = folder.resolve("facts.db");
        try (MeasurementLog log = MeasurementLog.begin(file, setup(NOON, Duration.ofMinutes(60)));
                HourlyFolder folds = folder(log)) {
            send(log, 0, NOON, NOON);
            for (int hours = 2; hours < 24 * 9; hours += 3) {
                foldAt(log, folds, 60 * hours);
            }
            see(log, 0, NOON, NOON.plus(Duration.ofDays(8)), Cycle.unknown());
        }

        try (LogReader reader = LogReader.newest(file)) {
            assertThat(reader.foldedHours("sales", "api")).doesNotContain(NOON).hasSizeGreaterThan(100);
            TimeWindow window = new TimeWindow("day", NOON, NOON.plus(Duration.ofDays(1)));
            assertThat(folded(reader, window, look(reader.until())).counts().seen())
                    .isEqualTo(1);
        }
    }

    @Test
    void aDamagedFoldIsReportedWithItsFile() throws IOException, SQLException {
        Path file = folder.resolve("facts.db");
        Instant end = NOON.plus(Duration.ofHours(5));
        quiet(file, end);
        Logs.sql(file, "update hour set staleness = x'00112233445566778899'");

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

    /** Eighteen hours of outages, losses, refusals, skips, slips, gaps and lanes; folded each minute as a probe does. */
    private static int simulate(Path file, Random random, Instant first, Duration slot, Instant end)
            throws IOException {
        Instant outage = NOON.plus(Duration.ofMinutes(random.nextInt(14 * 60)));
        Instant recovery = outage.plus(Duration.ofMinutes(20 + random.nextInt(100)));
        Instant lossesFrom = NOON.plus(Duration.ofMinutes(random.nextInt(14 * 60)));
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
            boolean lossy = !due.isBefore(lossesFrom) && due.isBefore(lossesFrom.plusSeconds(7_200));
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
        }
        int folded = 0;
        try (MeasurementLog log = MeasurementLog.begin(file, setup(first, slot));
                HourlyFolder folds = folder(log)) {
            for (Instant now = NOON; !now.isAfter(end); now = now.plusSeconds(60)) {
                while (!facts.isEmpty() && !facts.peek().at().isAfter(now)) {
                    log.append(facts.remove());
                }
                log.append(tick(now));
                log.flush();
                folded += folds.fold();
            }
        }
        return folded;
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
        return Logs.run("r1", firstSlot, slot);
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
        WindowTally tally = new WindowTally(window, look);
        reader.slots("sales", "api", window, tally::add);
        return tally.evidence();
    }

    private static WindowEvidence folded(LogReader reader, TimeWindow window, Look look) {
        WindowTally tally = new WindowTally(window, look);
        reader.fold("sales", "api", tally);
        return tally.evidence();
    }

    private static void assertSame(WindowEvidence actual, WindowEvidence expected) {
        assertThat(actual)
                .usingRecursiveComparison()
                .ignoringFields("histogram")
                .isEqualTo(expected);
        assertThat(actual.histogram().count()).isEqualTo(expected.histogram().count());
        for (int i = 1; i < 100; i++) {
            assertThat(Quantile.of(i / 100.0, actual.histogram()))
                    .isEqualTo(Quantile.of(i / 100.0, expected.histogram()));
        }
    }
}
