package rung.probe.stage.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Fault;
import rung.probe.sql.NamedSql;
import rung.probe.sql.Timeouts;

/**
 * One connection, and the one thread that uses it: drivers wait as long as they like, and whoever waits for them gives
 * both up after the timeout; while too many lie left behind, no other is begun. Opens its connection at its first query, and is not used again after a failure of it.
 */
final class JdbcSession {
    private static final Logger log = LoggerFactory.getLogger(JdbcSession.class);

    private static final int MOST_LEFT_BEHIND = 4;

    private final JdbcSettings settings;
    private final AtomicInteger atWork;
    private final Secrecy secrecy;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> daemon("rung-jdbc-stage", task));
    private volatile @Nullable Connection connection;
    private volatile @Nullable PreparedStatement prepared;
    private Optional<NamedSql> preparedFrom = Optional.empty();
    private volatile boolean givenUp;

    /** @param atWork how many threads of the stage's sessions are with the driver, those left behind among them */
    JdbcSession(JdbcSettings settings, AtomicInteger atWork) {
        this.settings = settings;
        this.atWork = atWork;
        this.secrecy = Secrecy.of(settings.url(), settings.properties());
    }

    private interface Work<T> {
        T run() throws SQLException, SqlFailure;
    }

    /**
     * Begins a look: opens the connection, if it is not open, and forgets what was prepared, as what it was prepared from
     * may have changed since, such as the columns of a table.
     */
    void begin() throws SqlFailure, InterruptedException {
        if (atWork.get() >= MOST_LEFT_BEHIND) {
            throw new SqlFailure(
                    Fault.TIMEOUT,
                    settings.address() + " has kept " + MOST_LEFT_BEHIND
                            + " earlier looks from coming back; is the database overloaded, or does its driver hang?");
        }
        within(() -> {
            forget();
            if (connection == null) {
                connection = opened();
            }
            if (givenUp) {
                end();
            }
            return true;
        });
    }

    /** What {@code sql} returns for these values of its parameters; prepared anew only when another was asked before. */
    Rows ask(NamedSql sql, Function<String, Object> values) throws SqlFailure, InterruptedException {
        return within(() -> {
            PreparedStatement statement = prepare(sql);
            sql.bind(statement, values);
            try (ResultSet result = statement.executeQuery()) {
                return Rows.of(result);
            } catch (SQLException e) {
                forget();
                throw e;
            }
        });
    }

    private Connection opened() throws SQLException, SqlFailure {
        requireDriver();
        Properties properties = new Properties();
        properties.putAll(Timeouts.of(settings.url(), settings.timeout()));
        properties.putAll(settings.properties());
        Connection open = DriverManager.getConnection(settings.url(), properties);
        // Hints of what holds anyway: there are drivers that refuse any of them
        quietly(() -> open.setAutoCommit(true));
        quietly(() -> open.setReadOnly(true));
        quietly(() -> open.setNetworkTimeout(
                Runnable::run, Math.toIntExact(settings.timeout().plusSeconds(1).toMillis())));
        return open;
    }

    private void requireDriver() throws SqlFailure {
        List<Driver> drivers = DriverManager.drivers().toList();
        for (Driver driver : drivers) {
            try {
                if (driver.acceptsURL(settings.url())) {
                    return;
                }
            } catch (SQLException e) {
                log.debug("{} cannot tell whether {} is a URL for it", driver, settings.address());
            }
        }
        throw new SqlFailure(
                Fault.NOT_FOUND,
                "there is no driver for " + settings.address()
                        + "; put the driver's jar into the folder lib/ beside the launcher, and is url right? (there are "
                        + drivers.stream()
                                .map(driver -> driver.getClass().getName())
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ")");
    }

    private PreparedStatement prepare(NamedSql sql) throws SQLException {
        PreparedStatement known = prepared;
        if (known != null && preparedFrom.filter(sql::equals).isPresent()) {
            return known;
        }
        forget();
        Connection open = connection;
        if (open == null) {
            throw new SQLException("the connection is closed", "08003");
        }
        PreparedStatement statement = open.prepareStatement(sql.positional());
        prepared = statement;
        preparedFrom = Optional.of(sql);
        quietly(() -> statement.setQueryTimeout(Timeouts.seconds(settings.timeout())));
        quietly(() -> statement.setMaxRows(Rows.MOST + 1));
        return statement;
    }

    private void forget() throws SQLException {
        PreparedStatement known = prepared;
        prepared = null;
        preparedFrom = Optional.empty();
        if (known != null) {
            known.close();
        }
    }

    private interface Hint {
        void give() throws SQLException;
    }

    private <T> T within(Work<T> work) throws SqlFailure, InterruptedException {
        atWork.incrementAndGet();
        Future<T> result = thread.submit(() -> {
            try {
                return work.run();
            } finally {
                atWork.decrementAndGet();
            }
        });
        try {
            return result.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp();
            throw new SqlFailure(
                    Fault.TIMEOUT,
                    settings.address() + " did not answer within "
                            + settings.timeout().toMillis()
                            + " ms; is the database overloaded, or is timeout too short?");
        } catch (InterruptedException e) {
            giveUp();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SqlFailure failure) {
                throw failure;
            }
            if (e.getCause() instanceof SQLException thrown) {
                throw SqlFailure.of(thrown, settings.address(), secrecy.said(thrown));
            }
            throw unforeseen(e.getCause());
        }
    }

    private SqlFailure unforeseen(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException || cause instanceof LinkageError) {
            String said = secrecy.blanked(cause.toString());
            return new SqlFailure(
                    Fault.FAILED,
                    "the driver of " + settings.address() + " failed: " + said
                            + "; is its jar in lib/ whole, and made for this Java?");
        }
        throw new IllegalStateException("a driver failed unforeseen", cause);
    }

    /** Whether it can be used no more. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** Lets go of the connection, whatever it is doing; returns at once. */
    void giveUp() {
        if (givenUp) {
            return;
        }
        givenUp = true;
        thread.shutdown();
        if (connection != null) { // one that opens later is closed by whoever opens it
            daemon("rung-jdbc-stage-end", this::end).start();
        }
    }

    /** Breaks off what is under way, on the server, too, where the driver can. */
    private void end() {
        Statement statement = prepared;
        if (statement != null) {
            quietly(statement::cancel);
        }
        Connection open = connection;
        if (open != null) {
            quietly(() -> abort(open));
        }
    }

    private void quietly(Hint hint) {
        try {
            hint.give();
        } catch (SQLException e) {
            log.debug("the driver of {} refused what can be done without: {}", settings.address(), secrecy.said(e));
        }
    }

    private static void abort(Connection open) throws SQLException {
        try {
            open.abort(Runnable::run);
        } catch (SQLFeatureNotSupportedException e) {
            open.close();
        }
    }

    /** Closes the connection; after the timeout it is given up. */
    void close() {
        if (givenUp) {
            return;
        }
        Future<Boolean> closed = thread.submit(() -> {
            Connection open = connection;
            connection = null;
            forget();
            if (open != null) {
                open.close();
            }
            return true;
        });
        thread.shutdown();
        try {
            closed.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp();
        } catch (InterruptedException e) {
            giveUp();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            log.debug("{} did not close well: {}", settings.address(), String.valueOf(e.getCause()));
        }
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
