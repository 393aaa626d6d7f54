package rung.reporter.console;

import java.util.Locale;
import java.util.Map;
import rung.core.evidence.State;
import rung.core.ladder.Verdict;

/**
 * What a terminal can show.
 *
 * @param isColoured whether ANSI colours may be used; no colour carries meaning alone
 * @param isUnicode whether symbols beyond ASCII can be shown
 */
public record Style(boolean isColoured, boolean isUnicode) {
    /** For a file, a pipe or {@code NO_COLOR}. */
    public static final Style UNCOLOURED = new Style(false, true);

    /** For a terminal that knows ASCII alone. */
    public static final Style ASCII = new Style(false, false);

    private static final String RESET = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";
    private static final char UNKNOWN = '\ufffd';
    private static final String OFF_THE_LADDER = "✕";

    /** Colours of the 256-colour palette nearest to Okabe and Ito's, by tier. */
    private static final Map<Integer, Integer> TIER_COLOURS = Map.of(4, 35, 3, 32, 2, 172, 1, 166);

    private static final Map<Verdict, Integer> VERDICT_COLOURS =
            Map.of(Verdict.MET, 35, Verdict.MISSED, 166, Verdict.UNDECIDED, 172, Verdict.INVALID, 166);
    private static final Map<Character, Character> ASCII_TWINS =
            Map.of('·', '|', '–', '-', '…', '.', '→', '>', '█', '#', '░', '.', '’', '\'', 'µ', 'u');

    /** Columns of the widest symbol. */
    int symbolWidth() {
        return isUnicode ? 1 : 4;
    }

    String symbol(Verdict verdict) {
        return switch (verdict) {
            case MET -> isUnicode ? "✓" : "OK";
            case MISSED -> isUnicode ? "✗" : "FAIL";
            case UNDECIDED -> isUnicode ? "?" : "??";
            case INVALID -> isUnicode ? "!" : "BAD";
            case NO_PROMISE -> isUnicode ? "–" : "--";
        };
    }

    /** The tier's letter and shape, such as {@code T4 ◆}; the shape is left out in ASCII. */
    String tier(int number, String shape) {
        String sign = number == 0 ? OFF_THE_LADDER : shape;
        return isUnicode ? "T" + number + " " + text(sign) : "T" + number;
    }

    /**
     * Text that cannot move the cursor, break the line or turn the writing direction: whatever is not a visible character
     * is replaced.
     */
    public String text(String raw) {
        StringBuilder safe = new StringBuilder(raw.length());
        raw.codePoints().forEach(point -> {
            if (isInvisible(point)) {
                safe.append(isUnicode ? UNKNOWN : '?');
            } else if (isUnicode || point < 0x80) {
                safe.appendCodePoint(point);
            } else {
                safe.append(point <= Character.MAX_VALUE ? ASCII_TWINS.getOrDefault((char) point, '?') : '?');
            }
        });
        return safe.toString();
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

    String bold(String text) {
        return isColoured ? BOLD + text + RESET : text;
    }

    String inColourOf(Verdict verdict, String text) {
        Integer colour = VERDICT_COLOURS.get(verdict);
        return colour == null ? text : coloured(colour, text);
    }

    /** Paints {@code text} in the colour of tier {@code number}; a tier without a colour of its own stays as it is. */
    String inColourOf(int number, String text) {
        Integer colour = TIER_COLOURS.get(number);
        return colour == null ? bold(text) : coloured(colour, text);
    }

    private String coloured(int colour, String text) {
        return isColoured ? "\u001b[38;5;" + colour + "m" + text + RESET : text;
    }

    static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
