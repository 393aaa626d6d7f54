package rung.reporter.paper.plot;

import java.awt.geom.Rectangle2D;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYShapeAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.LookupPaintScale;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import rung.core.config.Durations;
import rung.core.evidence.IntervalHistogram;
import rung.reporter.chart.DurationAxis;
import rung.reporter.chart.Extent;
import rung.reporter.chart.HeatCell;
import rung.reporter.chart.Heatmap;
import rung.reporter.chart.Period;
import rung.reporter.chart.Subject;
import rung.reporter.chart.Tick;
import rung.reporter.chart.TimeAxis;

/** {@link Heatmap} on paper, with a row of its own on top for what was not seen. */
public final class HeatmapPlot {
    private static final double WIDTH = 400;
    private static final double HEIGHT = 180;
    private static final double ROW = 14;
    private static final double TOP = HEIGHT + 6 + ROW;

    private HeatmapPlot() {}

    /** Draws {@code all} cells that begin before the look. */
    public static JFreeChart of(Subject subject, Period period, List<HeatCell> all) {
        List<HeatCell> cells = all.stream()
                .filter(cell -> cell.from().isBefore(period.known()))
                .toList();
        List<IntervalHistogram> histograms =
                cells.stream().map(HeatCell::histogram).toList();
        Duration least = histograms.stream()
                .map(Extent::least)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ofSeconds(1));
        DurationAxis axis =
                DurationAxis.covering(subject.ladder(), least, Extent.most(histograms, subject.edge()), 0, HEIGHT);
        TimeAxis time = new TimeAxis(period.window(), subject.zone(), 0, WIDTH);
        List<Tick> labels = new ArrayList<>(Tick.upright(axis.candidates()));
        labels.removeIf(tick -> tick.at() > HEIGHT - 7);
        labels.add(new Tick(TOP - ROW / 2, "unseen"));
        XYPlot plot =
                Theme.plot(MarkedAxis.level(time.caption(), WIDTH, Times.ticks(time)), MarkedAxis.upright(TOP, labels));
        Times.windows(
                plot,
                time,
                new Period(
                        period.window(),
                        period.declared(),
                        period.marks(),
                        period.window().to()),
                TOP);
        List<Duration> bounds = Heatmap.bounds(subject, axis);
        Heatmap.Scale scale = Heatmap.scale(cells, bounds);
        cells(plot, cells, bounds, axis, time, scale);
        axis.bands().stream()
                .filter(band -> band.to() < HEIGHT - 0.1)
                .forEach(
                        band -> plot.addRangeMarker(Theme.line(band.to(), Theme.EDGE, Theme.DOTTED), Layer.FOREGROUND));
        subject.edge().ifPresent(edge -> {
            plot.addRangeMarker(Theme.line(axis.at(edge), Theme.PROMISE, Theme.STRONG), Layer.FOREGROUND);
            Theme.words(plot, "promised " + Durations.words(edge), 4, axis.at(edge) + 4, TextAnchor.BOTTOM_LEFT);
        });
        JFreeChart chart = Theme.chart(plot);
        chart.addSubtitle(legend(scale));
        return chart;
    }

    private static void cells(
            XYPlot plot,
            List<HeatCell> cells,
            List<Duration> bounds,
            DurationAxis axis,
            TimeAxis time,
            Heatmap.Scale scale) {
        XYIntervalSeriesCollection levels = new XYIntervalSeriesCollection();
        XYBarRenderer boxes = new XYBarRenderer();
        boxes.setUseYInterval(true);
        boxes.setShadowVisible(false);
        boxes.setBarPainter(new StandardXYBarPainter());
        boxes.setDrawBarOutline(false);
        for (int level = 0; level < Theme.HEAT.size(); level++) {
            levels.addSeries(new XYIntervalSeries(level, false, true));
            boxes.setSeriesPaint(level, Theme.HEAT.get(level));
        }
        Map<Double, Double> unmeasured = new TreeMap<>();
        Instant hatched = Instant.MIN;
        double stretch = 0;
        for (HeatCell cell : cells) {
            double left = time.at(cell.from());
            double right = time.at(cell.to());
            if (cell.isUnmeasured()) {
                stretch = hatched.equals(cell.from()) ? stretch : left;
                hatched = cell.to();
                unmeasured.put(stretch, right);
                continue;
            }
            if (cell.unmeasured() > 0) {
                plot.addAnnotation(new Hatch(left, 0, right, 8));
            }
            long before = 0;
            double low = 0;
            for (Duration bound : bounds) {
                long within = cell.histogram().surelyWithin(bound);
                double high = axis.at(bound);
                if (within > before) {
                    box(levels.getSeries(scale.level(within - before)), left, right, low, high);
                }
                before = within;
                low = high;
            }
            if (cell.unseen() > 0) {
                box(levels.getSeries(scale.level(cell.unseen())), left, right, TOP - ROW, TOP);
            }
        }
        unmeasured.forEach((from, to) -> plot.addAnnotation(new Hatch(from, 0, to, TOP)));
        plot.setDataset(0, levels);
        plot.setRenderer(0, boxes);
        plot.addAnnotation(new XYShapeAnnotation(new Rectangle2D.Double(0, 0, WIDTH, HEIGHT), Theme.THIN, Theme.EDGE));
    }

    private static void box(XYIntervalSeries series, double left, double right, double low, double high) {
        series.add((left + right) / 2, left, right, high, low, high);
    }

    /** How many sales each shade stands for. */
    private static PaintScaleLegend legend(Heatmap.Scale scale) {
        int levels = Theme.HEAT.size();
        LookupPaintScale shades = new LookupPaintScale(0, levels, Theme.HEAT.get(0));
        List<Tick> ends = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            shades.add(level, Theme.HEAT.get(level));
        }
        ends.add(new Tick(0, "1"));
        ends.add(new Tick(levels, scale.most() + (scale.most() == 1 ? " sale" : " sales")));
        NumberAxis axis = MarkedAxis.level("", levels, ends);
        axis.setTickMarksVisible(false);
        axis.setAxisLineVisible(false);
        PaintScaleLegend legend = new PaintScaleLegend(shades, axis);
        legend.setPosition(RectangleEdge.BOTTOM);
        legend.setAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        legend.setSubdivisionCount(levels);
        legend.setStripWidth(5);
        legend.setStripOutlineVisible(false);
        legend.setBackgroundPaint(null);
        legend.setMargin(new RectangleInsets(0, 120, 0, 24));
        return legend;
    }
}
