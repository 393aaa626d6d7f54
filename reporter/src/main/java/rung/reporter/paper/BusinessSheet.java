package rung.reporter.paper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import rung.core.ladder.Tier;
import rung.core.ladder.Verdict;
import rung.reporter.business.Assumptions;
import rung.reporter.business.Change;
import rung.reporter.business.Mover;
import rung.reporter.business.Outlook;
import rung.reporter.chart.Plain;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;

/** What staleness means for the shop, under assumptions that are printed first; and what changed since last time. */
final class BusinessSheet {
    /** So many pipelines are told of; the others are in {@code report.json}. */
    private static final int MOST_PIPELINES = 8;

    /** So many declared windows are told of, those that were not kept first. */
    private static final int MOST_WINDOWS = 20;

    private static final List<Verdict> WORST_FIRST =
            List.of(Verdict.MISSED, Verdict.INVALID, Verdict.UNDECIDED, Verdict.MET, Verdict.NO_PROMISE);

    private final Telling telling;
    private final Assumptions assumptions;

    BusinessSheet(Telling telling) {
        this.telling = telling;
        this.assumptions = telling.report().assumptions();
    }

    Sheet sheet() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading("What is assumed, and was not measured"));
        blocks.add(new Block.Items(assumed()));
        List<PipelineReport> shown = telling.worstFirst().stream()
                .filter(pipeline -> !pipeline.headline().isEmpty())
                .limit(MOST_PIPELINES)
                .toList();
        if (shown.isEmpty()) {
            blocks.add(Block.Text.of("Nothing was measured, so nothing is said of what it means."));
        } else {
            blocks.add(new Block.Heading("As it was measured"));
            blocks.add(measured(shown));
            blocks.add(Block.Text.small(
                    "Of each pipeline the window that earned its tier, at the stage that was promised: "
                            + "windows are never added up, for sales and staleness peak together. "
                            + rest(shown.size(), telling.report().pipelines().size(), "pipelines")));
        }
        blocks.add(new Block.Heading("As each tier would have it"));
        blocks.add(tiers());
        blocks.addAll(peaks());
        blocks.addAll(changes());
        return new Sheet(
                "business", "What it means for the shop", "What do shoppers see, and what can a shop promise?", blocks);
    }

    private List<String> assumed() {
        String movers = assumptions.movers().stream()
                .map(mover -> Plain.name(mover.name()) + " " + telling.words().decimal(mover.salesPerHour(), 3))
                .collect(Collectors.joining(", "));
        return List.of(
                "Sales of one article in one store in an hour, over all channels, at moments that do not depend on each"
                        + " other: " + movers + ".",
                "A count is right while no sale is hidden from it. Stages show sales in their order; what was lost or doubled"
                        + " leaves a count wrong until stock is counted, every "
                        + telling.words().duration(assumptions.reconciliation()) + ".",
                telling.words().share(assumptions.lastUnitShare())
                        + " of the orders are for the last unit in a store. Such an order is promised a unit that is gone when"
                        + " the sale of it is still hidden.",
                "Sales that have not shown count at their age at worst, and are left out at best.");
    }

    private Block.Table measured(List<PipelineReport> pipelines) {
        List<List<Cell>> rows = new ArrayList<>();
        for (PipelineReport pipeline : pipelines) {
            WindowReport window = pipeline.headline();
            for (Outlook outlook : window.outlooks(assumptions)) {
                rows.add(List.of(
                        Cell.of(telling.name(pipeline)),
                        Cell.of(telling.window(window.window())
                                + (window.isValid() ? "" : " (invalid: proves nothing)")),
                        Cell.of(articles(outlook.mover())),
                        Cell.figure(right(outlook)),
                        Cell.figure(broken(outlook))));
            }
        }
        return new Block.Table(
                "What shoppers saw of each pipeline",
                List.of("Pipeline", "Window", "Articles", "Count is right", "Broken of 10,000 orders"),
                List.of(20, 30, 16, 17, 17),
                rows);
    }

    private Block.Table tiers() {
        List<List<Cell>> rows = new ArrayList<>();
        for (Tier tier : telling.report().ladder().tiers()) {
            for (Mover mover : assumptions.movers()) {
                Outlook outlook = Outlook.of(tier, mover, assumptions);
                rows.add(List.of(
                        Cell.of(Telling.sign(tier) + " " + tier.name()),
                        Cell.of(articles(mover)),
                        Cell.figure(right(outlook)),
                        Cell.figure(broken(outlook))));
            }
        }
        return new Block.Table(
                "If each sale showed between the begin of a tier's band and its edge",
                List.of("Tier", "Articles", "Count is right", "Broken of 10,000 orders"),
                List.of(32, 24, 22, 22),
                rows);
    }

    private String articles(Mover mover) {
        return Plain.name(mover.name()) + ", " + telling.words().decimal(mover.salesPerHour(), 3) + " an hour";
    }

    private String right(Outlook outlook) {
        if (!outlook.right().isKnown()) {
            return "not known";
        }
        String least = telling.words().share(outlook.right().atLeast());
        String most =
                telling.words().share(Math.min(1, Math.ceil(outlook.right().atMost() * 1_000 - 1e-6) / 1_000));
        return least.equals(most) ? least : least + " to " + most;
    }

    private String broken(Outlook outlook) {
        if (!outlook.broken().isKnown()) {
            return "not known";
        }
        String least = telling.words().count((long) Math.floor(outlook.broken().atLeast()));
        String most = telling.words().count((long) Math.ceil(outlook.broken().atMost() - 1e-6));
        return least.equals(most) ? least : least + " to " + most;
    }

    private record Peak(PipelineReport pipeline, WindowReport window) {
        private Verdict verdict() {
            return window.verdict(pipeline.promise());
        }
    }

    private List<Block> peaks() {
        List<Peak> all = telling.worstFirst().stream()
                .flatMap(pipeline -> pipeline.promised().windows().stream().map(window -> new Peak(pipeline, window)))
                .sorted(Comparator.comparingInt(peak -> WORST_FIRST.indexOf(peak.verdict())))
                .toList();
        if (all.isEmpty()) {
            return List.of();
        }
        List<List<Cell>> rows = all.stream()
                .limit(MOST_WINDOWS)
                .map(peak -> List.of(
                        Cell.of(telling.name(peak.pipeline())),
                        Cell.of(telling.window(peak.window().window())),
                        Cell.verdict(peak.verdict(), word(peak.verdict())),
                        Cell.figure(telling.oldest(peak.window()))))
                .toList();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading("The declared windows"));
        blocks.add(new Block.Table(
                "Each declared window by itself, those first that were not kept",
                List.of("Pipeline", "Window", "Promise", "Oldest count"),
                List.of(26, 38, 20, 16),
                rows));
        String rest = rest(rows.size(), all.size(), "windows");
        if (!rest.isEmpty()) {
            blocks.add(Block.Text.small(rest));
        }
        return blocks;
    }

    private List<Block> changes() {
        if (telling.report().earlier().isEmpty()) {
            return List.of();
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading("Since the last report"));
        String period = telling.words().moment(telling.report().earlier().get().from()) + " to "
                + telling.words().moment(telling.report().earlier().get().to());
        List<List<Cell>> rows = telling.worstFirst().stream()
                .filter(pipeline -> telling.report().change(pipeline).isPresent())
                .limit(MOST_WINDOWS)
                .map(pipeline ->
                        change(pipeline, telling.report().change(pipeline).orElseThrow()))
                .toList();
        if (rows.isEmpty()) {
            blocks.add(Block.Text.of("The earlier report, of " + period + ", knew none of these pipelines."));
            return blocks;
        }
        blocks.add(new Block.Table(
                "Compared with " + period,
                List.of("Pipeline", "Promise", "Tier", "95 % of sales showed within", "Staleness"),
                List.of(20, 20, 14, 30, 16),
                rows));
        blocks.add(Block.Text.small(
                "Better or worse is said only where the intervals lie apart, in windows of one name; all else"
                        + " may be chance. "
                        + rest(rows.size(), telling.report().pipelines().size(), "pipelines")));
        return blocks;
    }

    private List<Cell> change(PipelineReport pipeline, Change change) {
        String now = word(pipeline.verdict());
        String then = change.earlier().verdict().replace("met", "kept").replace('-', ' ');
        return List.of(
                Cell.of(telling.name(pipeline)),
                Cell.of(now.equals(then) ? now : then + ", now " + now),
                Cell.of(
                        change.tier().equals(change.earlier().tier())
                                ? tier(change.tier())
                                : tier(change.earlier().tier()) + ", now " + tier(change.tier())),
                Cell.of(interval(change.earlier().lower(), change.earlier().upper()) + ", now "
                        + telling.percentile(pipeline.headline(), 0.95)),
                Cell.of(change.staleness().label().replace('-', ' ')));
    }

    private static String tier(OptionalInt tier) {
        return tier.isEmpty() ? "none proven" : tier.getAsInt() == 0 ? "off the ladder" : "T" + tier.getAsInt();
    }

    private String interval(OptionalDouble lower, OptionalDouble upper) {
        if (upper.isEmpty()) {
            return lower.isEmpty() ? "not known" : "at least " + seconds(lower.getAsDouble());
        }
        return lower.isEmpty() || lower.getAsDouble() <= 0
                ? "at most " + seconds(upper.getAsDouble())
                : seconds(lower.getAsDouble()) + " to " + seconds(upper.getAsDouble());
    }

    private String seconds(double seconds) {
        return telling.words().duration(Duration.ofMillis(Math.round(seconds * 1_000)));
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case MET -> "kept";
            case MISSED -> "missed";
            case UNDECIDED -> "undecided";
            case INVALID -> "invalid";
            case NO_PROMISE -> "no promise";
        };
    }

    private String rest(int shown, int all, String what) {
        return shown >= all
                ? ""
                : telling.words().count(shown) + " of " + telling.words().count(all) + " " + what
                        + " are shown; all are in report.json.";
    }
}
