package rung.reporter.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import rung.core.config.Durations;
import rung.core.evidence.IntervalHistogram;
import rung.reporter.report.Words;

/**
 * How many sales took how long, over time: modes, batches and bad spells that a percentile hides. Each sale is counted at
 * its upper end, as it is graded. Sales that were not seen have a row of their own above the plot; what was not measured
 * is hatched.
 */
public final class Heatmap {
    private static final Frame FRAME = Frame.withSigns(330);
    private static final double UNSEEN_ROW = 14;
    private static final int LEVELS = 6;
    private static final double SWATCH = 16;
    private static final String KEY =
            "Colour: how many of the sales sold then took so long, each counted at the most that it"
                    + " may have taken. Row on top: not seen by the look. Hatched: not measured.";

    private Heatmap() {}

    /** Draws {@code all} cells that begin before the look; they lie in the period's window in the order of time and do not overlap. */
    public static Figure of(Subject subject, Period period, List<HeatCell> all) {
        List<HeatCell> cells = all.stream()
                .filter(cell -> cell.from().isBefore(period.known()))
                .toList();
        String title = "How many sales took how long: " + subject.name();
        String reading = reading(subject, period, cells);
        String id = subject.id() + "-heatmap";
        Svg svg = FRAME.picture(id, title, reading + " " + KEY);
        draw(svg, subject, period, cells);
        return new Figure(id, title, reading, KEY, svg.end(), table(subject, cells));
    }

    private static void draw(Svg svg, Subject subject, Period period, List<HeatCell> cells) {
        List<IntervalHistogram> histograms =
                cells.stream().map(HeatCell::histogram).toList();
        Duration least = histograms.stream()
                .map(Extent::least)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ofSeconds(1));
        double top = FRAME.top() + UNSEEN_ROW + 4;
        DurationAxis axis = DurationAxis.covering(
                subject.ladder(), least, Extent.most(histograms, subject.edge()), FRAME.bottom(), top);
        TimeAxis time = new TimeAxis(period.window(), subject.zone(), FRAME.left(), FRAME.right());
        svg.draw("c-ground", new Shape().box(FRAME.left(), top, FRAME.right(), FRAME.bottom()));
        svg.draw("c-ground", new Shape().box(FRAME.left(), FRAME.top(), FRAME.right(), top - 4));
        FRAME.windows(
                svg,
                time,
                new Period(
                        period.window(),
                        period.declared(),
                        period.marks(),
                        period.window().to()));
        List<Duration> bounds = bounds(subject, axis);
        Scale scale = scale(cells, bounds);
        cells(svg, cells, bounds, axis, time, scale);
        Shape edges = new Shape();
        axis.bands().stream().filter(band -> band.to() > top + 0.1).forEach(band -> edges.at(FRAME.left(), band.to())
                .across(FRAME.right()));
        svg.draw("c-edge c-over", edges);
        FRAME.levelPromise(svg, subject.edge().map(axis::at).orElse(0.0), subject.edge());
        signs(svg, axis);
        List<Tick> labels = new ArrayList<>(Tick.upright(axis.candidates()));
        labels.removeIf(tick -> tick.at() < top + 8);
        FRAME.leftLabels(svg, labels);
        svg.text("c-label", FRAME.left() - 8, FRAME.top() + 12, Svg.Anchor.END, "unseen");
        FRAME.bottomAxis(svg, time.ticks(), time.caption());
        legend(svg, scale);
    }

    private static void signs(Svg svg, DurationAxis axis) {
        for (Band band : axis.bands()) {
            if (band.length() >= 14) {
                svg.text("c-sign", FRAME.right() + 8, band.middle() + 4.5, Svg.Anchor.START, band.sign());
            }
        }
    }

    private static void cells(
            Svg svg, List<HeatCell> cells, List<Duration> bounds, DurationAxis axis, TimeAxis time, Scale scale) {
        List<Shape> levels = new ArrayList<>();
        for (int level = 0; level < LEVELS; level++) {
            levels.add(new Shape());
        }
        Shape hatch = new Shape();
        Map<Double, Double> stretches = new TreeMap<>();
        Instant hatched = Instant.MIN;
        double stretch = FRAME.left();
        for (HeatCell cell : cells) {
            double left = time.at(cell.from());
            double right = time.at(cell.to());
            if (cell.isUnmeasured()) {
                // Columns side by side are one stretch, with one hatch.
                stretch = hatched.equals(cell.from()) ? stretch : left;
                hatched = cell.to();
                stretches.put(stretch, right);
                continue;
            }
            if (cell.unmeasured() > 0) {
                hatch.hatch(left, FRAME.bottom() - 5, right, FRAME.bottom(), 4);
            }
            long before = 0;
            double low = FRAME.bottom();
            for (Duration bound : bounds) {
                long within = cell.histogram().surelyWithin(bound);
                double high = axis.at(bound);
                if (within > before) {
                    levels.get(scale.level(within - before)).box(left, high, right, low);
                }
                before = within;
                low = high;
            }
            if (cell.unseen() > 0) {
                levels.get(scale.level(cell.unseen())).box(left, FRAME.top(), right, FRAME.top() + UNSEEN_ROW);
            }
        }
        stretches.forEach((from, to) -> hatch.hatch(from, FRAME.top(), to, FRAME.bottom(), 8));
        for (int level = 0; level < LEVELS; level++) {
            svg.draw("c-h" + (level + 1), levels.get(level));
        }
        svg.draw("c-hatch c-strong", hatch);
    }

    /** The upper ends of the rows of a plot: the ladder's edges are among them, so that no row straddles one. */
    public static List<Duration> bounds(Subject subject, DurationAxis axis) {
        TreeSet<Duration> bounds = new TreeSet<>(Extent.BOUNDS);
        bounds.addAll(subject.ladder().edges());
        bounds.add(axis.longest());
        return bounds.stream()
                .filter(bound -> bound.compareTo(axis.shortest()) > 0 && bound.compareTo(axis.longest()) <= 0)
                .toList();
    }

    /** Counts to colours: from one to the largest count in about equal factors. */
    public record Scale(List<Long> upTo) {
        public Scale {
            upTo = List.copyOf(upTo);
        }

        /** The largest count. */
        public long most() {
            return upTo.get(upTo.size() - 1);
        }

        /** The colour of a count, from 0. */
        public int level(long count) {
            int level = 0;
            while (count > upTo.get(level)) {
                level++;
            }
            return level;
        }
    }

    /** The scale of {@code cells} in rows that end at {@code bounds}. */
    public static Scale scale(List<HeatCell> cells, List<Duration> bounds) {
        long most = 1;
        for (HeatCell cell : cells) {
            long before = 0;
            for (Duration bound : bounds) {
                long within = cell.histogram().surelyWithin(bound);
                most = Math.max(most, within - before);
                before = within;
            }
            most = Math.max(most, cell.unseen());
        }
        List<Long> upTo = new ArrayList<>();
        for (int level = 1; level <= LEVELS; level++) {
            upTo.add(level == LEVELS ? most : (long) Math.floor(Math.pow((double) most, (double) level / LEVELS)));
        }
        return new Scale(upTo);
    }

    private static void legend(Svg svg, Scale scale) {
        double right = FRAME.right();
        double y = FRAME.bottom() + 31;
        long most = scale.upTo().get(LEVELS - 1);
        String last = Said.sales(most);
        double from = right - last.length() * 7.5 - LEVELS * SWATCH - 6;
        svg.text("c-caption c-wide", from - 6, y + 11, Svg.Anchor.END, "1");
        for (int level = 0; level < LEVELS; level++) {
            double x = from + level * SWATCH;
            svg.draw("c-h" + (level + 1), new Shape().box(x, y, x + SWATCH, y + 13));
        }
        svg.text("c-caption c-wide", right, y + 11, Svg.Anchor.END, last);
    }

    private static String reading(Subject subject, Period period, List<HeatCell> cells) {
        IntervalHistogram all = new IntervalHistogram();
        cells.forEach(cell -> all.add(cell.histogram()));
        long unmeasured = cells.stream().mapToLong(HeatCell::unmeasured).sum();
        if (all.count() == 0) {
            return unmeasured == 0
                    ? "No sale in this period."
                    : "Nothing was measured: " + Said.count(unmeasured, "slot", "slots") + " without a sale.";
        }
        List<String> parts = new ArrayList<>();
        Percentile median = Percentile.of(0.5, all);
        parts.add("half of " + Said.sales(all.count()) + " took "
                + median.known()
                        .map(known -> "at most " + Durations.words(known.estimate()))
                        .orElse("a time that is not known"));
        subject.edge().ifPresent(edge -> parts.add(worst(subject, cells, edge)));
        long unseen = all.count() - all.bounded();
        if (unseen > 0) {
            parts.add(Said.count(unseen) + " not seen by " + Said.moment(period.look(), subject.zone()));
        }
        if (unmeasured > 0) {
            parts.add(Said.count(unmeasured, "slot", "slots") + " not measured");
        }
        return Said.capital(String.join("; ", parts)) + ".";
    }

    /** The column with the largest share not surely within the edge. */
    private static String worst(Subject subject, List<HeatCell> cells, Duration edge) {
        HeatCell worst = cells.stream()
                .filter(cell -> !cell.isUnmeasured())
                .max(Comparator.comparingDouble(cell -> share(cell, edge)))
                .orElseThrow();
        long count = worst.histogram().count();
        long late = count - worst.histogram().surelyWithin(edge);
        return late == 0
                ? "all surely within the promised " + Durations.words(edge)
                : "worst from " + new Words(subject.zone()).stretch(worst.from(), worst.to()) + ": " + Said.count(late)
                        + " of " + Said.count(count) + " not surely within the promised " + Durations.words(edge);
    }

    private static double share(HeatCell cell, Duration edge) {
        long count = cell.histogram().count();
        return (double) (count - cell.histogram().surelyWithin(edge)) / count;
    }

    private static DataTable table(Subject subject, List<HeatCell> cells) {
        TreeSet<Duration> bounds = new TreeSet<>(Extent.BOUNDS);
        bounds.addAll(subject.ladder().edges());
        List<List<String>> rows = new ArrayList<>();
        for (HeatCell cell : cells) {
            long before = 0;
            Duration over = Duration.ZERO;
            for (Duration bound : bounds) {
                long within = cell.histogram().surelyWithin(bound);
                if (within > before) {
                    rows.add(row(subject, cell, Said.cell(over), Said.cell(bound), within - before));
                }
                before = within;
                over = bound;
            }
            if (cell.histogram().count() > before) {
                rows.add(row(subject, cell, "not seen", "", cell.histogram().count() - before));
            }
            if (cell.unmeasured() > 0 || cell.isUnmeasured()) {
                rows.add(row(subject, cell, "not measured", "", cell.unmeasured()));
            }
        }
        return new DataTable(
                "Sales by when they were sold and how long they took at most, " + subject.name(),
                List.of("from", "to", "over (s)", "up to (s)", "sales"),
                rows);
    }

    private static List<String> row(Subject subject, HeatCell cell, String over, String upTo, long sales) {
        return List.of(time(cell.from(), subject), time(cell.to(), subject), over, upTo, Long.toString(sales));
    }

    private static String time(Instant moment, Subject subject) {
        return Said.cell(moment, subject.zone());
    }
}
