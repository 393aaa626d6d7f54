package rung.reporter.paper;

import com.fasterxml.jackson.databind.JsonNode;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.Hashes;
import rung.reporter.report.ReportJson;

/**
 * Of what a report is made, so that it can be made again and compared.
 *
 * @param build that made the report, with its version
 * @param configuration SHA-256 of how was measured and judged, as {@code report.json} has it
 * @param report SHA-256 of the report's {@code report.json}
 */
public record Origin(String build, String configuration, String report) {
    static Origin of(FreshnessReport report, String build) {
        JsonNode json = ReportJson.tree(report);
        return new Origin(build, json.at("/configuration/sha256").asText(), Hashes.sha256(ReportJson.text(json)));
    }
}
