package rung.reporter.board;

import java.time.Instant;
import rung.reporter.report.FreshnessReport;

/**
 * The conclusions of one moment.
 *
 * @param number that rises with each board of a server
 * @param report that all figures are of
 */
public record Board(long number, FreshnessReport report) {
    /** Up to when facts are in it. */
    public Instant at() {
        return report.generatedAt();
    }
}
