package rung.reporter.paper.plot;

import java.awt.Color;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.time.Instant;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import rung.core.config.Durations;
import rung.core.measure.Fact;
import rung.reporter.chart.CommitTimeline;
import rung.reporter.chart.Period;
import rung.reporter.chart.Subject;
import rung.reporter.chart.Tick;
import rung.reporter.chart.TimeAxis;

/** {@link CommitTimeline} on paper. */
public final class CommitsPlot {
    private static final double WIDTH = 400;
    private static final double HEIGHT = 120;
    private static final double DATA = 96;
    private static final double OTHER = 66;
    private static final double GAP = 42;
    private static final double SCALE = 18;
    private static final Shape TICK = new Line2D.Double(0, -7, 0, 7);

    private CommitsPlot() {}

    /** Draws {@code commits}, in the order of the looks that came upon them. */
    public static JFreeChart of(Subject subject, Period period, List<Fact.CommitSeen> commits) {
        TimeAxis time = new TimeAxis(period.window(), subject.zone(), 0, WIDTH);
        XYPlot plot = Theme.plot(
                MarkedAxis.level(time.caption(), WIDTH, Times.ticks(time)),
                MarkedAxis.upright(HEIGHT, List.of(new Tick(DATA, "data"), new Tick(OTHER, "other"))));
        Times.windows(plot, time, period, HEIGHT);
        XYSeriesCollection kinds = new XYSeriesCollection();
        for (CommitTimeline.Kind kind : CommitTimeline.Kind.values()) {
            kinds.addSeries(new XYSeries(kind, false, true));
        }
        for (Fact.CommitSeen seen : commits) {
            CommitTimeline.Kind kind = CommitTimeline.Kind.of(seen.commit());
            kinds.getSeries(kind).add(time.at(seen.at()), kind == CommitTimeline.Kind.DATA ? DATA : OTHER);
        }
        XYLineAndShapeRenderer marks = new XYLineAndShapeRenderer(false, true);
        marks.setUseOutlinePaint(true);
        mark(marks, kinds.getSeriesIndex(CommitTimeline.Kind.DATA), TICK, Theme.DATA, Theme.THIN);
        mark(marks, kinds.getSeriesIndex(CommitTimeline.Kind.REARRANGED), diamond(), Theme.INK, Theme.LINE);
        mark(marks, kinds.getSeriesIndex(CommitTimeline.Kind.OTHER), cross(), Theme.INK, Theme.LINE);
        plot.setDataset(kinds);
        plot.setRenderer(marks);
        CommitTimeline.longestQuiet(period, commits)
                .ifPresent(quiet -> bracket(
                        plot,
                        time.at(quiet.from()),
                        time.at(quiet.to()),
                        GAP,
                        "longest gap " + (quiet.isOpen() ? "at least " : "") + Durations.words(quiet.length())));
        subject.edge().ifPresent(edge -> {
            Instant to = period.window().from().plus(edge);
            bracket(plot, 0, time.at(to), SCALE, "promised " + Durations.words(edge) + ", for scale");
        });
        return Theme.chart(plot);
    }

    private static void mark(XYLineAndShapeRenderer marks, int series, Shape shape, Color color, Stroke stroke) {
        marks.setSeriesShape(series, shape);
        marks.setSeriesPaint(series, color);
        marks.setSeriesShapesFilled(series, false);
        marks.setSeriesOutlinePaint(series, color);
        marks.setSeriesOutlineStroke(series, stroke);
    }

    private static Shape diamond() {
        Path2D diamond = new Path2D.Double();
        diamond.moveTo(-2.6, 0);
        diamond.lineTo(0, -2.6);
        diamond.lineTo(2.6, 0);
        diamond.lineTo(0, 2.6);
        diamond.closePath();
        return diamond;
    }

    private static Shape cross() {
        Path2D cross = new Path2D.Double();
        cross.moveTo(-2.2, -2.2);
        cross.lineTo(2.2, 2.2);
        cross.moveTo(-2.2, 2.2);
        cross.lineTo(2.2, -2.2);
        return cross;
    }

    private static void bracket(XYPlot plot, double from, double to, double y, String label) {
        double end = Math.max(to, from + 1);
        plot.addAnnotation(new XYLineAnnotation(from, y, end, y, Theme.LINE, Theme.INK));
        plot.addAnnotation(new XYLineAnnotation(from, y - 5, from, y + 5, Theme.LINE, Theme.INK));
        plot.addAnnotation(new XYLineAnnotation(end, y - 5, end, y + 5, Theme.LINE, Theme.INK));
        boolean isLeft = end > WIDTH * 0.6;
        Theme.words(
                plot, label, isLeft ? from - 6 : end + 6, y, isLeft ? TextAnchor.CENTER_RIGHT : TextAnchor.CENTER_LEFT);
    }
}
