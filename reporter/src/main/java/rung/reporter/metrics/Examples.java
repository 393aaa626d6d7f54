package rung.reporter.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Injection;
import rung.core.measure.TraceContext;

/** The newest sale of each classic bucket, by which a reader of a bucket finds the trace of one that fell into it. */
final class Examples {
    private static final double NANOS = 1e9;

    /**
     * A sale.
     *
     * @param at when it was seen
     */
    record Example(TraceContext trace, double seconds, Instant at) {}

    /** As it is taken: its trace is worked out when somebody looks. */
    private record Taken(long slot, Duration staleness, Instant at) {}

    private final String run;
    private final String pipeline;
    private final @Nullable Taken[] newest;
    private final @Nullable Example[] shown;

    Examples(String run, String pipeline, int buckets) {
        this.run = run;
        this.pipeline = pipeline;
        this.newest = new Taken[buckets];
        this.shown = new Example[buckets];
    }

    void take(int bucket, long slot, Duration staleness, Instant at) {
        newest[bucket] = new Taken(slot, staleness, at);
        shown[bucket] = null;
    }

    /** Of each bucket that has one, in their order. */
    List<Example> all() {
        List<Example> all = new ArrayList<>();
        for (int bucket = 0; bucket < newest.length; bucket++) {
            Taken taken = newest[bucket];
            if (taken != null) {
                Example example = shown[bucket];
                if (example == null) {
                    example = example(taken);
                    shown[bucket] = example;
                }
                all.add(example);
            }
        }
        return all;
    }

    private Example example(Taken taken) {
        return new Example(
                TraceContext.of(Injection.id(run, pipeline, taken.slot(), Injection.Kind.SALE)),
                taken.staleness().toNanos() / NANOS,
                taken.at());
    }
}
