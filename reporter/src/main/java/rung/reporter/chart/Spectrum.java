package rung.reporter.chart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import rung.core.config.Durations;
import rung.core.evidence.IntervalHistogram;
import rung.core.evidence.Quantile;
import rung.core.evidence.WindowEvidence;

/**
 * The percentiles from p50 to p99.9, on an axis that gives each further nine the same room, with their 95 % intervals.
 * Drawn as far as the sample supports; hatched beyond.
 */
public final class Spectrum {
    private static final Frame FRAME = Frame.withSigns(320);
    private static final double MARGIN = 34;
    /** The percentiles that are drawn. */
    public static final List<Double> QUANTILES = List.of(0.5, 0.75, 0.9, 0.95, 0.99, 0.999);

    private static final String KEY =
            "Dots are percentiles, with 95 % intervals that presume no distribution. A triangle is"
                    + " what a percentile is at least, where its upper end is not known.";

    private Spectrum() {}

    /** Draws the mature slots of {@code evidence}. */
    public static Figure of(Subject subject, WindowEvidence evidence) {
        IntervalHistogram histogram = evidence.histogram();
        List<Percentile> percentiles = QUANTILES.stream()
                .map(quantile -> Percentile.of(quantile, histogram))
                .toList();
        String title = "Percentiles of the staleness: " + subject.name();
        String reading = reading(percentiles, evidence);
        String id = subject.id() + "-spectrum";
        Svg svg = FRAME.picture(id, title, reading + " " + KEY);
        draw(svg, subject, percentiles, evidence);
        return new Figure(id, title, reading, KEY, svg.end(), table(subject, percentiles, histogram));
    }

    private static void draw(Svg svg, Subject subject, List<Percentile> percentiles, WindowEvidence evidence) {
        IntervalHistogram histogram = evidence.histogram();
        Duration most = percentiles.stream()
                .map(Percentile::largest)
                .reduce(subject.edge().orElse(Duration.ofSeconds(30)), Spectrum::longer);
        DurationAxis axis =
                DurationAxis.covering(subject.ladder(), Extent.least(histogram), most, FRAME.bottom(), FRAME.top());
        FRAME.levelBands(svg, axis.bands());
        subject.edge().ifPresent(edge -> FRAME.levelPromise(svg, axis.at(edge), subject.edge()));
        if (histogram.count() == 0) {
            FRAME.nothing(svg, "no sale is old enough to be counted");
        } else {
            marks(svg, axis, percentiles, evidence);
        }
        FRAME.leftLabels(svg, Tick.upright(axis.candidates()));
        FRAME.bottomAxis(
                svg,
                QUANTILES.stream()
                        .map(one -> new Tick(x(one), Percentile.name(one)))
                        .toList(),
                Said.count(histogram.count()) + (histogram.count() == 1 ? " slot" : " slots") + " old enough");
    }

    private static void marks(Svg svg, DurationAxis axis, List<Percentile> percentiles, WindowEvidence evidence) {
        IntervalHistogram histogram = evidence.histogram();
        Shape line = new Shape();
        Shape intervals = new Shape();
        Shape open = new Shape();
        for (int i = 0; i < percentiles.size(); i++) {
            double x = x(QUANTILES.get(i));
            if (percentiles.get(i).known().isPresent()) {
                Percentile.Known known = percentiles.get(i).known().get();
                double y = axis.at(known.estimate());
                if (line.isEmpty()) {
                    line.at(x, y);
                } else {
                    line.lineTo(x, y);
                }
                intervals.upright(x, axis.at(known.lower()), axis.at(known.upper()), 6);
            } else if (!percentiles.get(i).surely().isZero()) {
                Marks.open(open, x, axis.at(percentiles.get(i).surely()));
            }
        }
        unsupported(percentiles).ifPresent((double from) -> {
            svg.draw("c-hatch", new Shape().hatch(from, FRAME.top(), FRAME.right(), FRAME.bottom(), 10));
            svg.text(
                    "c-note c-none",
                    (from + FRAME.right()) / 2,
                    (FRAME.top() + FRAME.bottom()) / 2,
                    Svg.Anchor.MIDDLE,
                    isTooFew(percentiles, histogram) ? "too few sales" : Said.open(evidence));
        });
        svg.draw("c-surely", line);
        svg.draw("c-whisker", intervals);
        svg.draw("c-open", open);
        for (int i = 0; i < percentiles.size(); i++) {
            double x = x(QUANTILES.get(i));
            percentiles.get(i).known().ifPresent(known -> svg.dot("c-dot", x, axis.at(known.estimate()), 4.5));
        }
    }

    /** From where on nothing has an upper end. */
    private static OptionalDouble unsupported(List<Percentile> percentiles) {
        for (int i = 0; i < percentiles.size(); i++) {
            if (percentiles.get(i).known().isEmpty()) {
                return OptionalDouble.of(i == 0 ? FRAME.left() : (x(QUANTILES.get(i - 1)) + x(QUANTILES.get(i))) / 2);
            }
        }
        return OptionalDouble.empty();
    }

    /** Whether the first percentile without an upper end lacks it because there are too few sales for it. */
    public static boolean isTooFew(List<Percentile> percentiles, IntervalHistogram histogram) {
        for (int i = 0; i < percentiles.size(); i++) {
            if (percentiles.get(i).known().isEmpty()) {
                return histogram.count() < Quantile.fewestFor(QUANTILES.get(i));
            }
        }
        return false;
    }

    private static double x(double quantile) {
        double from = FRAME.left() + MARGIN;
        return from + (FRAME.right() - MARGIN - from) * place(quantile);
    }

    /** Where a percentile is on the axis, from 0 to 1: each further nine has the same room. */
    public static double place(double quantile) {
        double nines = -Math.log10(1 - quantile);
        double first = -Math.log10(1 - QUANTILES.get(0));
        double last = -Math.log10(1 - QUANTILES.get(QUANTILES.size() - 1));
        return (nines - first) / (last - first);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String reading(List<Percentile> percentiles, WindowEvidence evidence) {
        IntervalHistogram histogram = evidence.histogram();
        if (histogram.count() == 0) {
            return "No sale is old enough to be counted.";
        }
        List<String> known = new ArrayList<>();
        for (int i = 0; i < percentiles.size(); i++) {
            Percentile percentile = percentiles.get(i);
            String name = Percentile.name(QUANTILES.get(i));
            if (percentile.known().isPresent()) {
                known.add(name + " " + Durations.words(percentile.known().get().estimate()));
                continue;
            }
            long fewest = Quantile.fewestFor(QUANTILES.get(i));
            String why = histogram.count() < fewest
                    ? name + " needs at least " + Said.sales(fewest) + ", there are " + Said.count(histogram.count())
                    : "too many sales were " + Said.open(evidence) + " to know " + name;
            String least =
                    percentile.surely().isZero() ? "" : "; it is at least " + Durations.words(percentile.surely());
            return (known.isEmpty() ? "" : String.join(", ", known) + ". ") + Said.capital(why) + least + ".";
        }
        return String.join(", ", known) + ".";
    }

    private static DataTable table(Subject subject, List<Percentile> percentiles, IntervalHistogram histogram) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < percentiles.size(); i++) {
            List<String> row = new ArrayList<>();
            row.add(Percentile.name(QUANTILES.get(i)));
            row.addAll(percentiles.get(i).cells());
            row.add(Long.toString(Quantile.fewestFor(QUANTILES.get(i))));
            row.add(Long.toString(histogram.count()));
            rows.add(row);
        }
        return new DataTable(
                "Percentiles of the staleness with 95 % intervals, " + subject.name(),
                List.of("percentile", "at least (s)", "estimate (s)", "at most (s)", "slots needed", "slots"),
                rows);
    }
}
