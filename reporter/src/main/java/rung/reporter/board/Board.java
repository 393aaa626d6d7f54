package rung.reporter.board;

import java.time.Instant;
import rung.core.measure.TimeWindow;
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

    /** The stretch that {@code span} means at this board. */
    public TimeWindow period(Span span) {
        TimeWindow judged = report.window();
        if (span == Span.RUN) {
            return judged;
        }
        Instant to = at().isAfter(judged.to()) ? at() : judged.to();
        return new TimeWindow(span.label(), to.minus(span.length()), to);
    }
}
