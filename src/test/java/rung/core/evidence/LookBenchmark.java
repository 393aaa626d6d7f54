package rung.core.evidence;

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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;

/** What one more slot and a look cost after an hour and after 30 days of a probe each 10 s. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 40)
@Measurement(iterations = 40)
public class LookBenchmark {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SLOT = Duration.ofSeconds(10);
    private static final int LOOKS = 100;

    /** Slots before the looks: an hour's and 30 days'. */
    @Param({"360", "259200"})
    public int history;

    private WindowTally tally = tally();
    private final SlotOutcome[] next = new SlotOutcome[LOOKS];

    private static WindowTally tally() {
        Look look = new Look(
                NOON.plus(Duration.ofDays(40)),
                new Rule(0.95, 0.95),
                List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofDays(1)),
                Duration.ofSeconds(3),
                Duration.ofDays(4),
                Duration.ofMinutes(5),
                Duration.ofMillis(250));
        return new WindowTally(new TimeWindow("month", NOON, NOON.plus(Duration.ofDays(31))), look);
    }

    /** Stalenesses of 1 s to 1 min, a cycle each minute. */
    private static SlotOutcome slot(int number) {
        SplittableRandom random = new SplittableRandom(number);
        Instant due = NOON.plus(SLOT.multipliedBy(number));
        Instant missing = due.plusMillis(random.nextLong(1_000, 60_000));
        Cycle cycle = new Cycle(Integer.toString(number / 6));
        return new SlotOutcome(
                due,
                due.plusMillis(random.nextLong(10)),
                "",
                new Outcome.Seen(missing, missing.plusMillis(260), cycle));
    }

    @Setup(Level.Iteration)
    public void fill() {
        tally = tally();
        for (int i = 0; i < history; i++) {
            tally.add(slot(i));
        }
        for (int i = 0; i < LOOKS; i++) {
            next[i] = slot(history + i);
        }
    }

    @Benchmark
    @OperationsPerInvocation(LOOKS)
    public void slotAndLook(Blackhole blackhole) {
        for (SlotOutcome slot : next) {
            tally.add(slot);
            blackhole.consume(tally.evidence());
        }
    }

    @Benchmark
    @OperationsPerInvocation(LOOKS)
    public void slotAndStates(Blackhole blackhole) {
        for (SlotOutcome slot : next) {
            tally.add(slot);
            blackhole.consume(tally.states());
        }
    }
}
