package rung.reporter.web;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names as parts of a path. A slash, a percent sign or a dot that is a whole part means something to servers and proxies on
 * the way even when it is written as {@code %2F}; such signs are written as {@code ~2F} before the rest is encoded as ever.
 */
final class PathName {
    private static final Pattern SIGN = Pattern.compile("[/\\\\%;~\\x00-\\x1F\\x7F]|^\\.+$");
    private static final Pattern WRITTEN = Pattern.compile("~([0-9A-F]{2})");

    private PathName() {}

    /** {@code name} as one part of a path. */
    static String encoded(String name) {
        return Prefs.encoded(SIGN.matcher(name).replaceAll(found -> Matcher.quoteReplacement(signs(found.group()))));
    }

    /** The name that {@link #encoded} wrote, when the server has decoded the part as ever. */
    static String decoded(String part) {
        return WRITTEN.matcher(part)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    private static String signs(String signs) {
        StringBuilder written = new StringBuilder();
        for (byte sign : signs.getBytes(StandardCharsets.US_ASCII)) {
            written.append(String.format("~%02X", sign));
        }
        return written.toString();
    }
}
