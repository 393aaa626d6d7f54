package rung.reporter.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.config.Durations;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.IntervalHistogram;
import rung.core.evidence.MatureSlots;
import rung.core.evidence.WindowEvidence;
import rung.core.ladder.Tier;
import rung.reporter.report.Words;

/**
 * Which share of a window's sales showed within which time. The staleness of a sale is an interval, so there are two
 * curves, the surely and the possibly seen, and the truth lies between them. Sales that were not seen keep the lower one
 * below 100 %.
 */
public final class Ecdf {
    private static final Frame FRAME = Frame.wide(340);
    private static final double COLUMN = 1;
    private static final String KEY =
            "The lower curve counts sales that surely showed within a time, the upper one those that"
                    + " possibly did: a look tells only between which two moments a sale showed.";

    private Ecdf() {}

    /**
     * Draws the mature slots of {@code evidence}.
     *
     * @param look the moment at which the evidence was gathered
     */
    public static Figure of(Subject subject, WindowEvidence evidence, Instant look) {
        String title = "Share of sales that showed within a time: " + subject.name();
        String reading = reading(subject, evidence, look);
        String id = subject.id() + "-ecdf";
        Svg svg = FRAME.picture(id, title, reading + " " + KEY);
        draw(svg, subject, evidence);
        return new Figure(id, title, reading, KEY, svg.end(), table(subject, evidence));
    }

    private static void draw(Svg svg, Subject subject, WindowEvidence evidence) {
        IntervalHistogram histogram = evidence.histogram();
        DurationAxis axis = DurationAxis.covering(
                subject.ladder(),
                Extent.least(histogram),
                Extent.most(List.of(histogram), subject.edge()),
                FRAME.left(),
                FRAME.right());
        FRAME.uprightBands(svg, axis.bands());
        List<Tick> shares = new ArrayList<>();
        for (int percent : new int[] {0, 25, 50, 75, 100}) {
            shares.add(new Tick(y(percent / 100.0), percent + " %"));
        }
        FRAME.levelGrid(svg, shares);
        double objective = subject.ladder().rule().share();
        if (histogram.count() == 0) {
            FRAME.nothing(svg, "no sale is old enough to be counted");
        } else {
            curves(svg, axis, histogram);
            unseen(svg, evidence, objective);
        }
        svg.draw("c-objective", new Shape().at(FRAME.left(), y(objective)).across(FRAME.right()));
        subject.edge().ifPresent(edge -> promise(svg, axis.at(edge), edge, objective));
        FRAME.leftLabels(svg, shares);
        FRAME.bottomAxis(svg, Tick.level(axis.candidates()), "from the sale to its sight");
    }

    private static void curves(Svg svg, DurationAxis axis, IntervalHistogram histogram) {
        List<double[]> possibly = new ArrayList<>();
        List<double[]> surely = new ArrayList<>();
        for (double x = FRAME.left(); x <= FRAME.right(); x += COLUMN) {
            Duration within = axis.durationAt(x);
            double count = histogram.count();
            possibly.add(new double[] {x, y(histogram.possiblyWithin(within) / count)});
            surely.add(new double[] {x, y(histogram.surelyWithin(within) / count)});
        }
        Shape between = new Shape().at(FRAME.left(), possibly.get(0)[1]);
        steps(between, possibly);
        between.lineTo(FRAME.right(), surely.get(surely.size() - 1)[1]);
        for (int i = surely.size() - 1; i > 0; i--) {
            if (surely.get(i)[1] != surely.get(i - 1)[1]) {
                between.across(surely.get(i)[0]).down(surely.get(i - 1)[1]);
            }
        }
        svg.draw("c-between", between.across(FRAME.left()).close());
        svg.draw("c-possibly", steps(new Shape().at(FRAME.left(), possibly.get(0)[1]), possibly));
        svg.draw("c-surely", steps(new Shape().at(FRAME.left(), surely.get(0)[1]), surely));
    }

    private static Shape steps(Shape shape, List<double[]> points) {
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i)[1] != points.get(i - 1)[1]) {
                shape.across(points.get(i)[0]).down(points.get(i)[1]);
            }
        }
        return shape.across(FRAME.right());
    }

    /** The gap below 100 %, with its size. */
    private static void unseen(Svg svg, WindowEvidence evidence, double objective) {
        IntervalHistogram histogram = evidence.histogram();
        long open = histogram.count() - histogram.bounded();
        if (open == 0) {
            return;
        }
        double end = y((double) histogram.bounded() / histogram.count());
        svg.draw("c-gap", new Shape().upright(FRAME.right() - 6, FRAME.top(), end, 4));
        double below = end + 18;
        double clear = Math.abs(below - 4.5 - y(objective)) < 12 ? y(objective) + 18 : below;
        double beside = end - FRAME.top() > 60 ? (end + FRAME.top()) / 2 + 4.5 : clear;
        svg.text("c-note", FRAME.right() - 14, beside, Svg.Anchor.END, gap(evidence));
    }

    /** What keeps the curve below 100 %, such as {@code 7 of 1,440 not seen}. */
    public static String gap(WindowEvidence evidence) {
        IntervalHistogram histogram = evidence.histogram();
        long open = histogram.count() - histogram.bounded();
        return Said.count(open) + " of " + Said.count(histogram.count()) + " " + Said.open(evidence);
    }

    private static void promise(Svg svg, double x, Duration edge, double objective) {
        svg.draw("c-promise", new Shape().at(x, FRAME.top()).down(FRAME.bottom()));
        svg.draw("c-goal", new Shape().box(x - 4, y(objective) - 4, x + 4, y(objective) + 4));
        boolean isRight = x > FRAME.right() - 170;
        svg.text(
                "c-note",
                isRight ? x - 7 : x + 7,
                FRAME.bottom() - 12,
                isRight ? Svg.Anchor.END : Svg.Anchor.START,
                "promised: " + Math.round(objective * 100) + " % within " + Durations.words(edge));
    }

    private static double y(double share) {
        return FRAME.bottom() + (FRAME.top() - FRAME.bottom()) * share;
    }

    private static String reading(Subject subject, WindowEvidence evidence, Instant look) {
        Words words = new Words(subject.zone());
        IntervalHistogram histogram = evidence.histogram();
        if (histogram.count() == 0) {
            return "No sale is old enough to be counted.";
        }
        double share = subject.ladder().rule().share();
        Percentile percentile = Percentile.of(share, evidence);
        List<String> parts = new ArrayList<>();
        parts.add(percentile
                .known()
                .map(known -> words.share(share) + " of sales showed within " + known.words())
                .orElseGet(() -> percentile.surely().isZero()
                        ? "How long " + words.share(share) + " of sales take is not known"
                        : words.share(share) + " of sales take at least " + Durations.words(percentile.surely())));
        subject.promise().flatMap(tier -> kept(tier, evidence, words)).ifPresent(parts::add);
        if (histogram.count() > histogram.bounded()) {
            parts.add(gap(evidence) + " by " + Said.moment(look, subject.zone()));
        }
        return String.join("; ", parts) + ".";
    }

    private static Optional<String> kept(Tier tier, WindowEvidence evidence, Words words) {
        return evidence.at(tier.edge())
                .flatMap(EdgeEvidence::matureShare)
                .map(share -> Said.share(share, words) + " within the promised " + Durations.words(tier.edge()));
    }

    private static DataTable table(Subject subject, WindowEvidence evidence) {
        List<List<String>> rows = new ArrayList<>();
        for (EdgeEvidence edge : evidence.edges()) {
            MatureSlots mature = edge.mature();
            rows.add(List.of(
                    Said.cell(edge.edge()),
                    "exact",
                    Long.toString(mature.slots()),
                    Long.toString(mature.slots() - mature.late()),
                    Long.toString(mature.slots() - mature.certainlyLate())));
        }
        IntervalHistogram histogram = evidence.histogram();
        for (Duration bound : Extent.BOUNDS) {
            rows.add(List.of(
                    Said.cell(bound),
                    "to three digits",
                    Long.toString(histogram.count()),
                    Long.toString(histogram.surelyWithin(bound)),
                    Long.toString(histogram.possiblyWithin(bound))));
        }
        return new DataTable(
                "Sales that showed within a time, " + subject.name(),
                List.of("within (s)", "counted", "slots old enough", "surely", "possibly"),
                rows);
    }
}
