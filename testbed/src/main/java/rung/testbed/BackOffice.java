package rung.testbed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Head-office users who look at one store after another in the warehouse, through its API. */
final class BackOffice implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BackOffice.class);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final URI counts;
    private final List<String> stores;
    private final int queriesPerSecond;
    private final Random random;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("back-office"));
    private @Nullable ScheduledFuture<?> work;

    /** Asks below {@code counts}, such as {@code http://127.0.0.1:8080/warehouse/inventory/}, for one store at a time. */
    BackOffice(URI counts, List<String> stores, int queriesPerSecond, long seed) {
        this.counts = counts;
        this.stores = List.copyOf(stores);
        this.queriesPerSecond = queriesPerSecond;
        this.random = new Random(seed);
    }

    /** Begins after {@code delay}, or later: once {@code ready} holds. {@link #begin} and {@link #end} cancel that. */
    synchronized void beginAfter(Duration delay, BooleanSupplier ready) {
        replace(thread.scheduleWithFixedDelay(
                () -> {
                    if (ready.getAsBoolean()) {
                        begin();
                    }
                },
                delay.toMillis(),
                LOOK_AGAIN_AFTER.toMillis(),
                TimeUnit.MILLISECONDS));
    }

    synchronized void begin() {
        log.info("the back office begins with {} queries a second", queriesPerSecond);
        long periodNanos = TimeUnit.SECONDS.toNanos(1) / queriesPerSecond;
        replace(thread.scheduleAtFixedRate(this::query, 0, periodNanos, TimeUnit.NANOSECONDS));
    }

    synchronized void end() {
        replace(null);
    }

    @Override
    public void close() {
        end();
        thread.shutdownNow();
        Daemons.end(thread);
    }

    private void replace(@Nullable ScheduledFuture<?> next) {
        if (work != null) {
            work.cancel(false);
        }
        work = next;
    }

    private void query() {
        String store = stores.get(random.nextInt(stores.size()));
        HttpRequest request =
                HttpRequest.newBuilder(counts.resolve(store)).timeout(TIMEOUT).build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                log.warn("a query for store {} was answered with {}", store, status);
            }
        } catch (IOException e) {
            log.warn("a query for store {} failed: {}", store, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
