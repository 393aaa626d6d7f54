package rung.reporter.paper;

import rung.reporter.chart.Figure;
import rung.reporter.paper.plot.Drawing;

/**
 * A chart on a sheet.
 *
 * @param figure with its reading, its key and its table
 * @param drawing draws the same on paper
 * @param isWide whether it takes the whole width of the sheet; else two stand side by side
 * @param hasReading whether its finding is put in words; else a table beside it does
 * @param hasKey whether it is said how its marks are read; else a chart of its kind before it on the sheet does
 */
public record Plate(Figure figure, Drawing drawing, boolean isWide, boolean hasReading, boolean hasKey) {
    /** So many rows of a figure's table are put on a page. */
    public static final int MOST_ROWS = 100;

    /** The same chart below one of its kind. */
    Plate again() {
        return new Plate(figure, drawing, isWide, hasReading, false);
    }

    /** The same chart over the whole width. */
    Plate wide() {
        return new Plate(figure, drawing, true, hasReading, hasKey);
    }

    /** What a reader hears of it who cannot see it. */
    public String spoken() {
        return figure.title() + ". " + figure.reading();
    }

    /** Rows of its table that are left out. */
    public int rowsLeft() {
        return Math.max(0, figure.table().rows().size() - MOST_ROWS);
    }
}
