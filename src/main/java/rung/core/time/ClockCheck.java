package rung.core.time;

import java.time.Duration;
import java.time.Instant;

/**
 * How far the wall clock moved against the monotonic one between two ticks. More than {@link #TOLERANCE} means that the
 * machine was suspended, migrated or its clock stepped, and that a window containing the tick is not to be trusted.
 *
 * @param at when the second tick was, on the timeline
 * @param divergence wall time passed minus monotonic time passed; negative when the wall clock fell behind
 */
public record ClockCheck(Instant at, Duration divergence) {
    /** The largest divergence between two ticks that is taken for ordinary clock discipline. */
    public static final Duration TOLERANCE = Duration.ofMillis(50);

    /** Compares two ticks, each given as the timeline's and the wall clock's reading at about the same moment. */
    public static ClockCheck between(Instant fromNow, Instant fromWall, Instant toNow, Instant toWall) {
        return new ClockCheck(toNow, Duration.between(fromWall, toWall).minus(Duration.between(fromNow, toNow)));
    }

    /** Whether the two clocks moved together. */
    public boolean agrees() {
        return divergence.abs().compareTo(TOLERANCE) <= 0;
    }
}
