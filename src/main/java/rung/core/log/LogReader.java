package rung.core.log;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rung.core.evidence.Fold;
import rung.core.evidence.Tally;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Fault;
import rung.core.measure.Mark;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.RunSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;
import rung.core.time.ClockOffset;
import rung.core.time.Nanos;

/**
 * One run as its log tells it, also while the probe still writes. For one thread, but for {@link #each}; costs grow with the rows
 * asked for.
 */
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
    private final Map<String, Long> pipelineIds = new HashMap<>();
    private final Map<String, Map<String, Long>> stageIds = new HashMap<>();
    private final TickRows ticks;
    private final PollRows polls;
    private final ResidueRows residues;
    private final CommitRows commits;
    private final StampRows stamps;
    private final HandoverRows handovers;
    private final ToldRows told;
    private @Nullable Still still;
    private @Nullable SideReaders sides;

    /** What need not be read twice while nothing changes. */
    private static final class Still {
        private final Instant until;
        private final Map<TimeWindow, Pulse> pulses = new HashMap<>();

        private Still(Instant until) {
            this.until = until;
        }
    }

    /** Slots from {@code first} to {@code last}, both included. */
    record Slots(long first, long last) {
        long count() {
            return last - first + 1;
        }
    }

    private LogReader(Rows rows, long runId) {
        this.rows = rows;
        this.ticks = new TickRows(rows, runId);
        this.polls = new PollRows(rows);
        this.residues = new ResidueRows(rows);
        this.commits = new CommitRows(rows);
        this.stamps = new StampRows(rows);
        this.handovers = new HandoverRows(rows);
        this.told = new ToldRows(rows);
        this.folds = new FoldRows(rows);
        this.runId = runId;
        this.run = new SetupRows(rows).setup(runId);
        run.pipelines().forEach(pipeline -> pipelines.put(pipeline.name(), pipeline));
        rows.each(
                "select pipeline.name, pipeline.id, stage.name, stage.id from pipeline"
                        + " join stage on stage.pipeline = pipeline.id where pipeline.run = ?",
                row -> {
                    pipelineIds.put(row.getString(1), row.getLong(2));
                    stageIds.computeIfAbsent(row.getString(1), name -> new HashMap<>())
                            .put(row.getString(3), row.getLong(4));
                },
                runId);
    }

    /**
     * Opens the newest run in {@code file}.
     *
     * @throws IOException when there is none, or the file cannot be read, is no log, or was written by a newer version
     */
    public static LogReader newest(Path file) throws IOException {
        return open(file, "select max(id) from run");
    }

    /**
     * The same, with {@code sides} readers beside it, so that {@link #each} reads by so many threads more; each takes two
     * megabytes. Where somebody writes without pause they do not come to see the same moment, and this one reads alone.
     */
    public static LogReader newest(Path file, int sides) throws IOException {
        LogReader first = newest(file);
        if (sides < 1) {
            return first;
        }
        try {
            first.sides = SideReaders.open(file, first.run.id(), sides);
            return first;
        } catch (IOException e) {
            first.close();
            throw e;
        }
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

    /** Costs no copy: SQLite keeps what is read as it was, and a probe writes beside it. */
    @Override
    public <T> T still(Supplier<T> read) {
        if (still != null) {
            return read.get();
        }
        try {
            if (sides == null) {
                begin();
            } else {
                sides.begin(this);
            }
            return read.get();
        } finally {
            try {
                if (sides != null) {
                    sides.end();
                }
            } finally {
                end();
            }
        }
    }

    /** From now on the log is seen as it is now, until {@link #end}. */
    void begin() {
        rows.begin();
        try {
            still = new Still(readUntil());
        } catch (RuntimeException e) {
            rows.end();
            throw e;
        }
    }

    void end() {
        if (still != null) {
            still = null;
            rows.end();
        }
    }

    @Override
    public <I, O> List<O> each(List<I> items, BiFunction<FactReader, I, O> read) {
        SideReaders beside = sides;
        return beside == null ? FactReader.super.each(items, read) : still(() -> beside.each(this, items, read));
    }

    @Override
    public List<Mark> marks(String pipeline, TimeWindow window) {
        return Marks.of(rows, pipeline, window);
    }

    @Override
    public Instant until() {
        return still == null ? readUntil() : still.until;
    }

    private Instant readUntil() {
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
    public void fold(String pipeline, String stage, Tally tally) {
        PipelineSetup setup = setup(pipeline);
        long pipelineId = pipelineId(pipeline);
        Instant end = earlier(tally.window().to(), known(pipelineId));
        new Folded(setup, pipelineId, stageId(pipeline, stage), tally).addUntil(end);
    }

    /** Adds a window's slots to a tally: days that were folded, hours where there is no day, slots where there is no hour. */
    private final class Folded {
        private final PipelineSetup setup;
        private final long pipelineId;
        private final long stageId;
        private final Tally tally;
        private Instant passed;
        private long next;

        private Folded(PipelineSetup setup, long pipelineId, long stageId, Tally tally) {
            this.setup = setup;
            this.pipelineId = pipelineId;
            this.stageId = stageId;
            this.tally = tally;
            this.passed = tally.window().from();
            this.next = slotsBefore(setup, passed);
        }

        private void addUntil(Instant end) {
            folds.each(stageId, FoldGrid.DAY, passed, end, day -> {
                addHoursUntil(day.from());
                add(day);
            });
            addHoursUntil(end);
            addSlotsBefore(slotsUntil(setup, end));
        }

        private void addHoursUntil(Instant end) {
            if (!passed.plus(FoldGrid.HOUR).isAfter(end)) {
                folds.each(stageId, FoldGrid.HOUR, passed, end, this::add);
            }
        }

        private void add(Fold fold) {
            addSlotsBefore(slotsBefore(setup, fold.from()));
            if (tally.takes(fold)) {
                tally.add(fold, aside(fold));
                passed = fold.to();
                next = Math.max(next, slotsUntil(setup, passed));
            }
        }

        private void addSlotsBefore(long slot) {
            slots(setup, pipelineId, stageId, next, slot - 1, tally::add);
            next = Math.max(next, slot);
        }

        /** What is known by now of the sales that the fold set aside; those in a row are read at once. */
        private List<SlotOutcome> aside(Fold fold) {
            List<SlotOutcome> aside = new ArrayList<>();
            long first = 0;
            long after = 0;
            for (Fold.Aside one : fold.aside()) {
                long slot = slotsUntil(setup, one.intended());
                if (slot != after) {
                    slots(setup, pipelineId, stageId, first, after - 1, aside::add);
                    first = slot;
                }
                after = slot + 1;
            }
            slots(setup, pipelineId, stageId, first, after - 1, aside::add);
            return aside;
        }
    }

    /** When the folds of {@code length} begin that the log holds. */
    Set<Instant> folded(String pipeline, String stage, Duration length) {
        return folds.begins(stageId(pipeline, stage), length);
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
                "select since, until, reason from unreadable where stage = ? and until >= ? and since < ? order by"
                        + " since",
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
        long stageId = stageId(pipeline, stage);
        rows.each(
                "select since, until, rounds, failures, cost, deferred from polled where stage = ?1 and until > ?2"
                        + " and (since < ?3 or until <= ?3) order by since",
                row -> reports.add(new Fact.Polled(
                        pipeline,
                        stage,
                        Nanos.instant(row.getLong(1)),
                        Nanos.instant(row.getLong(2)),
                        row.getLong(3),
                        row.getLong(4),
                        Duration.ofNanos(row.getLong(5)),
                        row.getLong(6),
                        faults(
                                "select fault, rounds from polled_fault where stage = ? and since = ? and until = ?",
                                stageId,
                                row.getLong(1),
                                row.getLong(2)),
                        told.of(stageId, row.getLong(1), row.getLong(2)))),
                stageId,
                Nanos.bound(window.from()),
                Nanos.bound(window.to()));
        return reports;
    }

    @Override
    public Map<Fault, Long> faults(String pipeline, String stage, TimeWindow window) {
        return faults(
                "select fault, sum(rounds) from polled_fault where stage = ?1 and until > ?2"
                        + " and (since < ?3 or until <= ?3) group by fault",
                stageId(pipeline, stage),
                Nanos.bound(window.from()),
                Nanos.bound(window.to()));
    }

    private Map<Fault, Long> faults(String sql, Object... values) {
        Map<Fault, Long> rounds = new EnumMap<>(Fault.class);
        rows.each(
                sql,
                row -> {
                    long counted = row.getLong(2);
                    Fault.labelled(row.getString(1)).ifPresent(fault -> rounds.put(fault, counted));
                },
                values);
        return rounds;
    }

    @Override
    public SeenCommits commits(String pipeline, String stage, TimeWindow window) {
        List<Fact.CommitSeen> seen = new ArrayList<>();
        commits.each(
                stageId(pipeline, stage),
                window,
                SeenCommits.MOST + 1,
                (at, commit) -> seen.add(new Fact.CommitSeen(pipeline, stage, at, commit)));
        boolean hasOlder = seen.size() > SeenCommits.MOST;
        Collections.reverse(seen);
        return new SeenCommits(hasOlder ? seen.subList(1, seen.size()) : seen, hasOlder);
    }

    @Override
    public boolean isPolled(String pipeline, String stage) {
        return polls.any(stageId(pipeline, stage));
    }

    @Override
    public Polling polling(String pipeline, String stage, TimeWindow window) {
        return polls.in(stageId(pipeline, stage), window);
    }

    /** The polling reports that end in {@code hour}, its end included and its begin not. */
    Polling pollsEnded(String pipeline, String stage, TimeWindow hour) {
        return polls.ended(stageId(pipeline, stage), hour);
    }

    /** The begin of the last hour whose polling reports were folded; {@link Instant#MIN} when none was. */
    Instant lastFoldOfPolls(String pipeline, String stage) {
        return polls.lastHour(stageId(pipeline, stage));
    }

    @Override
    public List<Fact.Ticked> ticks(TimeWindow window) {
        List<Fact.Ticked> all = new ArrayList<>();
        ticks.each(window, all::add);
        return all;
    }

    @Override
    public Pulse pulse(TimeWindow window) {
        return still == null ? ticks.pulse(window) : still.pulses.computeIfAbsent(window, ticks::pulse);
    }

    @Override
    public boolean hasTicks() {
        return rows.longs("select 1 from tick where run = ? limit 1", runId).length > 0;
    }

    /** The signs of life in {@code hour}, to be folded. */
    Pulse.Hour tickFold(TimeWindow hour) {
        Pulse.Beats beats = new Pulse.Beats();
        ticks.each(hour, beats::add);
        return beats.hour();
    }

    /** The begin of the last hour whose signs of life were folded; {@link Instant#MIN} when none was. */
    Instant lastFoldOfTicks() {
        return ticks.lastHour();
    }

    @Override
    public long residue(String pipeline) {
        return residues.units(pipelineId(pipeline));
    }

    @Override
    public List<Handover> handovers(String pipeline, long slot) {
        return handovers.of(pipelineId(pipeline), slot);
    }

    @Override
    public Optional<ClockOffset> sourceClock(String pipeline) {
        return stamps.offset(pipelineId(pipeline));
    }

    /** The slots that begin in {@code window}; there may be none. */
    Slots slotsBegun(String pipeline, TimeWindow window) {
        PipelineSetup setup = setup(pipeline);
        return new Slots(slotsBefore(setup, window.from()), slotsBefore(setup, window.to()) - 1);
    }

    /** Which of {@code slots} have a sale that is not known to be undone. */
    List<Long> unreturned(String pipeline, Slots slots) {
        List<Long> found = new ArrayList<>();
        residues.unreturned(pipelineId(pipeline), slots.first(), slots.last(), found::add);
        return found;
    }

    /** When the stretches of slots begin whose sales were undone, as far as that was folded. */
    List<Instant> returned(String pipeline) {
        List<Instant> starts = new ArrayList<>();
        PipelineSetup setup = setup(pipeline);
        residues.begins(pipelineId(pipeline), slot -> starts.add(setup.slotStart(slot)));
        return starts;
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
        try {
            if (sides != null) {
                sides.close();
            }
        } finally {
            rows.close();
        }
    }

    private PipelineSetup setup(String pipeline) {
        PipelineSetup setup = pipelines.get(pipeline);
        if (setup == null) {
            throw new IllegalArgumentException("the run has no pipeline " + pipeline);
        }
        return setup;
    }

    private long pipelineId(String pipeline) {
        return known("pipeline " + pipeline, pipelineIds.get(pipeline));
    }

    private long stageId(String pipeline, String stage) {
        return known(
                "stage " + stage + " of " + pipeline,
                stageIds.getOrDefault(pipeline, Map.of()).get(stage));
    }

    private static long known(String what, @Nullable Long id) {
        if (id == null) {
            throw new IllegalArgumentException("the run has no " + what);
        }
        return id;
    }

    private Instant endOf(long pipelineId) {
        long[] ended = rows.longs("select at from ended where pipeline = ?", pipelineId);
        return ended.length == 0 ? Instant.MAX : Nanos.instant(ended[0]);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
