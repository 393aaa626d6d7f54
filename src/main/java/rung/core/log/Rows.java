package rung.core.log;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queries of one log file; a failure names the file. For one thread. */
final class Rows implements AutoCloseable {
    private final Path file;
    private final Connection connection;
    private final Map<String, PreparedStatement> idle = new HashMap<>();

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
        try {
            PreparedStatement statement = idle.remove(sql);
            if (statement == null) {
                statement = connection.prepareStatement(sql);
            }
            try (ResultSet rows = Sql.bind(statement, values).executeQuery()) {
                while (rows.next()) {
                    each.read(rows);
                }
            } finally {
                rest(sql, statement);
            }
        } catch (SQLException e) {
            throw unreadable(e.getMessage(), e);
        }
    }

    /** Keeps a statement for the next query of its kind; one that was begun within it has a statement of its own. */
    private void rest(String sql, PreparedStatement statement) throws SQLException {
        PreparedStatement other = idle.put(sql, statement);
        if (other != null) {
            other.close();
        }
    }

    /** From the next query on the file is seen as it is then, until {@link #end}: what is written meanwhile is not in it. */
    void begin() {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw unreadable(e.getMessage(), e);
        }
    }

    void end() {
        try {
            try {
                connection.rollback();
            } finally {
                connection.setAutoCommit(true);
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
