package rung.core.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import rung.core.evidence.HourCounts;
import rung.core.evidence.HourFold;
import rung.core.evidence.IntervalHistogram;
import rung.core.evidence.WindowCounts;
import rung.core.measure.Cycle;

/** The folds of whole hours that a log holds. */
final class FoldRows {
    /** Hours that begin at or after one moment and end before or at another, whose fold was made. */
    private static final String HOURS = """
            select hour, injected, seen, lost, unmeasured, cycles, largest_age, staleness, widths, slips from hour
            where stage = ?1 and hour >= ?2 and hour <= ?3 - 3600000000000 order by hour
            """;

    private final Rows rows;

    FoldRows(Rows rows) {
        this.rows = rows;
    }

    /** Gives the folds of the hours that lie between the two moments, oldest first. */
    void each(long stageId, Instant from, Instant to, Consumer<HourFold> each) {
        rows.each(HOURS, row -> each.accept(hour(stageId, row)), stageId, Nanos.bound(from), Nanos.bound(to));
    }

    /** When the hours begin whose folds the log holds. */
    Set<Instant> begins(long stageId) {
        Set<Instant> hours = new HashSet<>();
        rows.each("select hour from hour where stage = ?", row -> hours.add(Nanos.instant(row.getLong(1))), stageId);
        return hours;
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
            throw rows.unreadable("the fold of an hour is " + e.getMessage(), e);
        }
    }

    private List<HourCounts> counts(long stageId, long hour) {
        List<HourCounts> counts = new ArrayList<>();
        rows.each(
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
        rows.each(
                "select cycle from hour_cycle where stage = ? and hour = ?",
                row -> cycles.add(new Cycle(row.getString(1))),
                stageId,
                hour);
        return cycles;
    }
}
