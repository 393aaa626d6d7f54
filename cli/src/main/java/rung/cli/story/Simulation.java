package rung.cli.story;

import java.time.Instant;
import java.util.function.BooleanSupplier;
import rung.core.log.MeasurementLog;
import rung.core.time.Pace;
import rung.core.time.VirtualTimeline;
import rung.probe.canary.Canary;
import rung.probe.canary.CannotInject;
import rung.probe.canary.CannotObserve;

/** A day that has begun: its log is there for readers, and grows as it is lived. */
public final class Simulation implements AutoCloseable {
    private final VirtualTimeline timeline;
    private final Canary canary;
    private final MeasurementLog facts;

    Simulation(VirtualTimeline timeline, Canary canary, MeasurementLog facts) {
        this.timeline = timeline;
        this.canary = canary;
        this.facts = facts;
    }

    /**
     * Lets the day pass no faster than {@code pace}, and shows readers its facts as it goes by. The facts are those of a day
     * that is lived at once.
     *
     * @param ended asked now and then; once it holds, the day ends where it is
     */
    public void hold(Pace pace, BooleanSupplier ended) {
        pace.hold(
                timeline,
                () -> {
                    facts.flush();
                    if (ended.getAsBoolean()) {
                        canary.stopWaiting();
                    }
                },
                canary::stopWaiting);
    }

    /**
     * Lives the day to its end; readers see all of it afterwards.
     *
     * @throws InterruptedException when the thread was interrupted while the day was held
     */
    public void live() throws InterruptedException {
        live(Day.whole().to());
    }

    /** Lives the day as far as {@code until}, and waits for what has not shown by then. */
    void live(Instant until) throws InterruptedException {
        try {
            canary.prepare();
        } catch (CannotInject | CannotObserve e) {
            throw new IllegalStateException("a simulated pipeline cannot be out of reach", e);
        }
        canary.run(until, until.plus(Day.DRAIN));
        facts.flush();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** How far the day has come. */
    public Instant now() {
        return timeline.now();
    }

    /** Closes the log. */
    @Override
    public void close() {
        facts.close();
    }
}
