package rung.probe.source.jdbc;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Stamp;

/** Asks a database what time it is, within the transaction of a sale and after its insert. */
final class CommitClock implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CommitClock.class);

    /** By the product's name. Not the time at which the transaction began, but the present, with its zone or without need of one. */
    private static final Map<String, String> KNOWN = Map.of(
            "PostgreSQL", "select clock_timestamp()",
            "MariaDB", "select unix_timestamp(sysdate(6))",
            "MySQL", "select unix_timestamp(sysdate(6))",
            "Oracle", "select systimestamp from dual",
            "Microsoft SQL Server", "select sysdatetimeoffset()");

    /** With which the message of a query that tells no time begins. */
    static final String KEY = "commit-time";

    private final PreparedStatement query;

    private CommitClock(PreparedStatement query) {
        this.query = query;
    }

    /**
     * The clock of the database behind {@code connection}, after it was asked once; empty when none is wanted or known.
     *
     * @throws SQLException when the configured query tells no time
     */
    static Optional<CommitClock> of(Connection connection, Optional<String> configured) throws SQLException {
        if (configured.isPresent()) {
            if (configured.get().strip().equals(JdbcSettings.NONE)) {
                return Optional.empty();
            }
            try {
                return Optional.of(tried(connection, configured.get()));
            } catch (SQLException e) {
                throw new SQLException(KEY + " tells no time: " + e.getMessage(), e);
            }
        }
        String product = connection.getMetaData().getDatabaseProductName();
        String sql = KNOWN.get(product);
        if (sql == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(tried(connection, sql));
        } catch (SQLException e) {
            log.warn(
                    "{} does not tell its time by \"{}\": {}; write commit-time to say how",
                    product,
                    sql,
                    e.getMessage());
            connection.rollback();
            return Optional.empty();
        }
    }

    private static CommitClock tried(Connection connection, String sql) throws SQLException {
        CommitClock clock = new CommitClock(connection.prepareStatement(sql));
        try {
            clock.ask();
            connection.rollback();
            return clock;
        } catch (SQLException e) {
            clock.close();
            throw e;
        }
    }

    /** What the database says, cut to its last decimal digit. */
    Stamp ask() throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("it gives no row");
            }
            return Stamp.ofDigits(moment(rows));
        }
    }

    private static Instant moment(ResultSet row) throws SQLException {
        int type = row.getMetaData().getColumnType(1);
        if (type == Types.NUMERIC
                || type == Types.DECIMAL
                || type == Types.BIGINT
                || type == Types.INTEGER
                || type == Types.DOUBLE) {
            BigDecimal seconds = row.getBigDecimal(1);
            if (seconds != null) {
                return Instant.ofEpochSecond(
                        seconds.longValue(),
                        seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
            }
        } else {
            OffsetDateTime moment = row.getObject(1, OffsetDateTime.class);
            if (moment != null) {
                return moment.toInstant();
            }
        }
        throw new SQLException("it gives null");
    }

    @Override
    public void close() throws SQLException {
        query.close();
    }
}
