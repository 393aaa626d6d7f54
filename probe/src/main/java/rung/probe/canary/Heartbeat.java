package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import rung.core.measure.Fact;
import rung.core.measure.FactSink;
import rung.core.time.Timeline;

/** Writes a sign of life with both clocks, and makes what was measured durable. */
final class Heartbeat implements Task {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Timeline timeline;
    private final FactSink facts;
    private final Runnable flush;
    private Instant due;

    Heartbeat(Timeline timeline, FactSink facts, Runnable flush) {
        this.timeline = timeline;
        this.facts = facts;
        this.flush = flush;
        this.due = timeline.now();
    }

    @Override
    public Instant due() {
        return due;
    }

    @Override
    public void turn() {
        tick();
        due = timeline.now().plus(PERIOD);
    }

    void tick() {
        facts.append(new Fact.Ticked(timeline.now(), timeline.wall()));
        flush.run();
    }
}
