package rung.reporter.paper;

import java.util.Locale;
import rung.core.ladder.Verdict;
import rung.reporter.chart.Plain;

/**
 * A cell of a table.
 *
 * @param text for a person, made harmless
 * @param style classes of its look; empty for none
 */
public record Cell(String text, String style) {
    public Cell {
        text = Plain.text(text);
    }

    static Cell of(String text) {
        return new Cell(text, "");
    }

    /** Figures, which stand below each other. */
    static Cell figure(String text) {
        return new Cell(text, "num");
    }

    /** A verdict with its sign, which says the same as its colour. */
    static Cell verdict(Verdict verdict, String words) {
        return new Cell(sign(verdict) + (words.isEmpty() ? "" : " " + words), "verdict v-" + label(verdict));
    }

    static String sign(Verdict verdict) {
        return switch (verdict) {
            case MET -> "✓";
            case MISSED -> "✗";
            case UNDECIDED -> "?";
            case INVALID -> "!";
            case NO_PROMISE -> "–";
        };
    }

    static String label(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
