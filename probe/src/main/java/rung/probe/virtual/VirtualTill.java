package rung.probe.virtual;

import java.util.function.Consumer;
import rung.core.measure.Injection;
import rung.core.time.VirtualTimeline;
import rung.probe.source.Delivery;
import rung.probe.source.Till;

/** A till that passes each transaction on to the simulated pipeline and confirms at once. */
public final class VirtualTill implements Till {
    private final VirtualTimeline timeline;
    private final Transit pipeline;

    public VirtualTill(VirtualTimeline timeline, Transit pipeline) {
        this.timeline = timeline;
        this.pipeline = pipeline;
    }

    @Override
    public void check() {}

    @Override
    public void send(Injection injection, Consumer<Delivery> done) {
        pipeline.enter(injection);
        done.accept(new Delivery.Accepted(timeline.now()));
    }

    @Override
    public void close() {}
}
