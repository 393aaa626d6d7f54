package rung.probe.virtual;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import rung.core.measure.Injection;
import rung.core.time.VirtualTimeline;

/** A writer that commits what it has collected each interval; what it collects meanwhile waits for the next commit. */
public final class PeriodicCommit implements Transit {
    private final VirtualTimeline timeline;
    private final UnaryOperator<Instant> next;
    private final Supplier<Duration> takes;
    private final Consumer<List<Injection>> apply;
    private List<Injection> filling = new ArrayList<>();

    /**
     * @param takes how long a commit takes from its start until readers see it
     * @param apply told when a commit becomes visible, also when it is empty
     */
    public PeriodicCommit(
            VirtualTimeline timeline, Duration interval, Supplier<Duration> takes, Consumer<List<Injection>> apply) {
        this(timeline, moment -> moment.plus(interval), takes, apply);
    }

    private PeriodicCommit(
            VirtualTimeline timeline,
            UnaryOperator<Instant> next,
            Supplier<Duration> takes,
            Consumer<List<Injection>> apply) {
        this.timeline = timeline;
        this.next = next;
        this.takes = takes;
        this.apply = apply;
    }

    /**
     * One batch a day, begun at {@code at} on the clock of {@code zone}; on the day when clocks skip that time, by as much
     * later.
     */
    public static PeriodicCommit nightly(
            VirtualTimeline timeline,
            LocalTime at,
            ZoneId zone,
            Supplier<Duration> takes,
            Consumer<List<Injection>> apply) {
        return new PeriodicCommit(timeline, moment -> firstAfter(moment, at, zone), takes, apply);
    }

    private static Instant firstAfter(Instant moment, LocalTime at, ZoneId zone) {
        ZonedDateTime local = moment.atZone(zone);
        Instant today = local.toLocalDate().atTime(at).atZone(zone).toInstant();
        return today.isAfter(moment)
                ? today
                : local.toLocalDate().plusDays(1).atTime(at).atZone(zone).toInstant();
    }

    /** Makes the first commit an interval from now; a nightly one at its next time of day. */
    public void start() {
        startAt(next.apply(timeline.now()));
    }

    /** Makes the first commit at {@code first}, which sets the phase of all. */
    public void startAt(Instant first) {
        timeline.at(first, () -> commit(first));
    }

    @Override
    public void enter(Injection injection) {
        filling.add(injection);
    }

    private void commit(Instant due) {
        List<Injection> committed = filling;
        filling = new ArrayList<>();
        timeline.after(takes.get(), () -> apply.accept(committed));
        startAt(next.apply(due));
    }
}
