package rung.reporter.chart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.config.Durations;

/**
 * Where the wait is: for each stage on the way, when half and when 95 % of sales had reached it, as bars that begin where
 * those of the stage before it end. What a bar spans is a difference of percentiles.
 */
public final class SegmentBars {
    private static final double ROW = 58;
    private static final String KEY =
            "Upper bar: up to when half of the sales had reached a stage, from when half had reached"
                    + " the one before. Lower bar: the same of 95 %. Whiskers: 95 % intervals. An arrow: at least.";

    private SegmentBars() {}

    /** Draws {@code segments} in the order in which a count travels. */
    public static Figure of(Subject subject, List<Segment> segments) {
        String title = "Where the wait is: " + subject.name();
        List<Percentile> halves = percentiles(segments, 0.5);
        List<Percentile> most = percentiles(segments, 0.95);
        String reading = reading(segments, halves);
        String id = subject.id() + "-segments";
        Frame frame = Frame.wide(Math.max(1, segments.size()) * ROW + 86);
        Svg svg = frame.picture(id, title, reading + " " + KEY);
        draw(svg, frame, segments, halves, most);
        return new Figure(id, title, reading, KEY, svg.end(), table(subject, segments, halves, most));
    }

    private static List<Percentile> percentiles(List<Segment> segments, double quantile) {
        return segments.stream()
                .map(segment -> Percentile.of(quantile, segment.evidence()))
                .toList();
    }

    private static void draw(
            Svg svg, Frame frame, List<Segment> segments, List<Percentile> halves, List<Percentile> most) {
        List<Percentile> all = new ArrayList<>(halves);
        all.addAll(most);
        Duration longest = all.stream()
                .map(Percentile::largest)
                .reduce(Duration.ofSeconds(1), (one, other) -> one.compareTo(other) > 0 ? one : other);
        Frame bars = new Frame(24, 12, frame.right(), frame.bottom());
        SpanAxis axis = new SpanAxis(longest, bars.left(), bars.right());
        Shape grid = new Shape();
        List<Tick> ticks = Tick.level(axis.candidates());
        ticks.forEach(tick -> grid.at(tick.at(), bars.top()).down(bars.bottom()));
        svg.draw("c-grid", grid);
        if (segments.isEmpty()) {
            bars.nothing(svg, "no stage");
        }
        Duration half = Duration.ZERO;
        Duration last = Duration.ZERO;
        for (int i = 0; i < segments.size(); i++) {
            double y = bars.top() + i * ROW;
            svg.text(
                    "c-name",
                    bars.left() + 4,
                    y + 18,
                    Svg.Anchor.START,
                    segments.get(i).name());
            half = bar(svg, "c-half", axis, half, halves.get(i), y + 25, 11);
            last = bar(svg, "c-most", axis, last, most.get(i), y + 39, 7);
        }
        bars.bottomAxis(svg, ticks, "p50 and p95, from the sale");
    }

    /** Draws a bar from the percentile of the stage before, and returns where the next one begins. */
    private static Duration bar(
            Svg svg, String type, SpanAxis axis, Duration from, Percentile percentile, double y, double height) {
        double start = axis.at(from);
        double middle = y + height / 2;
        return percentile.fold(
                known -> {
                    double end = axis.at(known.estimate());
                    svg.draw(type, new Shape().box(Math.min(start, end), y, Math.max(start, end), y + height));
                    svg.draw(
                            "c-whisker",
                            new Shape().level(axis.at(known.lower()), axis.at(known.upper()), middle, height / 2 - 1));
                    return known.estimate();
                },
                atLeast -> {
                    double end = axis.at(atLeast.lower());
                    svg.draw(
                            "c-whisker",
                            new Shape()
                                    .at(Math.min(start, end), middle)
                                    .across(end + 12)
                                    .at(end + 8, middle - 4)
                                    .lineTo(end + 12, middle)
                                    .lineTo(end + 8, middle + 4));
                    return from;
                },
                unknown -> {
                    svg.draw("c-hatch", new Shape().hatch(start, y, axis.at(from) + 60, y + height, 6));
                    return from;
                });
    }

    private static String reading(List<Segment> segments, List<Percentile> halves) {
        if (segments.isEmpty()) {
            return "The pipeline has no stage.";
        }
        Duration before = Duration.ZERO;
        Duration longest = Duration.ZERO;
        String where = "";
        for (int i = 0; i < segments.size(); i++) {
            Optional<Percentile.Known> known = halves.get(i).known();
            if (known.isEmpty()) {
                return "When half of the sales reached " + segments.get(i).name()
                        + " is not known, so neither is where the" + " wait is.";
            }
            Duration step = known.get().estimate().minus(before);
            if (step.compareTo(longest) > 0) {
                longest = step;
                where = segments.get(i).name();
            }
            before = known.get().estimate();
        }
        String end = "Half of the sales had reached "
                + segments.get(segments.size() - 1).name() + " after " + Durations.words(before);
        return segments.size() == 1
                ? end + "."
                : end + "; the largest step of the median is before " + where + ", " + Durations.words(longest)
                        + ". Steps are differences of medians: they do not add up to the wait of any sale.";
    }

    private static DataTable table(
            Subject subject, List<Segment> segments, List<Percentile> halves, List<Percentile> most) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            List<String> row = new ArrayList<>();
            row.add(segments.get(i).name());
            row.addAll(halves.get(i).cells());
            row.addAll(most.get(i).cells());
            rows.add(row);
        }
        return new DataTable(
                "When half and when 95 % of sales had reached each stage, " + subject.name(),
                List.of(
                        "stage",
                        "p50 at least (s)",
                        "p50 (s)",
                        "p50 at most (s)",
                        "p95 at least (s)",
                        "p95 (s)",
                        "p95 at most (s)"),
                rows);
    }
}
