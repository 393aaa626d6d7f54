package rung.core.time;

import java.time.Instant;

/**
 * The one source of time. Its instants are read off a monotonic clock and merely labelled with the wall clock of the
 * moment at which the timeline began, so differences between them never jump when a wall clock is stepped.
 */
public interface Timeline {
    /** Returns the present moment, to the nanosecond. Never earlier than what it returned before. */
    Instant now();

    /**
     * Returns what the wall clock says now. Only for labels and for {@linkplain ClockCheck checking} that the two clocks
     * still agree; never subtract it from {@link #now()} for a measurement.
     */
    Instant wall();

    /** Waits until {@code deadline}; returns at once when that has passed. */
    void sleepUntil(Instant deadline) throws InterruptedException;
}
