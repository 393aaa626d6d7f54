package rung.reporter.board;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import rung.core.measure.TimeWindow;
import rung.reporter.report.FreshnessReport;

/**
 * Makes the reports that readers order, one after the other, so that a long one takes a core and not the server. The last
 * few are kept: who orders the same period again before new facts came gets the same report. Thread-safe.
 */
public final class ReportDesk implements AutoCloseable {
    private static final int KEPT = 4;

    private final Watch watch;
    private final Map<Key, Order> orders = new LinkedHashMap<>(KEPT, 0.75f, true);
    private final ExecutorService clerk = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "report-desk");
        thread.setDaemon(true);
        return thread;
    });

    private record Key(TimeWindow period, long board) {}

    /** A report that was ordered, and perhaps is made. */
    public static final class Order {
        private final Future<FreshnessReport> report;
        private final AtomicInteger done;
        private final int pipelines;

        private Order(Future<FreshnessReport> report, AtomicInteger done, int pipelines) {
            this.report = report;
            this.done = done;
            this.pipelines = pipelines;
        }

        /** How far it is. */
        public Progress progress() {
            return new Progress(done.get(), pipelines);
        }

        /**
         * Waits for it.
         *
         * @param patience how long at most
         * @return empty when it takes longer
         * @throws IOException when the log cannot be read
         */
        public Optional<FreshnessReport> await(Duration patience) throws IOException {
            try {
                return Optional.of(report.get(patience.toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                return Optional.empty();
            } catch (ExecutionException e) {
                Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
                throw new IOException("the report could not be made: " + cause.getMessage(), cause);
            } catch (CancellationException e) {
                throw new IOException("the report was given up, as too many others were ordered after it", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    /**
     * How far a report is.
     *
     * @param done pipelines that are judged
     * @param of pipelines in all
     */
    public record Progress(int done, int of) {}

    public ReportDesk(Watch watch) {
        this.watch = watch;
    }

    /**
     * Orders the report over {@code period}.
     *
     * @param asked the newest board: one with newer facts makes the report anew
     */
    public synchronized Order order(TimeWindow period, Board asked) {
        Key key = new Key(period, asked.number());
        Order known = orders.get(key);
        if (known != null) {
            return known;
        }
        // the order that the reader's last look began is older than a board, and goes on
        Optional<Order> underWay = orders.entrySet().stream()
                .filter(one -> one.getKey().period().equals(period)
                        && !one.getValue().report.isDone())
                .map(Map.Entry::getValue)
                .findFirst();
        if (underWay.isPresent()) {
            return underWay.get();
        }
        AtomicInteger done = new AtomicInteger();
        Order order = new Order(
                clerk.submit(() -> watch.report(period, done::set)),
                done,
                asked.report().pipelines().size());
        orders.put(key, order);
        if (orders.size() > KEPT) {
            Key oldest = orders.keySet().iterator().next();
            Order given = orders.remove(oldest);
            if (given != null) {
                given.report.cancel(true);
            }
        }
        return order;
    }

    @Override
    public void close() {
        clerk.shutdownNow();
    }
}
