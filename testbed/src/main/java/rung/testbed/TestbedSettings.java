package rung.testbed;

import java.time.Duration;

/**
 * How the shop runs; all durations count from its opening, unless said otherwise.
 *
 * @param commitEvery time between the lakehouse's commits
 * @param firstBatchAfter when the warehouse's first batch is loaded
 * @param batchEvery time between the warehouse's batches
 * @param surgeAfter when the back office begins to query, at the earliest: it waits for the first batch to be merged
 * @param surgeQueriesPerSecond how fast the back office queries
 * @param busyQueriesPerSecond the rate of queries above which the warehouse merges no batch
 * @param transactionsPerHour how much the tills sell in total, or 0 for none
 * @param seed of the tills' random numbers
 */
public record TestbedSettings(
        Duration commitEvery,
        Duration firstBatchAfter,
        Duration batchEvery,
        Duration surgeAfter,
        int surgeQueriesPerSecond,
        int busyQueriesPerSecond,
        int transactionsPerHour,
        long seed) {
    public TestbedSettings {
        positive("commitEvery", commitEvery);
        positive("firstBatchAfter", firstBatchAfter);
        positive("batchEvery", batchEvery);
        positive("surgeAfter", surgeAfter);
        if (busyQueriesPerSecond <= 0) {
            throw new IllegalArgumentException("busyQueriesPerSecond is not positive: " + busyQueriesPerSecond);
        }
        if (surgeQueriesPerSecond <= busyQueriesPerSecond || surgeQueriesPerSecond > 1000) {
            throw new IllegalArgumentException("surgeQueriesPerSecond is not between busyQueriesPerSecond "
                    + busyQueriesPerSecond + " and 1000: " + surgeQueriesPerSecond);
        }
        if (transactionsPerHour < 0) {
            throw new IllegalArgumentException("transactionsPerHour is negative: " + transactionsPerHour);
        }
    }

    /** A lakehouse that commits every 10 s, and a warehouse that loads every 90 s and falls behind after its first batch. */
    public static TestbedSettings standard() {
        return new TestbedSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(75),
                Duration.ofSeconds(90),
                Duration.ofSeconds(80),
                25,
                10,
                10_000,
                1);
    }

    private static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " is not positive: " + duration);
        }
    }
}
