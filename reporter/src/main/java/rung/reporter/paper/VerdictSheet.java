package rung.reporter.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import rung.core.evidence.WindowCounts;
import rung.core.ladder.Verdict;
import rung.reporter.chart.LadderGraphic;
import rung.reporter.paper.plot.Drawing;
import rung.reporter.paper.plot.LadderPlot;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;

/** Page one: whether the promises were kept, what that means, how sure it is, and what to do. */
final class VerdictSheet {
    /** So many pipelines stand on page one; the others have a page of their own all the same. */
    static final int MOST = 8;

    private static final int MOST_ACTIONS = 3;

    private final Telling telling;

    VerdictSheet(Telling telling) {
        this.telling = telling;
    }

    Sheet sheet() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Headline(telling).block());
        List<PipelineReport> shown = telling.worstFirst();
        if (!shown.isEmpty()) {
            List<PipelineReport> first = shown.subList(0, Math.min(MOST, shown.size()));
            List<LadderGraphic.Rung> rungs = first.stream().map(this::rung).toList();
            blocks.add(new Block.Plates(List.of(new Plate(
                    LadderGraphic.of("verdict", telling.report(), rungs),
                    new Drawing(
                            16 + 8 * rungs.size(),
                            () -> LadderPlot.of(telling.report().ladder(), rungs)),
                    true,
                    false,
                    true))));
            blocks.add(standings("Where each pipeline stands", first));
            if (shown.size() > MOST) {
                blocks.add(Block.Text.small("The " + MOST + " that need attention most are shown; all "
                        + telling.words().count(shown.size()) + " follow in a table of their own."));
            }
        }
        blocks.add(sureness());
        if (!shown.isEmpty()) {
            blocks.add(actions(shown));
        }
        return new Sheet("verdict", "Verdict", question(), blocks);
    }

    private String question() {
        return "Did the counts that shoppers and staff see keep up with the sales, as promised?";
    }

    private LadderGraphic.Rung rung(PipelineReport pipeline) {
        return new LadderGraphic.Rung(
                pipeline.id(), pipeline.promise().tier(), Telling.told(pipeline).evidence());
    }

    /** A row for each of {@code pipelines}. */
    Block.Table standings(String caption, List<PipelineReport> pipelines) {
        return new Block.Table(
                caption,
                List.of(
                        "Pipeline",
                        "Promised",
                        "Proven",
                        "Verdict",
                        "In time",
                        "95 % of sales showed within",
                        "Oldest count"),
                List.of(14, 17, 13, 15, 17, 14, 10),
                pipelines.stream().map(this::standing).toList());
    }

    private List<Cell> standing(PipelineReport pipeline) {
        WindowReport window = Telling.told(pipeline);
        String verdict = telling.phrases().verdict(pipeline);
        return List.of(
                Cell.of(telling.name(pipeline)),
                Cell.of(telling.promise(pipeline)),
                Cell.of(telling.proven(pipeline)),
                Cell.verdict(pipeline.verdict(), pipeline.verdict() == Verdict.NO_PROMISE ? "no promise" : verdict),
                Cell.of(telling.inTime(pipeline)),
                Cell.of(telling.percentile(window, 0.95)),
                Cell.figure(telling.oldest(window)));
    }

    private Block.Table sureness() {
        long slots = 0;
        long unmeasured = 0;
        long commits = 0;
        long pending = 0;
        long lost = 0;
        long invalid = 0;
        for (PipelineReport pipeline : telling.report().pipelines()) {
            WindowReport run = pipeline.promised().run();
            WindowCounts counts = run.evidence().counts();
            slots += counts.slots();
            unmeasured += counts.unmeasured();
            pending += counts.pending();
            lost += counts.lost();
            commits += run.evidence().cycles();
            invalid += run.isValid() ? 0 : 1;
        }
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(row(
                "What was tested",
                slots == 0
                        ? "nothing: no sale was made in this period, and no data is never fresh"
                        : telling.sales(slots) + " of Rung's own at keys that it alone touches; "
                                + telling.words().share((double) (slots - unmeasured) / slots)
                                + " of them could be measured"
                                + (pending + lost == 0
                                        ? ""
                                        : "; " + telling.words().count(pending) + " have not shown yet and "
                                                + telling.words().count(lost)
                                                + " are given up as lost: both count at their age")));
        rows.add(row(
                "How exactly",
                resolution() + (commits == 0 ? "" : "; " + telling.words().count(commits) + " commits brought them")));
        rows.add(row(
                "How sure",
                "a promise is kept when it is proven, at "
                        + telling.words().share(telling.report().ladder().rule().confidence())
                        + " confidence, that at least "
                        + telling.words().share(telling.report().ladder().rule().share())
                        + " of the sales of a window were in time; missed when the contrary is; undecided until then"));
        rows.add(row(
                "The instrument",
                telling.report()
                        .instrument()
                        .map(one -> one.sentence())
                        .orElse("was not calibrated in this run, so its own errors are not told here")));
        if (invalid > 0) {
            rows.add(row(
                    "Against it",
                    telling.words().count(invalid) + " of "
                            + telling.words().count(telling.report().pipelines().size())
                            + " measurements broke a rule of their own over the whole period"));
        }
        return new Block.Table("How sure are we?", List.of("Question", "Answer"), List.of(18, 82), rows);
    }

    private String resolution() {
        Map<String, List<String>> alike = new LinkedHashMap<>();
        for (PipelineReport pipeline : telling.worstFirst()) {
            telling.resolution(pipeline.promised().run())
                    .ifPresent(to ->
                            alike.computeIfAbsent(to, one -> new ArrayList<>()).add(telling.name(pipeline)));
        }
        if (alike.isEmpty()) {
            return "not known, for no sale was seen";
        }
        String known = alike.entrySet().stream()
                .limit(MOST_ACTIONS)
                .map(one -> one.getKey()
                        + (alike.size() == 1
                                ? ""
                                : " at " + one.getValue().get(0)
                                        + (one.getValue().size() == 1
                                                ? ""
                                                : " and " + (one.getValue().size() - 1) + " more")))
                .collect(Collectors.joining(", "));
        return "95 % of the waits are known to within " + known;
    }

    private static List<Cell> row(String label, String text) {
        return List.of(Cell.of(label), Cell.of(text));
    }

    /** What several pipelines need is said once. */
    private Block.Table actions(List<PipelineReport> worstFirst) {
        Map<String, List<String>> steps = new LinkedHashMap<>();
        for (PipelineReport pipeline : worstFirst) {
            String action = action(pipeline);
            if (!action.isEmpty()) {
                steps.computeIfAbsent(action, one -> new ArrayList<>()).add(telling.name(pipeline));
            }
        }
        if (steps.isEmpty()) {
            steps.put("Nothing must be done. Measure again before the next sale.", List.of("all"));
        }
        List<List<Cell>> rows = steps.entrySet().stream()
                .limit(MOST_ACTIONS)
                .map(one -> List.of(
                        Cell.of(one.getValue().stream().limit(MOST_ACTIONS).collect(Collectors.joining(", "))
                                + (one.getValue().size() > MOST_ACTIONS
                                        ? " and " + (one.getValue().size() - MOST_ACTIONS) + " more"
                                        : "")),
                        Cell.of(one.getKey()),
                        Cell.of(""),
                        Cell.of("")))
                .toList();
        return new Block.Table(
                "What to do next"
                        + (steps.size() > MOST_ACTIONS ? ": the first " + MOST_ACTIONS + " of " + steps.size() : ""),
                List.of("Pipeline", "Step", "Owner", "By"),
                List.of(18, 56, 15, 11),
                rows);
    }

    private String action(PipelineReport pipeline) {
        return switch (pipeline.verdict()) {
            case MISSED ->
                telling.promised(pipeline)
                        .map(tier -> "Do not promise T" + tier.number()
                                + " until it is kept. The page on the cause says where the wait is; T" + tier.number()
                                + " is reached by " + tier.architecture() + ".")
                        .orElse("");
            case INVALID ->
                "Mend what made the measurement invalid, and measure again: "
                        + String.join(" ", Telling.told(pipeline).invalidBecause());
            case UNDECIDED -> "Measure on: " + String.join("; ", needs(pipeline)) + ".";
            case MET, NO_PROMISE -> "";
        };
    }

    private List<String> needs(PipelineReport pipeline) {
        List<String> needs = telling.phrases().evidence(pipeline).stream()
                .filter(phrase -> phrase.startsWith("needs ") || phrase.startsWith("polls are"))
                .toList();
        return needs.isEmpty()
                ? telling.phrases().evidence(pipeline).stream().limit(2).toList()
                : needs;
    }
}
