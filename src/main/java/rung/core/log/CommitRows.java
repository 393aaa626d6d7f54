package rung.core.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.TimeWindow;
import rung.core.time.Nanos;

/** Commits that looks came upon, written and read. */
final class CommitRows {
    /** Its values are those of {@link #values}. */
    static final String INSERT =
            "insert into commit_seen (stage, at, cycle, parent, operation, written, made_current, recorded, engine,"
                    + " job, batch, complete_until, records, files) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    static final String SELECT = """
        select at, cycle, parent, operation, written, made_current, recorded, engine, job, batch, complete_until, records, files
        from commit_seen where stage = ? and at >= ? and at < ? order by at desc, written desc limit ?
        """;

    private final Rows rows;

    CommitRows(Rows rows) {
        this.rows = rows;
    }

    static @Nullable Object[] values(long stageId, Instant at, Commit commit) {
        return new Object[] {
            stageId,
            Nanos.of(at),
            commit.cycle().id(),
            commit.parent().id(),
            commit.operation(),
            Nanos.bound(commit.writtenAt()),
            commit.currentAt().map(Nanos::bound).orElse(null),
            commit.recordedAt().map(Nanos::bound).orElse(null),
            commit.writer().engine(),
            commit.writer().job(),
            commit.writer().batch(),
            commit.writer().completeUntil().map(Nanos::bound).orElse(null),
            commit.records(),
            commit.files()
        };
    }

    /** Gives each of the newest {@code most} commits with the moment at which it was come upon, newest first. */
    void each(long stageId, TimeWindow window, int most, BiConsumer<Instant, Commit> each) {
        rows.each(
                SELECT,
                row -> each.accept(Nanos.instant(row.getLong(1)), commit(row)),
                stageId,
                Nanos.bound(window.from()),
                Nanos.bound(window.to()),
                most);
    }

    private static Commit commit(ResultSet row) throws SQLException {
        return new Commit(
                new Cycle(row.getString(2)),
                new Cycle(row.getString(3)),
                row.getString(4),
                Nanos.instant(row.getLong(5)),
                instant(row.getObject(6)),
                instant(row.getObject(7)),
                new Commit.Writer(row.getString(8), row.getString(9), row.getString(10), instant(row.getObject(11))),
                row.getLong(12),
                row.getLong(13));
    }

    private static Optional<Instant> instant(@Nullable Object nanos) {
        return nanos instanceof Number number ? Optional.of(Nanos.instant(number.longValue())) : Optional.empty();
    }
}
