package rung.core.calibration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import rung.core.evidence.Rule;

/** Calibrations written by hand. */
final class Calibrations {
    static final Rule RULE = new Rule(0.95, 0.95);

    private Calibrations() {}

    static Calibration sound() {
        return of(List.of(known("fixed, 3 s", 0.999, 0), known("uniform", 0.95, 2, 1)), machine());
    }

    static Calibration of(List<KnownPipeline> known, Machine machine) {
        return new Calibration(
                Instant.parse("2026-11-22T12:00:00.123456789Z"),
                "rung 0.1",
                24,
                RULE,
                known,
                machine,
                List.of(
                        new StageCost(
                                "sales",
                                "api",
                                100,
                                0,
                                spread(20, 4_000_000),
                                Duration.ofMillis(250),
                                Duration.ofSeconds(5),
                                OptionalInt.of(4)),
                        new StageCost(
                                "sales",
                                "slow",
                                100,
                                1,
                                spread(20, 900_000_000),
                                Duration.ofMinutes(80),
                                Duration.ofMinutes(1600),
                                OptionalInt.empty())));
    }

    static KnownPipeline known(String name, double share, long falselyKept) {
        return known(name, share, falselyKept, 0);
    }

    static KnownPipeline known(String name, double share, long falselyKept, long falselyMissed) {
        return known(name, share, share, falselyKept, falselyMissed, new Coverage(49, 50));
    }

    static KnownPipeline known(
            String name, double share, double inTime, long falselyKept, long falselyMissed, Coverage p95) {
        return new KnownPipeline(
                name,
                Duration.ofSeconds(5),
                share,
                50,
                600,
                inTime - 0.001,
                inTime + 0.001,
                0.0005,
                falselyKept,
                falselyMissed,
                falselyKept,
                falselyMissed,
                Coverage.NONE,
                p95,
                Duration.ofMillis(260));
    }

    static Machine machine() {
        return machine(spread(400, 1_200_000), 1, lag(0, 11_000_000, 400), Duration.ofNanos(250_000));
    }

    static Machine machine(Spread slip, long tooLate, KnownLag lag, Duration divergence) {
        return new Machine(
                Duration.ofSeconds(4),
                slip,
                tooLate,
                List.of(new ReadCost("in memory", spread(300, 20_000))),
                List.of(lag),
                new Clocks(Duration.ofNanos(38), 4, divergence));
    }

    static KnownLag lag(long achievedNanos, long held) {
        return lag(0, achievedNanos, held);
    }

    private static KnownLag lag(long lagNanos, long achievedNanos, long held) {
        return new KnownLag(
                "in memory",
                Duration.ofNanos(lagNanos),
                Duration.ofMillis(10),
                Duration.ofNanos(achievedNanos),
                400,
                held,
                Duration.ofNanos(10_900_000),
                Duration.ofNanos(30_700_000));
    }

    static Spread spread(long count, long nanos) {
        return new Spread(
                count,
                Duration.ofNanos(nanos / 10),
                Duration.ofNanos(nanos),
                Duration.ofNanos(nanos).multipliedBy(3));
    }
}
