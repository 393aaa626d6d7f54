package rung.core.log;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import rung.core.evidence.HourCounts;
import rung.core.evidence.HourFold;
import rung.core.evidence.IntervalHistogram;
import rung.core.evidence.WindowCounts;
import rung.core.evidence.WindowTally;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;

/** One run as its log tells it, also while the probe still writes. For one thread; costs grow with the rows asked for. */
public final class LogReader implements FactReader, AutoCloseable {
    private static final String SLOTS = """
            select i.slot, i.intended, i.handed, i.store, i.skipped, d.refused, s.last_missing, s.first_seen, s.cycle,
              (select max(m.at) from missing m where m.stage = ?1 and m.slot = i.slot)
            from injection i
            left join delivery d on d.pipeline = i.pipeline and d.slot = i.slot and d.kind = 's'
            left join seen s on s.stage = ?1 and s.slot = i.slot
            where i.pipeline = ?2 and i.kind = 's' and i.slot between ?3 and ?4
            order by i.slot
            """;

    /** Hours that begin at or after one moment and end before or at another, whose fold was made. */
    private static final String HOURS = """
            select hour, injected, seen, lost, unmeasured, cycles, largest_age, staleness, widths, slips from hour
            where stage = ?1 and hour >= ?2 and hour <= ?3 - 3600000000000 order by hour
            """;

    private final Path file;
    private final Connection connection;
    private final long runId;
    private final RunSetup run;
    private final Map<String, PipelineSetup> pipelines = new HashMap<>();
    private final Map<TimeWindow, Pulse> pulses = new HashMap<>();

    private LogReader(Path file, Connection connection, String runs, Object... values)
            throws SQLException, IOException {
        this.file = file;
        this.connection = connection;
        long[] found = longs(runs, values);
        if (found.length == 0 || found[0] == 0) {
            throw new IOException(file + " holds no such run");
        }
        this.runId = found[0];
        this.run = setup();
        run.pipelines().forEach(pipeline -> pipelines.put(pipeline.name(), pipeline));
    }

    /**
     * Opens the newest run in {@code file}.
     *
     * @throws IOException when there is none, or the file cannot be read, is no log, or was written by a newer version
     */
    public static LogReader newest(Path file) throws IOException {
        return open(file, "select max(id) from run");
    }

    /** Opens the run called {@code name}. */
    static LogReader of(Path file, String name) throws IOException {
        return open(file, "select id from run where name = ?", name);
    }

    private static LogReader open(Path file, String sql, Object... values) throws IOException {
        Connection connection = LogFile.read(file);
        try {
            return new LogReader(file, connection, sql, values);
        } catch (SQLException | IOException e) {
            try {
                connection.close();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e instanceof IOException io ? io : new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public RunSetup run() {
        return run;
    }

    @Override
    public Instant until() {
        long[] last = longs("select coalesce(max(at), 0) from tick where run = ?", runId);
        Instant until = Nanos.instant(last[0]);
        return until.isBefore(run.startedAt()) ? run.startedAt() : until;
    }

    @Override
    public void slots(String pipeline, String stage, TimeWindow window, Consumer<SlotOutcome> each) {
        PipelineSetup setup = setup(pipeline);
        long pipelineId = pipelineId(pipeline);
        long last = slotsUntil(setup, earlier(window.to(), known(pipelineId))) - 1;
        slots(setup, pipelineId, stageId(pipeline, stage), slotsBefore(setup, window.from()), last, each);
    }

    private void slots(
            PipelineSetup setup, long pipelineId, long stageId, long first, long last, Consumer<SlotOutcome> each) {
        if (last < first) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(SLOTS);
                ResultSet rows =
                        Sql.bind(statement, stageId, pipelineId, first, last).executeQuery()) {
            long next = first;
            while (rows.next()) {
                long slot = rows.getLong(1);
                for (; next < slot; next++) {
                    each.accept(absent(setup, next));
                }
                each.accept(slot(rows));
                next = slot + 1;
            }
            for (; next <= last; next++) {
                each.accept(absent(setup, next));
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void fold(String pipeline, String stage, WindowTally tally) {
        PipelineSetup setup = setup(pipeline);
        long pipelineId = pipelineId(pipeline);
        long stageId = stageId(pipeline, stage);
        TimeWindow window = tally.window();
        Instant end = earlier(window.to(), known(pipelineId));
        long last = slotsUntil(setup, end) - 1;
        long next = slotsBefore(setup, window.from());
        try (PreparedStatement statement = connection.prepareStatement(HOURS);
                ResultSet rows = Sql.bind(statement, stageId, Nanos.bound(window.from()), Nanos.bound(end))
                        .executeQuery()) {
            while (rows.next()) {
                HourFold hour = hour(stageId, rows);
                long firstOfHour = slotsBefore(setup, hour.hour());
                slots(setup, pipelineId, stageId, next, firstOfHour - 1, tally::add);
                next = Math.max(next, firstOfHour);
                if (tally.takes(hour)) {
                    tally.add(hour);
                    next = Math.max(next, slotsUntil(setup, hour.end()));
                }
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
        slots(setup, pipelineId, stageId, next, last, tally::add);
    }

    private HourFold hour(long stageId, ResultSet row) throws SQLException {
        long hour = row.getLong(1);
        List<HourCounts> edges = counts(stageId, hour);
        return new HourFold(
                Nanos.instant(hour),
                edges,
                new WindowCounts(
                        edges.isEmpty() ? 0 : edges.get(0).slots(),
                        row.getLong(2),
                        row.getLong(3),
                        0,
                        row.getLong(4),
                        row.getLong(5)),
                row.getLong(6),
                borderCycles(stageId, hour),
                Duration.ofNanos(row.getLong(7)),
                histogram(row.getBytes(8)),
                histogram(row.getBytes(9)),
                histogram(row.getBytes(10)));
    }

    private IntervalHistogram histogram(byte[] bytes) {
        try {
            return IntervalHistogram.decode(bytes);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("cannot read " + file + ": the fold of an hour is " + e.getMessage(), e);
        }
    }

    private List<HourCounts> counts(long stageId, long hour) {
        List<HourCounts> counts = new ArrayList<>();
        query(
                "select edge, slots, late, certainly_late, unmeasured from hour_edge where stage = ? and hour = ?"
                        + " order by edge",
                row -> counts.add(new HourCounts(
                        Duration.ofNanos(row.getLong(1)),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5))),
                stageId,
                hour);
        return counts;
    }

    private Set<Cycle> borderCycles(long stageId, long hour) {
        Set<Cycle> cycles = new HashSet<>();
        query(
                "select cycle from hour_cycle where stage = ? and hour = ?",
                row -> cycles.add(new Cycle(row.getString(1))),
                stageId,
                hour);
        return cycles;
    }

    /** When the hours begin whose folds the log holds. */
    Set<Instant> foldedHours(String pipeline, String stage) {
        Set<Instant> hours = new HashSet<>();
        query(
                "select hour from hour where stage = ?",
                row -> hours.add(Nanos.instant(row.getLong(1))),
                stageId(pipeline, stage));
        return hours;
    }

    /** How many of the sales handed over in {@code window} the front door has neither accepted nor refused yet. */
    long undelivered(String pipeline, TimeWindow window) {
        PipelineSetup setup = setup(pipeline);
        return longs("""
                select count(*) from injection i
                left join delivery d on d.pipeline = i.pipeline and d.slot = i.slot and d.kind = i.kind
                where i.pipeline = ? and i.kind = 's' and i.slot between ? and ? and i.skipped is null and d.at is null
                """, pipelineId(pipeline), slotsBefore(setup, window.from()), slotsUntil(setup, window.to()) - 1)[
                0];
    }

    private static SlotOutcome slot(ResultSet row) throws SQLException {
        Instant intended = Nanos.instant(row.getLong(2));
        String skipped = row.getString(5);
        if (skipped != null) {
            return new SlotOutcome(intended, intended, "", new Outcome.Unmeasured(skipped));
        }
        Instant handed = Nanos.instant(row.getLong(3));
        String lane = row.getString(4);
        String refused = row.getString(6);
        if (refused != null) {
            return new SlotOutcome(intended, handed, lane, new Outcome.Unmeasured("refused: " + refused));
        }
        long firstSeen = row.getLong(8);
        if (!row.wasNull()) {
            Instant lastMissing = Nanos.instant(row.getLong(7));
            return new SlotOutcome(
                    intended,
                    handed,
                    lane,
                    new Outcome.Seen(lastMissing, Nanos.instant(firstSeen), new Cycle(row.getString(9))));
        }
        long missing = row.getLong(10);
        return new SlotOutcome(
                intended, handed, lane, new Outcome.Unseen(row.wasNull() ? intended : Nanos.instant(missing)));
    }

    private static SlotOutcome absent(PipelineSetup setup, long slot) {
        Instant start = setup.slotStart(slot);
        return new SlotOutcome(start, start, "", new Outcome.Unmeasured("the probe was not running"));
    }

    /** How many slots begin before {@code moment}: the number of the first that does not. */
    private static long slotsBefore(PipelineSetup setup, Instant moment) {
        long passed = passed(setup, moment);
        long slot = setup.slot().toNanos();
        return passed / slot + (passed % slot == 0 ? 0 : 1);
    }

    /** How many slots have ended at {@code moment}. */
    private static long slotsUntil(PipelineSetup setup, Instant moment) {
        return passed(setup, moment) / setup.slot().toNanos();
    }

    private static long passed(PipelineSetup setup, Instant moment) {
        return moment.isAfter(setup.firstSlot()) ? Nanos.bound(moment) - Nanos.of(setup.firstSlot()) : 0;
    }

    /** Up to when slots of the pipeline are known: its end, or the probe's last sign of life. */
    private Instant known(long pipelineId) {
        return earlier(until(), endOf(pipelineId));
    }

    @Override
    public Map<Fact.Anomaly.Kind, Long> anomalies(String pipeline, String stage, TimeWindow window) {
        Map<Fact.Anomaly.Kind, Long> counts = new EnumMap<>(Fact.Anomaly.Kind.class);
        query(
                "select kind, count(distinct slot) from anomaly where stage = ? and at >= ? and at < ? group by kind",
                row -> counts.put(Fact.Anomaly.Kind.valueOf(row.getString(1)), row.getLong(2)),
                stageId(pipeline, stage),
                Nanos.bound(window.from()),
                Nanos.bound(window.to()));
        return counts;
    }

    @Override
    public List<Fact.Unreadable> unreadable(String pipeline, String stage, TimeWindow window) {
        List<Fact.Unreadable> stretches = new ArrayList<>();
        query(
                "select since, until, reason from unreadable where stage = ? and until >= ? and since < ? order by since",
                row -> stretches.add(new Fact.Unreadable(
                        pipeline,
                        stage,
                        Nanos.instant(row.getLong(1)),
                        Nanos.instant(row.getLong(2)),
                        row.getString(3))),
                stageId(pipeline, stage),
                Nanos.bound(window.from()),
                Nanos.bound(window.to()));
        return stretches;
    }

    @Override
    public List<Fact.Polled> polled(String pipeline, String stage, TimeWindow window) {
        List<Fact.Polled> reports = new ArrayList<>();
        query(
                "select since, until, rounds, failures, cost from polled where stage = ? and until > ? and since < ?"
                        + " order by since",
                row -> reports.add(new Fact.Polled(
                        pipeline,
                        stage,
                        Nanos.instant(row.getLong(1)),
                        Nanos.instant(row.getLong(2)),
                        row.getLong(3),
                        row.getLong(4),
                        Duration.ofNanos(row.getLong(5)))),
                stageId(pipeline, stage),
                Nanos.bound(window.from()),
                Nanos.bound(window.to()));
        return reports;
    }

    @Override
    public List<Fact.Ticked> ticks(TimeWindow window) {
        List<Fact.Ticked> ticks = new ArrayList<>();
        ticks(window, ticks::add);
        return ticks;
    }

    /** Costs a pass over the window's ticks once; a window of the past is not read again. */
    @Override
    public Pulse pulse(TimeWindow window) {
        return pulses.computeIfAbsent(window, wanted -> {
            Pulse.Beats beats = new Pulse.Beats();
            ticks(wanted, beats::add);
            return beats.pulse();
        });
    }

    private void ticks(TimeWindow window, Consumer<Fact.Ticked> each) {
        query(
                "select at, wall from tick where run = ? and at >= ? and at < ? order by at",
                row -> each.accept(new Fact.Ticked(Nanos.instant(row.getLong(1)), Nanos.instant(row.getLong(2)))),
                runId,
                Nanos.bound(window.from()),
                Nanos.bound(window.to()));
    }

    @Override
    public long residue(String pipeline) {
        return longs("""
                select coalesce(sum(case i.kind when 's' then i.quantity else -i.quantity end), 0)
                from injection i
                left join delivery d on d.pipeline = i.pipeline and d.slot = i.slot and d.kind = i.kind
                where i.pipeline = ? and i.skipped is null and (d.refused is null or exists (
                  select 1 from seen s join stage on stage.id = s.stage
                  where stage.pipeline = i.pipeline and s.slot = i.slot and i.kind = 's'))
                """, pipelineId(pipeline))[0];
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private RunSetup setup() {
        List<RunSetup> found = new ArrayList<>();
        query(
                "select name, started, zone, seed, software from run where id = ?",
                row -> found.add(new RunSetup(
                        row.getString(1),
                        Nanos.instant(row.getLong(2)),
                        ZoneId.of(row.getString(3)),
                        row.getLong(4),
                        row.getString(5),
                        pipelineSetups())),
                runId);
        return found.get(0);
    }

    private List<PipelineSetup> pipelineSetups() {
        List<PipelineSetup> setups = new ArrayList<>();
        query(
                "select id, name, promised_tier, promised_stage, promised_peaks, first_slot, slot from pipeline"
                        + " where run = ? order by ordinal",
                row -> setups.add(new PipelineSetup(
                        row.getString(2),
                        new Promise(row.getInt(3), row.getString(4), lines(row.getString(5))),
                        Nanos.instant(row.getLong(6)),
                        Duration.ofNanos(row.getLong(7)),
                        stageSetups(row.getLong(1)))),
                runId);
        return setups;
    }

    private List<StageSetup> stageSetups(long pipelineId) {
        List<StageSetup> setups = new ArrayList<>();
        query(
                "select name, poll, settling from stage where pipeline = ? order by ordinal",
                row -> setups.add(new StageSetup(
                        row.getString(1), Duration.ofNanos(row.getLong(2)), Duration.ofNanos(row.getLong(3)))),
                pipelineId);
        return setups;
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }

    private PipelineSetup setup(String pipeline) {
        PipelineSetup setup = pipelines.get(pipeline);
        if (setup == null) {
            throw new IllegalArgumentException("the run has no pipeline " + pipeline);
        }
        return setup;
    }

    private long pipelineId(String pipeline) {
        return only("pipeline " + pipeline, "select id from pipeline where run = ? and name = ?", runId, pipeline);
    }

    private long stageId(String pipeline, String stage) {
        return only(
                "stage " + stage + " of " + pipeline,
                "select id from stage where pipeline = ? and name = ?",
                pipelineId(pipeline),
                stage);
    }

    private Instant endOf(long pipelineId) {
        long[] ended = longs("select at from ended where pipeline = ?", pipelineId);
        return ended.length == 0 ? Instant.MAX : Nanos.instant(ended[0]);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private long only(String what, String sql, Object... values) {
        long[] found = longs(sql, values);
        if (found.length != 1) {
            throw new IllegalArgumentException("the run has no " + what);
        }
        return found[0];
    }

    private long[] longs(String sql, Object... values) {
        List<Long> found = new ArrayList<>();
        query(sql, row -> found.add(row.getLong(1)), values);
        return found.stream().mapToLong(Long::longValue).toArray();
    }

    @FunctionalInterface
    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, Row each, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = Sql.bind(statement, values).executeQuery()) {
            while (rows.next()) {
                each.read(rows);
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private IllegalStateException unreadable(SQLException e) {
        return new IllegalStateException("cannot read " + file + ": " + e.getMessage(), e);
    }
}
