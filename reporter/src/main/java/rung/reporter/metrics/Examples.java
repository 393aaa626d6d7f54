package rung.reporter.metrics;

import io.prometheus.metrics.model.snapshots.Exemplar;
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

    /** As it is taken: its trace is worked out when somebody looks. */
    private record Taken(long slot, Duration staleness, Instant at) {}

    private final String run;
    private final String pipeline;
    private final @Nullable Taken[] newest;
    private final @Nullable Exemplar[] shown;

    Examples(String run, String pipeline, int buckets) {
        this.run = run;
        this.pipeline = pipeline;
        this.newest = new Taken[buckets];
        this.shown = new Exemplar[buckets];
    }

    void take(int bucket, long slot, Duration staleness, Instant at) {
        newest[bucket] = new Taken(slot, staleness, at);
        shown[bucket] = null;
    }

    /** Of each bucket that has one, in their order. */
    List<Exemplar> all() {
        List<Exemplar> all = new ArrayList<>();
        for (int bucket = 0; bucket < newest.length; bucket++) {
            Taken taken = newest[bucket];
            if (taken != null) {
                Exemplar example = shown[bucket];
                if (example == null) {
                    example = example(taken);
                    shown[bucket] = example;
                }
                all.add(example);
            }
        }
        return all;
    }

    private Exemplar example(Taken taken) {
        TraceContext trace = TraceContext.of(Injection.id(run, pipeline, taken.slot(), Injection.Kind.SALE));
        return Exemplar.builder()
                .value(taken.staleness().toNanos() / NANOS)
                .traceId(trace.traceId())
                .spanId(trace.spanId())
                .timestampMillis(taken.at().toEpochMilli())
                .build();
    }
}
