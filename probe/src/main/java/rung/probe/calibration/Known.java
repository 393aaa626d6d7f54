package rung.probe.calibration;

import java.time.Instant;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import rung.core.time.VirtualTimeline;
import rung.probe.virtual.Transit;

/**
 * A simulated pipeline whose staleness has a closed form.
 *
 * @param name what it does, for a person
 * @param share of all sales that are within {@link KnownPipelines#EDGE}
 * @param median the 50 % point of the staleness, in seconds
 * @param p95 its 95 % point, in seconds; absent where the staleness jumps there, so that no one value is right
 * @param opening builds it
 */
record Known(String name, double share, double median, OptionalDouble p95, Opening opening) {
    /** Builds a pipeline. */
    @FunctionalInterface
    interface Opening {
        /**
         * Builds it, as if it had run for long.
         *
         * @param start the first moment at which a transaction may enter
         * @param shelf what the pipeline's readers see
         */
        Opened open(VirtualTimeline timeline, Instant start, SplittableRandom random, Transit shelf);
    }

    /**
     * A pipeline that was built.
     *
     * @param entry where transactions enter
     * @param late when they are late
     */
    record Opened(Transit entry, LateMoments late) {}
}
