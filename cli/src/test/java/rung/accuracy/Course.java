package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import rung.core.evidence.Look;
import rung.core.evidence.Rule;
import rung.core.evidence.WindowTally;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;

/**
 * How a simulated pipeline is measured.
 *
 * @param slot length of a slot
 * @param slots how many
 * @param poll time between two reads
 * @param cacheLife how long an answer may lag behind another
 * @param drain how long reads go on after the last slot
 * @param edges that are judged, fastest first
 * @param lossHorizon age at which an unseen sale is lost
 * @param latency of a read
 * @param keys in the ring, over twelve stores
 */
record Course(
        Duration slot,
        int slots,
        Duration poll,
        Duration cacheLife,
        Duration drain,
        List<Duration> edges,
        Duration lossHorizon,
        Duration latency,
        int keys) {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static final int STORES = 12;
    private static final Duration HOLE_PATIENCE = Duration.ofMinutes(1);

    Course {
        edges = List.copyOf(edges);
        if (keys % STORES != 0) {
            throw new IllegalArgumentException(keys + " keys do not spread over " + STORES + " stores");
        }
    }

    /** Slots enough for a long span are given by their length and number; the rest has defaults that fit most. */
    static Course of(Duration slot, int slots, Duration poll, Duration... edges) {
        return new Course(
                slot,
                slots,
                poll,
                Duration.ZERO,
                Duration.ZERO,
                List.of(edges),
                Duration.ofDays(1),
                Duration.ofMillis(10),
                1200);
    }

    Course drained(Duration longer) {
        return new Course(slot, slots, poll, cacheLife, longer, edges, lossHorizon, latency, keys);
    }

    Course cached(Duration life) {
        return new Course(slot, slots, poll, life, drain, edges, lossHorizon, latency, keys);
    }

    Course losingAfter(Duration horizon) {
        return new Course(slot, slots, poll, cacheLife, drain, edges, horizon, latency, keys);
    }

    Course over(int moreKeys) {
        return new Course(slot, slots, poll, cacheLife, drain, edges, lossHorizon, latency, moreKeys);
    }

    Course answering(Duration readLatency) {
        return new Course(slot, slots, poll, cacheLife, drain, edges, lossHorizon, readLatency, keys);
    }

    Instant end() {
        return NOON.plus(slot.multipliedBy(slots));
    }

    TimeWindow window() {
        return new TimeWindow("run", NOON, end());
    }

    /** The first edge, of a course that has one only. */
    Duration edge() {
        return edges.get(0);
    }

    /** A look at what is known at {@code at}, by the standard rule: 95 % of sales, 95 % confidence. */
    Look look(Instant at) {
        return look(new Rule(0.95, 0.95), at);
    }

    /** A tally of the whole course, still empty, by what is known at {@code until}. */
    WindowTally tally(Rule rule, Instant until) {
        return new WindowTally(window(), look(rule, until));
    }

    private Look look(Rule rule, Instant at) {
        StageSetup stage = StageSetup.polled("any", poll, cacheLife);
        return new Look(at, rule, edges, stage.patience(), lossHorizon, HOLE_PATIENCE, poll);
    }
}
