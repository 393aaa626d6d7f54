package rung.reporter.paper.plot;

import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import rung.core.ladder.Ladder;
import rung.reporter.chart.Band;
import rung.reporter.chart.DurationAxis;
import rung.reporter.chart.LadderGraphic;
import rung.reporter.chart.Percentile;
import rung.reporter.chart.Tick;

/** {@link LadderGraphic} on paper. */
public final class LadderPlot {
    private static final double WIDTH = 820;
    private static final double OFF = 60;
    private static final double ROW = 40;

    private LadderPlot() {}

    /** Draws {@code rungs} from top to bottom. */
    public static JFreeChart of(Ladder ladder, List<LadderGraphic.Rung> rungs) {
        double height = Math.max(1, rungs.size()) * ROW;
        DurationAxis axis = DurationAxis.standard(ladder, 0, WIDTH - OFF);
        List<Tick> names = new ArrayList<>();
        for (int i = 0; i < rungs.size(); i++) {
            names.add(new Tick(height - (i + 0.5) * ROW, rungs.get(i).label()));
        }
        MarkedAxis level = MarkedAxis.level("from the sale to its sight", WIDTH, Tick.level(axis.candidates()));
        MarkedAxis upright = MarkedAxis.upright(height + 18, names);
        upright.setTickLabelFont(Theme.strong());
        upright.setTickLabelPaint(Theme.INK);
        XYPlot plot = Theme.plot(level, upright);
        Theme.uprightBands(plot, Band.along(ladder, duration -> place(axis, duration), 0, WIDTH));
        for (int i = 1; i < rungs.size(); i++) {
            plot.addRangeMarker(Theme.line(height - i * ROW, Theme.GRID, Theme.THIN), Layer.BACKGROUND);
        }
        rows(plot, axis, ladder, rungs, height);
        return Theme.chart(plot);
    }

    private static void rows(
            XYPlot plot, DurationAxis axis, Ladder ladder, List<LadderGraphic.Rung> rungs, double height) {
        XYIntervalSeries intervals = new XYIntervalSeries("interval", false, true);
        XYIntervalSeries bars = new XYIntervalSeries("bar", false, true);
        XYSeries dots = new XYSeries("half", false, true);
        for (int i = 0; i < rungs.size(); i++) {
            LadderGraphic.Rung rung = rungs.get(i);
            double middle = height - (i + 0.5) * ROW;
            rung.edge(ladder).ifPresent(edge -> flag(plot, place(axis, edge), middle));
            if (rung.isUnknown()) {
                plot.addAnnotation(new Hatch(0, middle - 11, WIDTH, middle + 11));
                continue;
            }
            double half = shown(axis, rung.half());
            double most = Math.max(half, shown(axis, rung.most()));
            rung.most()
                    .known()
                    .ifPresent(known ->
                            box(intervals, place(axis, known.lower()), place(axis, known.upper()), middle, 10));
            if (most > half) {
                box(bars, half, most, middle, 3.5);
            }
            if (rung.most().known().isEmpty()) {
                double tip = Math.min(WIDTH - 4, most + 18);
                line(plot, half, middle, tip, middle);
                line(plot, tip - 7, middle - 7, tip, middle);
                line(plot, tip - 7, middle + 7, tip, middle);
            }
            if (rung.half().known().isPresent()) {
                dots.add(half, middle);
            }
        }
        XYIntervalSeriesCollection boxes = new XYIntervalSeriesCollection();
        boxes.addSeries(intervals);
        boxes.addSeries(bars);
        XYBarRenderer renderer = new XYBarRenderer();
        renderer.setUseYInterval(true);
        renderer.setShadowVisible(false);
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setSeriesPaint(0, Theme.BETWEEN);
        renderer.setSeriesPaint(1, Theme.INK);
        plot.setDataset(0, boxes);
        plot.setRenderer(0, renderer);
        XYLineAndShapeRenderer round = new XYLineAndShapeRenderer(false, true);
        round.setSeriesShape(0, new Ellipse2D.Double(-3, -3, 6, 6));
        round.setSeriesPaint(0, Theme.INK);
        plot.setDataset(1, new XYSeriesCollection(dots));
        plot.setRenderer(1, round);
    }

    private static void box(XYIntervalSeries series, double left, double right, double middle, double half) {
        series.add((left + right) / 2, left, right, middle, middle - half, middle + half);
    }

    private static void flag(XYPlot plot, double x, double middle) {
        plot.addAnnotation(new XYLineAnnotation(x, middle - 15, x, middle + 15, Theme.STRONG, Theme.PROMISE));
        Path2D cloth = new Path2D.Double();
        cloth.moveTo(x, middle + 15);
        cloth.lineTo(x + 12, middle + 10);
        cloth.lineTo(x, middle + 5);
        cloth.closePath();
        plot.addAnnotation(
                new org.jfree.chart.annotations.XYShapeAnnotation(cloth, Theme.THIN, Theme.PROMISE, Theme.PROMISE));
    }

    private static void line(XYPlot plot, double x1, double y1, double x2, double y2) {
        plot.addAnnotation(new XYLineAnnotation(x1, y1, x2, y2, Theme.STRONG, Theme.INK));
    }

    private static double shown(DurationAxis axis, Percentile percentile) {
        return percentile
                .known()
                .map(known -> place(axis, known.estimate()))
                .orElseGet(() -> place(axis, percentile.surely()));
    }

    /** What is off the axis is drawn in a stretch of its own behind it. */
    private static double place(DurationAxis axis, Duration duration) {
        return duration.compareTo(axis.longest()) > 0 ? WIDTH - OFF / 2 : axis.at(duration);
    }
}
