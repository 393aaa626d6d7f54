package rung.reporter.paper.plot;

import java.awt.BasicStroke;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import rung.reporter.chart.Percentile;
import rung.reporter.chart.Segment;
import rung.reporter.chart.SegmentBars;
import rung.reporter.chart.SpanAxis;
import rung.reporter.chart.Tick;

/** {@link SegmentBars} on paper: a waterfall of the stages, for half of the sales and for 95 % of them. */
public final class SegmentsPlot {
    private static final double WIDTH = 400;
    private static final double ROW = 60;
    private static final double THIN_BAR = 10;
    private static final double THICK_BAR = 16;

    private SegmentsPlot() {}

    /** Draws {@code segments} in the order in which a count travels. */
    public static JFreeChart of(List<Segment> segments) {
        double height = segments.size() * ROW;
        List<Percentile> all = new ArrayList<>();
        for (Segment segment : segments) {
            all.add(Percentile.of(0.5, segment.evidence()));
            all.add(Percentile.of(0.95, segment.evidence()));
        }
        Duration longest = all.stream()
                .map(Percentile::largest)
                .reduce(Duration.ofSeconds(1), (one, other) -> one.compareTo(other) > 0 ? one : other);
        SpanAxis axis = new SpanAxis(longest, 0, WIDTH);
        List<Tick> ticks = Tick.level(axis.candidates());
        XYPlot plot = Theme.plot(
                MarkedAxis.level("p50 and p95, from the sale", WIDTH, ticks), MarkedAxis.upright(height, List.of()));
        ticks.forEach(tick -> plot.addDomainMarker(Theme.line(tick.at(), Theme.GRID, Theme.THIN), Layer.BACKGROUND));
        XYIntervalSeriesCollection bars = new XYIntervalSeriesCollection();
        bars.addSeries(new XYIntervalSeries("half", false, true));
        bars.addSeries(new XYIntervalSeries("most", false, true));
        double half = 0;
        double most = 0;
        for (int i = 0; i < segments.size(); i++) {
            double top = height - i * ROW;
            XYTextAnnotation name = new XYTextAnnotation(segments.get(i).name(), 2, top - 10);
            name.setFont(Theme.strong());
            name.setPaint(Theme.INK);
            name.setTextAnchor(TextAnchor.CENTER_LEFT);
            plot.addAnnotation(name);
            half = bar(plot, bars.getSeries(0), axis, half, all.get(2 * i), top - 28, THICK_BAR);
            most = bar(plot, bars.getSeries(1), axis, most, all.get(2 * i + 1), top - 46, THIN_BAR);
        }
        XYBarRenderer boxes = new XYBarRenderer();
        boxes.setUseYInterval(true);
        boxes.setShadowVisible(false);
        boxes.setBarPainter(new StandardXYBarPainter());
        boxes.setDrawBarOutline(true);
        for (int series = 0; series < 2; series++) {
            boxes.setSeriesPaint(series, series == 0 ? Theme.DATA : Theme.BETWEEN);
            boxes.setSeriesOutlinePaint(series, Theme.DATA);
            boxes.setSeriesOutlineStroke(series, new BasicStroke(0.5f));
        }
        plot.setDataset(bars);
        plot.setRenderer(boxes);
        return Theme.chart(plot);
    }

    /** Draws a bar from the percentile of the stage before, and returns where the next one begins. */
    private static double bar(
            XYPlot plot,
            XYIntervalSeries series,
            SpanAxis axis,
            double start,
            Percentile percentile,
            double middle,
            double thickness) {
        return percentile.fold(
                known -> {
                    double end = axis.at(known.estimate());
                    double left = Math.min(start, end);
                    double right = Math.max(start, end);
                    series.add((left + right) / 2, left, right, middle, middle - thickness / 2, middle + thickness / 2);
                    whisker(plot, axis.at(known.lower()), axis.at(known.upper()), middle, thickness / 2 - 1);
                    return end;
                },
                atLeast -> {
                    double end = Math.max(start, axis.at(atLeast.lower()));
                    line(plot, start, middle, end + 12, middle);
                    line(plot, end + 7, middle - 4, end + 12, middle);
                    line(plot, end + 7, middle + 4, end + 12, middle);
                    return start;
                },
                unknown -> {
                    plot.addAnnotation(new Hatch(start, middle - thickness / 2, start + 60, middle + thickness / 2));
                    return start;
                });
    }

    private static void whisker(XYPlot plot, double from, double to, double y, double cap) {
        line(plot, from, y, to, y);
        line(plot, from, y - cap, from, y + cap);
        line(plot, to, y - cap, to, y + cap);
    }

    private static void line(XYPlot plot, double x1, double y1, double x2, double y2) {
        plot.addAnnotation(new XYLineAnnotation(x1, y1, x2, y2, Theme.LINE, Theme.INK));
    }
}
