package rung.reporter.paper;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import rung.core.ladder.Tier;
import rung.core.measure.PipelineSetup;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.ReportJson;

/**
 * Of what a report is made, so that it can be made again and compared.
 *
 * @param build that made the report, with its version
 * @param configuration SHA-256 of how the run was measured and judged: its pipelines, promises, stages, seed and ladder
 * @param report SHA-256 of the report's {@code report.json}
 */
record Origin(String build, String configuration, String report) {
    static Origin of(RunSetup run, FreshnessReport report, String build) {
        return new Origin(build, hash(configuration(run, report)), hash(ReportJson.write(report)));
    }

    /** A line for each thing that was fixed before the first sale. */
    private static String configuration(RunSetup run, FreshnessReport report) {
        StringBuilder text = new StringBuilder();
        line(text, "run", run.id(), run.seed(), run.zone().getId(), run.software());
        line(
                text,
                "rule",
                report.ladder().rule().share(),
                report.ladder().rule().confidence());
        for (Tier tier : report.ladder().tiers()) {
            line(text, "tier", tier.number(), tier.from(), tier.edge());
        }
        for (PipelineSetup pipeline : run.pipelines()) {
            line(text, "pipeline", pipeline.name(), pipeline.promise(), pipeline.slot(), pipeline.firstSlot());
            for (StageSetup stage : pipeline.stages()) {
                line(text, "stage", stage.name(), stage.poll(), stage.settling());
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Object... fields) {
        for (Object field : fields) {
            text.append(field).append('\t');
        }
        text.append('\n');
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
