package rung.reporter.paper.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.Layer;
import org.junit.jupiter.api.Test;
import rung.core.measure.Mark;
import rung.core.measure.TimeWindow;
import rung.reporter.Ladders;
import rung.reporter.chart.Period;
import rung.reporter.chart.Subject;

/** What charts over time have in common. */
class TimesTest {
    private static final Instant NOON = Instant.parse("2026-11-07T12:00:00Z");
    private static final TimeWindow HOURS = new TimeWindow("run", NOON, NOON.plus(Duration.ofHours(4)));
    private static final Subject SUBJECT = new Subject("c", "web at api", Ladders.RETAIL, 3, ZoneOffset.UTC);

    @Test
    void aMarkIsALineAtItsTimeWithItsNumberAndOneCloseBehindItALineAlone() {
        Period period = new Period(HOURS, List.of(), List.of(mark(60), mark(62), mark(180)), HOURS.to());

        for (JFreeChart chart : charts(period)) {
            assertThat(lines(chart)).contains(100L, 103L, 300L);
            assertThat(numbers(chart)).containsExactly("1", "3");
        }
    }

    @Test
    void whereNothingWasNotedThereIsNoLineAndNoNumber() {
        Period period = new Period(HOURS, List.of(), HOURS.to());

        for (JFreeChart chart : charts(period)) {
            assertThat(lines(chart)).isEmpty();
            assertThat(numbers(chart)).isEmpty();
        }
    }

    private static List<JFreeChart> charts(Period period) {
        return List.of(
                AgePlot.of(SUBJECT, period, Optional.empty()),
                HeatmapPlot.of(SUBJECT, period, List.of()),
                CommitsPlot.of(SUBJECT, period, List.of()));
    }

    private static Mark mark(long minutes) {
        return new Mark(NOON.plus(Duration.ofMinutes(minutes)), Optional.empty(), "loader 4.2");
    }

    private static List<Long> lines(JFreeChart chart) {
        Collection<?> markers = ((XYPlot) chart.getPlot()).getDomainMarkers(Layer.FOREGROUND);
        return Stream.ofNullable(markers)
                .flatMap(Collection::stream)
                .map(ValueMarker.class::cast)
                .map(marker -> Math.round(marker.getValue()))
                .toList();
    }

    private static List<String> numbers(JFreeChart chart) {
        return ((XYPlot) chart.getPlot())
                .getAnnotations().stream()
                        .filter(XYTextAnnotation.class::isInstance)
                        .map(one -> ((XYTextAnnotation) one).getText())
                        .filter(text -> text.matches("[0-9]+"))
                        .toList();
    }
}
