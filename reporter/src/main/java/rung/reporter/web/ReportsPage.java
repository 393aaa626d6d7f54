package rung.reporter.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rung.core.measure.TimeWindow;
import rung.reporter.board.ReportDesk;

/**
 * Reports over a period that a reader chooses.
 *
 * @param from begin of the period, as the form shows it, in the reader's zone
 * @param to its end
 * @param problem what is wrong with the period; empty when nothing is
 * @param text the report as a terminal shows it; empty until one is asked for
 * @param query of the addresses where it is to be had as a file
 * @param hash SHA-256 of its JSON; empty until one is asked for
 * @param progress of a report that is not made yet, in words; empty when none is waited for
 */
public record ReportsPage(
        String from, String to, String problem, String text, String query, String hash, String progress) {
    /** A calendar of four digits a year, as forms have it; a moment in any zone of it is far within what a log can hold. */
    private static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    /** Nothing but the form. */
    static ReportsPage form(Instant from, Instant to, ZoneId zone) {
        return new ReportsPage(field(from, zone), field(to, zone), "", "", "", "", "");
    }

    /** The same, with what is wrong with it. */
    ReportsPage refused(String why) {
        return new ReportsPage(from, to, why, "", "", "", "");
    }

    /** The same, while the report is made. */
    ReportsPage waiting(ReportDesk.Progress far) {
        return new ReportsPage(
                from,
                to,
                "",
                "",
                "",
                "",
                "The report is being made: " + far.done() + " of " + far.of() + " pipelines are judged.");
    }

    /** The same, with the report. */
    ReportsPage made(String report, String asked, String sha) {
        return new ReportsPage(from, to, "", report, asked, sha, "");
    }

    /** A moment as a form's field shows it. */
    private static String field(Instant moment, ZoneId zone) {
        return FORM.format(moment.atZone(zone).truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * The moment that a field holds: local time of {@code zone}, or ISO 8601 with an offset; empty when it is neither, or
     * in no year of four digits.
     */
    static Optional<Instant> moment(@Nullable String field, ZoneId zone) {
        return parsed(field, zone).filter(at -> !at.isBefore(FIRST) && !at.isAfter(LAST));
    }

    private static Optional<Instant> parsed(@Nullable String field, ZoneId zone) {
        if (field == null || field.isBlank() || field.length() > 40) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(field).toInstant());
        } catch (DateTimeException e) {
            // perhaps without an offset
        }
        try {
            return Optional.of(LocalDateTime.parse(field).atZone(zone).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The period between two moments; empty when it is none. */
    static Optional<TimeWindow> period(Optional<Instant> from, Optional<Instant> to) {
        return from.flatMap(begin -> to.filter(begin::isBefore).map(end -> new TimeWindow("period", begin, end)));
    }
}
