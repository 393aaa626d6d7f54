package rung.reporter.chart;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rung.core.config.Durations;
import rung.core.measure.Mark;
import rung.core.measure.TimeWindow;

/**
 * The plot within a picture, and what surrounds the marks of every chart: bands, axes, windows, the promise.
 *
 * @param left of the plot; left of it are the labels of an upright axis
 * @param top of the plot; above it are the names of windows or tiers
 * @param right of the plot
 * @param bottom of the plot; below it are the labels of a level axis, and its caption
 */
record Frame(double left, double top, double right, double bottom) {
    /** Of every picture but the strip. */
    static final double WIDTH = 720;

    private static final double LEFT = 78;
    private static final double TOP = 28;
    private static final double RIGHT = 664;
    private static final double BELOW = 50;
    private static final double NARROW_SIGN = 64;
    private static final double SIGN = 34;
    private static final double LINE = 14;
    private static final double NARROW_LINE = 24;
    /** So much room takes the number of a mark. */
    private static final double MARK = 16;

    private static final double LETTER = 7;

    /** With room for the tiers' signs on its right. */
    static Frame withSigns(double height) {
        return new Frame(LEFT, TOP, RIGHT, height - BELOW);
    }

    /** With the tiers' signs on its top. */
    static Frame wide(double height) {
        return new Frame(LEFT, TOP, WIDTH - 32, height - BELOW);
    }

    double height() {
        return bottom + BELOW;
    }

    /** A picture of this frame's height. */
    Svg picture(String id, String title, String description) {
        return Svg.chart(id, WIDTH, height(), title, description);
    }

    /** Bands over the whole width, with their signs on the right and lines at the edges. */
    void levelBands(Svg svg, List<Band> bands) {
        for (Band band : bands) {
            svg.draw("c-tint c-t" + band.tier(), new Shape().box(left, band.from(), right, band.to()));
        }
        for (Band band : bands) {
            if (band.to() > top + 0.1) {
                svg.draw("c-edge", new Shape().at(left, band.to()).across(right));
            }
            if (band.length() >= LINE) {
                String size = band.length() < NARROW_LINE ? " c-wide" : "";
                svg.text("c-sign" + size, right + 8, band.middle() + 4.5, Svg.Anchor.START, band.sign());
            }
        }
    }

    /** Bands over the whole height, with their signs on the top and lines at the edges. */
    void uprightBands(Svg svg, List<Band> bands) {
        for (Band band : bands) {
            svg.draw("c-tint c-t" + band.tier(), new Shape().box(band.from(), top, band.to(), bottom));
        }
        for (Band band : bands) {
            if (band.to() < right - 0.1) {
                svg.draw("c-edge", new Shape().at(band.to(), top).down(bottom));
            }
            if (band.length() >= SIGN) {
                String size = band.length() < NARROW_SIGN ? " c-wide" : "";
                svg.text("c-sign" + size, band.middle(), top - 9, Svg.Anchor.MIDDLE, band.sign());
            }
        }
    }

    /** Labels left of the plot. */
    void leftLabels(Svg svg, List<Tick> ticks) {
        for (Tick tick : ticks) {
            // The lowest label keeps clear of the labels below the plot.
            double baseline = tick.at() > bottom - 2 ? tick.at() : tick.at() + 4.5;
            svg.text(label(tick), left - 8, baseline, Svg.Anchor.END, tick.label());
        }
    }

    /** Lines across the plot at the places of an upright axis' labels. */
    void levelGrid(Svg svg, List<Tick> ticks) {
        Shape grid = new Shape();
        ticks.stream().filter(tick -> tick.at() < bottom - 0.1).forEach(tick -> grid.at(left, tick.at())
                .across(right));
        svg.draw("c-grid", grid);
    }

    /** A line below the plot, with labels and a caption. */
    void bottomAxis(Svg svg, List<Tick> ticks, String caption) {
        Shape axis = new Shape().at(left, bottom).across(right);
        ticks.forEach(tick -> axis.at(tick.at(), bottom).down(bottom + 5));
        svg.draw("c-axis", axis);
        for (Tick tick : ticks) {
            svg.text(label(tick), tick.at(), bottom + 19, Svg.Anchor.MIDDLE, tick.label());
        }
        svg.text("c-caption", left, bottom + 42, Svg.Anchor.START, caption);
    }

    private static String label(Tick tick) {
        return tick.isWide() ? "c-label c-wide" : "c-label";
    }

    /** Shades the declared windows, and names those that are wide enough. */
    void windows(Svg svg, TimeAxis time, Period period) {
        double free = left;
        for (TimeWindow window : period.declared()) {
            double from = time.at(window.from());
            double to = time.at(window.to());
            if (to - from < 0.1) {
                continue;
            }
            boolean isAll = from <= left && to >= right;
            svg.draw("c-window", isAll ? new Shape() : new Shape().box(from, top, to, bottom));
            String name = Plain.name(window.name());
            if (name.length() * LETTER <= to - from && from >= free) {
                String size = name.length() * LETTER * 1.6 > to - from ? " c-wide" : "";
                svg.text("c-sign" + size, (from + to) / 2, top - 9, Svg.Anchor.MIDDLE, name);
                free = to;
            }
        }
        marks(svg, time, period.marks());
        if (period.known().isBefore(period.window().to())) {
            double known = time.at(period.known());
            svg.draw("c-look", new Shape().at(known, top).down(bottom));
        }
    }

    /** A line at each mark, with its number on top, as the list beside the charts has it. */
    private void marks(Svg svg, TimeAxis time, List<Mark> marks) {
        double free = left - MARK;
        for (int i = 0; i < marks.size(); i++) {
            double at = time.at(marks.get(i).at());
            svg.draw("c-mark", new Shape().at(at, top).down(bottom));
            if (at - free >= MARK) {
                svg.text("c-mark-number", at + 3, top + 12, Svg.Anchor.START, String.valueOf(i + 1));
                free = at;
            }
        }
    }

    /** The promised edge across a plot whose upright axis has stalenesses. */
    void levelPromise(Svg svg, double y, Optional<Duration> edge) {
        edge.ifPresent(one -> {
            svg.draw("c-promise", new Shape().at(left, y).across(right));
            double below = y - top < 22 ? 16 : -6;
            svg.text("c-note", left + 8, y + below, Svg.Anchor.START, "promised " + Durations.words(one));
        });
    }

    /** Says in the middle of the plot why nothing is drawn. */
    void nothing(Svg svg, String why) {
        svg.draw("c-hatch", new Shape().hatch(left, top, right, bottom, 10));
        svg.text("c-note c-none", (left + right) / 2, (top + bottom) / 2, Svg.Anchor.MIDDLE, why);
    }
}
