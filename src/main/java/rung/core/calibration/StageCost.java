package rung.core.calibration;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What a look at a configured stage costs, and how fast an edge can be judged there.
 *
 * @param pipeline of the configuration
 * @param stage of the pipeline
 * @param keys that a look asked for
 * @param failures looks that left a key unknown, besides those in {@code cost}
 * @param cost of the looks that answered
 * @param poll configured time between two looks
 * @param fastestEdge twenty times the poll, or the 99 % point of the cost where that is longer: a faster edge cannot be
 *     judged
 * @param fastestTier the fastest tier of the ladder whose edge can be judged; absent when none can
 */
public record StageCost(
        String pipeline,
        String stage,
        long keys,
        long failures,
        Spread cost,
        Duration poll,
        Duration fastestEdge,
        OptionalInt fastestTier) {}
