package rung.probe.stage.trino;

import io.trino.jdbc.TrinoDriver;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Fault;

/**
 * Queries to one Trino, one after the other, none longer than the timeout. The driver retries for minutes and waits on
 * sockets that heed no interrupt; so each query has a thread to leave behind.
 */
final class Session implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Session.class);
    private static final int MOST_LEFT_BEHIND = 8;
    private static final int THREAD_IDLE_SECONDS = 60;

    /** Takes what is wanted out of an answer; called once. */
    interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private final TrinoSettings settings;
    private final ExecutorService threads;
    private @Nullable TrinoDriver driver;
    private @Nullable Connection connection;

    Session(TrinoSettings settings) {
        this.settings = settings;
        this.threads = new ThreadPoolExecutor(
                0, MOST_LEFT_BEHIND, THREAD_IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "rung-trino-stage");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    <T> T ask(Query query, Reader<T> reader) throws Refusal, InterruptedException {
        Future<T> answer;
        try {
            Connection open = connected();
            answer = threads.submit(() -> ask(open, query, reader));
        } catch (SQLException e) {
            throw Refusal.of(e, settings);
        } catch (RejectedExecutionException e) {
            throw Refusal.of(
                    Fault.UNREACHABLE,
                    "cannot read " + settings.address() + ": " + MOST_LEFT_BEHIND
                            + " earlier queries still hang; is Trino up, and is url right?");
        }
        try {
            return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Refusal.late(settings.address(), settings.timeout());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            log.debug("Trino refused {}", query.text(), cause);
            throw Refusal.of(cause, settings);
        } finally {
            if (!answer.isDone()) {
                answer.cancel(true);
                disconnect();
            }
        }
    }

    private static <T> T ask(Connection open, Query query, Reader<T> reader) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(query.text())) {
            for (int i = 0; i < query.values().size(); i++) {
                statement.setObject(i + 1, query.values().get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                return reader.read(rows);
            }
        }
    }

    /** Opens no socket yet. */
    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            TrinoDriver used = driver == null ? new TrinoDriver() : driver;
            driver = used;
            Properties properties = new Properties();
            properties.putAll(settings.connectionProperties());
            open = used.connect(settings.url(), properties);
            open.setNetworkTimeout(threads, Math.toIntExact(settings.timeout().toMillis()));
            connection = open;
        }
        return open;
    }

    private void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                log.debug("the connection to {} did not close cleanly", settings.address(), e);
            }
            connection = null;
        }
    }

    @Override
    public void close() {
        disconnect();
        if (driver != null) {
            try {
                driver.close();
            } catch (IOException e) {
                log.debug("the driver did not close cleanly", e);
            }
            driver = null;
        }
    }
}
