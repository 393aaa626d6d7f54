package rung.reporter.paper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.reporter.chart.Plain;
import rung.reporter.report.PipelineReport;

/**
 * The tier report laid out in sheets, as both renderings show it.
 *
 * @param title of the document
 * @param subject what it is about, in a sentence
 * @param period that it is about, with its zone
 * @param foot what stands at the foot of every page
 * @param made up to when facts are in it
 * @param origin of what it is made
 * @param sheets each of which begins a page
 */
public record Document(
        String title, String subject, String period, String foot, Instant made, Origin origin, List<Sheet> sheets) {
    /** So many pipelines are told of together on the sheets of evidence and cause. */
    private static final int TOGETHER = 3;

    public Document {
        sheets = List.copyOf(sheets);
    }

    /** Lays out {@code report}; the same report always gives the same document. */
    public static Document of(TierReport report) {
        Telling telling = new Telling(report.report());
        VerdictSheet verdict = new VerdictSheet(telling);
        List<Chapter> chapters = chapters(report, telling);
        List<Sheet> sheets = new ArrayList<>();
        sheets.add(verdict.sheet());
        if (!chapters.isEmpty()) {
            List<Chapter> first = chapters.subList(0, Math.min(TOGETHER, chapters.size()));
            sheets.add(new EvidenceSheet(telling, first).sheet());
            sheets.add(new CauseSheet(telling, first).sheet());
        }
        sheets.add(new BusinessSheet(telling).sheet());
        if (chapters.size() > VerdictSheet.MOST) {
            sheets.add(new Sheet(
                    "pipelines",
                    "All pipelines",
                    "Where does each pipeline stand?",
                    List.of(verdict.standings(
                            "All pipelines, those first that need attention most", telling.worstFirst()))));
        }
        if (chapters.size() > 1) {
            // no two share what they read, and of 200 pipelines to chart them takes seconds
            sheets.addAll(chapters.parallelStream()
                    .map(chapter -> new PipelineSheet(telling, chapter).sheet())
                    .toList());
        }
        sheets.add(new MethodSheet(report, telling).sheet());
        String period = telling.words().moment(report.report().window().from()) + " to "
                + telling.words().moment(report.report().window().to());
        return new Document(
                "Retail data freshness report",
                "How stale the inventory counts of "
                        + report.report().pipelines().size() + " pipelines were, " + period,
                period,
                "Run " + Plain.name(report.report().run()) + " · facts up to "
                        + telling.words().moment(report.report().generatedAt()) + " · synthetic transactions only",
                report.report().generatedAt(),
                report.origin(),
                sheets);
    }

    private static List<Chapter> chapters(TierReport report, Telling telling) {
        List<Chapter> chapters = new ArrayList<>();
        for (PipelineReport pipeline : telling.worstFirst()) {
            chapters.add(new Chapter(
                    report.report(),
                    pipeline,
                    Optional.ofNullable(report.closeups().get(pipeline.id())),
                    chapters.size() + 1));
        }
        return chapters;
    }
}
