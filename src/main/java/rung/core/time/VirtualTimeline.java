package rung.core.time;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * A timeline that only its owner moves. Whatever was planned for a moment runs when time passes it, in the order of the
 * moments and, within one moment, in the order of planning: the same plan gives the same run. For one thread.
 */
public final class VirtualTimeline implements Timeline {
    private record Planned(Instant at, long order, Runnable action) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Planned> plan = new PriorityQueue<>();
    private Instant now;
    private Duration wallOffset = Duration.ZERO;
    private long planned;

    public VirtualTimeline(Instant start) {
        this.now = start;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Instant wall() {
        return now.plus(wallOffset);
    }

    /** Steps the wall clock, as an administrator or NTP does; {@link #now()} does not notice. */
    public void stepWall(Duration by) {
        wallOffset = wallOffset.plus(by);
    }

    /** Plans {@code action} for {@code moment}; for a moment that has passed it runs as soon as time moves. */
    public void at(Instant moment, Runnable action) {
        plan.add(new Planned(moment, planned++, action));
    }

    /** Plans {@code action} for {@code delay} from now. */
    public void after(Duration delay, Runnable action) {
        at(now.plus(delay), action);
    }

    /** Moves time to {@code deadline}, running on the way what was planned. */
    @Override
    public void sleepUntil(Instant deadline) {
        runUntil(deadline, () -> false);
    }

    /**
     * Moves time to {@code deadline} as {@link #sleepUntil} does, but no further than to the plan after which {@code
     * stopped} holds; not at all when it holds already.
     */
    public void runUntil(Instant deadline, BooleanSupplier stopped) {
        for (Planned next = plan.peek();
                next != null && !next.at().isAfter(deadline) && !stopped.getAsBoolean();
                next = plan.peek()) {
            plan.remove();
            if (next.at().isAfter(now)) {
                now = next.at();
            }
            next.action().run();
        }
        if (deadline.isAfter(now) && !stopped.getAsBoolean()) {
            now = deadline;
        }
    }

    /** Moves time forward by {@code span}. */
    public void advance(Duration span) {
        sleepUntil(now.plus(span));
    }
}
