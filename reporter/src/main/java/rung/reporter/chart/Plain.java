package rung.reporter.chart;

/** Text of others made harmless: what cannot be seen is replaced, and what is too long is cut. */
public final class Plain {
    private static final int LONGEST_NAME = 80;
    private static final char UNKNOWN = '\uFFFD';
    private static final char CUT = '…';

    private Plain() {}

    /** A name that cannot turn the direction of writing, break a line or fill a page. */
    public static String name(String raw) {
        StringBuilder safe = new StringBuilder();
        int length = 0;
        for (int i = 0; i < raw.length(); i += Character.charCount(raw.codePointAt(i))) {
            if (++length == LONGEST_NAME) {
                return safe.append(CUT).toString();
            }
            int point = raw.codePointAt(i);
            safe.appendCodePoint(isInvisible(point) ? UNKNOWN : point);
        }
        return safe.toString();
    }

    /** A text of any length in which nothing is invisible; not escaped. */
    public static String text(String raw) {
        StringBuilder safe = new StringBuilder(raw.length());
        raw.codePoints().forEach(point -> safe.appendCodePoint(isInvisible(point) ? UNKNOWN : point));
        return safe.toString();
    }

    /** Text between tags, or between the quotes of an attribute. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isInvisible(point) ? UNKNOWN : point);
            }
        });
        return escaped.toString();
    }

    private static boolean isInvisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
