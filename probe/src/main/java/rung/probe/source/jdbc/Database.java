package rung.probe.source.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.probe.sql.JdbcUrl;
import rung.probe.sql.Timeouts;
import rung.probe.wire.Reasons;
import rung.probe.wire.SecretWords;

/** The tills' database as a client meets it: how to reach it, and what its refusals mean. */
final class Database {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private final JdbcSettings settings;
    private final SecretWords secrets;

    Database(JdbcSettings settings) {
        this.settings = settings;
        this.secrets = SecretWords.among(settings.properties()).and(JdbcUrl.secrets(settings.url()));
    }

    /** A new connection, on which nothing is committed by itself. */
    Connection open() throws SQLException {
        if (DriverManager.drivers().noneMatch(this::isAccepted)) {
            throw new SQLException("no JDBC driver accepts " + settings.address());
        }
        Properties properties = new Properties();
        properties.putAll(Timeouts.of(settings.url(), settings.deliveryTimeout()));
        if (JdbcUrl.isFor(settings.url(), "postgresql")) {
            properties.setProperty("ApplicationName", "rung");
            properties.setProperty("loginTimeout", Long.toString(timeoutSeconds()));
        }
        properties.putAll(settings.properties());
        Connection connection = DriverManager.getConnection(settings.url(), properties);
        try {
            connection.setAutoCommit(false);
            limitReads(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** So that nothing is waited for without end, where the driver can. */
    private void limitReads(Connection connection) throws SQLException {
        try {
            connection.setNetworkTimeout(
                    Runnable::run, Math.toIntExact(settings.deliveryTimeout().toMillis()));
        } catch (SQLFeatureNotSupportedException e) {
            log.debug("the driver for {} knows no limit for reads", settings.address(), e);
        }
    }

    private boolean isAccepted(Driver driver) {
        try {
            return driver.acceptsURL(settings.url());
        } catch (SQLException e) {
            return false;
        }
    }

    /** The delivery timeout, rounded up to what JDBC counts in. */
    int timeoutSeconds() {
        return Timeouts.seconds(settings.deliveryTimeout());
    }

    /** Cause and cure, without secrets. */
    String reason(SQLException failure) {
        String said = Reasons.excerpt(secrets.hiddenIn(Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getSimpleName())));
        String state = Optional.ofNullable(failure.getSQLState()).orElse("");
        if (said.startsWith("no JDBC driver")) {
            return said + "; put the driver's jar into lib/, or is url right?";
        }
        if (said.startsWith(CommitClock.KEY)) {
            return said + "; write a query that gives the present moment, or none, into commit-time";
        }
        if (state.startsWith("28")) {
            return "the database at " + settings.address() + " refuses to let Rung in: " + said
                    + "; are user and password among the properties right?";
        }
        return switch (state) {
            case "42501" ->
                "the database at " + settings.address() + " forbids it: " + said
                        + "; grant INSERT on the table to the user, and USAGE on what its defaults need";
            case "42P01", "42S02", "3D000", "3F000" ->
                "what is to be written does not exist at " + settings.address() + ": " + said
                        + "; write the table that the tills write to into insert";
            case "57014" -> overdue();
            case "57P01", "57P02", "57P03" -> unreachable(said);
            default ->
                state.startsWith("08") || hasIoCause(failure)
                        ? unreachable(said)
                        : "the database at " + settings.address() + " did not take it: " + said + "; is insert right?";
        };
    }

    private String unreachable(String said) {
        return "cannot reach the database at " + settings.address() + ": " + said
                + "; is the server up, and is url right?";
    }

    private static boolean hasIoCause(SQLException failure) {
        return failure.getCause() instanceof IOException;
    }

    /** The reason of a transaction whose time is up. */
    String overdue() {
        return "the database at " + settings.address() + " did not commit it within "
                + settings.deliveryTimeout().toMillis()
                + " ms; is it overloaded or locked, or is delivery-timeout too short?";
    }
}
