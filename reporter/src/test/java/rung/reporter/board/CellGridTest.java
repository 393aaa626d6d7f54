package rung.reporter.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.measure.TimeWindow;

class CellGridTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final CellGrid INDIA = new CellGrid(ZoneOffset.ofHoursMinutes(5, 30));

    @ParameterizedTest
    @ValueSource(longs = {1, 59, 240, 3_600, 86_400, 2_592_000, 7_776_000})
    void cellsCoverThePeriodWithoutGapOrOverlapAndAreFewEnoughToBeReadAtAGlance(long seconds) {
        TimeWindow period = new TimeWindow("run", NOON.plusSeconds(7), NOON.plusSeconds(7 + seconds));

        List<TimeWindow> cells = INDIA.cells(period, Duration.ofSeconds(1));

        assertThat(cells).hasSizeLessThanOrEqualTo(CellGrid.MOST + 1);
        assertThat(cells.get(0).from()).isBeforeOrEqualTo(period.from());
        assertThat(cells.get(cells.size() - 1).to()).isAfterOrEqualTo(period.to());
        for (int i = 1; i < cells.size(); i++) {
            assertThat(cells.get(i).from()).isEqualTo(cells.get(i - 1).to());
            assertThat(cells.get(i).length()).isEqualTo(cells.get(0).length());
        }
    }

    @Test
    void aCellIsNeverShorterThanASlot() {
        TimeWindow period = new TimeWindow("run", NOON, NOON.plusSeconds(60));

        assertThat(INDIA.cells(period, Duration.ofSeconds(10)))
                .allSatisfy(cell -> assertThat(cell.length()).isEqualTo(Duration.ofSeconds(10)));
    }

    @Test
    void cellsOfHoursBeginWhereHoursOfTheReadersCalendarDo() {
        TimeWindow period = new TimeWindow("run", NOON, NOON.plus(Duration.ofDays(3)));

        assertThat(INDIA.cells(period, Duration.ofSeconds(10)).get(0).from())
                .isEqualTo(Instant.parse("2026-11-22T11:30:00Z"));
    }

    @Test
    void aMonthIsReadInDaysOfTheReadersCalendar() {
        TimeWindow month = new TimeWindow("30d", NOON.minus(Duration.ofDays(30)), NOON);

        List<TimeWindow> cells = INDIA.cells(month, Duration.ofSeconds(10));

        assertThat(cells).hasSize(31).allSatisfy(cell -> assertThat(cell.length())
                .isEqualTo(Duration.ofDays(1)));
        assertThat(cells.get(0).from()).isEqualTo(Instant.parse("2026-10-22T18:30:00Z"));
    }

    @Test
    void aCellStaysTheSameWhileTheSpanMovesOn() {
        TimeWindow before = new TimeWindow("1h", NOON.minusSeconds(3_600), NOON);
        TimeWindow after = new TimeWindow("1h", NOON.minusSeconds(3_589), NOON.plusSeconds(11));

        List<TimeWindow> first = INDIA.cells(before, Duration.ofSeconds(1));
        List<TimeWindow> second = INDIA.cells(after, Duration.ofSeconds(1));

        assertThat(second).containsAll(first.subList(1, first.size()));
    }
}
