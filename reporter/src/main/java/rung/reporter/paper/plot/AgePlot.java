package rung.reporter.paper.plot;

import java.awt.BasicStroke;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYAreaRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;
import rung.core.config.Durations;
import rung.core.evidence.AgeBand;
import rung.reporter.chart.AgeOverTime;
import rung.reporter.chart.Band;
import rung.reporter.chart.Period;
import rung.reporter.chart.SpanAxis;
import rung.reporter.chart.Subject;
import rung.reporter.chart.Tick;
import rung.reporter.chart.TimeAxis;

/** {@link AgeOverTime} on paper: the largest age within each column, between what it surely and what it possibly was. */
public final class AgePlot {
    private static final double WIDTH = 400;
    private static final double HEIGHT = 200;

    private AgePlot() {}

    /** Draws {@code band}; it is absent where no sale was made. */
    public static JFreeChart of(Subject subject, Period period, Optional<AgeBand> band) {
        Duration most = AgeOverTime.longest(subject, band);
        SpanAxis axis = new SpanAxis(most, 0, HEIGHT);
        TimeAxis time = new TimeAxis(period.window(), subject.zone(), 0, WIDTH);
        XYPlot plot = Theme.plot(
                MarkedAxis.level(time.caption(), WIDTH, Times.ticks(time)),
                MarkedAxis.upright(HEIGHT, Tick.upright(axis.candidates())));
        Theme.levelBands(plot, Band.along(subject.ladder(), axis::at, 0, HEIGHT));
        XYAreaRenderer area = new XYAreaRenderer(XYAreaRenderer.AREA);
        area.setSeriesPaint(0, Theme.BELOW);
        plot.setRenderer(0, area);
        Times.windowsOver(plot, area, time, period, HEIGHT);
        band.ifPresentOrElse(
                one -> draw(
                        plot,
                        time,
                        axis,
                        AgeOverTime.peaks(one.oldest(), period),
                        AgeOverTime.peaks(one.newest(), period)),
                () -> Theme.nothing(plot, "no sale in this period"));
        Theme.levelPromise(
                plot,
                subject.edge().filter(edge -> edge.compareTo(most) <= 0).map(axis::at),
                subject.edge().map(edge -> "promised " + Durations.words(edge)).orElse(""));
        return Theme.chart(plot);
    }

    private static void draw(
            XYPlot plot, TimeAxis time, SpanAxis axis, List<AgeOverTime.Peak> atLeast, List<AgeOverTime.Peak> atMost) {
        YIntervalSeries ages = new YIntervalSeries("age", false, true);
        XYSeries below = new XYSeries("below", false, true);
        for (int i = 0; i < atLeast.size(); i++) {
            double low = axis.at(atLeast.get(i).age());
            double high = axis.at(atMost.get(i).age());
            for (double x : new double[] {
                time.at(atLeast.get(i).from()), time.at(atLeast.get(i).to())
            }) {
                ages.add(x, low, low, high);
                below.add(x, low);
            }
        }
        YIntervalSeriesCollection band = new YIntervalSeriesCollection();
        band.addSeries(ages);
        DeviationRenderer between = new DeviationRenderer(true, false);
        between.setSeriesPaint(0, Theme.DATA);
        between.setSeriesFillPaint(0, Theme.BETWEEN);
        between.setSeriesStroke(0, new BasicStroke(0.9f));
        between.setAlpha(1);
        plot.setDataset(0, new XYSeriesCollection(below));
        plot.setDataset(1, band);
        plot.setRenderer(1, between);
    }
}
