package rung.core.log;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import rung.core.measure.Fact;
import rung.core.measure.TimeWindow;
import rung.core.time.ClockCheck;
import rung.core.time.Nanos;

/** The signs of life of one run: whole hours from their folds, the rest one by one. */
final class TickRows {
    private static final String HOURS = """
            select hour, ticks, first, first_wall, last, last_wall, gap_from, gap, worst_at, worst from tick_hour
            where run = ?1 and hour >= ?2 and hour <= ?3 - 3600000000000 order by hour
            """;

    private final Rows rows;
    private final long runId;

    TickRows(Rows rows, long runId) {
        this.rows = rows;
        this.runId = runId;
    }

    Pulse pulse(TimeWindow window) {
        Pulse.Beats beats = new Pulse.Beats();
        long to = Nanos.bound(window.to());
        long[] passed = {Nanos.bound(window.from())};
        rows.each(
                HOURS,
                row -> {
                    each(passed[0], row.getLong(1), beats::add);
                    beats.add(new Pulse.Hour(
                            new Pulse(
                                    row.getLong(2),
                                    Nanos.instant(row.getLong(3)),
                                    Nanos.instant(row.getLong(5)),
                                    Nanos.instant(row.getLong(7)),
                                    Duration.ofNanos(row.getLong(8)),
                                    new ClockCheck(Nanos.instant(row.getLong(9)), Duration.ofNanos(row.getLong(10)))),
                            Nanos.instant(row.getLong(4)),
                            Nanos.instant(row.getLong(6))));
                    passed[0] = row.getLong(1) + FoldGrid.HOUR.toNanos();
                },
                runId,
                passed[0],
                to);
        each(passed[0], to, beats::add);
        return beats.pulse();
    }

    void each(TimeWindow window, Consumer<Fact.Ticked> each) {
        each(Nanos.bound(window.from()), Nanos.bound(window.to()), each);
    }

    private void each(long from, long to, Consumer<Fact.Ticked> each) {
        if (from < to) {
            rows.each(
                    "select at, wall from tick where run = ? and at >= ? and at < ? order by at",
                    row -> each.accept(new Fact.Ticked(Nanos.instant(row.getLong(1)), Nanos.instant(row.getLong(2)))),
                    runId,
                    from,
                    to);
        }
    }

    /** The begin of the last hour that was folded; {@link Instant#MIN} when none was. */
    Instant lastHour() {
        long[] last = rows.longs("select hour from tick_hour where run = ? order by hour desc limit 1", runId);
        return last.length == 0 ? Instant.MIN : Nanos.instant(last[0]);
    }
}
