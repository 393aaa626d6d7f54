package rung.probe.virtual;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import rung.core.measure.Injection;
import rung.core.time.VirtualTimeline;

/**
 * A single server, first come, first served, which the shop's own traffic keeps busy beside Rung's transactions. With
 * exponential gaps and service times it is the M/M/1 queue, begun empty.
 */
public final class ServiceQueue implements Transit {
    private final VirtualTimeline timeline;
    private final Supplier<Duration> gaps;
    private final Supplier<Duration> services;
    private final Transit next;
    private Instant nextOther;
    private Instant freeFrom;

    /**
     * @param gaps between the arrivals of the shop's own transactions
     * @param services how long the server takes for one transaction
     */
    public ServiceQueue(VirtualTimeline timeline, Supplier<Duration> gaps, Supplier<Duration> services, Transit next) {
        this.timeline = timeline;
        this.gaps = gaps;
        this.services = services;
        this.next = next;
        this.nextOther = timeline.now().plus(gaps.get());
        this.freeFrom = timeline.now();
    }

    @Override
    public void enter(Injection injection) {
        Instant now = timeline.now();
        while (!nextOther.isAfter(now)) {
            serve(nextOther);
            nextOther = nextOther.plus(gaps.get());
        }
        serve(now);
        timeline.at(freeFrom, () -> next.enter(injection));
    }

    private void serve(Instant arrived) {
        freeFrom = (arrived.isAfter(freeFrom) ? arrived : freeFrom).plus(services.get());
    }
}
