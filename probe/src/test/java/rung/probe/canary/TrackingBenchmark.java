package rung.probe.canary;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import rung.core.measure.StockKey;

/** What the books of a pipeline bear on one core while a million sales are outstanding. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xms3g", "-Xmx3g", "-Xmn1200m"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
public class TrackingBenchmark {
    private static final int OUTSTANDING = 1_000_000;

    @Param({"250000", "1000000"})
    public int keys;

    private @Nullable Crowd crowd;
    private Map<StockKey, Long> untouched = Map.of();
    private Map<StockKey, Long> sold = Map.of();

    @Setup(Level.Trial)
    public void outstanding() {
        crowd = new Crowd(OUTSTANDING, keys);
        untouched = crowd.untouched();
        crowd.open();
    }

    @Setup(Level.Invocation)
    public void commit() {
        sold = Objects.requireNonNull(crowd).sold();
    }

    /**
     * A million sales are looked for in vain, shown, seen; returned, shown, seen; and a million others are opened. Two
     * injections for each of them, and five looks at every key.
     */
    @Benchmark
    @OperationsPerInvocation(2 * OUTSTANDING)
    public void injectionsTrackedAndSettled() {
        Crowd all = Objects.requireNonNull(crowd);
        require(all.look(untouched).size(), 0);
        require(all.look(sold).size(), 0);
        require(all.look(sold).size(), OUTSTANDING);
        require(all.openReturns(), OUTSTANDING);
        require(all.look(untouched).size(), 0);
        require(all.look(untouched).size(), 0);
        all.rest();
        all.open();
    }

    /** A look at every key that shows nothing new. */
    @Benchmark
    @OperationsPerInvocation(OUTSTANDING)
    public int injectionsLookedForInVain() {
        return Objects.requireNonNull(crowd).look(untouched).size();
    }

    private static void require(int found, int expected) {
        if (found != expected) {
            throw new IllegalStateException("expected " + expected + ", found " + found);
        }
    }
}
