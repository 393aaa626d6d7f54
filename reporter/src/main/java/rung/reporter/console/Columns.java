package rung.reporter.console;

import java.util.ArrayList;
import java.util.List;

/** Text in columns of a fixed-width font. A combining mark takes no column. */
final class Columns {
    /** The widest line that is written. */
    static final int PAGE = 118;

    private static final String BETWEEN = " · ";

    private Columns() {}

    static int width(String text) {
        return (int) text.codePoints().filter(point -> !isMark(point)).count();
    }

    /** {@code text} with spaces up to {@code width}. */
    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /** {@code text}, or its beginning and an ellipsis where it is wider than {@code width}. */
    static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int columns = 0;
        for (int point : text.codePoints().toArray()) {
            columns += isMark(point) ? 0 : 1;
            if (columns >= width) {
                break;
            }
            kept.appendCodePoint(point);
        }
        return kept + "…";
    }

    /** The phrases with a dot between them, in as many lines of {@code width} as they need; a long one breaks at spaces. */
    static List<String> wrapped(List<String> phrases, int width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String phrase : phrases) {
            String joined = line.isEmpty() ? phrase : line + BETWEEN + phrase;
            if (width(joined) <= width) {
                line = joined;
                continue;
            }
            if (!line.isEmpty()) {
                lines.add(line);
            }
            line = phrase;
            while (width(line) > width) {
                int end = line.lastIndexOf(' ', width);
                if (end <= 0) {
                    line = cut(line, width);
                } else {
                    lines.add(line.substring(0, end));
                    line = line.substring(end + 1);
                }
            }
        }
        if (!line.isEmpty()) {
            lines.add(line);
        }
        return lines;
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }
}
