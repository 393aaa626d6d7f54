package rung.cli;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import rung.core.ladder.LadderFile;
import rung.core.time.SystemTimeline;
import rung.reporter.grafana.GrafanaFiles;

/** A real Prometheus scrapes a running demo, with the rules that ship, and is asked what the dashboards ask. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusTest {
    private static final Duration SOON = Duration.ofMinutes(3);

    /** It commits every few seconds, so that its sales fall into several buckets. */
    private static final String LAKEHOUSE = "{pipeline=\"lakehouse\",stage=\"api\"}";

    @TempDir
    static Path folder;

    private final Map<String, String> files = GrafanaFiles.of(LadderFile.standard());
    private @Nullable RungProcess demo;
    private @Nullable PrometheusServer prometheus;

    @BeforeAll
    void start() throws IOException {
        PrometheusServer.program();
        demo = RungProcess.start(
                folder, "demo", "--for", "20m", "--http", "0", "--no-calibration", "--out", folder + "/demo");
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getKey().startsWith("rules/")) {
                Files.writeString(
                        folder.resolve(file.getKey().replaceAll(".*/|yml", "") + "rules.yml"), file.getValue());
            }
        }
        PrometheusServer scraping =
                PrometheusServer.start(folder, demo.dashboard().getPort(), "exemplar-storage");
        prometheus = scraping;
        await().atMost(SOON).ignoreExceptions().until(() -> !scraping.result("up == 1")
                .isEmpty());
    }

    @AfterAll
    void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
        if (demo != null) {
            demo.close();
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
        Map<String, String> queries = queries();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(withoutData(queries)).isEmpty());
        assertThat(queries).hasSizeGreaterThan(40);
    }

    /** The queries of all panels, their variables filled, and where each stands. */
    private Map<String, String> queries() throws IOException {
        Map<String, String> queries = new TreeMap<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getKey().startsWith("dashboards/")) {
                for (JsonNode panel :
                        new ObjectMapper().readTree(file.getValue()).path("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        String query = target.path("expr")
                                .asText()
                                .replaceAll("\\$(job|instance|pipeline|stage)", ".+")
                                .replace("$__rate_interval", "1m");
                        queries.put(
                                query,
                                file.getKey() + ", " + panel.path("title").asText());
                    }
                }
            }
        }
        return queries;
    }

    private List<String> withoutData(Map<String, String> queries) throws IOException, InterruptedException {
        List<String> empty = new ArrayList<>();
        for (Map.Entry<String, String> query : queries.entrySet()) {
            if (prometheus().result(query.getKey()).isEmpty()) {
                empty.add(query.getValue() + ": " + query.getKey());
            }
        }
        return empty;
    }

    @Test
    void rulesAreEvaluated() throws Exception {
        JsonNode groups = prometheus().ask("/api/v1/rules").path("groups");

        assertThat(groups).hasSize(5);
        for (JsonNode group : groups) {
            for (JsonNode rule : group.path("rules")) {
                await().atMost(SOON).until(() -> isEvaluated(rule.path("name").asText()));
            }
        }
    }

    /** A rule that nobody has computed yet is of unknown health; one that cannot be is in error. */
    private boolean isEvaluated(String name) throws IOException, InterruptedException {
        for (JsonNode group : prometheus().ask("/api/v1/rules").path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                if (rule.path("name").asText().equals(name)
                        && !rule.path("health").asText().equals("ok")) {
                    assertThat(rule.path("lastError").asText()).as(name).isEmpty();
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void traceOfASaleIsKeptWithItsBucket() {
        Instant now = SystemTimeline.start().now();
        String query = "/api/v1/query_exemplars?query="
                + URLEncoder.encode("freshness_staleness_seconds_bucket", StandardCharsets.UTF_8)
                + "&start=" + now.minusSeconds(7200).getEpochSecond() + "&end="
                + now.plusSeconds(600).getEpochSecond();

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(prometheus().ask(query).toString()).contains("trace_id"));
    }

    @Test
    void nativeBucketsSayWhatClassicOnesSay(@TempDir Path other) throws Exception {
        if (demo == null) {
            throw new AssertionError("not started");
        }
        try (PrometheusServer second =
                PrometheusServer.start(other, demo.dashboard().getPort(), "native-histograms")) {
            await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
                double exact = median(second, "");
                assertThat(exact).isPositive();
                assertThat(median(prometheus(), "_bucket")).isCloseTo(exact, within(exact * 0.6));
            });
        }
    }

    /** Not a number while there is none. */
    private static double median(PrometheusServer of, String suffix) throws IOException, InterruptedException {
        return of.result("histogram_quantile(0.5, sum by (le) (freshness_staleness_seconds" + suffix + LAKEHOUSE + "))")
                .at("/0/value/1")
                .asDouble(Double.NaN);
    }
}
