package rung.reporter.web;

import java.util.Locale;
import rung.core.ladder.Verdict;
import rung.reporter.report.Hashes;

/** Texts that come from configuration files and from systems, as pages may show them. */
public final class Shown {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_TEXT = 600;
    private static final int SLUG_DIGITS = 16;

    private Shown() {}

    /** A name without what could reverse, break or flood a line; templates escape it. */
    public static String name(String name) {
        return cut(clean(name), LONGEST_NAME);
    }

    /** A sentence of another system, likewise. */
    public static String text(String text) {
        return cut(clean(text), LONGEST_TEXT);
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(LONGEST_TEXT * 2L).forEach(point -> {
            int type = Character.getType(point);
            boolean isSafe = type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.SURROGATE
                    && type != Character.LINE_SEPARATOR
                    && type != Character.PARAGRAPH_SEPARATOR
                    && type != Character.UNASSIGNED
                    && type != Character.PRIVATE_USE;
            clean.appendCodePoint(isSafe ? point : '\uFFFD');
        });
        return clean.toString();
    }

    private static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }

    /** A name as an element's id may hold it: itself where it is plain, else something of its own. */
    static String slug(String name) {
        return name.matches("[A-Za-z0-9_-]{1,60}")
                ? name
                : "x" + Hashes.sha256(name).substring(0, SLUG_DIGITS);
    }

    /** As classes and JSON write it, such as {@code no-promise}. */
    public static String label(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As a reader reads it, such as {@code kept}. */
    static String words(Verdict verdict) {
        return switch (verdict) {
            case MET -> "kept";
            case MISSED -> "missed";
            case UNDECIDED -> "undecided";
            case INVALID -> "invalid";
            case NO_PROMISE -> "no promise";
        };
    }
}
