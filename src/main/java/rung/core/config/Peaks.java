package rung.core.config;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rung.core.measure.TimeWindow;

/**
 * The peaks that a file declares.
 *
 * @param zone where the shops' clocks are
 * @param declared in the order of the file, each name once; empty when the file declares none
 */
public record Peaks(ZoneId zone, List<Peak> declared) {
    private static final LocalTime NOON = LocalTime.NOON;
    private static final String TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
    private static final Pattern DAILY = Pattern.compile("(" + TIME + ")\\s*-\\s*(" + TIME + "|24:00)");
    private static final Map<String, DayOfWeek> DAYS = days();

    /** What shops mean by the abbreviations that do not name one zone. */
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("IST", "Asia/Kolkata"),
            Map.entry("EST", "America/New_York"),
            Map.entry("EDT", "America/New_York"),
            Map.entry("CST", "America/Chicago"),
            Map.entry("CDT", "America/Chicago"),
            Map.entry("MST", "America/Denver"),
            Map.entry("PST", "America/Los_Angeles"),
            Map.entry("PDT", "America/Los_Angeles"),
            Map.entry("GMT", "Europe/London"),
            Map.entry("BST", "Europe/London"),
            Map.entry("CET", "Europe/Berlin"),
            Map.entry("CEST", "Europe/Berlin"),
            Map.entry("JST", "Asia/Tokyo"));

    public Peaks {
        declared = List.copyOf(declared);
        if (declared.stream().map(Peak::name).distinct().count() < declared.size()) {
            throw new IllegalArgumentException("declared has a name twice: " + declared);
        }
    }

    /** Reads {@code timezone}, which is required, and {@code peaks}, which is not. */
    public static Peaks read(Section root) {
        ZoneId zone = root.required("timezone", Section.trimmed(Peaks::zone), ZoneOffset.UTC);
        List<Peak> declared = new ArrayList<>();
        root.namedSectionsIfPresent("peaks")
                .forEach((name, section) -> peak(name, section, zone).ifPresent(declared::add));
        return new Peaks(zone, declared);
    }

    /** The peak of that name; empty when none is declared. */
    public Optional<Peak> named(String name) {
        return declared.stream().filter(peak -> peak.name().equals(name)).findFirst();
    }

    /**
     * The windows of all peaks that have an instant in common with [{@code from}, {@code to}), whole, earliest first;
     * windows of different peaks may overlap.
     */
    public List<TimeWindow> windows(Instant from, Instant to) {
        return declared.stream()
                .flatMap(peak -> peak.windows(from, to, zone).stream())
                .sorted(Comparator.comparing(TimeWindow::from))
                .toList();
    }

    private static Optional<Peak> peak(String name, Section section, ZoneId zone) {
        List<String> keys = section.keys();
        boolean once = keys.contains("from") || keys.contains("to");
        if (once && keys.contains("daily")) {
            section.problem("daily", "is a peak of every week, and from and to make one that happens once; keep one");
            section.textIfPresent("from");
            section.textIfPresent("to");
            section.textsIfPresent("days");
            section.textIfPresent("daily");
            return Optional.empty();
        }
        if (name.isBlank()) {
            section.problem("", "has a blank name; write a word");
        }
        return once ? span(name, section, zone) : daily(name, section);
    }

    private static Optional<Peak> daily(String name, Section section) {
        Hours hours = section.required("daily", Section.trimmed(Peaks::hours), new Hours(NOON, NOON.plusHours(1)));
        List<DayOfWeek> days = section.values("days", Section.trimmed(Peaks::day));
        Set<DayOfWeek> distinct = EnumSet.noneOf(DayOfWeek.class);
        for (DayOfWeek day : days) {
            if (!distinct.add(day)) {
                section.problem("days", "has " + word(day) + " twice; write it once");
            }
        }
        if (section.keys().contains("days") && distinct.isEmpty()) {
            section.problem("days", "is empty; write at least one day, or remove the key for every day");
        }
        if (!section.sound()) {
            return Optional.empty();
        }
        Set<DayOfWeek> chosen = distinct.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : distinct;
        return Optional.of(new Peak.Daily(name, hours.opens(), hours.closes(), chosen));
    }

    private static Optional<Peak> span(String name, Section section, ZoneId zone) {
        LocalDateTime from = section.required("from", Section.trimmed(Peaks::local), LocalDate.EPOCH.atStartOfDay());
        LocalDateTime to = section.required("to", Section.trimmed(Peaks::local), LocalDate.EPOCH.atTime(NOON));
        if (section.sound() && !from.isBefore(to)) {
            section.problem("to", to + " is not after from, " + from + "; write a later time");
        }
        if (section.sound() && WallClock.window("span", from, to, zone).isEmpty()) {
            section.problem(
                    "to",
                    "no clock in " + zone + " shows a time from " + from + " to " + to
                            + ", for it is put forward then; write a later time");
        }
        return section.sound() ? Optional.of(new Peak.Span(name, from, to)) : Optional.empty();
    }

    private record Hours(LocalTime opens, LocalTime closes) {}

    private static Hours hours(String text) throws Unreadable {
        Matcher matcher = DAILY.matcher(text);
        if (!matcher.matches()) {
            throw new Unreadable("is not a stretch of the day; write 24-hour times, such as 18:00-22:00");
        }
        LocalTime opens = LocalTime.parse(matcher.group(1));
        boolean midnight = matcher.group(2).equals("24:00");
        LocalTime closes = midnight ? LocalTime.MIDNIGHT : LocalTime.parse(matcher.group(2));
        if (opens.equals(closes) && !midnight) {
            throw new Unreadable("opens and closes at the same time; write 00:00-24:00 for the whole day");
        }
        return new Hours(opens, closes);
    }

    private static LocalDateTime local(String text) throws Unreadable {
        try {
            return LocalDateTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new Unreadable(
                    "is not a date with a time of the file's timezone; write it without an offset, such as 2026-11-08T18:00");
        }
    }

    private static DayOfWeek day(String text) throws Unreadable {
        return Kind.choice(DAYS).read(text.toLowerCase(Locale.ROOT));
    }

    private static ZoneId zone(String text) throws Unreadable {
        if (text.equals("UTC")
                || (text.contains("/") && ZoneId.getAvailableZoneIds().contains(text))) {
            return ZoneId.of(text);
        }
        String meant = MEANT.get(text.toUpperCase(Locale.ROOT));
        if (meant != null) {
            throw new Unreadable("does not name one time zone; write " + meant + ", or the region that is meant");
        }
        List<String> regions = ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.contains("/"))
                .sorted()
                .toList();
        String cure = Suggestion.nearest(text, regions)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("write a region and a city, such as Asia/Kolkata, or UTC");
        throw new Unreadable("is not the name of a time zone; " + cure);
    }

    private static Map<String, DayOfWeek> days() {
        Map<String, DayOfWeek> days = new LinkedHashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            days.put(word(day), day);
        }
        return days;
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }
}
