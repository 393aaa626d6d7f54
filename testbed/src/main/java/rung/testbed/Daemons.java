package rung.testbed;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names this package's threads {@code testbed-<name>-<number>} and makes them daemons, so that none keeps a JVM alive. */
final class Daemons {
    private static final Logger log = LoggerFactory.getLogger(Daemons.class);
    private static final Duration END_WITHIN = Duration.ofSeconds(10);

    private Daemons() {}

    static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "testbed-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Waits for {@code thread}, which has been told, to end. An interrupt is passed on to the caller's flag. */
    static void join(Thread thread) {
        try {
            thread.join(END_WITHIN.toMillis());
            if (thread.isAlive()) {
                log.warn("{} has not ended within {}", thread.getName(), END_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets {@code threads} finish what they are at, and nothing more. An interrupt is passed on to the caller's flag. */
    static void end(ExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("{} has not ended within {}", threads, END_WITHIN);
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
