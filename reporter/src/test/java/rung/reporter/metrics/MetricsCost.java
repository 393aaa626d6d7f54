package rung.reporter.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.FakeFacts;
import rung.reporter.Ladders;
import rung.reporter.report.FreshnessReport;

/** How long a scrape of a hundred pipelines with four stages takes by the clock, and, by JMH, what it costs to count a sale; a program. */
public final class MetricsCost {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final int PIPELINES = 100;
    private static final int SLOTS = 200;
    private static final int ROUNDS = 200;

    private MetricsCost() {}

    public static void main(String[] args) throws RunnerException {
        List<PipelineSetup> setups = new ArrayList<>();
        List<StageSetup> stages = List.of(
                StageSetup.polled("topic", Duration.ofMillis(250), Duration.ZERO),
                StageSetup.polled("table", Duration.ofMillis(250), Duration.ZERO),
                StageSetup.polled("hot", Duration.ofMillis(250), Duration.ZERO),
                StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO));
        for (int i = 0; i < PIPELINES; i++) {
            setups.add(new PipelineSetup(
                    "pipeline-" + i, new Promise(3, "api", List.of()), NOON, Duration.ofSeconds(10), stages));
        }
        FakeFacts facts =
                new FakeFacts(NOON, NOON.plusSeconds(SLOTS * 10L), setups.toArray(PipelineSetup[]::new)).ticking();
        Random random = new Random(7);
        for (PipelineSetup setup : setups) {
            for (StageSetup stage : stages) {
                for (int slot = 0; slot < SLOTS; slot++) {
                    facts.seen(setup.name(), stage.name(), slot, 1, Duration.ofMillis(200 + random.nextInt(400_000)));
                }
            }
        }
        RunMeter.Counted counted = new RunMeter(facts.run(), Ladders.RETAIL).take(facts);
        FreshnessReport report = FreshnessReport.of(
                facts, Ladders.RETAIL, List.of(), new TimeWindow("run", NOON, facts.until()), facts.until());
        System.out.println("| format | median, ms | slowest of the last half, ms | KB |\n|---|---|---|---|");
        for (String accept : List.of(
                "text/plain",
                "application/openmetrics-text; version=1.0.0",
                "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited")) {
            scrapes(counted, report, facts.until(), accept);
        }
        new Runner(new OptionsBuilder().include(RecordBenchmark.class.getName()).build()).run();
    }

    private static void scrapes(RunMeter.Counted counted, FreshnessReport report, Instant now, String accept) {
        ExpositionFormatWriter writer = ExpositionFormats.init().findWriter(accept);
        long[] nanos = new long[ROUNDS];
        byte[] body = {};
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            body = Exposition.of(writer, new Scrape(counted, report, Duration.ZERO, now, false).snapshots("1.0"));
            nanos[round] = System.nanoTime() - begun;
        }
        long[] last = Arrays.copyOfRange(nanos, ROUNDS / 2, ROUNDS);
        Arrays.sort(last);
        System.out.printf(
                "| %s | %.1f | %.1f | %d |%n",
                accept.replaceFirst(";.*", ""),
                last[last.length / 2] / 1e6,
                last[last.length - 1] / 1e6,
                body.length / 1024);
        if (accept.equals("text/plain")) {
            long of = new String(body, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && line.contains("pipeline=\"pipeline-7\""))
                    .count();
            System.out.printf("| %d series of a pipeline, %d a stage | | | |%n", of, of / 4);
        }
    }
}
