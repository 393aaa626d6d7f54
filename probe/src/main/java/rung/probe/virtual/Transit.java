package rung.probe.virtual;

import java.time.Duration;
import java.util.function.Predicate;
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

    /** One of two branches: those that {@code chosen} names go one way, all others the other. */
    static Transit split(Predicate<Injection> chosen, Transit those, Transit others) {
        return injection -> (chosen.test(injection) ? those : others).enter(injection);
    }

    /** Where nothing comes out: the end of what is lost. */
    static Transit nowhere() {
        return injection -> {};
    }

    /** Each transaction takes what {@code delay} says, whatever the others do. */
    static Transit delayed(VirtualTimeline timeline, Supplier<Duration> delay, Transit next) {
        return injection -> timeline.after(delay.get(), () -> next.enter(injection));
    }
}
