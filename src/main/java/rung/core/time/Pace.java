package rung.core.time;

import java.time.Duration;
import java.time.Instant;

/**
 * Holds a virtual timeline back, so that its time passes at most so many times as fast as that of another one. What is
 * planned on it happens at the same virtual moments and in the same order as without.
 */
public final class Pace {
    /** How often time is held, as the other timeline counts: often enough that nobody sees it stand still. */
    static final Duration BEAT = Duration.ofMillis(100);

    private final Timeline real;
    private final double speed;

    /**
     * @param real the timeline to keep to
     * @param speed virtual seconds in one of its seconds, above zero
     */
    public Pace(Timeline real, double speed) {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("time cannot pass " + speed + " times as fast");
        }
        this.real = real;
        this.speed = speed;
    }

    /**
     * Holds {@code virtual} from its present moment on, for as long as it is moved.
     *
     * @param beat called before each wait, so that what has happened can be shown meanwhile
     * @param stop called when the thread was interrupted, which stays interrupted; time is not held any more
     */
    public void hold(VirtualTimeline virtual, Runnable beat, Runnable stop) {
        new Holding(virtual, beat, stop).plan();
    }

    private final class Holding implements Runnable {
        private final VirtualTimeline virtual;
        private final Runnable beat;
        private final Runnable stop;
        private final Instant realBegin = real.now();
        private final Instant virtualBegin;
        private final Duration step = times(BEAT, speed);

        private Holding(VirtualTimeline virtual, Runnable beat, Runnable stop) {
            this.virtual = virtual;
            this.beat = beat;
            this.stop = stop;
            this.virtualBegin = virtual.now();
        }

        private void plan() {
            virtual.after(step, this);
        }

        @Override
        public void run() {
            beat.run();
            try {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                real.sleepUntil(realBegin.plus(times(Duration.between(virtualBegin, virtual.now()), 1 / speed)));
                plan();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stop.run();
            }
        }
    }

    private static Duration times(Duration span, double factor) {
        return Duration.ofNanos(Math.max(1, Math.round(span.toNanos() * factor)));
    }
}
