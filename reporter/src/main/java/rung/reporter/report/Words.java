package rung.reporter.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Durations, counts, shares and moments as a person reads them, the same in every rendering. Numbers follow the reader's
 * locale; words, months among them, are English.
 */
public final class Words {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss zzz '(UTC'xxx')'", Locale.ENGLISH);
    private static final DateTimeFormatter IN_UTC =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_AND_CLOCK = DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH);

    private final ZoneId zone;
    private final Numbers numbers;

    /** For a reader of English. */
    public Words(ZoneId zone) {
        this(zone, Locale.ENGLISH);
    }

    /**
     * @param zone in which the reader's calendar is kept
     * @param locale as whose people the reader writes numbers
     */
    public Words(ZoneId zone, Locale locale) {
        this.zone = zone;
        this.numbers = new Numbers(locale);
    }

    /** Such as {@code 22 Nov 2026, 18:05:09 IST (UTC+05:30)}. */
    public String moment(Instant moment) {
        return zone.getRules().equals(ZoneOffset.UTC.getRules())
                ? IN_UTC.format(moment.atZone(ZoneOffset.UTC))
                : MOMENT.format(moment.atZone(zone));
    }

    /** Such as {@code 22 Nov, 18:00 to 22:00}; the second day is named when it is another. */
    public String stretch(Instant from, Instant to) {
        boolean sameDay = from.atZone(zone).toLocalDate().equals(to.atZone(zone).toLocalDate());
        return DAY_AND_CLOCK.format(from.atZone(zone)) + " to "
                + (sameDay ? CLOCK : DAY_AND_CLOCK).format(to.atZone(zone));
    }

    /** With separators of thousands, such as {@code 1,440}. */
    public String count(long count) {
        return numbers.count(count);
    }

    /** With so many digits after the point at most, such as {@code 2.5}. */
    public String decimal(double value, int digits) {
        return numbers.decimal(value, digits);
    }

    /** In percent, rounded down to a tenth, so that only all are 100 % and no bound is overstated. */
    public String share(double share) {
        return numbers.share(share);
    }

    /** Such as {@code 230 ms}, {@code 47 s}, {@code 2 min 14 s} or {@code 1 h 05 min}. */
    public String duration(Duration duration) {
        return numbers.duration(duration);
    }
}
