package rung.core.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import rung.core.measure.TimeWindow;
import rung.core.measure.Told;
import rung.core.time.Nanos;

/** How stages were polled: whole hours from their folds, the rest from the reports, which follow each other at a stage. */
final class PollRows {
    private static final long HOUR = FoldGrid.HOUR.toNanos();

    private static final String SUM = "select count(*), coalesce(sum(until - since), 0), coalesce(sum(rounds), 0),"
            + " coalesce(sum(failures), 0), coalesce(sum(cost), 0), coalesce(sum(deferred), 0) from ";

    private static final String ENDED = SUM + "polled where stage = ?1 and until > ?2 and until <= ?3";

    /** The one report, if any, that began before a moment and ended after it. */
    private static final String ACROSS = SUM + """
            (select since, until, rounds, failures, cost, deferred from polled where stage = ?1 and until > ?2
             order by until limit 1) where since < ?2
            """;

    /** All folded hours that begin in a stretch, as a whole; how many there are tells whether one is missing between them. */
    private static final String HOURS = """
            select sum(reports), sum(span), sum(rounds), sum(failures), sum(cost), sum(deferred), min(hour), max(hour), count(*)
            from polled_hour where stage = ?1 and hour >= ?2 and hour < ?3
            """;

    private static final String ANY = "select exists (select 1 from polled where stage = ?1)"
            + " or exists (select 1 from polled_hour where stage = ?1)";

    private final Rows rows;
    private final ToldRows told;

    PollRows(Rows rows) {
        this.rows = rows;
        this.told = new ToldRows(rows);
    }

    /** Whether there is any report. */
    boolean any(long stageId) {
        return rows.longs(ANY, stageId)[0] > 0;
    }

    /** The reports that touch {@code window}. */
    Polling in(long stageId, TimeWindow window) {
        return new Summed(stageId, window).sum;
    }

    /** The reports that end in {@code window}, its end included and its begin not. */
    Polling ended(long stageId, TimeWindow window) {
        return ended(stageId, Nanos.bound(window.from()), Nanos.bound(window.to()));
    }

    /** The begin of the last hour that was folded; {@link Instant#MIN} when none was. */
    Instant lastHour(long stageId) {
        long[] last = rows.longs("select hour from polled_hour where stage = ? order by hour desc limit 1", stageId);
        return last.length == 0 ? Instant.MIN : Nanos.instant(last[0]);
    }

    private Polling ended(long stageId, long from, long to) {
        return only(told.ended(stageId, from, to), ENDED, stageId, from, to);
    }

    private Polling only(Told beside, String sql, Object... values) {
        Polling[] found = {Polling.NONE};
        rows.each(sql, row -> found[0] = polling(row, beside), values);
        return found[0];
    }

    private static Polling polling(ResultSet row, Told beside) throws SQLException {
        return new Polling(
                row.getLong(1),
                Duration.ofNanos(row.getLong(2)),
                row.getLong(3),
                row.getLong(4),
                Duration.ofNanos(row.getLong(5)),
                row.getLong(6),
                beside);
    }

    private final class Summed {
        private final long stageId;
        private long passed;
        private Polling sum = Polling.NONE;

        private Summed(long stageId, TimeWindow window) {
            this.stageId = stageId;
            this.passed = Nanos.bound(window.from());
            long to = Nanos.bound(window.to());
            addHours(passed, to - HOUR + 1);
            addUntil(to);
            sum = sum.plus(only(told.across(stageId, to), ACROSS, stageId, to));
        }

        /**
         * Adds the hours that begin in the stretch, its end not included, and what lies before and between them. Where one is
         * missing each half is looked at, so that a month with a gap costs some ten queries, and not seven hundred rows.
         */
        private void addHours(long from, long to) {
            rows.each(
                    HOURS,
                    row -> {
                        long first = row.getLong(7);
                        long after = row.getLong(8) + HOUR;
                        long hours = row.getLong(9);
                        if (hours > 0 && after - first == hours * HOUR) {
                            addUntil(first);
                            sum = sum.plus(polling(row, told.hours(stageId, first, after)));
                            passed = after;
                        } else if (hours > 0) {
                            long middle = first + (after - first) / HOUR / 2 * HOUR;
                            addHours(first, middle);
                            addHours(middle, after);
                        }
                    },
                    stageId,
                    from,
                    to);
        }

        private void addUntil(long moment) {
            if (passed < moment) {
                sum = sum.plus(ended(stageId, passed, moment));
            }
        }
    }
}
