package rung.reporter.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import rung.core.evidence.Tally;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.reporter.FakeFacts;
import rung.reporter.Ladders;

/**
 * What it costs to count one sale that a stage has shown: at four edges, in two histograms, as an example. A look tells of a
 * thousand at most, which were made just before; of a hundred thousand most of the time would be spent on fetching them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class RecordBenchmark {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int SALES = 1_000;
    private static final Duration SLOT = Duration.ofSeconds(10);
    private static final PipelineSetup PIPELINE = new PipelineSetup(
            "sales",
            Promise.none("api"),
            NOON,
            SLOT,
            List.of(StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)));

    private final SlotOutcome[] sales = new SlotOutcome[SALES];
    private final FakeFacts facts = new FakeFacts(NOON, NOON.plus(SLOT.multipliedBy(2 * SALES)), PIPELINE) {
        @Override
        public void fold(String pipeline, String stage, Tally tally) {
            for (SlotOutcome sale : sales) {
                tally.add(sale);
            }
        }
    };
    private StageMeter meter = meter();

    private static StageMeter meter() {
        return new StageMeter("r1", Ladders.RETAIL, PIPELINE, PIPELINE.stages().get(0), slot -> {});
    }

    /** Stalenesses of 1 s to 1 min. */
    @Setup(Level.Trial)
    public void sell() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < SALES; i++) {
            Instant due = NOON.plus(SLOT.multipliedBy(i));
            Instant missing = due.plusMillis(random.nextLong(1_000, 60_000));
            sales[i] = new SlotOutcome(
                    due,
                    due.plusMillis(random.nextLong(10)),
                    "",
                    new Outcome.Seen(missing, missing.plusMillis(260), new Cycle("c" + i / 6)));
        }
    }

    @Setup(Level.Invocation)
    public void anew() {
        meter = meter();
    }

    @Benchmark
    @OperationsPerInvocation(SALES)
    public Object saleIsCounted() {
        return meter.take(facts);
    }
}
