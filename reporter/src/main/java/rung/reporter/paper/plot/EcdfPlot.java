package rung.reporter.paper.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYDifferenceRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import rung.core.config.Durations;
import rung.core.evidence.IntervalHistogram;
import rung.core.evidence.WindowEvidence;
import rung.reporter.chart.DurationAxis;
import rung.reporter.chart.Ecdf;
import rung.reporter.chart.Extent;
import rung.reporter.chart.Subject;
import rung.reporter.chart.Tick;

/** {@link Ecdf} on paper. */
public final class EcdfPlot {
    private static final double WIDTH = 400;
    private static final double HEIGHT = 200;

    /** Room for the signs of the tiers above 100 %. */
    private static final double SIGNS = 36;

    private EcdfPlot() {}

    /** Draws the mature slots of {@code evidence}. */
    public static JFreeChart of(Subject subject, WindowEvidence evidence) {
        IntervalHistogram histogram = evidence.histogram();
        DurationAxis axis = DurationAxis.covering(
                subject.ladder(), Extent.least(histogram), Extent.most(List.of(histogram), subject.edge()), 0, WIDTH);
        List<Tick> shares = new ArrayList<>();
        for (int percent : new int[] {0, 25, 50, 75, 100}) {
            shares.add(new Tick(HEIGHT * percent / 100, percent + " %"));
        }
        XYPlot plot = Theme.plot(
                MarkedAxis.level("from the sale to its sight", WIDTH, Tick.level(axis.candidates())),
                MarkedAxis.upright(HEIGHT + SIGNS, shares));
        Theme.uprightBands(plot, axis.bands());
        shares.forEach(share -> plot.addRangeMarker(Theme.line(share.at(), Theme.GRID, Theme.THIN), Layer.BACKGROUND));
        double objective = subject.ladder().rule().share() * HEIGHT;
        plot.addRangeMarker(Theme.line(objective, Theme.PROMISE, Theme.DASHED), Layer.FOREGROUND);
        if (histogram.count() == 0) {
            Theme.nothing(plot, "no sale is old enough to be counted");
        } else {
            curves(plot, axis, histogram);
            unseen(plot, evidence);
        }
        subject.edge().ifPresent(edge -> promise(plot, axis.at(edge), edge, objective, subject));
        return Theme.chart(plot);
    }

    private static void curves(XYPlot plot, DurationAxis axis, IntervalHistogram histogram) {
        XYSeries possibly = new XYSeries("possibly", false, true);
        XYSeries surely = new XYSeries("surely", false, true);
        for (double x = 0; x <= WIDTH; x++) {
            Duration within = axis.durationAt(x);
            possibly.add(x, HEIGHT * histogram.possiblyWithin(within) / histogram.count());
            surely.add(x, HEIGHT * histogram.surelyWithin(within) / histogram.count());
        }
        XYSeriesCollection curves = new XYSeriesCollection();
        curves.addSeries(possibly);
        curves.addSeries(surely);
        XYDifferenceRenderer between = new XYDifferenceRenderer(Theme.BETWEEN, Theme.BETWEEN, false);
        between.setSeriesPaint(0, Theme.DATA);
        between.setSeriesPaint(1, Theme.DATA);
        between.setSeriesStroke(0, new BasicStroke(0.6f));
        between.setSeriesStroke(1, Theme.LINE);
        plot.setDataset(0, curves);
        plot.setRenderer(0, between);
    }

    /** The gap below 100 %, with its size. */
    private static void unseen(XYPlot plot, WindowEvidence evidence) {
        IntervalHistogram histogram = evidence.histogram();
        if (histogram.count() == histogram.bounded()) {
            return;
        }
        double end = HEIGHT * histogram.bounded() / histogram.count();
        double x = WIDTH - 6;
        plot.addAnnotation(new XYLineAnnotation(x, HEIGHT, x, end, Theme.STRONG, Theme.INK));
        plot.addAnnotation(new XYLineAnnotation(x - 4, HEIGHT - 0.5, x + 4, HEIGHT - 0.5, Theme.STRONG, Theme.INK));
        plot.addAnnotation(new XYLineAnnotation(x - 4, end, x + 4, end, Theme.STRONG, Theme.INK));
        double y = HEIGHT - end > 44 ? (HEIGHT + end) / 2 : Math.max(14, end - 16);
        Theme.words(plot, Ecdf.gap(evidence), x - 8, y, TextAnchor.CENTER_RIGHT);
    }

    private static void promise(XYPlot plot, double x, Duration edge, double objective, Subject subject) {
        plot.addDomainMarker(Theme.line(x, Theme.PROMISE, Theme.STRONG), Layer.FOREGROUND);
        XYSeriesCollection goal = new XYSeriesCollection();
        XYSeries point = new XYSeries("goal");
        point.add(x, objective);
        goal.addSeries(point);
        XYLineAndShapeRenderer square = new XYLineAndShapeRenderer(false, true);
        square.setSeriesShape(0, new Rectangle2D.Double(-2.4, -2.4, 4.8, 4.8));
        square.setUseFillPaint(true);
        square.setSeriesFillPaint(0, Color.WHITE);
        square.setSeriesPaint(0, Theme.PROMISE);
        square.setUseOutlinePaint(true);
        square.setSeriesOutlinePaint(0, Theme.PROMISE);
        square.setSeriesOutlineStroke(0, Theme.LINE);
        plot.setDataset(1, goal);
        plot.setRenderer(1, square);
        boolean isRight = x > WIDTH * 0.55;
        Theme.words(
                plot,
                "promised: " + Math.round(subject.ladder().rule().share() * 100) + " % within " + Durations.words(edge),
                isRight ? x - 6 : x + 6,
                14,
                isRight ? TextAnchor.CENTER_RIGHT : TextAnchor.CENTER_LEFT);
    }
}
