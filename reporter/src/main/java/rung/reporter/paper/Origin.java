package rung.reporter.paper;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
record Origin(String build, String configuration, String report) {
    static Origin of(FreshnessReport report, String build) {
        return new Origin(build, Hashes.configuration(report), hash(ReportJson.write(report)));
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
