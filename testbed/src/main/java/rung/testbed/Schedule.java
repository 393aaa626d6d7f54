package rung.testbed;

import java.time.Duration;

/** Points in time at equal distances, the first some time after now. Those that nobody asked for in time are left out. For one thread. */
final class Schedule {
    private final long periodNanos;
    private long dueNanos;

    Schedule(Duration first, Duration period) {
        this.periodNanos = period.toNanos();
        this.dueNanos = System.nanoTime() + first.toNanos();
    }

    /** Whether a point has passed since the last time this was true. */
    boolean due() {
        long lateNanos = System.nanoTime() - dueNanos;
        if (lateNanos < 0) {
            return false;
        }
        dueNanos += (lateNanos / periodNanos + 1) * periodNanos;
        return true;
    }
}
