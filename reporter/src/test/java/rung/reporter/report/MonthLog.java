package rung.reporter.report;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import rung.core.log.HourlyFolder;
import rung.core.log.MeasurementLog;
import rung.core.measure.CacheAge;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.core.measure.TimeWindow;
import rung.core.measure.Told;
import rung.reporter.Ladders;

/**
 * A log as a canary of a hundred pipelines leaves it after thirty days. Three pipelines are measured and folded by the
 * code of production, from seeded sales, and keep all their facts; one of them loses sales. The others take the folds of
 * those that lose none, and their facts of the hours that no fold covers in a report on the last thirty days.
 */
public final class MonthLog {
    static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z")
            .atZone(ZONE)
            .toLocalDate()
            .atStartOfDay(ZONE)
            .toInstant();
    static final int DAYS = 30;

    /** So that the last thirty days begin and end within an hour. */
    public static final Instant END = START.plus(Duration.ofDays(DAYS)).plus(Duration.ofMinutes(47));

    public static final TimeWindow MONTH = new TimeWindow("month", END.minus(Duration.ofDays(DAYS)), END);
    static final Duration SLOT = Duration.ofSeconds(10);
    static final int SLOTS_PER_HOUR = 360;
    static final int STORES = 20;

    /** A commit a minute. */
    private static final int SLOTS_PER_COMMIT = 6;

    private static final int FIRST_HOURS = 2;
    private static final int LAST_HOURS = 28;
    private static final int MEASURED = 3;
    private static final int COPIED = 2;
    private static final long SEED = 20_260_101;

    private final int pipelines;
    private final RunSetup run;

    /** @param pipelines how many it has */
    public MonthLog(int pipelines) {
        this.pipelines = pipelines;
        List<StageSetup> stages = List.of(
                StageSetup.polled("table", Duration.ofSeconds(1), Duration.ZERO),
                StageSetup.polled("api", Duration.ofSeconds(1), Duration.ofSeconds(5)));
        List<PipelineSetup> setups = new ArrayList<>();
        for (int i = 0; i < pipelines; i++) {
            Promise promise = new Promise(3, "api", List.of("evening"));
            setups.add(new PipelineSetup("pipeline-" + i, promise, START, SLOT, stages));
        }
        this.run = new RunSetup("month", START, ZONE, SEED, "rung", setups);
    }

    /** From six to ten o'clock, each evening of the month. */
    public static List<TimeWindow> evenings() {
        List<TimeWindow> evenings = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            Instant six = START.plus(Duration.ofDays(day)).plus(Duration.ofHours(18));
            evenings.add(new TimeWindow("evening", six, six.plus(Duration.ofHours(4))));
        }
        return evenings;
    }

    /** Writes the log into {@code file}, which is created. */
    public void write(Path file) throws IOException, SQLException {
        try (MeasurementLog log = MeasurementLog.begin(file, run);
                HourlyFolder folder = HourlyFolder.of(log, targets())) {
            List<Shop> shops = new ArrayList<>();
            for (int i = 0; i < measured().size(); i++) {
                shops.add(new Shop(run.pipelines().get(i).name(), i, new Random(SEED + i)));
            }
            long slot = 0;
            for (Instant now = START; now.isBefore(END); now = now.plus(SLOT)) {
                for (Shop shop : shops) {
                    shop.sell(log, slot, now);
                }
                for (int second = 1; second <= SLOT.toSeconds(); second++) {
                    Instant at = now.plusSeconds(second);
                    log.append(new Fact.Ticked(at, at.plusNanos(slot % 7)));
                }
                if (++slot % SLOTS_PER_HOUR == 0) {
                    log.flush();
                    folder.fold();
                }
            }
        }
        copy(file, START.until(END, ChronoUnit.SECONDS) / SLOT.toSeconds());
    }

    private List<PipelineSetup> measured() {
        return run.pipelines().subList(0, Math.min(MEASURED, pipelines));
    }

    private List<HourlyFolder.Target> targets() {
        List<HourlyFolder.Target> targets = new ArrayList<>();
        for (PipelineSetup pipeline : measured()) {
            for (StageSetup stage : pipeline.stages()) {
                targets.add(new HourlyFolder.Target(
                        pipeline.name(), stage.name(), at -> Looks.of(Ladders.RETAIL, pipeline, stage, at)));
            }
        }
        return targets;
    }

    /** One pipeline: by its number it streams, commits each minute, or commits each 90 s, stalls and loses sales. */
    private static final class Shop {
        private final String name;
        private final int kind;
        private final Random random;

        private Shop(String name, int kind, Random random) {
            this.name = name;
            this.kind = kind;
            this.random = random;
        }

        private void sell(MeasurementLog log, long slot, Instant begin) {
            Instant due = begin.plusNanos((long) (random.nextDouble() * SLOT.toNanos()));
            Instant handed = due.plusMillis(random.nextInt(4));
            StockKey key = new StockKey("store-" + random.nextInt(STORES), "RUNG-1");
            Injection sale = new Injection("month", name, slot, Injection.Kind.SALE, key, 1 << slot % 8, due);
            log.append(new Fact.Handed(sale, handed));
            log.append(new Fact.Acknowledged(name, slot, Injection.Kind.SALE, handed.plusMillis(3)));
            if (kind < 2 || random.nextInt(1_000) > 0) {
                Instant committed = committed(due);
                Cycle cycle = new Cycle(Long.toString(committed.toEpochMilli() / (kind == 0 ? 2_000 : 1)));
                Instant table = committed.plusMillis(random.nextInt(1_000));
                Instant api = table.plusMillis(random.nextInt(5_000));
                log.append(seen("table", slot, due, table, cycle));
                log.append(seen("api", slot, due, api, cycle));
                Injection back = sale.returned(api.plusSeconds(8));
                log.append(new Fact.Handed(back, api.plusSeconds(8)));
                log.append(new Fact.Acknowledged(name, slot, Injection.Kind.RETURN, api.plusSeconds(9)));
            }
            for (String stage : List.of("table", "api")) {
                log.append(new Fact.Polled(
                        name,
                        stage,
                        begin,
                        begin.plus(SLOT),
                        10,
                        0,
                        Duration.ofMillis(40),
                        0,
                        Map.of(),
                        stage.equals("table") ? Told.queried(Duration.ofMillis(random.nextInt(20))) : cached()));
            }
            if (slot % SLOTS_PER_COMMIT == 0) {
                log.append(new Fact.CommitSeen(name, "table", begin.plus(SLOT), commit(slot / SLOTS_PER_COMMIT)));
            }
        }

        private Told cached() {
            Duration age = Duration.ofSeconds(random.nextInt(20));
            return new Told(Optional.empty(), Optional.of(CacheAge.of(age, Optional.of(Duration.ofSeconds(15)))));
        }

        private Commit commit(long number) {
            return new Commit(
                    new Cycle("c" + number),
                    new Cycle("c" + (number - 1)),
                    number % 10 == 0 ? "replace" : "append",
                    START.plus(SLOT.multipliedBy(number * SLOTS_PER_COMMIT)),
                    Optional.empty(),
                    Optional.empty(),
                    new Commit.Writer("flink", "job", Long.toString(number), Optional.empty()),
                    random.nextInt(500),
                    3);
        }

        private Fact seen(String stage, long slot, Instant due, Instant shown, Cycle cycle) {
            Instant missing = shown.minusMillis(1_000);
            return new Fact.Seen(
                    name, stage, slot, missing.isBefore(due) ? due : missing, shown, cycle, shown.plusSeconds(5));
        }

        private Instant committed(Instant due) {
            if (kind == 0) {
                return due.plusMillis(800 + random.nextInt(1_500));
            }
            long period = kind == 1 ? 60 : 90;
            long second = due.getEpochSecond() / period * period + period;
            Instant commit = Instant.ofEpochSecond(second).plusMillis(2_000);
            Duration ofDay = Duration.between(START, commit);
            Instant stall = START.plus(Duration.ofDays(ofDay.toDays())).plus(Duration.ofHours(19));
            boolean isStalled = kind == 2 && !commit.isBefore(stall) && commit.isBefore(stall.plusSeconds(900));
            return isStalled ? stall.plusSeconds(900) : commit;
        }
    }

    private void copy(Path file, long slots) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            long[] pipelineIds = ids(statement, "select id from pipeline order by ordinal");
            long[] stageIds = ids(
                    statement,
                    "select stage.id from stage join pipeline on pipeline.id = stage.pipeline"
                            + " order by pipeline.ordinal, stage.ordinal");
            connection.setAutoCommit(false);
            long first = (long) FIRST_HOURS * SLOTS_PER_HOUR;
            long last = slots - (long) LAST_HOURS * SLOTS_PER_HOUR;
            String some = " and (slot < " + first + " or slot > " + last + ")";
            long firstNanos = START.plus(SLOT.multipliedBy(first)).getEpochSecond() * 1_000_000_000L;
            long lastNanos = START.plus(SLOT.multipliedBy(last)).getEpochSecond() * 1_000_000_000L;
            for (int i = MEASURED; i < pipelines; i++) {
                long to = pipelineIds[i];
                long from = pipelineIds[i % COPIED];
                copy(
                        connection,
                        "injection select ?, slot, kind, intended, handed, store, sku, quantity, skipped"
                                + " from injection where pipeline = ?" + some,
                        to,
                        from);
                copy(
                        connection,
                        "delivery select ?, slot, kind, at, refused from delivery where pipeline = ?" + some,
                        to,
                        from);
                copy(connection, "returned select ?, first, last from returned where pipeline = ?", to, from);
                copy(connection, "unreturned select ?, slot from unreturned where pipeline = ?", to, from);
                copy(
                        connection,
                        "injection select ?, slot, kind, intended, handed, store, sku, quantity, skipped"
                                + " from injection where pipeline = ?2 and slot in (select slot from unreturned where pipeline = ?2)"
                                + " and slot between " + first + " and " + last,
                        to,
                        from);
                copy(
                        connection,
                        "delivery select ?, slot, kind, at, refused"
                                + " from delivery where pipeline = ?2 and slot in (select slot from unreturned where pipeline = ?2)"
                                + " and slot between " + first + " and " + last,
                        to,
                        from);
                for (int stage = 0; stage < 2; stage++) {
                    to = stageIds[2 * i + stage];
                    from = stageIds[2 * (i % COPIED) + stage];
                    copy(
                            connection,
                            "seen select ?, slot, last_missing, first_seen, settled, cycle from seen"
                                    + " where stage = ?" + some,
                            to,
                            from);
                    copy(
                            connection,
                            "polled select ?, since, until, rounds, failures, cost, deferred from polled"
                                    + " where stage = ?2 and (until < " + firstNanos + " or until > " + lastNanos + ")",
                            to,
                            from);
                    String told = ", queried, cache_age, outlived_age, outlived_life from ";
                    copy(
                            connection,
                            "polled_told select ?, since, until" + told + "polled_told where stage = ?2 and (until < "
                                    + firstNanos + " or until > " + lastNanos + ")",
                            to,
                            from);
                    copy(
                            connection,
                            "polled_told_hour select ?, hour" + told + "polled_told_hour where stage = ?",
                            to,
                            from);
                    copy(
                            connection,
                            "commit_seen select ?, at, cycle, parent, operation, written, made_current, recorded, engine,"
                                    + " job, batch, complete_until, records, files from commit_seen where stage = ?",
                            to,
                            from);
                    copy(connection, "fold select ?, length, begins, body from fold where stage = ?", to, from);
                    copy(
                            connection,
                            "polled_hour select ?, hour, reports, span, rounds, failures, cost, deferred"
                                    + " from polled_hour where stage = ?",
                            to,
                            from);
                }
                connection.commit();
            }
        }
    }

    private static long[] ids(Statement statement, String sql) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    private static void copy(Connection connection, String rows, long to, long from) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("insert into " + rows)) {
            statement.setLong(1, to);
            statement.setLong(2, from);
            statement.executeUpdate();
        }
    }
}
