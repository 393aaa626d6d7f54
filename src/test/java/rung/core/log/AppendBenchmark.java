package rung.core.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.StockKey;

/** Appends to a log in a real file: the facts of whole lives of sales, and a flush after so many as a busy second has. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AppendBenchmark {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final StockKey KEY = new StockKey("9901", "RUNG-0001");
    private static final int LIVES = 2_000;
    private static final int FACTS_PER_LIFE = 5;

    private @Nullable Path folder;
    private @Nullable MeasurementLog log;
    private long slot;

    @Setup(Level.Iteration)
    public void begin() throws IOException {
        folder = Files.createTempDirectory(Path.of("target"), "append");
        log = MeasurementLog.begin(folder.resolve("facts.db"), Logs.run("r1", NOON, Duration.ofMillis(100)));
        slot = 0;
    }

    @TearDown(Level.Iteration)
    public void end() throws IOException {
        if (log != null) {
            log.close();
        }
        if (folder != null) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    @Benchmark
    @OperationsPerInvocation(LIVES * FACTS_PER_LIFE)
    public void factsAppended() {
        MeasurementLog into = Objects.requireNonNull(log);
        for (int i = 0; i < LIVES; i++) {
            Instant due = NOON.plusMillis(100 * slot);
            Injection sale = new Injection("r1", "sales", slot, Injection.Kind.SALE, KEY, 1, due);
            Injection comeback = sale.returned(due.plusSeconds(9));
            into.append(new Fact.Handed(sale, due));
            into.append(new Fact.Acknowledged("sales", slot, Injection.Kind.SALE, due.plusMillis(3)));
            into.append(new Fact.Seen(
                    "sales",
                    "api",
                    slot,
                    due.plusSeconds(1),
                    due.plusSeconds(2),
                    new Cycle(Long.toString(slot / 100)),
                    due.plusSeconds(7)));
            into.append(new Fact.Handed(comeback, comeback.intended()));
            into.append(new Fact.Acknowledged("sales", slot, Injection.Kind.RETURN, due.plusSeconds(10)));
            slot++;
        }
        into.flush();
    }
}
