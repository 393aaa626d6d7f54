package rung.core.log;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rung.core.evidence.Fold;
import rung.core.measure.Fact;
import rung.core.measure.FactSink;
import rung.core.measure.Fault;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.Stamp;
import rung.core.measure.Told;
import rung.core.time.Nanos;

/**
 * The log of one run: facts are appended in transactions that {@link #flush} ends, so that a crash loses what came since
 * the last flush and nothing else. Thread-safe; an append costs some microseconds and does not wait for the disk.
 */
public final class MeasurementLog implements FactSink, AutoCloseable {
    private final Path file;
    private final String name;
    private final Connection connection;
    private final long run;
    private final Map<String, Long> pipelines = new HashMap<>();
    private final Map<String, Long> stages = new HashMap<>();
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private boolean hasFailed;

    MeasurementLog(Path file, Connection connection, RunSetup setup) throws SQLException {
        this.file = file;
        this.name = setup.id();
        this.connection = connection;
        connection.setAutoCommit(false);
        this.run = begin(setup);
        connection.commit();
    }

    /**
     * Begins a run in {@code file}, which is created when it is not there; runs that it holds already stay.
     *
     * @throws IOException when it cannot be written, is no log, or was written by a newer version
     */
    public static MeasurementLog begin(Path file, RunSetup setup) throws IOException {
        Connection connection = LogFile.write(file);
        try {
            return new MeasurementLog(file, connection, setup);
        } catch (SQLException e) {
            try {
                connection.close();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw new IOException("cannot begin run " + setup.id() + " in " + file + ": " + e.getMessage(), e);
        }
    }

    private long begin(RunSetup setup) throws SQLException {
        long id = insert(
                "insert into run (name, started, zone, seed, software) values (?, ?, ?, ?, ?)",
                setup.id(),
                Nanos.of(setup.startedAt()),
                setup.zone().getId(),
                setup.seed(),
                setup.software());
        int ordinal = 0;
        for (PipelineSetup pipeline : setup.pipelines()) {
            long pipelineId = insert(
                    "insert into pipeline (run, ordinal, name, promised_tier, promised_stage, promised_peaks,"
                            + " first_slot, slot) values (?, ?, ?, ?, ?, ?, ?, ?)",
                    id,
                    ordinal++,
                    pipeline.name(),
                    pipeline.promise().tier(),
                    pipeline.promise().stage(),
                    String.join("\n", pipeline.promise().peaks()),
                    Nanos.of(pipeline.firstSlot()),
                    pipeline.slot().toNanos());
            pipelines.put(pipeline.name(), pipelineId);
            int stageOrdinal = 0;
            for (StageSetup stage : pipeline.stages()) {
                long stageId = insert(
                        "insert into stage (pipeline, ordinal, name, poll, settling) values (?, ?, ?, ?, ?)",
                        pipelineId,
                        stageOrdinal++,
                        stage.name(),
                        stage.poll().toNanos(),
                        stage.settling().toNanos());
                stages.put(key(pipeline.name(), stage.name()), stageId);
                if (stage.caveat().isPresent()) {
                    insert(
                            "insert into stage_caveat (stage, caveat) values (?, ?)",
                            stageId,
                            stage.caveat().get());
                }
            }
        }
        return id;
    }

    @Override
    public synchronized void append(Fact fact) {
        requireWhole();
        try {
            write(fact);
        } catch (SQLException e) {
            throw failed("append to", e);
        }
    }

    /**
     * Appends the fold of an hour or a day of one stage.
     *
     * @throws IllegalStateException when the log can take no more, or holds that fold already
     */
    synchronized void append(String pipeline, String stage, Fold fold) {
        derive(
                "insert into fold (stage, length, begins, body) values (?, ?, ?, ?)",
                stage(pipeline, stage),
                Duration.between(fold.from(), fold.to()).toNanos(),
                Nanos.of(fold.from()),
                FoldBody.encode(fold));
    }

    /** Appends the fold of the signs of life of the hour that begins at {@code hour}. */
    synchronized void append(Instant hour, Pulse.Hour fold) {
        Pulse pulse = fold.pulse();
        derive(
                "insert into tick_hour (run, hour, ticks, first, first_wall, last, last_wall, gap_from, gap, worst_at,"
                        + " worst) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                run,
                Nanos.of(hour),
                pulse.ticks(),
                Nanos.bound(pulse.first()),
                Nanos.bound(fold.firstWall()),
                Nanos.bound(pulse.last()),
                Nanos.bound(fold.lastWall()),
                Nanos.bound(pulse.gapFrom()),
                pulse.longestGap().toNanos(),
                Nanos.bound(pulse.worst().at()),
                pulse.worst().divergence().toNanos());
    }

    /** Appends the fold of the polling reports of the hour that begins at {@code hour}. */
    synchronized void append(String pipeline, String stage, Instant hour, Polling fold) {
        if (!fold.told().equals(Told.NOTHING)) {
            derive(ToldRows.INSERT_HOUR, ToldRows.values(fold.told(), stage(pipeline, stage), Nanos.of(hour)));
        }
        derive(
                "insert into polled_hour (stage, hour, reports, span, rounds, failures, cost, deferred)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                stage(pipeline, stage),
                Nanos.of(hour),
                fold.reports(),
                fold.span().toNanos(),
                fold.rounds(),
                fold.failures(),
                fold.cost().toNanos(),
                fold.deferred());
    }

    /** Appends that the sales of {@code slots} were undone, but for those {@code unreturned}. */
    synchronized void append(String pipeline, LogReader.Slots slots, List<Long> unreturned) {
        long pipelineId = pipeline(pipeline);
        derive(
                "insert into returned (pipeline, first, last) values (?, ?, ?)",
                pipelineId,
                slots.first(),
                slots.last());
        unreturned.forEach(slot -> derive("insert into unreturned (pipeline, slot) values (?, ?)", pipelineId, slot));
    }

    private void derive(String sql, @Nullable Object... values) {
        requireWhole();
        try {
            run(sql, values);
        } catch (SQLException e) {
            throw failed("append to", e);
        }
    }

    /** A reader of this run, which sees what was flushed. */
    LogReader reader() throws IOException {
        return LogReader.of(file, name);
    }

    /** Makes what was appended durable against a crash of the probe, and visible to readers. */
    public synchronized void flush() {
        requireWhole();
        try {
            connection.commit();
        } catch (SQLException e) {
            throw failed("write", e);
        }
    }

    /** A full disk takes back all that came since the last flush: what was appended after that would have a gap before it. */
    private void requireWhole() {
        if (hasFailed) {
            throw new IllegalStateException(file + " takes no more facts since it could not be written");
        }
    }

    private IllegalStateException failed(String what, SQLException e) {
        hasFailed = true;
        return new IllegalStateException("cannot " + what + " " + file + ": " + e.getMessage(), e);
    }

    /** Closes the file; flushes, unless a failure was told before. */
    @Override
    public synchronized void close() {
        try (Connection closing = connection) {
            if (!hasFailed) {
                closing.commit();
            }
            for (PreparedStatement statement : statements.values()) {
                statement.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot finish " + file + ": " + e.getMessage(), e);
        }
    }

    private void write(Fact fact) throws SQLException {
        if (fact instanceof Fact.Handed handed) {
            write(handed);
        } else if (fact instanceof Fact.Acknowledged ack) {
            run(
                    "insert into delivery (pipeline, slot, kind, at) values (?, ?, ?, ?)",
                    pipeline(ack.pipeline()),
                    ack.slot(),
                    kind(ack.kind()),
                    Nanos.of(ack.at()));
            if (ack.stamp().isPresent()) {
                write(ack, ack.stamp().get());
            }
        } else if (fact instanceof Fact.Refused refused) {
            run(
                    "insert into delivery (pipeline, slot, kind, at, refused) values (?, ?, ?, ?, ?)",
                    pipeline(refused.pipeline()),
                    refused.slot(),
                    kind(refused.kind()),
                    Nanos.of(refused.at()),
                    refused.reason());
        } else if (fact instanceof Fact.Skipped skipped) {
            run(
                    "insert into injection (pipeline, slot, kind, intended, skipped) values (?, ?, 's', ?, ?)",
                    pipeline(skipped.pipeline()),
                    skipped.slot(),
                    Nanos.of(skipped.intended()),
                    skipped.reason());
        } else if (fact instanceof Fact.Ticked tick) {
            run(
                    "insert or replace into tick (run, at, wall) values (?, ?, ?)",
                    run,
                    Nanos.of(tick.at()),
                    Nanos.of(tick.wall()));
        } else if (fact instanceof Fact.Calibrated calibrated) {
            run(
                    "insert or replace into calibration (run, at, result) values (?, ?, ?)",
                    run,
                    Nanos.of(calibrated.at()),
                    calibrated.result());
        } else if (fact instanceof Fact.Ended ended) {
            run("insert into ended (pipeline, at) values (?, ?)", pipeline(ended.pipeline()), Nanos.of(ended.at()));
        } else {
            writeOfStage(fact);
        }
    }

    private void write(Fact.Acknowledged ack, Stamp stamp) throws SQLException {
        run(
                "insert into stamp (pipeline, slot, kind, at, resolution) values (?, ?, ?, ?, ?)",
                pipeline(ack.pipeline()),
                ack.slot(),
                kind(ack.kind()),
                Nanos.bound(stamp.at()),
                stamp.resolution().toNanos());
    }

    private void write(Fact.Handed handed) throws SQLException {
        Injection injection = handed.injection();
        run(
                "insert into injection (pipeline, slot, kind, intended, handed, store, sku, quantity)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                pipeline(injection.pipeline()),
                injection.slot(),
                kind(injection.kind()),
                Nanos.of(injection.intended()),
                Nanos.of(handed.at()),
                injection.key().store(),
                injection.key().sku(),
                injection.quantity());
    }

    private void writeOfStage(Fact fact) throws SQLException {
        if (fact instanceof Fact.Seen seen) {
            run(
                    "insert into seen (stage, slot, last_missing, first_seen, settled, cycle) values (?, ?, ?, ?, ?,"
                            + " ?)",
                    stage(seen.pipeline(), seen.stage()),
                    seen.slot(),
                    Nanos.of(seen.lastMissing()),
                    Nanos.of(seen.firstSeen()),
                    Nanos.of(seen.at()),
                    seen.cycle().id());
        } else if (fact instanceof Fact.Missing missing) {
            run(
                    "insert or ignore into missing (stage, slot, at) values (?, ?, ?)",
                    stage(missing.pipeline(), missing.stage()),
                    missing.slot(),
                    Nanos.of(missing.at()));
        } else if (fact instanceof Fact.Anomaly anomaly) {
            run(
                    "insert into anomaly (stage, slot, kind, at, detail) values (?, ?, ?, ?, ?)",
                    stage(anomaly.pipeline(), anomaly.stage()),
                    anomaly.slot(),
                    anomaly.kind().name(),
                    Nanos.of(anomaly.at()),
                    anomaly.detail());
        } else if (fact instanceof Fact.CommitSeen seen) {
            run(CommitRows.INSERT, CommitRows.values(stage(seen.pipeline(), seen.stage()), seen.at(), seen.commit()));
        } else if (fact instanceof Fact.Unreadable unreadable) {
            run(
                    "insert into unreadable (stage, since, until, reason) values (?, ?, ?, ?)",
                    stage(unreadable.pipeline(), unreadable.stage()),
                    Nanos.of(unreadable.from()),
                    Nanos.of(unreadable.at()),
                    unreadable.reason());
        } else if (fact instanceof Fact.Polled polled) {
            run(
                    "insert into polled (stage, since, until, rounds, failures, cost, deferred) values (?, ?, ?, ?, ?,"
                            + " ?, ?)",
                    stage(polled.pipeline(), polled.stage()),
                    Nanos.of(polled.from()),
                    Nanos.of(polled.at()),
                    polled.rounds(),
                    polled.failures(),
                    polled.cost().toNanos(),
                    polled.deferred());
            if (!polled.told().equals(Told.NOTHING)) {
                run(
                        ToldRows.INSERT,
                        ToldRows.values(
                                polled.told(),
                                stage(polled.pipeline(), polled.stage()),
                                Nanos.of(polled.from()),
                                Nanos.of(polled.at())));
            }
            for (Map.Entry<Fault, Long> fault : polled.faults().entrySet()) {
                run(
                        "insert into polled_fault (stage, since, until, fault, rounds) values (?, ?, ?, ?, ?)",
                        stage(polled.pipeline(), polled.stage()),
                        Nanos.of(polled.from()),
                        Nanos.of(polled.at()),
                        fault.getKey().label(),
                        fault.getValue());
            }
        } else {
            throw new IllegalArgumentException("no place in the log for " + fact);
        }
    }

    private long pipeline(String name) {
        Long id = pipelines.get(name);
        if (id == null) {
            throw new IllegalArgumentException("the run has no pipeline " + name);
        }
        return id;
    }

    private long stage(String pipeline, String name) {
        Long id = stages.get(key(pipeline, name));
        if (id == null) {
            throw new IllegalArgumentException("pipeline " + pipeline + " has no stage " + name);
        }
        return id;
    }

    static String kind(Injection.Kind kind) {
        return kind == Injection.Kind.SALE ? "s" : "r";
    }

    private static String key(String pipeline, String stage) {
        return pipeline + "\n" + stage;
    }

    private void run(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        Sql.bind(statement, values);
        statement.executeUpdate();
    }

    private long insert(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Sql.bind(statement, values);
            statement.executeUpdate();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select last_insert_rowid()")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
