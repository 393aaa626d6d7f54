package rung.reporter.board;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import rung.core.measure.TimeWindow;

/**
 * Where cells begin: on the reader's calendar, so that a cell stays the same while the span that it is part of moves on,
 * and cells of hours and days begin where facts are folded.
 *
 * @param offset of that calendar
 */
record CellGrid(ZoneOffset offset) {
    /** So many cells are read at a glance. */
    static final int MOST = 90;

    private static final Duration DAY = Duration.ofDays(1);

    /** From so many days on a cell is a day or more: days are folded, and a fold costs the same as that of an hour. */
    private static final int DAYS_IN_DAYS = 10;

    private static final List<Duration> LENGTHS = Stream.of(
                    1,
                    2,
                    5,
                    10,
                    15,
                    30,
                    60,
                    120,
                    300,
                    600,
                    900,
                    1800,
                    3600,
                    7200,
                    14_400,
                    28_800,
                    86_400,
                    172_800,
                    604_800,
                    2_592_000,
                    31_536_000)
            .map(Duration::ofSeconds)
            .toList();

    /**
     * Cells of one length that cover {@code period}, oldest first; the first begins at or before it, the last may end after
     * it.
     *
     * @param shortest that a cell may be
     */
    List<TimeWindow> cells(TimeWindow period, Duration shortest) {
        Duration length = LENGTHS.stream()
                .filter(one -> one.compareTo(shortest) >= 0)
                .filter(one -> period.length().dividedBy(one) < MOST)
                .filter(one -> period.length().compareTo(DAY.multipliedBy(DAYS_IN_DAYS)) < 0 || one.compareTo(DAY) >= 0)
                .findFirst()
                .orElse(LENGTHS.get(LENGTHS.size() - 1));
        List<TimeWindow> cells = new ArrayList<>();
        Instant from = floor(period.from(), length);
        while (from.isBefore(period.to())) {
            Instant to = from.plus(length);
            cells.add(new TimeWindow("cell", from, to));
            from = to;
        }
        return cells;
    }

    private Instant floor(Instant moment, Duration length) {
        long seconds = length.toSeconds();
        long local = moment.getEpochSecond() + offset.getTotalSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(local, seconds) * seconds - offset.getTotalSeconds());
    }
}
