package rung.reporter.paper;

import java.util.Locale;

/** Sizes of paper, upright. */
public enum Paper {
    A4("a4", "210mm 297mm"),
    LETTER("letter", "8.5in 11in");

    private final String label;
    private final String size;

    Paper(String label, String size) {
        this.label = label;
        this.size = size;
    }

    /** As an option names it. */
    public String label() {
        return label;
    }

    /** As {@code @page} names it, which must be followed by margins and what stands in them. */
    String size() {
        return size;
    }

    /** The rules of its pages: margins, and at the foot of each page {@code foot} and its number. */
    String css(String foot) {
        return String.format(
                Locale.ROOT,
                "@page { size: %s; margin: 14mm 14mm 16mm; @bottom-left { content: %s; font-family: \"DejaVu Sans"
                        + " Condensed\", sans-serif; font-size: 7pt; color: #3d4752; width: 84%%; text-align: left; }"
                        + " @bottom-right { content: counter(page) \" of \" counter(pages); font-family: \"DejaVu Sans"
                        + " Condensed\", sans-serif; font-size: 7pt; color: #3d4752; text-align: right; } }%n",
                size,
                quoted(foot));
    }

    /** A string of a style sheet; what could end it, or the style sheet, is written as an escape. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            boolean isPlain = point >= ' ' && "\"\\<>&{}\u007f".indexOf(point) < 0;
            if (isPlain) {
                quoted.appendCodePoint(point);
            } else {
                quoted.append(String.format(Locale.ROOT, "\\%06x", point));
            }
        });
        return quoted.append('"').toString();
    }
}
