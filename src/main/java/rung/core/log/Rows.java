package rung.core.log;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queries of one log file; a failure names the file. For one thread. */
final class Rows implements AutoCloseable {
    private final Path file;
    private final Connection connection;

    Rows(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Row {
        void read(ResultSet row) throws SQLException;
    }

    /**
     * Gives each row of a query.
     *
     * @throws IllegalStateException when the file cannot be read
     */
    void each(String sql, Row each, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = Sql.bind(statement, values).executeQuery()) {
            while (rows.next()) {
                each.read(rows);
            }
        } catch (SQLException e) {
            throw unreadable(e.getMessage(), e);
        }
    }

    /** The first column of a query, as whole numbers. */
    long[] longs(String sql, Object... values) {
        List<Long> found = new ArrayList<>();
        each(sql, row -> found.add(row.getLong(1)), values);
        return found.stream().mapToLong(Long::longValue).toArray();
    }

    /** The one number that a query finds. */
    long only(String what, String sql, Object... values) {
        long[] found = longs(sql, values);
        if (found.length != 1) {
            throw new IllegalArgumentException("the run has no " + what);
        }
        return found[0];
    }

    IllegalStateException unreadable(@Nullable String why, Exception cause) {
        return new IllegalStateException("cannot read " + file + ": " + why, cause);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unreadable(e.getMessage(), e);
        }
    }
}
