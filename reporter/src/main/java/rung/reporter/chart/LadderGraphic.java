package rung.reporter.chart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.config.Durations;
import rung.core.evidence.WindowEvidence;
import rung.core.ladder.Ladder;
import rung.core.ladder.Tier;
import rung.reporter.report.FreshnessReport;

/**
 * The ladder with a row for each pipeline: where its sales stand, and the rung that it promised. From 1 s to 24 h, and at
 * the right end what is off the ladder. A dot for p50, a bar from there to p95 with its 95 % interval in light, an arrow
 * where it is only known to be longer, a flag at the promised edge; hatched when nothing is known.
 */
public final class LadderGraphic {
    private static final double ROW = 34;
    private static final double LEFT = 168;
    private static final double OFF = 52;
    private static final int LONGEST_NAME = 21;
    private static final String KEY =
            "Dot: half of the sales showed within that time. Bar: 95 % of them. Light: its 95 %"
                    + " interval. Arrow: at least. Flag: the promised edge.";

    /**
     * A row.
     *
     * @param name of the pipeline
     * @param promised number of its promised tier; 0 when nothing is promised
     * @param evidence of the window that is told of
     */
    public record Rung(String name, int promised, WindowEvidence evidence) {
        public Rung {
            name = Plain.name(name);
        }

        /** Half of its sales. */
        public Percentile half() {
            return Percentile.of(0.5, evidence);
        }

        /** 95 % of its sales. */
        public Percentile most() {
            return Percentile.of(0.95, evidence);
        }

        /** The edge that its sales may not exceed; absent when nothing is promised. */
        public Optional<Duration> edge(Ladder ladder) {
            return ladder.tier(promised).map(Tier::edge);
        }

        /** Whether nothing at all is known of it. */
        public boolean isUnknown() {
            return half().largest().isZero() && most().largest().isZero();
        }

        /** Its name, cut to what fits before the plot. */
        public String label() {
            return name.codePointCount(0, name.length()) <= LONGEST_NAME
                    ? name
                    : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
        }
    }

    private LadderGraphic() {}

    /** Draws {@code rungs} from top to bottom. */
    public static Figure of(String id, FreshnessReport report, List<Rung> rungs) {
        String title = "Where each pipeline stands on the ladder";
        String reading = reading(report.ladder(), rungs);
        Frame frame = new Frame(LEFT, 28, Frame.WIDTH - 12, 28 + Math.max(1, rungs.size()) * ROW);
        Svg svg = frame.picture(id + "-ladder", title, reading + " " + KEY);
        draw(svg, frame, report.ladder(), rungs);
        return new Figure(id + "-ladder", title, reading, KEY, svg.end(), table(report.ladder(), rungs));
    }

    private static void draw(Svg svg, Frame frame, Ladder ladder, List<Rung> rungs) {
        double end = frame.right() - OFF;
        DurationAxis axis = DurationAxis.standard(ladder, frame.left(), end);
        frame.uprightBands(
                svg, Band.along(ladder, duration -> place(axis, duration, frame.right()), frame.left(), frame.right()));
        Shape lines = new Shape();
        for (int i = 1; i < rungs.size(); i++) {
            lines.at(12, frame.top() + i * ROW).across(frame.right());
        }
        svg.draw("c-grid", lines);
        for (int i = 0; i < rungs.size(); i++) {
            row(svg, frame, axis, ladder, rungs.get(i), frame.top() + (i + 0.5) * ROW);
        }
        frame.bottomAxis(svg, Tick.level(axis.candidates()), "from the sale to its sight");
    }

    private static void row(Svg svg, Frame frame, DurationAxis axis, Ladder ladder, Rung rung, double middle) {
        svg.text("c-name", frame.left() - 10, middle + 4.5, Svg.Anchor.END, rung.label());
        if (rung.isUnknown()) {
            svg.draw("c-hatch", new Shape().hatch(frame.left(), middle - 9, frame.right(), middle + 9, 9));
        } else {
            marks(svg, axis, rung, middle, frame.right());
        }
        rung.edge(ladder).ifPresent(edge -> {
            double x = place(axis, edge, frame.right());
            svg.draw(
                    "c-flag",
                    new Shape()
                            .at(x, middle + 13)
                            .down(middle - 13)
                            .lineTo(x + 9, middle - 9)
                            .lineTo(x, middle - 5));
        });
    }

    private static void marks(Svg svg, DurationAxis axis, Rung rung, double middle, double right) {
        Shape intervals = new Shape();
        rung.most()
                .known()
                .ifPresent(known -> intervals.box(
                        place(axis, known.lower(), right), middle - 8, place(axis, known.upper(), right), middle + 8));
        svg.draw("c-interval", intervals);
        double half = shown(axis, rung.half(), right);
        double most = Math.max(half, shown(axis, rung.most(), right));
        svg.draw("c-bar", most > half ? new Shape().box(half, middle - 3, most, middle + 3) : new Shape());
        if (rung.most().known().isEmpty()) {
            double tip = Math.min(right - 2, most + 14);
            svg.draw(
                    "c-whisker",
                    new Shape()
                            .at(half, middle)
                            .across(tip)
                            .at(tip - 6, middle - 6)
                            .lineTo(tip, middle)
                            .lineTo(tip - 6, middle + 6));
        }
        if (rung.half().known().isPresent()) {
            svg.dot("c-dot", half, middle, 5);
        }
    }

    private static double shown(DurationAxis axis, Percentile percentile, double right) {
        return percentile
                .known()
                .map(known -> place(axis, known.estimate(), right))
                .orElseGet(() -> place(axis, percentile.surely(), right));
    }

    /** What is off the axis is drawn in a stretch of its own behind it. */
    private static double place(DurationAxis axis, Duration duration, double right) {
        return duration.compareTo(axis.longest()) > 0 ? right - OFF / 2 : axis.at(duration);
    }

    private static String reading(Ladder ladder, List<Rung> rungs) {
        if (rungs.isEmpty()) {
            return "There is no pipeline.";
        }
        List<String> parts = new ArrayList<>();
        for (Rung rung : rungs) {
            parts.add(rung.name() + ": "
                    + (rung.isUnknown()
                            ? "nothing is known"
                            : "95 % " + (rung.most().known().isPresent() ? "within " : "take ")
                                    + rung.most().said())
                    + rung.edge(ladder)
                            .map(edge -> ", promised " + Durations.words(edge))
                            .orElse(""));
        }
        return String.join("; ", parts) + ".";
    }

    private static DataTable table(Ladder ladder, List<Rung> rungs) {
        List<List<String>> rows = new ArrayList<>();
        for (Rung rung : rungs) {
            List<String> row = new ArrayList<>();
            row.add(rung.name());
            row.add(rung.edge(ladder).map(Said::cell).orElse(""));
            row.addAll(rung.half().cells());
            row.addAll(rung.most().cells());
            rows.add(row);
        }
        return new DataTable(
                "Percentiles of the staleness of each pipeline",
                List.of(
                        "pipeline",
                        "promised (s)",
                        "p50 at least (s)",
                        "p50 (s)",
                        "p50 at most (s)",
                        "p95 at least (s)",
                        "p95 (s)",
                        "p95 at most (s)"),
                rows);
    }
}
