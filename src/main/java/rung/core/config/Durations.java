package rung.core.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them in a file, {@code 90s}, and as they read them on a page, {@code 1 min 30 s}. */
public final class Durations {
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");
    private static final String CURE = "write a whole number and ms, s, m, h or d, such as 90s or 15m";

    private Durations() {}

    /**
     * Reads {@code 250ms}, {@code 90s}, {@code 5m}, {@code 24h}, {@code 7d} or ISO 8601, {@code PT1H30M}; from zero to
     * 3650 days.
     *
     * @throws IllegalArgumentException saying what is wrong with {@code text} and what would be right
     */
    public static Duration parse(String text) {
        try {
            return read(text);
        } catch (Unreadable e) {
            throw new IllegalArgumentException("\"" + text + "\" " + e.predicate(), e);
        }
    }

    static Duration read(String text) throws Unreadable {
        Duration duration = text.startsWith("P") ? iso(text) : suffixed(text);
        if (duration.isNegative()) {
            throw new Unreadable("is negative; " + CURE);
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw new Unreadable("is too long; write at most 3650d");
        }
        return duration;
    }

    /** The shortest text that {@link #parse} reads as {@code duration}: {@code 5m}, not {@code 300s}. */
    public static String written(Duration duration) {
        if (duration.toNanosPart() % 1_000_000 != 0) {
            return duration.toString();
        }
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds % 60 != 0) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes % 60 != 0) {
            return minutes + "m";
        }
        long hours = minutes / 60;
        return hours % 24 == 0 && hours > 24 ? hours / 24 + "d" : hours + "h";
    }

    /**
     * For a person: {@code 230 ms}, {@code 4.6 s}, {@code 47 s}, {@code 2 min 14 s}, {@code 1 h 05 min}, {@code 30 h},
     * {@code 4 d 06 h}; rounded half up to what is shown, at most two units. Whole seconds below ten have no decimal,
     * {@code 5 s}; more than nothing is never shown as nothing but as {@code <1 ms}.
     */
    public static String words(Duration duration) {
        if (duration.isNegative()) {
            return "-" + words(duration.negated());
        }
        if (duration.isZero()) {
            return "0 s";
        }
        if (shorter(duration, Duration.ofMillis(1))) {
            return "<1 ms";
        }
        if (shorter(duration, Duration.ofSeconds(1).minusNanos(500_000))) {
            return rounded(duration, Duration.ofMillis(1)) + " ms";
        }
        if (shorter(duration, Duration.ofSeconds(10).minusMillis(50))) {
            long tenths = rounded(duration, Duration.ofMillis(100));
            boolean whole = duration.toNanosPart() == 0;
            return tenths / 10 + (whole ? "" : "." + tenths % 10) + " s";
        }
        if (shorter(duration, Duration.ofMinutes(1).minusMillis(500))) {
            return rounded(duration, Duration.ofSeconds(1)) + " s";
        }
        if (shorter(duration, Duration.ofHours(1).minusMillis(500))) {
            return two(rounded(duration, Duration.ofSeconds(1)), 60, "min", "s");
        }
        if (shorter(duration, Duration.ofDays(3).minusSeconds(30))) {
            return two(rounded(duration, Duration.ofMinutes(1)), 60, "h", "min");
        }
        return two(rounded(duration, Duration.ofHours(1)), 24, "d", "h");
    }

    /**
     * For a person who asks how exact an instrument is: as {@link #words}, but {@code 85 µs} and {@code 1.2 ms} where that
     * is less than ten milliseconds.
     */
    public static String precise(Duration duration) {
        if (duration.isZero()
                || duration.isNegative()
                || !shorter(duration, Duration.ofMillis(10).minusNanos(50_000))) {
            return words(duration);
        }
        if (shorter(duration, Duration.ofNanos(1_000))) {
            return duration.toNanos() + " ns";
        }
        if (shorter(duration, Duration.ofMillis(1).minusNanos(500))) {
            return rounded(duration, Duration.ofNanos(1_000)) + " µs";
        }
        long tenths = rounded(duration, Duration.ofNanos(100_000));
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " ms";
    }

    private static boolean shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0;
    }

    private static String two(long count, int perLarge, String large, String small) {
        long rest = count % perLarge;
        return count / perLarge + " " + large + (rest == 0 ? "" : (rest < 10 ? " 0" : " ") + rest + " " + small);
    }

    private static long rounded(Duration duration, Duration unit) {
        long whole = duration.dividedBy(unit);
        Duration rest = duration.minus(unit.multipliedBy(whole));
        return rest.compareTo(unit.dividedBy(2)) < 0 ? whole : whole + 1;
    }

    private static Duration iso(String text) throws Unreadable {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new Unreadable("is not a duration; " + CURE);
        }
    }

    private static Duration suffixed(String text) throws Unreadable {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new Unreadable("is not a duration; " + CURE);
        }
        long count = Long.parseLong(matcher.group(1));
        Duration unit =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(1);
                    case "s" -> Duration.ofSeconds(1);
                    case "m" -> Duration.ofMinutes(1);
                    case "h" -> Duration.ofHours(1);
                    default -> Duration.ofDays(1);
                };
        try {
            return unit.multipliedBy(count);
        } catch (ArithmeticException e) {
            return LONGEST.plusDays(1);
        }
    }
}
