package rung.probe.virtual;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import rung.core.measure.Injection;
import rung.core.time.VirtualTimeline;

/** A writer that commits what it has collected each interval; what it collects meanwhile waits for the next commit. */
public final class PeriodicCommit implements Transit {
    private final VirtualTimeline timeline;
    private final Duration interval;
    private final Supplier<Duration> takes;
    private final Consumer<List<Injection>> apply;
    private List<Injection> filling = new ArrayList<>();

    /**
     * @param takes how long a commit takes from its start until readers see it
     * @param apply told when a commit becomes visible, also when it is empty
     */
    public PeriodicCommit(
            VirtualTimeline timeline, Duration interval, Supplier<Duration> takes, Consumer<List<Injection>> apply) {
        this.timeline = timeline;
        this.interval = interval;
        this.takes = takes;
        this.apply = apply;
    }

    /** Makes the first commit an interval from now. */
    public void start() {
        timeline.after(interval, this::commit);
    }

    @Override
    public void enter(Injection injection) {
        filling.add(injection);
    }

    private void commit() {
        List<Injection> committed = filling;
        filling = new ArrayList<>();
        timeline.after(takes.get(), () -> apply.accept(committed));
        timeline.after(interval, this::commit);
    }
}
