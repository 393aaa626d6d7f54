package rung.probe.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.calibration.Calibration;
import rung.core.calibration.KnownLag;
import rung.core.calibration.KnownPipeline;
import rung.core.calibration.StageCost;
import rung.core.ladder.LadderFile;
import rung.core.time.SystemTimeline;
import rung.probe.canary.CannotObserve;
import rung.probe.plan.PipelinePlan;
import rung.probe.plan.PlanFile;
import rung.probe.plan.StagePlan;

class CalibratorTest {
    private static final Effort LITTLE = new Effort(4, 2, Duration.ofMillis(600), 10);

    @TempDir
    private Path scratch;

    private final SystemTimeline timeline = SystemTimeline.start();
    private final List<String> steps = new ArrayList<>();

    @Test
    void whatIsKnownIsFoundAndTheMachineIsTimed() throws Exception {
        Calibration calibration = calibrator().calibrate(LITTLE, 24, List.of(), scratch);

        assertThat(calibration.software()).isEqualTo("rung test");
        assertThat(calibration.seed()).isEqualTo(24);
        assertThat(calibration.windows()).isEqualTo(40);
        for (KnownPipeline known : calibration.known()) {
            assertThat(known.share()).as(known.name()).isBetween(known.inTime() - 0.03, known.inTimeAtMost() + 0.03);
            assertThat(known.median().held()).as(known.name()).isGreaterThanOrEqualTo(3);
        }
        assertThat(known(calibration, "always 3 s").kept()).isEqualTo(4);
        assertThat(known(calibration, "one in ten takes 20 to 40 s").missed()).isEqualTo(4);
        assertThat(known(calibration, "one stall in 10 min").kept())
                .as("said before the stall, when it is true")
                .isPositive();
        assertThat(known(calibration, "one stall in 10 min").falselyKept()).isZero();
        assertThat(known(calibration, "one stall in 10 min").falselyMissed()).isZero();
        assertThat(calibration.machine().lags()).hasSize(3);
        for (KnownLag lag : calibration.machine().lags()) {
            assertThat(lag.held()).as("%s, %s", lag.stage(), lag.lag()).isEqualTo(lag.sales());
        }
        assertThat(calibration.machine().slip().count()).isGreaterThan(100);
        assertThat(calibration.machine().clocks().step()).isPositive();
        assertThat(calibration.machine().clocks().checks()).isPositive();
        assertThat(steps).containsSubsequence("known pipelines 0/4", "known pipelines 3/4", "this machine 1/1");
    }

    @Test
    void theSameSeedSaysTheSameOfTheKnownPipelines() throws Exception {
        Effort least = new Effort(2, 2, Duration.ofMillis(300), 1);

        assertThat(calibrator().calibrate(least, 7, List.of(), scratch).known())
                .isEqualTo(calibrator()
                        .calibrate(least, 7, List.of(), Files.createDirectory(scratch.resolve("b")))
                        .known());
    }

    @Test
    void aStageOfAConfigurationIsReadAndTheFastestEdgeFollows() throws Exception {
        MemoryShop shop = new MemoryShop(timeline, Duration.ZERO);
        try (Loopback server = Loopback.open(timeline, shop)) {
            StageCost cost = bench().measure(plan(server.settings().url(), "200ms"), stage(server, "200ms"));

            assertThat(cost.pipeline()).isEqualTo("sales");
            assertThat(cost.stage()).isEqualTo("api");
            assertThat(cost.keys()).isEqualTo(20);
            assertThat(cost.failures()).isZero();
            assertThat(cost.cost().count()).isEqualTo(10);
            assertThat(cost.fastestEdge()).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
        }
    }

    @Test
    void aStageThatIsPolledTooCoarselyForEveryTierHasNone() throws Exception {
        MemoryShop shop = new MemoryShop(timeline, Duration.ZERO);
        try (Loopback server = Loopback.open(timeline, shop)) {
            StageCost cost = bench().measure(plan(server.settings().url(), "2h"), stage(server, "2h"));

            assertThat(cost.fastestEdge()).isEqualTo(Duration.ofHours(40));
            assertThat(cost.fastestTier()).isEqualTo(OptionalInt.empty());
        }
    }

    @Test
    void aStageThatDoesNotAnswerIsSaidToBeOutOfReach() throws Exception {
        String url;
        try (Loopback server = Loopback.open(timeline, new MemoryShop(timeline, Duration.ZERO))) {
            url = server.settings().url();
        }
        PipelinePlan plan = plan(url, "250ms");

        assertThatThrownBy(() -> bench().measure(plan, plan.stages().get(0)))
                .isInstanceOf(CannotObserve.class)
                .hasMessageStartingWith("pipeline sales, stage api: cannot read http://");
    }

    @Test
    void whatWasWrittenOnTheWayToTheKnownPipelinesIsGone() throws Exception {
        calibrator().calibrate(new Effort(2, 2, Duration.ofMillis(300), 1), 7, List.of(), scratch);

        try (Stream<Path> files = Files.list(scratch)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name -> name.startsWith("machine.db"));
        }
    }

    private Calibrator calibrator() {
        return new Calibrator(
                timeline,
                LadderFile.standard(),
                "rung test",
                (what, done, of) -> steps.add(what + " " + done + "/" + of));
    }

    private StageBench bench() {
        return new StageBench(timeline, LadderFile.standard(), 10);
    }

    private StagePlan stage(Loopback server, String poll) throws Exception {
        return plan(server.settings().url(), poll).stages().get(0);
    }

    private static PipelinePlan plan(String url, String poll) throws Exception {
        return PlanFile.parse("pipelines.yaml", """
                        timezone: Asia/Kolkata
                        pipelines:
                          sales:
                            keys: {stores: ["9901"], skus: ["RUNG-{01..20}"]}
                            source: {kafka: {bootstrap: "localhost:1", topic: t, value: '{"id": "{transaction}", "s": "{store}", "k": "{sku}", "q": {delta}}'}}
                            stages:
                              - api: {http: {url: "%s", count: /quantity}, poll: %s}
                        """.formatted(url, poll), LadderFile.standard(), Map.of())
                .pipelines()
                .get(0);
    }

    private static KnownPipeline known(Calibration calibration, String name) throws IOException {
        return calibration.known().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("no " + name));
    }
}
