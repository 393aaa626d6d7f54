package rung.reporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import rung.core.log.LogReader;
import rung.core.time.SystemTimeline;
import rung.reporter.Ladders;
import rung.reporter.board.Watch;
import rung.reporter.grafana.GrafanaFiles;
import rung.reporter.metrics.Metrics;

/** A real Prometheus scrapes a log that grows, with the rules that ship, and is asked what the dashboards ask. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String MEDIAN = "histogram_quantile(0.5, sum by (le) (freshness_staleness_seconds";

    @TempDir
    static Path folder;

    private final Map<String, String> files = GrafanaFiles.of(Ladders.RETAIL);
    private @Nullable Retailer retailer;
    private @Nullable Watch watch;
    private @Nullable Metrics metrics;
    private @Nullable Dashboard dashboard;
    private @Nullable PrometheusServer prometheus;

    @BeforeAll
    void start() throws IOException {
        PrometheusServer.program();
        retailer = Pipelines.ofAllVerdicts(folder);
        retailer.live();
        watch = retailer.watch();
        Metrics counting = Metrics.start(
                SystemTimeline.start(),
                () -> LogReader.newest(folder.resolve("facts.db")),
                watch,
                1,
                "1.0",
                Optional.empty());
        metrics = counting;
        dashboard = Dashboard.start(watch, new Dashboard.Address("127.0.0.1", 0), 1, "rung test", counting::addTo);
        await().atMost(SOON).until(counting::isReady);
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getKey().startsWith("rules/")) {
                Files.writeString(
                        folder.resolve(file.getKey().replaceAll(".*/|yml", "") + "rules.yml"), file.getValue());
            }
        }
        PrometheusServer scraping = PrometheusServer.start(folder, dashboard.port(), "exemplar-storage");
        prometheus = scraping;
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> !scraping.result("rate(freshness_slots_total[1m]) > 0")
                                .isEmpty()
                        && !scraping.result("freshness:beyond:ratio_rate6h").isEmpty());
    }

    @AfterAll
    void stop() {
        for (AutoCloseable one : new @Nullable AutoCloseable[] {prometheus, dashboard, metrics, watch, retailer}) {
            close(one);
        }
    }

    private static void close(@Nullable AutoCloseable one) {
        if (one == null) {
            return;
        }
        try {
            one.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private PrometheusServer prometheus() {
        if (prometheus == null) {
            throw new AssertionError("not started");
        }
        return prometheus;
    }

    @Test
    void everyQueryOfEveryPanelHasData() throws Exception {
        SoftAssertions soft = new SoftAssertions();
        int asked = 0;
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getKey().startsWith("dashboards/")) {
                for (JsonNode panel :
                        new ObjectMapper().readTree(file.getValue()).path("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        String query = target.path("expr")
                                .asText()
                                .replaceAll("\\$(job|instance|pipeline|stage)", ".+")
                                .replace("$__rate_interval", "1m");
                        soft.assertThat(prometheus().result(query))
                                .as(file.getKey() + ", " + panel.path("title").asText() + ": " + query)
                                .isNotEmpty();
                        asked++;
                    }
                }
            }
        }
        soft.assertThat(asked).isGreaterThan(40);
        soft.assertAll();
    }

    @Test
    void rulesAreEvaluated() throws Exception {
        JsonNode groups = prometheus().ask("/api/v1/rules").path("groups");

        assertThat(groups).hasSize(5);
        for (JsonNode group : groups) {
            for (JsonNode rule : group.path("rules")) {
                assertThat(rule.path("health").asText())
                        .as(rule.path("name").asText())
                        .isEqualTo("ok");
            }
        }
    }

    @Test
    void traceOfASaleIsKeptWithItsBucket() throws Exception {
        Instant now = SystemTimeline.start().now();

        JsonNode examples = prometheus()
                .ask("/api/v1/query_exemplars?query="
                        + URLEncoder.encode("freshness_staleness_seconds_bucket", StandardCharsets.UTF_8)
                        + "&start=" + now.minusSeconds(7200).getEpochSecond() + "&end="
                        + now.plusSeconds(60).getEpochSecond());

        assertThat(examples.toString()).contains("trace_id");
    }

    @Test
    void nativeBucketsSayWhatClassicOnesSay(@TempDir Path other) throws Exception {
        if (dashboard == null) {
            throw new AssertionError("not started");
        }
        try (PrometheusServer second = PrometheusServer.start(other, dashboard.port(), "native-histograms")) {
            await().atMost(SOON).ignoreExceptions().until(() -> !second.result(MEDIAN + "))")
                    .isEmpty());
            double exact = second.result(MEDIAN + "))").at("/0/value/1").asDouble();
            double classic =
                    prometheus().result(MEDIAN + "_bucket))").at("/0/value/1").asDouble();

            assertThat(exact).isPositive();
            assertThat(classic).isCloseTo(exact, within(exact * 0.6));
        }
    }
}
