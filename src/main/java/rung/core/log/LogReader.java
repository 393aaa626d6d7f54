package rung.core.log;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import rung.core.evidence.WindowTally;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.RunSetup;
import rung.core.measure.SlotOutcome;
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

    private final Rows rows;
    private final FoldRows folds;
    private final long runId;
    private final RunSetup run;
    private final Map<String, PipelineSetup> pipelines = new HashMap<>();
    private final Map<TimeWindow, Pulse> pulses = new HashMap<>();

    private LogReader(Rows rows, long runId) {
        this.rows = rows;
        this.folds = new FoldRows(rows);
        this.runId = runId;
        this.run = new SetupRows(rows).setup(runId);
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
        Rows rows = new Rows(file, LogFile.read(file));
        try {
            long[] found = rows.longs(sql, values);
            if (found.length == 0 || found[0] == 0) {
                throw new IOException(file + " holds no such run");
            }
            return new LogReader(rows, found[0]);
        } catch (IllegalStateException e) {
            rows.close();
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            rows.close();
            throw e;
        }
    }

    @Override
    public RunSetup run() {
        return run;
    }

    @Override
    public Instant until() {
        long[] last = rows.longs("select coalesce(max(at), 0) from tick where run = ?", runId);
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
        long[] next = {first};
        rows.each(
                SLOTS,
                row -> {
                    long slot = row.getLong(1);
                    for (; next[0] < slot; next[0]++) {
                        each.accept(absent(setup, next[0]));
                    }
                    each.accept(slot(row));
                    next[0] = slot + 1;
                },
                stageId,
                pipelineId,
                first,
                last);
        for (; next[0] <= last; next[0]++) {
            each.accept(absent(setup, next[0]));
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
        long[] next = {slotsBefore(setup, window.from())};
        folds.each(stageId, window.from(), end, hour -> {
            long firstOfHour = slotsBefore(setup, hour.hour());
            slots(setup, pipelineId, stageId, next[0], firstOfHour - 1, tally::add);
            next[0] = Math.max(next[0], firstOfHour);
            if (tally.takes(hour)) {
                tally.add(hour);
                next[0] = Math.max(next[0], slotsUntil(setup, hour.end()));
            }
        });
        slots(setup, pipelineId, stageId, next[0], last, tally::add);
    }

    /** When the hours begin whose folds the log holds. */
    Set<Instant> foldedHours(String pipeline, String stage) {
        return folds.begins(stageId(pipeline, stage));
    }

    /** How many of the sales handed over in {@code window} the front door has neither accepted nor refused yet. */
    long undelivered(String pipeline, TimeWindow window) {
        PipelineSetup setup = setup(pipeline);
        return rows.longs(
                        """
                select count(*) from injection i
                left join delivery d on d.pipeline = i.pipeline and d.slot = i.slot and d.kind = i.kind
                where i.pipeline = ? and i.kind = 's' and i.slot between ? and ? and i.skipped is null and d.at is null
                """,
                        pipelineId(pipeline),
                        slotsBefore(setup, window.from()),
                        slotsUntil(setup, window.to()) - 1)[0];
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
        rows.each(
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
        rows.each(
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
        rows.each(
                "select since, until, rounds, failures, cost, deferred from polled where stage = ? and until > ? and since < ?"
                        + " order by since",
                row -> reports.add(new Fact.Polled(
                        pipeline,
                        stage,
                        Nanos.instant(row.getLong(1)),
                        Nanos.instant(row.getLong(2)),
                        row.getLong(3),
                        row.getLong(4),
                        Duration.ofNanos(row.getLong(5)),
                        row.getLong(6))),
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
        rows.each(
                "select at, wall from tick where run = ? and at >= ? and at < ? order by at",
                row -> each.accept(new Fact.Ticked(Nanos.instant(row.getLong(1)), Nanos.instant(row.getLong(2)))),
                runId,
                Nanos.bound(window.from()),
                Nanos.bound(window.to()));
    }

    @Override
    public long residue(String pipeline) {
        return rows.longs("""
                select coalesce(sum(case i.kind when 's' then i.quantity else -i.quantity end), 0)
                from injection i
                left join delivery d on d.pipeline = i.pipeline and d.slot = i.slot and d.kind = i.kind
                where i.pipeline = ? and i.skipped is null and (d.refused is null or exists (
                  select 1 from seen s join stage on stage.id = s.stage
                  where stage.pipeline = i.pipeline and s.slot = i.slot and i.kind = 's'))
                """, pipelineId(pipeline))[0];
    }

    @Override
    public List<Fact.Calibrated> calibrations() {
        List<Fact.Calibrated> calibrations = new ArrayList<>();
        rows.each(
                "select at, result from calibration where run = ? order by at",
                row -> calibrations.add(new Fact.Calibrated(Nanos.instant(row.getLong(1)), row.getString(2))),
                runId);
        return calibrations;
    }

    @Override
    public void close() {
        rows.close();
    }

    private PipelineSetup setup(String pipeline) {
        PipelineSetup setup = pipelines.get(pipeline);
        if (setup == null) {
            throw new IllegalArgumentException("the run has no pipeline " + pipeline);
        }
        return setup;
    }

    private long pipelineId(String pipeline) {
        return rows.only("pipeline " + pipeline, "select id from pipeline where run = ? and name = ?", runId, pipeline);
    }

    private long stageId(String pipeline, String stage) {
        return rows.only(
                "stage " + stage + " of " + pipeline,
                "select id from stage where pipeline = ? and name = ?",
                pipelineId(pipeline),
                stage);
    }

    private Instant endOf(long pipelineId) {
        long[] ended = rows.longs("select at from ended where pipeline = ?", pipelineId);
        return ended.length == 0 ? Instant.MAX : Nanos.instant(ended[0]);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
