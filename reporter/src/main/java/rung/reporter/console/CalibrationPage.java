package rung.reporter.console;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import rung.core.calibration.Calibration;
import rung.core.calibration.Clocks;
import rung.core.calibration.Coverage;
import rung.core.calibration.KnownLag;
import rung.core.calibration.KnownPipeline;
import rung.core.calibration.Machine;
import rung.core.calibration.ReadCost;
import rung.core.calibration.Spread;
import rung.core.calibration.StageCost;
import rung.core.config.Durations;
import rung.reporter.report.Words;

/** A calibration as a terminal shows it: what was known and what was said of it, what the machine adds, and what it comes to. */
public final class CalibrationPage {
    private static final String INDENT = "  ";
    private static final String GAP = "   ";
    private static final int NAME = 40;

    private final Calibration calibration;
    private final Style style;
    private final Words words = new Words(ZoneOffset.UTC);
    private final StringBuilder page = new StringBuilder();

    private CalibrationPage(Calibration calibration, Style style) {
        this.calibration = calibration;
        this.style = style;
    }

    /** The calibration for a person, in lines of at most 118 columns, each ended by a newline. */
    public static String render(Calibration calibration, Style style) {
        return new CalibrationPage(calibration, style).page();
    }

    private String page() {
        known();
        machine();
        if (!calibration.stages().isEmpty()) {
            stages();
        }
        heading("IN ONE SENTENCE", "");
        wrapped(calibration.sentence());
        wrapped("seed " + calibration.seed() + " · " + calibration.software());
        return page.toString();
    }

    private void known() {
        KnownPipeline first = calibration.known().get(0);
        heading(
                "KNOWN PIPELINES",
                words.count(calibration.windows()) + " windows of " + words.count(first.slots())
                        + " slots in virtual time, looked at after every slot");
        Table table = new Table(
                style,
                INDENT,
                List.of(
                        "what it does",
                        "in time",
                        "measured",
                        "bias",
                        "kept",
                        "false",
                        "missed",
                        "false",
                        "p50 held",
                        "p95 held",
                        "known to"));
        calibration.known().forEach(known -> table.row(known(known)));
        lines(table);
        wrapped("in time: true share of sales within " + words.duration(first.edge())
                + " · measured: as far as polling can tell · bias: of its middle, in points");
        wrapped("kept, missed: windows, of " + words.count(first.runs())
                + ", in which it was said at some look · false: in which it was then false");
        wrapped("held: 95 % intervals with the true p50, p95 in them · known to: 95 % of sales, in the worst window");
    }

    private List<String> known(KnownPipeline known) {
        return List.of(
                known.name(),
                words.share(known.share()),
                range(known.inTime(), known.inTimeAtMost()),
                bias(known),
                words.count(known.kept()),
                words.count(known.falselyKept()),
                words.count(known.missed()),
                words.count(known.falselyMissed()),
                coverage(known.median()),
                coverage(known.p95()),
                Durations.precise(known.resolution()));
    }

    private static String bias(KnownPipeline known) {
        String points = String.format(Locale.ROOT, "%+.1f", 100 * known.bias());
        return points.matches("[+-]0\\.0") ? "0" : points;
    }

    private String range(double from, double to) {
        String low = words.share(from).replace(" %", "");
        String high = words.share(to).replace(" %", "");
        return (low.equals(high) ? low : low + "–" + high) + " %";
    }

    private static String coverage(Coverage coverage) {
        return coverage.of() == 0 ? "–" : coverage.held() + " of " + coverage.of();
    }

    private void machine() {
        Machine machine = calibration.machine();
        heading("MACHINE", words.duration(machine.span()) + " on the wall clock, as a canary runs");
        Table costs = new Table(style, INDENT, List.of("what it adds", "p50", "p99", "longest", "of"));
        costs.row(spread("send after schedule", machine.slip()));
        for (ReadCost look : machine.looks()) {
            costs.row(spread("look, " + look.stage(), look.cost()));
        }
        lines(costs);
        Table lags = new Table(
                style, INDENT, List.of("a sale that shows", "known to", "called at most", "held", "polled every"));
        for (KnownLag lag : machine.lags()) {
            lags.row(List.of(
                    (lag.lag().isZero() ? "at once, " : "after " + Durations.precise(lag.lag()) + ", ") + lag.stage(),
                    Durations.precise(lag.width()),
                    Durations.precise(lag.upper()),
                    lag.held() + " of " + lag.sales(),
                    Durations.precise(lag.achieved())));
        }
        lines(lags);
        wrapped("known to, called at most: 95 % of sales · held: sales whose interval holds the true moment");
        Clocks clocks = machine.clocks();
        wrapped("clocks: steps of " + Durations.precise(clocks.step()) + ", parted by at most "
                + Durations.precise(clocks.divergence()) + " in " + clocks.checks() + " checks · "
                + (machine.tooLate() == 0 ? "no sale" : words.count(machine.tooLate()) + " of the sales")
                + " sent too late to be measured");
    }

    private List<String> spread(String name, Spread spread) {
        return List.of(
                name,
                Durations.precise(spread.p50()),
                Durations.precise(spread.p99()),
                Durations.precise(spread.longest()),
                words.count(spread.count()));
    }

    private void stages() {
        heading("STAGES", "read only, nothing was sent; an edge faster than 20 polls, or 20 looks, is not judged");
        Table table = new Table(
                style,
                INDENT,
                List.of(
                        "stage",
                        "keys",
                        "look p50",
                        "look p99",
                        "looks",
                        "failed",
                        "polled every",
                        "fastest edge",
                        "tier"));
        for (StageCost stage : calibration.stages()) {
            table.row(List.of(
                    Columns.cut(style.text(stage.pipeline() + " " + stage.stage()), NAME),
                    words.count(stage.keys()),
                    Durations.precise(stage.cost().p50()),
                    Durations.precise(stage.cost().p99()),
                    words.count(stage.cost().count() + stage.failures()),
                    words.count(stage.failures()),
                    words.duration(stage.poll()),
                    words.duration(stage.fastestEdge()),
                    stage.fastestTier().isPresent() ? "T" + stage.fastestTier().getAsInt() : "none"));
        }
        lines(table);
    }

    private void heading(String title, String about) {
        line(style.bold(title) + (about.isEmpty() ? "" : GAP + style.text(about)));
    }

    private void lines(Table table) {
        table.lines().forEach(this::line);
    }

    private void wrapped(String text) {
        Columns.wrapped(List.of(style.text(text)), Columns.PAGE - INDENT.length())
                .forEach(one -> line(INDENT + one));
    }

    private void line(String text) {
        page.append(text.stripTrailing()).append('\n');
    }
}
