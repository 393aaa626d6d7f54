package rung.reporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import rung.core.log.LogReader;
import rung.core.measure.Injection;
import rung.core.measure.TraceContext;
import rung.core.time.SystemTimeline;
import rung.reporter.board.Watch;
import rung.reporter.metrics.Exposed;
import rung.reporter.metrics.Metric;
import rung.reporter.metrics.Metrics;

/** The page that Prometheus reads, of a retailer with pipelines of all verdicts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsPageTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String PROTOBUF =
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
    private static final long SLOTS = 2_000;

    @TempDir
    static Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Retailer retailer;
    private Watch watch;
    private Metrics metrics;
    private Dashboard dashboard;

    @BeforeAll
    void start() throws IOException {
        retailer = Pipelines.ofAllVerdicts(folder);
        watch = retailer.watch();
        metrics = metrics();
        dashboard = dashboard(metrics);
    }

    private Metrics metrics() {
        Metrics counting = Metrics.start(
                SystemTimeline.start(),
                () -> LogReader.newest(folder.resolve("facts.db")),
                watch,
                1,
                "1.0",
                Optional.empty());
        await().atMost(SOON).until(counting::isReady);
        return counting;
    }

    private Dashboard dashboard(Metrics page) throws IOException {
        return Dashboard.start(watch, new Dashboard.Address("127.0.0.1", 0), 1, "rung test", page::addTo);
    }

    @AfterAll
    void stop() {
        dashboard.close();
        metrics.close();
        watch.close();
        retailer.close();
    }

    private HttpResponse<byte[]> ask(Dashboard server, String accept) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                        .header("Accept", accept)
                        .timeout(SOON)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private Exposed page() throws IOException, InterruptedException {
        return Exposed.read(ask(dashboard, OPEN_METRICS).body());
    }

    private static String family(Metric metric) {
        return metric.title().replaceFirst("_(total|info)$", "");
    }

    @Test
    void whatIsEmittedIsInTheCatalogueAndWhatIsInTheCatalogueIsEmitted() throws Exception {
        Exposed page = page();
        Map<String, String> types = new TreeMap<>(page.types());
        types.keySet().removeIf(name -> !name.startsWith("freshness_"));

        assertThat(types)
                .isEqualTo(new TreeMap<>(Arrays.stream(Metric.values())
                        .collect(Collectors.toMap(
                                MetricsPageTest::family, metric -> metric.kind().label()))));
        for (Metric metric : Metric.values()) {
            String suffix = metric.kind() == Metric.Kind.HISTOGRAM ? "_count" : "";
            assertThat(page.labels(metric.title() + suffix))
                    .as(metric.title())
                    .isEqualTo(new TreeSet<>(metric.labels()));
            assertThat(page.units().getOrDefault(family(metric), ""))
                    .as(metric.title())
                    .isEqualTo(metric.unit());
        }
    }

    @Test
    void namesFollowTheConventions() {
        assertThat(Metric.values()).allSatisfy(metric -> {
            assertThat(metric.title()).matches("freshness_[a-z_]+");
            assertThat(metric.title().endsWith("_total")).isEqualTo(metric.kind() == Metric.Kind.COUNTER);
            assertThat(metric.title().endsWith("_info")).isEqualTo(metric.kind() == Metric.Kind.INFO);
            assertThat(family(metric)).endsWith(metric.unit().isEmpty() ? "" : "_" + metric.unit());
            assertThat(metric.meaning()).endsWith(".");
        });
    }

    @Test
    void readerChoosesTheFormat() throws Exception {
        HttpResponse<byte[]> text = ask(dashboard, "text/plain");
        HttpResponse<byte[]> open = ask(dashboard, OPEN_METRICS);
        HttpResponse<byte[]> binary = ask(dashboard, PROTOBUF);

        assertThat(text.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(open.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/openmetrics-text");
        assertThat(new String(open.body(), java.nio.charset.StandardCharsets.UTF_8))
                .endsWith("# EOF\n");
        assertThat(binary.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/vnd.google.protobuf");
        assertThat(binary.body().length).isGreaterThan(10_000);
        assertThat(Exposed.read(text.body()).value("freshness_verdict{pipeline=\"bopis-inventory\",verdict=\"met\"}"))
                .isOne();
    }

    @Test
    void processTellsOfItselfToo() throws Exception {
        assertThat(page().types())
                .containsKeys("jvm_memory_used_bytes", "process_uptime_seconds", "jvm_threads_live_threads");
    }

    @Test
    void exampleOfABucketIsTheTraceOfASaleInIt() throws Exception {
        Set<String> traces = LongStream.range(0, SLOTS)
                .mapToObj(slot -> TraceContext.of(Injection.id("run-1", Pipelines.KEPT, slot, Injection.Kind.SALE))
                        .traceId())
                .collect(Collectors.toSet());

        Map<String, String> examples = new TreeMap<>(page().exemplars());
        examples.keySet().removeIf(series -> !series.contains("pipeline=\"" + Pipelines.KEPT + "\""));

        assertThat(examples).isNotEmpty();
        assertThat(examples.values()).allSatisfy(labels -> assertThat(traces)
                .contains(labels.replaceFirst(".*trace_id=\"([0-9a-f]{32})\".*", "$1")));
    }

    @Test
    void whoeverBeginsAnewCountsOn() throws Exception {
        Exposed before = page();
        try (Metrics other = metrics();
                Dashboard second = dashboard(other)) {
            Exposed after = Exposed.read(ask(second, OPEN_METRICS).body());

            before.values().forEach((series, value) -> {
                if (series.matches("freshness_\\w+_(total|bucket|count|sum)\\{.*")) {
                    assertThat(after.value(series)).as(series).isGreaterThanOrEqualTo(value);
                }
            });
        }
    }

    @Test
    void nothingIsSaidBeforeThePastIsCounted() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        try (Metrics waiting = Metrics.start(
                        SystemTimeline.start(),
                        () -> {
                            try {
                                open.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return LogReader.newest(folder.resolve("facts.db"));
                        },
                        watch,
                        1,
                        "1.0",
                        Optional.empty());
                Dashboard other = dashboard(waiting)) {
            assertThat(ask(other, OPEN_METRICS).statusCode()).isEqualTo(503);
            open.countDown();
            await().atMost(SOON).until(waiting::isReady);
            assertThat(ask(other, OPEN_METRICS).statusCode()).isEqualTo(200);
        }
    }
}
