package rung.reporter.paper;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.Calibrations;
import rung.reporter.FakeFacts;
import rung.reporter.Ladders;
import rung.reporter.report.FreshnessReport;

/** Reports of runs whose facts are written by hand: 600 slots of ten seconds, from noon on. */
final class Reports {
    static final Instant NOON = Instant.parse("2026-11-07T12:00:00Z");
    static final int SLOTS = 600;
    static final Duration SLOT = Duration.ofSeconds(10);
    static final Instant END = NOON.plus(SLOT.multipliedBy(SLOTS));
    static final TimeWindow PEAK = new TimeWindow("evening", NOON.plusSeconds(1200), NOON.plusSeconds(4800));

    private Reports() {}

    static PipelineSetup pipeline(String name, Promise promise) {
        return new PipelineSetup(
                name,
                promise,
                NOON,
                SLOT,
                List.of(
                        StageSetup.polled("table", Duration.ofMillis(250), Duration.ZERO),
                        StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)));
    }

    /** One pipeline that keeps its promise, one that misses it for a while, one that promises nothing. */
    static FakeFacts three() {
        FakeFacts facts = new FakeFacts(
                NOON,
                END,
                pipeline("hot", new Promise(3, "api", List.of("evening"))),
                pipeline("batch", new Promise(3, "api", List.of())),
                pipeline("quiet", Promise.none("api")));
        seen(facts, "hot", 0, SLOTS, Duration.ofSeconds(3));
        seen(facts, "batch", 0, 300, Duration.ofSeconds(40));
        seen(facts, "batch", 300, 200, Duration.ofMinutes(14));
        facts.unseen("batch", "table", 500, 100).unseen("batch", "api", 500, 100);
        seen(facts, "quiet", 0, 500, Duration.ofMillis(800));
        facts.unmeasured("quiet", "table", 500, 100).unmeasured("quiet", "api", 500, 100);
        for (int i = 0; i < 100; i++) {
            facts.committed("hot", "table", NOON.plusSeconds(60L * i + 2), commit(i));
        }
        return facts.calibrated(Calibrations.of(NOON, 0));
    }

    static void seen(FakeFacts facts, String pipeline, int first, int count, Duration delay) {
        facts.seen(pipeline, "table", first, count, delay);
        facts.seen(pipeline, "api", first, count, delay.plusSeconds(1));
    }

    private static Commit commit(int number) {
        return new Commit(
                new Cycle("c" + number),
                new Cycle("c" + (number - 1)),
                number % 10 == 9 ? "replace" : "append",
                NOON.plusSeconds(60L * number),
                Optional.empty(),
                Optional.empty(),
                new Commit.Writer("flink", "loader", Integer.toString(number), Optional.empty()),
                60,
                3);
    }

    /** So many pipelines, named by number, each with a minute of sales. */
    static FakeFacts many(int pipelines) {
        FakeFacts facts = new FakeFacts(
                NOON,
                END,
                IntStream.range(0, pipelines)
                        .mapToObj(i -> pipeline("pipeline-" + i, new Promise(3, "api", List.of())))
                        .toArray(PipelineSetup[]::new));
        for (int i = 0; i < pipelines; i++) {
            seen(facts, "pipeline-" + i, 0, 100, Duration.ofSeconds(2 + i % 7));
        }
        return facts;
    }

    /** Each of {@code names} is a pipeline that lost all its sales. */
    static FakeFacts lost(String... names) {
        FakeFacts facts = new FakeFacts(
                NOON,
                END,
                Arrays.stream(names)
                        .map(name -> pipeline(name, new Promise(3, "api", List.of())))
                        .toArray(PipelineSetup[]::new));
        for (String name : names) {
            facts.unseen(name, "table", 0, SLOTS).unseen(name, "api", 0, SLOTS);
        }
        return facts;
    }

    static TierReport of(FakeFacts facts) {
        FreshnessReport report = FreshnessReport.of(
                facts, Ladders.RETAIL, List.of(PEAK), new TimeWindow("run", NOON, END), facts.until());
        return TierReport.of(facts, report, "rung test");
    }
}
