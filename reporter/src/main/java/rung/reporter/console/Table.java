package rung.reporter.console;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells in columns as wide as their widest cell: the first column from the left, all others from the right. */
final class Table {
    private static final String GAP = "  ";

    private final Style style;
    private final String indent;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param header above the columns, also above the first */
    Table(Style style, String indent, List<String> header) {
        this.style = style;
        this.indent = indent;
        row(header);
    }

    /** @param cells as many as the header has */
    void row(List<String> cells) {
        List<String> safe = cells.stream().map(style::text).toList();
        if (!rows.isEmpty() && safe.size() != rows.get(0).size()) {
            throw new IllegalArgumentException("a row of " + safe.size() + " cells below a header of "
                    + rows.get(0).size());
        }
        rows.add(safe);
    }

    /** The lines, the header first. */
    List<String> lines() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Columns.width(row.get(i)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent).append(Columns.padded(row.get(0), widths[0]));
            for (int i = 1; i < widths.length; i++) {
                line.append(GAP)
                        .append(" ".repeat(widths[i] - Columns.width(row.get(i))))
                        .append(row.get(i));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
