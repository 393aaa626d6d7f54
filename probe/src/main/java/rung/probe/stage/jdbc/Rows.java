package rung.probe.stage.jdbc;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fault;

/**
 * All that a query returned.
 *
 * @param columns their labels, in order
 * @param rows the values of each, in the order of the columns
 */
record Rows(List<String> columns, List<List<@Nullable Object>> rows) {
    /** More than a retailer's reserved keys; a query that returns more has lost its condition. */
    static final int MOST = 1_000_000;

    /** Reads to the end. */
    static Rows of(ResultSet result) throws SQLException, SqlFailure {
        ResultSetMetaData head = result.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= head.getColumnCount(); i++) {
            columns.add(head.getColumnLabel(i));
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (result.next()) {
            if (rows.size() == MOST) {
                throw new SqlFailure(
                        Fault.MALFORMED, "sql returns more than " + MOST + " rows; restrict it to the reserved keys");
            }
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(result.getObject(i));
            }
            rows.add(row);
        }
        return new Rows(columns, rows);
    }
}
