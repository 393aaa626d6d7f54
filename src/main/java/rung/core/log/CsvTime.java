package rung.core.log;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/**
 * Reads times from CSV cells: ISO 8601 with an offset or Z, or seconds since 1970, either with a fraction of up to nine
 * digits; from 1970 to the year 2262. Remembers the last date, so it is for one thread.
 */
final class CsvTime {
    /** What {@link #nanos} returns for a cell that is no such time. */
    static final long NONE = Long.MIN_VALUE;

    private static final String CURE =
            "; write 2026-01-31T18:00:00Z, 2026-01-31T23:30:00.25+05:30 or seconds since 1970 such as 1769882400.25";
    private static final Pattern NO_OFFSET =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d([.,]\\d*)?)?");
    private static final Pattern WITH_BLANK = Pattern.compile("\\d{4}-\\d\\d-\\d\\d .*");
    private static final Pattern MILLIS = Pattern.compile("\\d{12,14}");
    private static final Pattern LONG_FRACTION = Pattern.compile("[^.,]*[.,]\\d{10,}([Z+-].*)?");

    private static final long PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long LAST_SECOND = Long.MAX_VALUE / PER_SECOND - 1;
    private static final int FRACTION_DIGITS = 9;
    private static final int DATE_AND_TIME = "2026-01-31T18:00:00".length();
    private static final int MOST_QUOTED = 40;

    private int lastDate = -1;
    private long lastDay;

    /** Nanoseconds since 1970-01-01 UTC, or {@link #NONE}. */
    long nanos(byte[] bytes, int from, int to) {
        if (to - from > DATE_AND_TIME && bytes[from + 4] == '-') {
            long nanos = iso(bytes, from, to);
            return nanos == NONE ? slowly(bytes, from, to) : nanos;
        }
        long nanos = seconds(bytes, from, to);
        return nanos == NONE ? slowly(bytes, from, to) : nanos;
    }

    /** Why {@code text} is no time, and what would be one. */
    static String fault(String text) {
        String quoted = "\"" + (text.length() > MOST_QUOTED ? text.substring(0, MOST_QUOTED) + "…" : text) + "\"";
        if (NO_OFFSET.matcher(text).matches()) {
            return quoted + " has no offset; add Z when it is UTC, else one such as +05:30";
        }
        if (MILLIS.matcher(text).matches()) {
            return quoted + " looks like milliseconds; write seconds since 1970, with a fraction if need be";
        }
        if (LONG_FRACTION.matcher(text).matches()) {
            return quoted + " has more than nine digits after the second; write at most nine";
        }
        if (WITH_BLANK.matcher(text).matches()) {
            return quoted + " has a blank between date and time; write a T there";
        }
        return quoted + " is not a time between 1970 and 2262" + CURE;
    }

    private long iso(byte[] bytes, int from, int to) {
        int date = number(bytes, from, 4) * 10_000 + number(bytes, from + 5, 2) * 100 + number(bytes, from + 8, 2);
        int hour = number(bytes, from + 11, 2);
        int minute = number(bytes, from + 14, 2);
        int second = number(bytes, from + 17, 2);
        boolean isPunctuated =
                bytes[from + 7] == '-' && bytes[from + 10] == 'T' && bytes[from + 13] == ':' && bytes[from + 16] == ':';
        if (!isPunctuated || date < 0 || !isIn(hour, 23) || !isIn(minute, 59) || !isIn(second, 59) || !isDay(date)) {
            return NONE;
        }
        int at = from + DATE_AND_TIME;
        long fraction = 0;
        if (bytes[at] == '.' || bytes[at] == ',') {
            int end = at + 1;
            while (end < to && isDigit(bytes[end])) {
                end++;
            }
            fraction = fraction(bytes, at + 1, end);
            at = end;
        }
        long offset = offsetSeconds(bytes, at, to);
        if (fraction == NONE || offset == NONE) {
            return NONE;
        }
        return of(lastDay * SECONDS_PER_DAY + hour * 3_600L + minute * 60L + second - offset, fraction);
    }

    /** Whether {@code date}, written as the digits of year, month and day, exists; then {@link #lastDay} is its day. */
    private boolean isDay(int date) {
        if (date == lastDate) {
            return true;
        }
        try {
            lastDay = LocalDate.of(date / 10_000, date / 100 % 100, date % 100).toEpochDay();
            lastDate = date;
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Z, ±hh:mm, ±hhmm or ±hh up to 18 hours, as seconds east of UTC. */
    private static long offsetSeconds(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 1 && bytes[from] == 'Z') {
            return 0;
        }
        if (length < 3 || (bytes[from] != '+' && bytes[from] != '-')) {
            return NONE;
        }
        int hours = number(bytes, from + 1, 2);
        int minutes = 0;
        if (length == 6 && bytes[from + 3] == ':') {
            minutes = number(bytes, from + 4, 2);
        } else if (length == 5) {
            minutes = number(bytes, from + 3, 2);
        } else if (length != 3) {
            return NONE;
        }
        if (!isIn(hours, 17) || !isIn(minutes, 59)) {
            return NONE;
        }
        long seconds = hours * 3_600L + minutes * 60L;
        return bytes[from] == '-' ? -seconds : seconds;
    }

    /** Seconds with a fraction of up to nine digits as nanoseconds, or {@link #NONE}. */
    static long seconds(byte[] bytes, int from, int to) {
        long seconds = 0;
        int at = from;
        for (; at < to && isDigit(bytes[at]); at++) {
            seconds = seconds * 10 + bytes[at] - '0';
            if (seconds > LAST_SECOND) {
                return NONE;
            }
        }
        if (at == from) {
            return NONE;
        }
        if (at == to) {
            return of(seconds, 0);
        }
        long fraction = bytes[at] == '.' ? fraction(bytes, at + 1, to) : NONE;
        return fraction == NONE ? NONE : of(seconds, fraction);
    }

    /** Digits after the point as nanoseconds; at least one and at most nine. */
    private static long fraction(byte[] bytes, int from, int to) {
        if (from == to || to - from > FRACTION_DIGITS) {
            return NONE;
        }
        long nanos = 0;
        for (int i = 0; i < FRACTION_DIGITS; i++) {
            int digit = from + i < to ? bytes[from + i] - '0' : 0;
            if (!isIn(digit, 9)) {
                return NONE;
            }
            nanos = nanos * 10 + digit;
        }
        return nanos;
    }

    private static long of(long seconds, long nanos) {
        return seconds < 0 || seconds > LAST_SECOND ? NONE : seconds * PER_SECOND + nanos;
    }

    /** Rarer ways to write ISO 8601, such as a time without seconds. */
    private static long slowly(byte[] bytes, int from, int to) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            return of(time.toEpochSecond(), time.getNano());
        } catch (DateTimeException e) {
            return NONE;
        }
    }

    /** The digits as a number; far below zero when one of them is none. */
    private static int number(byte[] bytes, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            if (!isDigit(bytes[i])) {
                return -100_000_000;
            }
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    private static boolean isIn(int value, int most) {
        return value >= 0 && value <= most;
    }
}
