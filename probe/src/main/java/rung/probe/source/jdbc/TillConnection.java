package rung.probe.source.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Injection;
import rung.core.measure.Stamp;
import rung.core.time.Timeline;
import rung.probe.source.Delivery;
import rung.probe.source.Outbox;
import rung.probe.source.TransactionSql;

/** A till's connection to its database. After a failure it is given up, and the next transaction gets a new one. */
final class TillConnection implements Outbox.Carrier {
    private static final Logger log = LoggerFactory.getLogger(TillConnection.class);

    private record Session(Connection connection, PreparedStatement insert, Optional<CommitClock> clock) {}

    private final Timeline timeline;
    private final JdbcSettings settings;
    private final Database database;
    private final TransactionSql insert;
    private volatile @Nullable Session session;

    TillConnection(Timeline timeline, JdbcSettings settings, Database database, TransactionSql insert) {
        this.timeline = timeline;
        this.settings = settings;
        this.database = database;
        this.insert = insert;
    }

    @Override
    public Delivery carry(Injection injection) {
        try {
            return write(session(), injection);
        } catch (SQLException e) {
            giveUp();
            return new Delivery.Refused(timeline.now(), database.reason(e));
        } catch (RuntimeException e) {
            giveUp();
            throw e;
        }
    }

    private Delivery write(Session open, Injection injection) throws SQLException {
        insert.bind(open.insert(), injection);
        int rows = open.insert().executeUpdate();
        if (rows == 0) {
            open.connection().rollback();
            return new Delivery.Refused(
                    timeline.now(),
                    "insert added no row to the database at " + settings.address()
                            + "; does it leave transactions out that are there already?");
        }
        Optional<Stamp> stamp =
                open.clock().isPresent() ? Optional.of(open.clock().get().ask()) : Optional.empty();
        open.connection().commit();
        return new Delivery.Accepted(timeline.now(), stamp);
    }

    private Session session() throws SQLException {
        Session open = session;
        if (open == null || open.connection().isClosed()) {
            open = begin(database.open());
            session = open;
        }
        return open;
    }

    private Session begin(Connection connection) throws SQLException {
        try {
            PreparedStatement statement = connection.prepareStatement(insert.positional());
            statement.setQueryTimeout(database.timeoutSeconds());
            return new Session(connection, statement, CommitClock.of(connection, settings.commitTime()));
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void abandon() {
        Session open = session;
        if (open != null) {
            try {
                open.connection().abort(Runnable::run);
            } catch (SQLException e) {
                log.warn("a connection to {} cannot be given up: {}", settings.address(), e.getMessage());
            }
        }
    }

    /** Rolls back before it closes, as there are drivers that commit when they are closed. */
    private void giveUp() {
        Session open = session;
        if (open != null) {
            try {
                open.connection().rollback();
            } catch (SQLException e) {
                log.debug("a connection to {} did not roll back", settings.address(), e);
            }
        }
        close();
    }

    @Override
    public void close() {
        Session open = session;
        session = null;
        if (open != null) {
            try {
                open.connection().close();
            } catch (SQLException e) {
                log.debug("a connection to {} did not close cleanly", settings.address(), e);
            }
        }
    }
}
