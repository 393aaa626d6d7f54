package rung.probe.source.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import rung.core.measure.Injection;
import rung.core.time.Timeline;
import rung.probe.source.Delivery;
import rung.probe.source.Outbox;
import rung.probe.source.Till;
import rung.probe.source.TransactionSql;

/**
 * Writes transactions to a database, one after the other on one connection as a till does, each in a transaction of its
 * own. The connection is made by the first send, and anew after it was lost.
 */
final class JdbcTill implements Till {
    /** Databases whose {@code explain} looks at names, types and rights, and runs nothing. */
    private static final Set<String> EXPLAINING = Set.of("PostgreSQL", "MySQL", "MariaDB");

    private final Database database;
    private final JdbcSettings settings;
    private final TransactionSql insert;
    private final Outbox outbox;

    JdbcTill(Timeline timeline, JdbcSettings settings) {
        this.settings = settings;
        this.database = new Database(settings);
        this.insert = TransactionSql.of("insert", settings.insert());
        this.outbox = new Outbox(
                timeline,
                "rung-jdbc-till",
                settings.deliveryTimeout(),
                database.overdue(),
                List.of(new TillConnection(timeline, settings, database, insert)));
    }

    @Override
    public void check() throws IOException {
        try (Connection connection = database.open()) {
            boolean explains = EXPLAINING.contains(connection.getMetaData().getDatabaseProductName());
            try (PreparedStatement statement =
                    connection.prepareStatement((explains ? "explain " : "") + insert.positional())) {
                if (explains) {
                    statement.setQueryTimeout(database.timeoutSeconds());
                    insert.bindExample(statement);
                    statement.execute();
                }
            }
            connection.rollback();
            CommitClock.of(connection, settings.commitTime());
            connection.rollback();
        } catch (SQLException e) {
            throw new IOException(database.reason(e), e);
        }
    }

    @Override
    public void send(Injection injection, Consumer<Delivery> done) {
        outbox.send(injection, done);
    }

    @Override
    public void close() {
        outbox.close();
    }
}
