package rung.probe.virtual;

import java.time.Duration;
import java.util.function.Supplier;
import rung.core.measure.Injection;
import rung.core.time.VirtualTimeline;

/** A stretch of a simulated pipeline: takes a transaction now, and passes it on when its time has come. */
@FunctionalInterface
public interface Transit {
    void enter(Injection injection);

    /** Both of two branches. */
    static Transit both(Transit one, Transit other) {
        return injection -> {
            one.enter(injection);
            other.enter(injection);
        };
    }

    /** Each transaction takes what {@code delay} says, whatever the others do. */
    static Transit delayed(VirtualTimeline timeline, Supplier<Duration> delay, Transit next) {
        return injection -> timeline.after(delay.get(), () -> next.enter(injection));
    }
}
