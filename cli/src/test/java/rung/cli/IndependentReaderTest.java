package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every number of page 1 is recomputed from report.json and the facts' CSV, by a script and by plain Java. */
class IndependentReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void ofADayMeasuredByTheCanary() throws Exception {
        Path story = folder.resolve("story");
        assertThat(Rung.run("story", "--out", story, "--json", "-q").exitCode()).isZero();
        Path csv = folder.resolve("facts.csv");
        assertThat(Rung.run("log", "export", story, "-o", csv, "-q").exitCode()).isZero();

        verify(story.resolve("report.json"), csv, List.of("missed", "missed", "met"));
    }

    /** Late, lost, pending, unread, spoilt, refused and slipped sales, and one pipeline that promises nothing. */
    @Test
    void ofFactsWithEverythingThatCanGoWrong() throws Exception {
        Path csv = folder.resolve("facts.csv");
        Files.writeString(csv, everything());
        Path plan = Files.writeString(folder.resolve("pipelines.yaml"), """
                timezone: UTC
                pipelines:
                  web:
                    promise: {tier: 2, at: table}
                    keys: {stores: ["9901"], skus: ["RUNG-{0001..0050}"]}
                    source: {kafka: {bootstrap: "127.0.0.1:9", topic: sales, value: '{"store": "{store}", "sku": "{sku}", "n": {delta}}'}}
                    stages:
                      - table: {http: {url: "http://127.0.0.1:9/{store}/{sku}", count: /quantity}}
                """);

        Rung judged = Rung.run("judge", csv, "-c", plan, "--json", "-q");
        Path report = Files.writeString(folder.resolve("report.json"), judged.out());

        JsonNode counts = JSON.readTree(judged.out()).at("/pipelines/0/stages/0/counts");
        for (String field : List.of("seen", "pending", "lost", "unmeasured")) {
            assertThat(counts.at("/" + field).asLong()).as(field).isPositive();
        }
        verify(report, csv, List.of("met", "no-promise"));
    }

    private static String everything() {
        Random random = new Random(12);
        List<String> rows = new ArrayList<>();
        Instant until = NOON.plusSeconds(3 * 3600).plusNanos(7);
        for (String pipeline : List.of("web", "app")) {
            for (int slot = 0; slot < 1_080; slot++) {
                Instant begin = NOON.plusSeconds(10L * slot);
                Instant intended = begin.plusNanos((long) (random.nextDouble() * 1e10));
                String handed = random.nextInt(100) == 0
                        ? intended.plusMillis(random.nextInt(90)).toString()
                        : "";
                Instant missed = intended.plusNanos((long) (-Math.log(random.nextDouble()) * 60e9));
                Instant seen = missed.plusMillis(random.nextInt(500));
                String spoilt = random.nextInt(200) == 0 ? "no free key" : "";
                boolean isLost = random.nextInt(80) == 0 || seen.isAfter(until);
                Instant last = missed.isAfter(until) || isLost ? until.minusMillis(random.nextInt(500)) : missed;
                boolean isUnread = random.nextInt(50) == 0;
                rows.add(String.join(
                                ",",
                                pipeline,
                                "table",
                                intended.toString(),
                                spoilt.isEmpty() && !isUnread && last.isAfter(intended) ? last.toString() : "",
                                spoilt.isEmpty() && !isLost ? seen.toString() : "",
                                spoilt.isEmpty() && !isLost ? "c" + slot / 7 : "",
                                handed,
                                "99" + slot % 10,
                                spoilt,
                                begin.toString(),
                                "10,0.25,0.75",
                                until.toString())
                        + "\r\n");
            }
        }
        return "pipeline,stage,intended,missed_at,seen_at,cycle,handed_at,lane,unmeasured,slot_begin,slot_seconds,poll_seconds,"
                + "settling_seconds,known_until\r\n"
                + String.join("", rows);
    }

    private void verify(Path report, Path csv, List<String> verdicts) throws Exception {
        JsonNode told = JSON.readTree(Files.readString(report));
        assertThat(told.at("/pipelines"))
                .extracting(pipeline -> pipeline.at("/verdict").asText())
                .isEqualTo(verdicts);
        compare(told, new IndependentReader(report, csv).pages());
        JsonNode script = JSON.readTree(script("page1.py", report, csv));
        compare(told, script.at("/pages"));
        assertThat(script.at("/facts")).isEqualTo(told.at("/facts/sha256"));
        compareCounts(told, script("counts.py", report, csv).lines().toList());
    }

    private static void compareCounts(JsonNode report, List<String> lines) throws IOException {
        assertThat(lines).hasSameSizeAs(report.at("/pipelines"));
        for (int i = 0; i < lines.size(); i++) {
            JsonNode page = JSON.readTree(lines.get(i));
            JsonNode pipeline = report.at("/pipelines/" + i);
            JsonNode told = window(pipeline, pipeline.at("/headline"));
            assertThat(page.at("/id")).isEqualTo(pipeline.at("/id"));
            for (String count : List.of("slots", "seen", "lost", "pending")) {
                assertThat(page.at("/" + count)).as(count).isEqualTo(told.at("/counts/" + count));
            }
            assertThat(page.at("/commits")).isEqualTo(told.at("/cycles"));
            bucket(page.at("/resolution"), told.at("/resolution_seconds"), 1);
            bucket(page.at("/percentiles/0"), told.at("/quantiles/p50/estimate"), 1);
            bucket(page.at("/percentiles/1"), told.at("/quantiles/p95/estimate"), 1);
        }
    }

    private String script(String name, Path report, Path csv) throws IOException, InterruptedException {
        Path script = folder.resolve(name);
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
            Files.copy(in, script);
        }
        Process python;
        try {
            python = new ProcessBuilder("python3", script.toString(), report.toString(), csv.toString())
                    .redirectError(folder.resolve("script.err").toFile())
                    .start();
        } catch (IOException e) {
            Assumptions.abort("no python3 here: page 1 was recomputed by plain Java alone");
            throw e;
        }
        try (InputStream out = python.getInputStream()) {
            String told = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(python.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(python.exitValue())
                    .as(Files.readString(folder.resolve("script.err")))
                    .isZero();
            return told;
        } finally {
            python.destroyForcibly();
        }
    }

    private static void compare(JsonNode report, JsonNode pages) {
        assertThat(pages).hasSameSizeAs(report.at("/pipelines"));
        for (int i = 0; i < pages.size(); i++) {
            JsonNode pipeline = report.at("/pipelines/" + i);
            JsonNode page = pages.get(i);
            assertThat(page.at("/id")).isEqualTo(pipeline.at("/id"));
            assertThat(page.at("/verdict")).isEqualTo(pipeline.at("/verdict"));
            assertThat(page.at("/tier")).isEqualTo(pipeline.at("/tier"));
            for (String name : List.of("judged", "headline")) {
                compareWindow(window(pipeline, pipeline.at("/" + name)), page.at("/" + name));
            }
        }
    }

    /** What the report says of the window that is called so: a declared one of the promised stage, or its whole period. */
    private static JsonNode window(JsonNode pipeline, JsonNode named) {
        for (JsonNode stage : pipeline.at("/stages")) {
            if (stage.at("/id").equals(pipeline.at("/promised_stage"))) {
                for (JsonNode window : stage.at("/windows")) {
                    if (window.at("/from").equals(named.at("/from"))
                            && window.at("/to").equals(named.at("/to"))) {
                        return window;
                    }
                }
                return stage;
            }
        }
        throw new AssertionError("no promised stage in " + pipeline.at("/id"));
    }

    private static void compareWindow(JsonNode told, JsonNode page) {
        assertThat(told.at("/valid").asBoolean()).isTrue();
        assertThat(page.at("/slots").asLong()).isPositive();
        for (String count : List.of("slots", "seen", "pending", "lost", "unmeasured")) {
            assertThat(page.at("/" + count).asLong())
                    .as(count)
                    .isEqualTo(told.at("/counts/" + count).asLong());
        }
        assertThat(page.at("/edges")).hasSize(4);
        for (int i = 0; i < 4; i++) {
            JsonNode edge = told.at("/edges/" + i);
            JsonNode again = page.at("/edges/" + i);
            assertThat(again.at("/slots").asLong()).isEqualTo(edge.at("/slots").asLong());
            assertThat(again.at("/late").asLong()).isEqualTo(edge.at("/late").asLong());
            assertThat(again.at("/late").asLong() - again.at("/sure").asLong())
                    .isEqualTo(edge.at("/ambiguous").asLong());
            assertThat(again.at("/state")).isEqualTo(edge.at("/state"));
            assertThat(again.at("/mature/0").asLong())
                    .isEqualTo(edge.at("/mature_slots").asLong());
            ratio(again.at("/mature/1"), edge.at("/mature_share_at_least"));
            ratio(again.at("/mature/2"), edge.at("/mature_share_at_most"));
            assertThat(again.at("/at_least").asDouble())
                    .isCloseTo(edge.at("/in_time_at_least").asDouble(), within(1.1e-6));
        }
        assertThat(page.at("/commits").asLong()).isEqualTo(told.at("/cycles").asLong());
        bucket(page.at("/resolution"), told.at("/resolution_seconds"), 1);
        assertThat(page.at("/oldest").asDouble())
                .isCloseTo(told.at("/max_age_seconds").asDouble(), within(1e-3));
        for (String percentile : List.of("p50", "p95")) {
            JsonNode quantile = told.at("/quantiles/" + percentile);
            bucket(page.at("/" + percentile + "/0"), quantile.at("/lower"), -1);
            bucket(page.at("/" + percentile + "/1"), quantile.at("/estimate"), 1);
            bucket(page.at("/" + percentile + "/2"), quantile.at("/upper"), 1);
        }
    }

    private static void ratio(JsonNode exact, JsonNode told) {
        assertThat(told.isNull()).isEqualTo(exact.isNull());
        assertThat(exact.asDouble()).isCloseTo(told.asDouble(), within(1.1e-6));
    }

    /** The report rounds outwards, to a millisecond and to three digits. */
    private static void bucket(JsonNode exact, JsonNode told, int direction) {
        assertThat(told.isNull()).isEqualTo(exact.isNull());
        if (!exact.isNull()) {
            double outwards = direction * (told.asDouble() - exact.asDouble());
            assertThat(outwards).isBetween(-1e-9, 0.001 + exact.asDouble() / 1_000);
        }
    }
}
