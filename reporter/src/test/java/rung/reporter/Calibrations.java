package rung.reporter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import rung.core.calibration.Calibration;
import rung.core.calibration.Clocks;
import rung.core.calibration.Coverage;
import rung.core.calibration.KnownLag;
import rung.core.calibration.KnownPipeline;
import rung.core.calibration.Machine;
import rung.core.calibration.ReadCost;
import rung.core.calibration.Spread;
import rung.core.calibration.StageCost;
import rung.core.evidence.Rule;

/** A calibration written by hand. */
public final class Calibrations {
    private Calibrations() {}

    /** One of two known pipelines, on a machine that adds little. */
    public static Calibration of(Instant at, long falselyKept) {
        return new Calibration(
                at,
                "rung 0.1",
                24,
                new Rule(0.95, 0.95),
                List.of(
                        known("always 3 s", 1, 0, new Coverage(200, 200)),
                        known("uniform", 0.95, falselyKept, Coverage.NONE)),
                new Machine(
                        Duration.ofSeconds(4),
                        spread(81_000, 1_240_000, 7_000_000),
                        0,
                        List.of(new ReadCost("in memory", spread(9_000, 34_000, 191_000))),
                        List.of(new KnownLag(
                                "in memory",
                                Duration.ZERO,
                                Duration.ofMillis(10),
                                Duration.ofMillis(10),
                                400,
                                400,
                                Duration.ofMillis(30),
                                Duration.ofMillis(31))),
                        new Clocks(Duration.ofNanos(90), 4, Duration.ofNanos(850))),
                List.of());
    }

    /** The same, with two stages of a configuration. */
    public static Calibration withStages(Calibration calibration) {
        return new Calibration(
                calibration.at(),
                calibration.software(),
                calibration.seed(),
                calibration.rule(),
                calibration.known(),
                calibration.machine(),
                List.of(
                        stage("api", Duration.ofMillis(250), 4_200_000, OptionalInt.of(4)),
                        stage("table", Duration.ofHours(2), 90_000_000, OptionalInt.empty())));
    }

    private static StageCost stage(String name, Duration poll, long nanos, OptionalInt tier) {
        return new StageCost(
                "bopis", name, 100, 1, spread(nanos / 2, nanos, nanos * 2), poll, poll.multipliedBy(20), tier);
    }

    private static KnownPipeline known(String name, double share, long falselyKept, Coverage p95) {
        return new KnownPipeline(
                name,
                Duration.ofSeconds(5),
                share,
                200,
                600,
                share - 0.002,
                share,
                0.0005,
                200 - 1,
                1,
                falselyKept,
                share < 1 ? 1 : 0,
                new Coverage(199, 200),
                p95,
                Duration.ofMillis(260));
    }

    private static Spread spread(long p50, long p99, long longest) {
        return new Spread(400, Duration.ofNanos(p50), Duration.ofNanos(p99), Duration.ofNanos(longest));
    }
}
