package rung.reporter.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import rung.core.measure.TimeWindow;
import rung.reporter.Ladders;

class AxesTest {
    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void aDecadeOfDurationsHasTheSameLengthEverywhere() {
        DurationAxis axis =
                DurationAxis.covering(Ladders.RETAIL, Duration.ofSeconds(1), Duration.ofSeconds(3_599), 100, 456);

        assertThat(axis.longest()).isEqualTo(Duration.ofHours(1));
        assertThat(axis.at(Duration.ofSeconds(1))).isEqualTo(100);
        assertThat(axis.at(Duration.ofHours(1))).isEqualTo(456);
        // log10(3600) = 3.5563 decades on 356 units: 100.1 units a decade
        assertThat(axis.at(Duration.ofSeconds(10))).isCloseTo(200.1, within(0.05));
        assertThat(axis.at(Duration.ofSeconds(100))).isCloseTo(300.2, within(0.05));
        assertThat(axis.durationAt(axis.at(Duration.ofSeconds(100)))).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void whatIsBeyondAnAxisIsDrawnAtItsEnd() {
        DurationAxis axis = DurationAxis.standard(Ladders.RETAIL, 0, 190);

        assertThat(axis.at(Duration.ZERO)).isZero();
        assertThat(axis.at(Duration.ofDays(40))).isEqualTo(190);
        assertThat(axis.candidates().get(1).label()).isEqualTo("≤ 1 s");
    }

    @Test
    void anAxisReachesFromATenthOfASecondToAWeekWhereItMust() {
        DurationAxis axis = DurationAxis.covering(Ladders.RETAIL, Duration.ofMillis(3), Duration.ofHours(25), 0, 1_000);

        assertThat(axis.shortest()).isEqualTo(Duration.ofMillis(100));
        assertThat(axis.longest()).isEqualTo(Duration.ofDays(7));
        assertThat(Tick.level(axis.candidates()))
                .extracting(Tick::label)
                .containsSubsequence(
                        "≤ 100 ms", "1 s", "5 s", "30 s", "1 min", "5 min", "30 min", "4 h", "24 h", "7 d");
    }

    @Test
    void bandsMeetAtTheEdgesOfTheLadder() {
        DurationAxis axis = DurationAxis.standard(Ladders.RETAIL, 0, 100);

        List<Band> bands = axis.bands();

        assertThat(bands).extracting(Band::tier).containsExactly(4, 3, 2, 1);
        assertThat(bands).extracting(Band::sign).containsExactly("◆ T4", "● T3", "▲ T2", "■ T1");
        assertThat(bands.get(0).to()).isEqualTo(bands.get(1).from()).isEqualTo(axis.at(Duration.ofSeconds(5)));
        assertThat(bands.get(3).to()).isEqualTo(100);
    }

    @Test
    void labelsThatWouldTouchAreLeftOutTheWorstFirst() {
        List<Tick> ticks = Tick.level(List.of(new Tick(100, "best"), new Tick(110, "touches"), new Tick(160, "free")));

        assertThat(ticks).containsExactly(new Tick(100, "best", false), new Tick(160, "free", false));
        assertThat(Tick.level(List.of(new Tick(100, "best"), new Tick(145, "free")))
                        .get(1)
                        .isWide())
                .isTrue();
    }

    @Test
    void timeIsLabelledAtRoundMomentsOfTheReadersCalendar() {
        Instant midnight = Instant.parse("2026-11-06T18:30:00Z");
        TimeAxis axis = new TimeAxis(new TimeWindow("d", midnight, midnight.plus(Duration.ofDays(1))), KOLKATA, 0, 240);

        assertThat(axis.ticks())
                .extracting(Tick::label)
                .containsExactly("00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "8 Nov");
        assertThat(axis.ticks())
                .extracting(Tick::at)
                .containsExactly(0.0, 30.0, 60.0, 90.0, 120.0, 150.0, 180.0, 210.0, 240.0);
        assertThat(axis.caption()).isEqualTo("7 Nov 2026, IST (UTC+05:30)");
    }

    @Test
    void theHourThatComesTwiceIsLabelledOnceAndTheZoneIsNamedTwice() {
        TimeAxis axis = new TimeAxis(
                new TimeWindow("d", Instant.parse("2026-10-24T23:00:00Z"), Instant.parse("2026-10-25T04:00:00Z")),
                BERLIN,
                0,
                100);

        assertThat(axis.ticks()).extracting(Tick::label).containsExactly("01:00", "02:00", "03:00", "04:00", "05:00");
        assertThat(axis.ticks()).extracting(Tick::at).containsExactly(0.0, 20.0, 60.0, 80.0, 100.0);
        assertThat(axis.caption()).isEqualTo("25 Oct 2026, CEST (UTC+02:00), then CET (UTC+01:00)");
    }

    @Test
    void theHourThatDoesNotExistIsNotLabelled() {
        TimeAxis axis = new TimeAxis(
                new TimeWindow("d", Instant.parse("2026-03-29T00:00:00Z"), Instant.parse("2026-03-29T03:00:00Z")),
                BERLIN,
                0,
                90);

        assertThat(axis.ticks())
                .extracting(Tick::label)
                .contains("01:00", "03:00", "05:00")
                .doesNotContain("02:00", "02:30");
    }

    @Test
    void aMonthIsLabelledByDays() {
        Instant first = Instant.parse("2026-11-01T00:00:00Z");
        TimeAxis axis =
                new TimeAxis(new TimeWindow("m", first, first.plus(Duration.ofDays(30))), ZoneOffset.UTC, 0, 300);

        assertThat(axis.ticks())
                .extracting(Tick::label)
                .containsExactly("1 Nov", "6 Nov", "11 Nov", "16 Nov", "21 Nov", "26 Nov", "1 Dec");
        assertThat(axis.caption()).isEqualTo("1 Nov to 30 Nov 2026, UTC");
    }

    @Test
    void agesRiseFromZeroToARoundEnd() {
        SpanAxis axis = new SpanAxis(Duration.ofMinutes(47), 100, 0);

        assertThat(axis.at(Duration.ZERO)).isEqualTo(100);
        assertThat(axis.at(Duration.ofMinutes(50))).isZero();
        assertThat(axis.candidates()).extracting(Tick::label).contains("0", "10 min", "50 min");
        assertThat(new SpanAxis(Duration.ZERO, 100, 0).at(Duration.ZERO)).isEqualTo(100);
    }

    @Test
    void coordinatesHaveOneDecimalAtMost() {
        assertThat(Shape.number(12)).isEqualTo("12");
        assertThat(Shape.number(-0.04)).isEqualTo("0");
        assertThat(Shape.number(1.25)).isEqualTo("1.3");
        assertThat(Shape.number(-7.5)).isEqualTo("-7.5");
    }
}
