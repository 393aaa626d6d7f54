package rung.probe.virtual;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import rung.core.measure.Injection;
import rung.core.time.VirtualTimeline;

/**
 * A loader that closes a batch each interval and applies one batch at a time. Applying takes longer the more small files
 * the table has; each batch adds files, and compaction, while it runs, removes them. When applying takes longer than the
 * interval, batches pile up.
 */
public final class MicroBatchLoader implements Transit {
    /** What the loader's surroundings are at a moment. */
    public interface Conditions {
        /** Rows that the shop's tills put into a batch closed at {@code moment}, besides Rung's. */
        double rows(Instant moment);

        /** Consumers that write a batch closed at {@code moment}: each leaves a file of its own. */
        int consumers(Instant moment);

        /** Whether compaction runs at {@code moment}. */
        boolean compacting(Instant moment);
    }

    /**
     * What applying costs.
     *
     * @param base per batch
     * @param perRow per row
     * @param perFile per file that compaction has not removed
     */
    public record Cost(Duration base, Duration perRow, Duration perFile) {}

    private record Batch(List<Injection> injections, double rows, int files) {}

    private final VirtualTimeline timeline;
    private final Duration interval;
    private final Conditions conditions;
    private final Cost cost;
    private final Consumer<List<Injection>> apply;
    private final Deque<Batch> pending = new ArrayDeque<>();
    private List<Injection> filling = new ArrayList<>();
    private int files;
    private boolean applying;

    /** @param apply told when a batch becomes visible */
    public MicroBatchLoader(
            VirtualTimeline timeline,
            Duration interval,
            Conditions conditions,
            Cost cost,
            Consumer<List<Injection>> apply) {
        this.timeline = timeline;
        this.interval = interval;
        this.conditions = conditions;
        this.cost = cost;
        this.apply = apply;
    }

    /** Closes the first batch an interval from now. */
    public void start() {
        timeline.after(interval, this::close);
    }

    /** Batches that are closed and not yet visible. */
    public int pendingBatches() {
        return pending.size();
    }

    @Override
    public void enter(Injection injection) {
        filling.add(injection);
    }

    private void close() {
        Instant now = timeline.now();
        pending.add(new Batch(filling, conditions.rows(now) + filling.size(), conditions.consumers(now)));
        filling = new ArrayList<>();
        timeline.after(interval, this::close);
        applyNext();
    }

    private void applyNext() {
        Batch batch = pending.peek();
        if (applying || batch == null) {
            return;
        }
        applying = true;
        if (conditions.compacting(timeline.now())) {
            files = 0;
        }
        files += batch.files();
        Duration takes = cost.base()
                .plusNanos(Math.round(cost.perRow().toNanos() * batch.rows()))
                .plus(cost.perFile().multipliedBy(files));
        timeline.after(takes, () -> {
            pending.remove();
            applying = false;
            apply.accept(batch.injections());
            applyNext();
        });
    }
}
