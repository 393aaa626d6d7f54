package rung.reporter.metrics;

import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import rung.core.ladder.Ladder;

/** The upper ends of classic buckets. */
final class Buckets {
    /** Dense where tiers end, and up to a day: a scrape interval more or less is not what a nightly load is late by. */
    private static final long[] STALENESS_SECONDS = {
        1, 2, 5, 10, 20, 30, 60, 90, 120, 180, 300, 600, 900, 1200, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400
    };

    private static final long[] SEND_DELAY_MILLIS = {1, 2, 5, 10, 20, 50, 100, 1_000, 10_000};

    private Buckets() {}

    /** Of stalenesses: the edges of {@code ladder} are among them. */
    static Duration[] staleness(Ladder ladder) {
        return Stream.concat(LongStream.of(STALENESS_SECONDS).mapToObj(Duration::ofSeconds), ladder.edges().stream())
                .distinct()
                .sorted()
                .toArray(Duration[]::new);
    }

    /** Of what a sale is handed over too late. */
    static Duration[] sendDelay() {
        return LongStream.of(SEND_DELAY_MILLIS).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
