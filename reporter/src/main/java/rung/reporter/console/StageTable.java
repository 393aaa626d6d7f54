package rung.reporter.console;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import rung.core.evidence.WindowEvidence;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.Phrases;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.StageReport;
import rung.reporter.report.WindowReport;
import rung.reporter.report.Words;

/** What several runs found of their stages, as a table of Markdown: one row a stage, for comparing pipelines. */
public final class StageTable {
    private static final List<String> HEADER = List.of(
            "pipeline",
            "stage",
            "tier kept",
            "p50",
            "p95",
            "a commit every",
            "known to within",
            "a poll waits",
            "sales");

    private StageTable() {}

    /** The table, each line ended by a newline. */
    public static String render(List<FreshnessReport> reports) {
        StringBuilder table = new StringBuilder();
        table.append(row(HEADER))
                .append(row(List.of("---", "---", "---", "---:", "---:", "---:", "---:", "---:", "---:")));
        for (FreshnessReport report : reports) {
            Words words = new Words(report.zone());
            for (PipelineReport pipeline : report.pipelines()) {
                pipeline.stages().forEach(stage -> table.append(row(cells(pipeline, stage, words, report))));
            }
        }
        return table.toString();
    }

    private static List<String> cells(PipelineReport pipeline, StageReport stage, Words words, FreshnessReport report) {
        WindowEvidence evidence = stage.run().evidence();
        Phrases phrases = new Phrases(report);
        return List.of(
                pipeline.id(),
                stage.id(),
                tier(stage.run()),
                quantile(evidence, 0.5, phrases),
                quantile(evidence, 0.95, phrases),
                evidence.cycles() == 0
                        ? "not told"
                        : words.duration(stage.run().window().length().dividedBy(evidence.cycles())),
                evidence.resolution().stream()
                        .mapToObj(seconds -> words.duration(Duration.ofNanos((long) (seconds * 1e9))))
                        .findFirst()
                        .orElse("–"),
                stage.costPerPoll().map(cost -> cost(cost, stage, words)).orElse("–"),
                words.count(evidence.counts().injected()));
    }

    /** What a poll waits, and how much of it for the counts themselves where the stage tells it apart. */
    private static String cost(Duration cost, StageReport stage, Words words) {
        return words.duration(cost)
                + stage.queryPerPoll()
                        .map(query -> " (" + words.duration(query) + " for counts)")
                        .orElse("");
    }

    private static String tier(WindowReport run) {
        if (!run.isValid()) {
            return "invalid";
        }
        return run.kept().isPresent() ? "T" + run.kept().getAsInt() : "undecided, T" + run.notMissed() + " not missed";
    }

    private static String quantile(WindowEvidence evidence, double share, Phrases phrases) {
        return evidence.quantiles().stream()
                .filter(quantile -> quantile.quantile() == share)
                .map(phrases::percentile)
                .findFirst()
                .orElse("–");
    }

    private static String row(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
