package rung.reporter.chart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import rung.core.config.Durations;
import rung.core.evidence.WindowEvidence;

/**
 * A stage's percentiles on the ladder, small enough for a line of a table: from 1 s to 24 h, and at the right end what is
 * off it. A dot for p50, a bar from there to p95, a whisker to p99, each with its 95 % interval in light; an arrow where a
 * figure is only known to be longer; a flag at the promised edge; hatched when nothing is known.
 */
public final class LadderStrip {
    private static final double WIDTH = 200;
    private static final double HEIGHT = 24;
    private static final double END = 190;
    private static final double MIDDLE = 13;
    private static final double ARROW = 9;
    private static final List<Double> QUANTILES = List.of(0.5, 0.95, 0.99);
    private static final String KEY =
            "Dot: half of the sales. Bar: up to 95 %. Line: up to 99 %. Light: 95 % interval. Arrow:"
                    + " at least. Flag: the promised edge.";

    private LadderStrip() {}

    /** Draws the percentiles of {@code evidence}. */
    public static Figure of(Subject subject, WindowEvidence evidence) {
        List<Percentile> percentiles = QUANTILES.stream()
                .map(quantile -> Percentile.of(quantile, evidence))
                .toList();
        String reading = reading(subject, percentiles);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < QUANTILES.size(); i++) {
            List<String> row = new ArrayList<>(List.of(Percentile.name(QUANTILES.get(i))));
            row.addAll(percentiles.get(i).cells());
            rows.add(row);
        }
        return new Figure(
                subject.id() + "-strip",
                "On the ladder: " + subject.name(),
                reading,
                KEY,
                svg(subject, percentiles, reading),
                new DataTable(
                        "Percentiles of the staleness, " + subject.name(),
                        List.of("percentile", "at least (s)", "estimate (s)", "at most (s)"),
                        rows));
    }

    private static String reading(Subject subject, List<Percentile> percentiles) {
        String promise = subject.edge()
                .map(edge -> "; promised " + Durations.words(edge))
                .orElse("");
        if (percentiles.stream().allMatch(one -> one.largest().isZero())) {
            return "Nothing is known yet" + promise;
        }
        return "p50 " + percentiles.get(0).said() + ", p95 "
                + percentiles.get(1).said() + ", p99 " + percentiles.get(2).said() + promise;
    }

    private static String svg(Subject subject, List<Percentile> percentiles, String reading) {
        Svg svg = Svg.strip(WIDTH, HEIGHT, reading);
        DurationAxis axis = DurationAxis.standard(subject.ladder(), 0, END);
        for (Band band : Band.along(subject.ladder(), duration -> place(axis, duration), 0, WIDTH)) {
            svg.draw("c-tint c-t" + band.tier(), new Shape().box(band.from(), 4, band.to(), 22));
        }
        if (percentiles.stream().allMatch(one -> one.largest().isZero())) {
            svg.draw("c-hatch", new Shape().hatch(0, 4, WIDTH, 22, 20));
        } else {
            marks(svg, axis, percentiles);
        }
        subject.edge().ifPresent(edge -> {
            double x = place(axis, edge);
            svg.draw(
                    "c-flag", new Shape().at(x, HEIGHT).down(0).lineTo(x + 6, 3).lineTo(x, 6));
        });
        return svg.end();
    }

    private static void marks(Svg svg, DurationAxis axis, List<Percentile> percentiles) {
        Shape intervals = new Shape();
        percentiles.forEach(one -> one.known()
                .ifPresent(known ->
                        intervals.box(place(axis, known.lower()), MIDDLE - 5, place(axis, known.upper()), MIDDLE + 5)));
        svg.draw("c-interval", intervals);
        double p50 = shown(axis, percentiles.get(0));
        double p95 = shown(axis, percentiles.get(1));
        double p99 = shown(axis, percentiles.get(2));
        Shape bar = new Shape();
        if (p95 > p50) {
            bar.box(p50, MIDDLE - 2, p95, MIDDLE + 2);
        }
        svg.draw("c-bar", bar);
        Shape line = new Shape();
        double end = Math.max(p50, p95);
        if (percentiles.get(2).known().isPresent()) {
            line.at(end, MIDDLE).across(p99).at(p99, MIDDLE - 4).down(MIDDLE + 4);
        } else {
            double tip = Math.min(WIDTH - 1, Math.max(end, p99) + ARROW);
            line.at(end, MIDDLE)
                    .across(tip)
                    .at(tip - 4, MIDDLE - 4)
                    .lineTo(tip, MIDDLE)
                    .lineTo(tip - 4, MIDDLE + 4);
        }
        svg.draw("c-whisker", line);
        if (percentiles.get(0).known().isPresent()) {
            svg.dot("c-dot", p50, MIDDLE, 3.5);
        }
    }

    /** Where it is, or what it surely reaches. */
    private static double shown(DurationAxis axis, Percentile percentile) {
        return percentile
                .known()
                .map(known -> place(axis, known.estimate()))
                .orElseGet(() -> place(axis, percentile.surely()));
    }

    /** What is off the axis is drawn in a stretch of its own behind it. */
    private static double place(DurationAxis axis, Duration duration) {
        return duration.compareTo(axis.longest()) > 0 ? (END + WIDTH) / 2 : axis.at(duration);
    }
}
