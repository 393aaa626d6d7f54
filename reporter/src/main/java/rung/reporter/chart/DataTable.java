package rung.reporter.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The numbers of a chart. Cells are for a person; moments and durations in seconds have columns of their own, which say
 * so in their heading.
 *
 * @param caption what the numbers are
 * @param columns headings, with units
 * @param rows each with one cell for each column; an empty cell is a number that is not known
 */
public record DataTable(String caption, List<String> columns, List<List<String>> rows) {
    private static final String LINE_END = "\r\n";

    /** What makes a spreadsheet take a text for a formula. */
    private static final String FORMULA_BEGINS = "=+-@\t\r";

    public DataTable {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "a row of " + row.size() + " cells below " + columns.size() + " columns: " + row);
            }
        }
    }

    /**
     * The table as RFC 4180 has it, its headings first. A cell that a spreadsheet would take for a formula begins with an
     * apostrophe, which makes it text.
     */
    public String csv() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns);
        lines.addAll(rows);
        return lines.stream()
                .map(line -> line.stream().map(DataTable::field).collect(Collectors.joining(",", "", LINE_END)))
                .collect(Collectors.joining());
    }

    private static String field(String cell) {
        String guarded = !cell.isEmpty() && FORMULA_BEGINS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
        boolean isQuoted = guarded.chars().anyMatch(one -> one == '"' || one == ',' || one == '\r' || one == '\n');
        return isQuoted ? '"' + guarded.replace("\"", "\"\"") + '"' : guarded;
    }
}
