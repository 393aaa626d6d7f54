package rung.reporter.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rung.reporter.board.Span;

/**
 * How a reader wants pages: part of each address, so that a page can be sent to somebody else as it was seen.
 *
 * @param zone of all moments on the page; the report's when none is asked for
 * @param reportZone in which the report's calendar is kept
 * @param span how far back
 * @param theme that is asked for; absent to follow the reader's system
 * @param kiosk whether the page is on a wall: no navigation, large type
 * @param filter text that names must contain; empty for all
 * @param sort order of the ladder
 */
public record Prefs(
        ZoneId zone, ZoneId reportZone, Span span, Optional<Theme> theme, boolean kiosk, String filter, Sort sort) {
    private static final int LONGEST_FILTER = 100;

    /** The parameters of an address. */
    @FunctionalInterface
    interface Query {
        /** The first value of {@code name}; null when the address has none. */
        @Nullable
        String value(String name);
    }

    /** Colours. */
    public enum Theme {
        LIGHT,
        DARK
    }

    /** Orders of the ladder. */
    public enum Sort {
        /** What needs a look first. */
        WORST,
        NAME,
        AGE
    }

    /** Reads the parameters of a query; what is no choice of ours is as if it were not there. */
    static Prefs of(Query query, ZoneId reportZone) {
        return new Prefs(
                zone(query.value("tz"), reportZone),
                reportZone,
                Optional.ofNullable(query.value("span")).flatMap(Span::labelled).orElse(Span.RUN),
                choice(Theme.values(), query.value("theme")),
                "1".equals(query.value("kiosk")),
                filter(query.value("q")),
                choice(Sort.values(), query.value("sort")).orElse(Sort.WORST));
    }

    private static <E extends Enum<E>> Optional<E> choice(E[] choices, @Nullable String text) {
        for (E choice : choices) {
            if (label(choice).equals(text)) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }

    private static ZoneId zone(@Nullable String text, ZoneId otherwise) {
        if (text == null || text.length() > LONGEST_FILTER) {
            return otherwise;
        }
        try {
            return text.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(text);
        } catch (DateTimeException e) {
            return otherwise;
        }
    }

    private static String filter(@Nullable String text) {
        return text == null
                ? ""
                : text.strip()
                        .substring(0, Math.min(LONGEST_FILTER, text.strip().length()));
    }

    private static String label(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** The address of {@code path} with these choices. */
    public String href(String path) {
        Map<String, String> query = new LinkedHashMap<>();
        if (!zone.equals(reportZone)) {
            query.put("tz", zoneLabel());
        }
        if (span != Span.RUN) {
            query.put("span", span.label());
        }
        theme.ifPresent(one -> query.put("theme", label(one)));
        if (kiosk) {
            query.put("kiosk", "1");
        }
        if (!filter.isEmpty()) {
            query.put("q", filter);
        }
        if (sort != Sort.WORST) {
            query.put("sort", label(sort));
        }
        return with(path, query);
    }

    /** {@code address} with more parameters. */
    static String with(String address, Map<String, String> more) {
        return more.isEmpty()
                ? address
                : address
                        + (address.contains("?") ? "&" : "?")
                        + more.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                                .collect(Collectors.joining("&"));
    }

    /** A value of a query, such as the name of a stage, as an address writes it. */
    public static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The zone as addresses and browsers write it. */
    public String zoneLabel() {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    public Prefs withZone(ZoneId other) {
        return new Prefs(other, reportZone, span, theme, kiosk, filter, sort);
    }

    public Prefs withSpan(Span other) {
        return new Prefs(zone, reportZone, other, theme, kiosk, filter, sort);
    }

    public Prefs withTheme(Theme other) {
        return new Prefs(zone, reportZone, span, Optional.of(other), kiosk, filter, sort);
    }

    public Prefs withKiosk(boolean other) {
        return new Prefs(zone, reportZone, span, theme, other, filter, sort);
    }

    public Prefs withSort(Sort other) {
        return new Prefs(zone, reportZone, span, theme, kiosk, filter, other);
    }
}
