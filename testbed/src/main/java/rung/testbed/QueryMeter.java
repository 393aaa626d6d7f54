package rung.testbed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/** How many queries a second there were lately. For any thread. */
final class QueryMeter {
    private static final Duration LATELY = Duration.ofSeconds(3);
    private static final int BOUND = 10_000;

    private final LongSupplier nanoTime;
    private final Queue<Long> timesNanos = new ArrayDeque<>();

    QueryMeter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void count() {
        if (timesNanos.size() == BOUND) {
            timesNanos.remove();
        }
        timesNanos.add(nanoTime.getAsLong());
    }

    /** The mean of the last three seconds; of more than 10,000 queries in them, the others are not counted. */
    synchronized double perSecond() {
        long since = nanoTime.getAsLong() - LATELY.toNanos();
        for (Long oldest = timesNanos.peek(); oldest != null && oldest - since < 0; oldest = timesNanos.peek()) {
            timesNanos.remove();
        }
        return (double) timesNanos.size() / LATELY.toSeconds();
    }
}
