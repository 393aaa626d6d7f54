package rung.reporter.paper.plot;

import java.util.List;
import org.jfree.chart.annotations.XYBoxAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.TextAnchor;
import rung.core.measure.Mark;
import rung.core.measure.TimeWindow;
import rung.reporter.chart.Period;
import rung.reporter.chart.Plain;
import rung.reporter.chart.Tick;
import rung.reporter.chart.TimeAxis;

/** What charts over time have in common. */
final class Times {
    private static final double LETTER = 7;

    /** Room for a mark's number. */
    private static final double MARK = 12;

    private Times() {}

    /** The labels for which there is room on half a page. */
    static List<Tick> ticks(TimeAxis time) {
        return time.ticks().stream()
                .filter(tick -> !tick.isWide())
                .map(tick -> new Tick(tick.at(), tick.label()))
                .toList();
    }

    /** Shades the declared windows, names those that are wide enough, numbers the marks, and ends what is known. */
    static void windows(XYPlot plot, TimeAxis time, Period period, double top) {
        each(
                plot,
                time,
                period,
                top,
                (from, to) -> plot.addDomainMarker(Theme.interval(from, to, Theme.WINDOW), Layer.BACKGROUND));
    }

    /** The same over bands that lie from left to right, below what {@code first} draws. */
    static void windowsOver(XYPlot plot, AbstractXYItemRenderer first, TimeAxis time, Period period, double top) {
        each(
                plot,
                time,
                period,
                top,
                (from, to) -> first.addAnnotation(
                        new XYBoxAnnotation(from, 0, to, top, null, null, Theme.WINDOW), Layer.BACKGROUND));
    }

    /** Shades what lies between two places. */
    private interface Shading {
        void between(double from, double to);
    }

    private static void each(XYPlot plot, TimeAxis time, Period period, double top, Shading shading) {
        double free = 0;
        for (TimeWindow window : period.declared()) {
            double from = time.at(window.from());
            double to = time.at(window.to());
            if (to - from < 0.1) {
                continue;
            }
            shading.between(from, to);
            plot.addDomainMarker(Theme.line(from, Theme.EDGE, Theme.DOTTED), Layer.FOREGROUND);
            plot.addDomainMarker(Theme.line(to, Theme.EDGE, Theme.DOTTED), Layer.FOREGROUND);
            String name = Plain.name(window.name());
            if (name.length() * LETTER <= to - from && from >= free) {
                Theme.words(plot, name, (from + to) / 2, top - 4, TextAnchor.TOP_CENTER);
                free = to;
            }
        }
        marks(plot, time, period.marks(), top);
        if (period.known().isBefore(period.window().to())) {
            plot.addDomainMarker(Theme.line(time.at(period.known()), Theme.INK, Theme.THIN), Layer.FOREGROUND);
        }
    }

    /** A line at each mark, with its number at the bottom, as the list beside the charts has it. */
    private static void marks(XYPlot plot, TimeAxis time, List<Mark> marks, double top) {
        double free = -MARK;
        for (int i = 0; i < marks.size(); i++) {
            double at = time.at(marks.get(i).at());
            plot.addDomainMarker(Theme.line(at, Theme.INK, Theme.DASHED), Layer.FOREGROUND);
            if (at - free >= MARK) {
                Theme.words(plot, String.valueOf(i + 1), at + 2, top * 0.03, TextAnchor.BOTTOM_LEFT);
                free = at;
            }
        }
    }
}
