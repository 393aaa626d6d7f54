package rung.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.log.SeenCommits;
import rung.core.measure.CacheAge;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.measure.Told;
import rung.reporter.Calibrations;
import rung.reporter.FakeFacts;
import rung.reporter.Ladders;

class ReportJsonTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration POLL = Duration.ofMillis(250);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Test
    void aReportKeepsItsSchema() throws Exception {
        assertThat(problems(json(report()))).isEmpty();
    }

    @Test
    void aReportOfNothingKeepsItsSchemaAndSaysNull() throws Exception {
        FakeFacts nothing = new FakeFacts(NOON, NOON.plusSeconds(60), pipeline("p", Promise.none("api")));

        JsonNode json = json(report(nothing));

        assertThat(problems(json)).isEmpty();
        JsonNode stage = json.at("/pipelines/0/stages/0");
        assertThat(json.at("/pipelines/0/promise").isNull()).isTrue();
        assertThat(json.at("/pipelines/0/tier").isNull()).isTrue();
        assertThat(json.at("/pipelines/0/verdict").asText()).isEqualTo("no-promise");
        assertThat(stage.at("/tier/kept").isNull()).isTrue();
        assertThat(stage.at("/age_seconds").isNull()).isTrue();
        assertThat(stage.at("/max_age_seconds").isNull()).isTrue();
        assertThat(stage.at("/edges/0/in_time_share").isNull()).isTrue();
        assertThat(stage.at("/edges/0/in_time_at_least").isNull()).isTrue();
        assertThat(stage.at("/edges/0/mature_slots").asLong()).isZero();
        assertThat(stage.at("/edges/0/mature_share_at_least").isNull()).isTrue();
        assertThat(stage.at("/edges/0/needs_slots").asLong()).isEqualTo(73);
        assertThat(stage.at("/quantiles/p95/estimate").isNull()).isTrue();
    }

    @Test
    void theContractsFieldsSayWhatTheReportSays() throws Exception {
        JsonNode json = json(report());

        assertThat(json.at("/schema").asText()).isEqualTo("rung-report/2");
        assertThat(json.at("/generated_at").asText()).isEqualTo("2026-11-22T12:10:00Z");
        assertThat(json.at("/window/from").asText()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(json.at("/rule/share").asDouble()).isEqualTo(0.95);
        JsonNode pipeline = json.at("/pipelines/0");
        assertThat(pipeline.at("/promise/tier").asInt()).isEqualTo(3);
        assertThat(pipeline.at("/promise/stage").asText()).isEqualTo("api");
        assertThat(pipeline.at("/verdict").asText()).isEqualTo("met");
        JsonNode stage = pipeline.at("/stages/0");
        assertThat(stage.at("/edges/0/tier").asInt()).isEqualTo(4);
        assertThat(stage.at("/edges/0/edge_seconds").asDouble()).isEqualTo(5);
        assertThat(stage.at("/edges/0/state").asText()).isEqualTo("kept");
        assertThat(stage.at("/edges/0/slots").asLong()).isEqualTo(300);
        assertThat(stage.at("/edges/0/in_time_at_least").asDouble()).isBetween(0.98, 0.99);
        assertThat(stage.at("/edges/0/mature_slots").asLong()).isEqualTo(300);
        assertThat(stage.at("/edges/0/mature_share_at_least").asDouble()).isEqualTo(1);
        assertThat(stage.at("/edges/0/mature_share_at_most").asDouble()).isEqualTo(1);
        assertThat(stage.at("/age_seconds").asDouble()).isZero();
        assertThat(stage.at("/valid").asBoolean()).isTrue();
        assertThat(stage.at("/record/windows").asInt()).isEqualTo(1);
        assertThat(stage.at("/windows/0/name").asText()).isEqualTo("peak");
        assertThat(stage.at("/windows/0/counts/injected").asLong()).isEqualTo(120);
    }

    @Test
    void whatAStageDoesNotTellIsNull() throws Exception {
        JsonNode stage = json(report()).at("/pipelines/0/stages/0");

        for (String field : List.of("query_per_poll_seconds", "caveat", "commits", "largest_cache_age_seconds")) {
            assertThat(stage.get(field).isNull()).as(field).isTrue();
        }
        assertThat(stage.at("/windows/0").get("largest_cache_age_seconds").isNull())
                .isTrue();
    }

    @Test
    void whatAStageTellsBesideItsCountsIsThere() throws Exception {
        JsonNode json = json(report(telling()));

        assertThat(problems(json)).isEmpty();
        JsonNode stage = json.at("/pipelines/0/stages/0");
        assertThat(stage.at("/cost_per_poll_seconds").asDouble()).isEqualTo(0.1);
        assertThat(stage.at("/query_per_poll_seconds").asDouble()).isEqualTo(0.03);
        assertThat(stage.at("/caveat").asText()).isEqualTo("freshness not provable: no log");
        assertThat(json.at("/pipelines/0/notes/0").asText()).isEqualTo("At api: freshness not provable: no log.");
        assertThat(stage.at("/largest_cache_age_seconds").asDouble()).isEqualTo(90);
        assertThat(stage.at("/windows/0/largest_cache_age_seconds").asDouble()).isEqualTo(40);
        assertThat(stage.at("/notes").toString())
                .contains("At api, a cache gave an answer that it had held for 1 min 30 s, though the answer itself"
                        + " allows 1 min.");
        assertThat(stage.at("/windows/0/notes").toString()).doesNotContain("cache");
        assertThat(stage.get("commits")).isEqualTo(MAPPER.readTree("""
                {"read": 3, "has_older": false,
                 "operations": [{"operation": "append", "commits": 2}, {"operation": "replace", "commits": 1}],
                 "data_commits": 2, "median_wait_seconds": 10, "longest_wait_seconds": 10, "median_records": 4,
                 "median_files": 1, "median_written_to_current_seconds": 0.5, "median_written_to_seen_seconds": 2,
                 "writers": [{"engine": "flink", "job": null, "commits": 2, "first_batch": "7", "last_batch": "8"}],
                 "other_writers": 0}
                """));
    }

    private static FakeFacts telling() {
        PipelineSetup setup = new PipelineSetup(
                "p",
                promise(),
                NOON,
                Duration.ofSeconds(1),
                List.of(StageSetup.polled("api", POLL, Duration.ZERO)
                        .withCaveat(Optional.of("freshness not provable: no log"))));
        Instant peak = NOON.plusSeconds(60);
        return new FakeFacts(NOON, NOON.plusSeconds(600), setup)
                .seen("p", "api", 0, 300, Duration.ofMillis(200))
                .polled("p", "api", peak, peak.plusSeconds(60), new Told(Optional.of(Duration.ofMillis(600)), age(40)))
                .polled("p", "api", peak.plusSeconds(120), peak.plusSeconds(180), new Told(Optional.empty(), age(90)))
                .committed("p", "api", NOON.plusSeconds(2), commit("a", "", "append", NOON, "7"))
                .committed("p", "api", NOON.plusSeconds(5), commit("b", "a", "replace", NOON.plusSeconds(3), "7"))
                .committed("p", "api", NOON.plusSeconds(12), commit("c", "b", "append", NOON.plusSeconds(10), "8"));
    }

    private static Optional<CacheAge> age(long seconds) {
        return Optional.of(CacheAge.of(Duration.ofSeconds(seconds), Optional.of(Duration.ofSeconds(60))));
    }

    private static Commit commit(String cycle, String parent, String operation, Instant written, String batch) {
        return new Commit(
                new Cycle(cycle),
                new Cycle(parent),
                operation,
                written,
                Optional.of(written.plusMillis(500)),
                Optional.empty(),
                new Commit.Writer("flink", "", batch, Optional.empty()),
                4,
                1);
    }

    @Test
    void theInstrumentSaysWhatItResolvesAndNullWhenNobodyMeasured() throws Exception {
        FakeFacts facts = new FakeFacts(NOON, NOON.plusSeconds(60), pipeline("p", Promise.none("api")))
                .calibrated(Calibrations.of(NOON.minusSeconds(9), 7))
                .calibrated(Calibrations.of(NOON.minusSeconds(5), 2));

        JsonNode json = json(report(facts));

        assertThat(problems(json)).isEmpty();
        assertThat(json.at("/instrument/calibrated_at").asText()).isEqualTo("2026-11-22T11:59:55Z");
        assertThat(json.at("/instrument/falsely_kept").asLong()).isEqualTo(2);
        assertThat(json.at("/instrument/falsely_missed").asLong()).isEqualTo(1);
        assertThat(json.at("/instrument/smallest_staleness_seconds").asDouble()).isEqualTo(0.031);
        assertThat(json.at("/instrument/sentence").asText())
                .isEqualTo(Calibrations.of(NOON, 2).sentence());
        assertThat(json(report()).at("/instrument").isNull()).isTrue();
    }

    @Test
    void anInvalidWindowShowsNoClaimToAMachine() throws Exception {
        FakeFacts facts = new FakeFacts(NOON, NOON.plusSeconds(600), pipeline("p", promise()))
                .seen("p", "api", 0, 195, Duration.ofMillis(200))
                .unmeasured("p", "api", 195, 5);

        JsonNode stage = json(report(facts)).at("/pipelines/0/stages/0");

        assertThat(stage.at("/valid").asBoolean()).isFalse();
        assertThat(stage.at("/invalid_because/0").asText()).isEqualTo("5 of 200 slots are unmeasured, more than 2 %.");
        assertThat(stage.at("/tier/kept").isNull()).isTrue();
        assertThat(stage.at("/edges").findValuesAsText("state")).containsOnly("undecided");
        assertThat(stage.at("/edges/0/in_time_at_least").isNull()).isTrue();
        assertThat(stage.at("/edges/0/late").asLong()).isEqualTo(5);
    }

    @Test
    void anEdgeThatPollingCannotJudgeNeedsNoSlots() throws Exception {
        PipelineSetup coarse = new PipelineSetup(
                "p",
                promise(),
                NOON,
                Duration.ofSeconds(1),
                List.of(StageSetup.polled("api", Duration.ofSeconds(10), Duration.ZERO)));
        FakeFacts facts =
                new FakeFacts(NOON, NOON.plusSeconds(600), coarse).seen("p", "api", 0, 200, Duration.ofMillis(200));

        JsonNode edge = json(report(facts)).at("/pipelines/0/stages/0/edges/0");

        assertThat(edge.at("/judged").asBoolean()).isFalse();
        assertThat(edge.at("/needs_slots").isNull()).isTrue();
    }

    @Test
    void numbersHaveNoExponent() {
        assertThat(ReportJson.write(report()))
                .doesNotContainPattern("[ :\\[]-?[0-9][0-9.]*[eE]")
                .contains("86400");
    }

    @Test
    void theSameFactsGiveTheSameText() {
        assertThat(ReportJson.write(report())).isEqualTo(ReportJson.write(report()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/schema",
                "/facts",
                "/facts/known_until",
                "/facts/sha256",
                "/build",
                "/build/revision",
                "/configuration/sha256",
                "/business/movers/0/sales_per_hour",
                "/business/compared_with",
                "/pipelines/0/business/change",
                "/pipelines/0/business/windows/0/movers/0/right_at_least",
                "/pipelines/0/promised_stage",
                "/pipelines/0/loss_horizon_seconds",
                "/pipelines/0/stages/0/poll_seconds",
                "/pipelines/0/stages/0/patience_seconds",
                "/pipelines/0/stages/0/counts/slots",
                "/instrument",
                "/pipelines/0/verdict",
                "/pipelines/0/tier",
                "/pipelines/0/stages/0/edges/0/state",
                "/pipelines/0/stages/0/quantiles/p99",
                "/pipelines/0/stages/0/counts/lost",
                "/pipelines/0/stages/0/age_seconds",
                "/pipelines/0/stages/0/windows/0/valid",
                "/pipelines/0/stages/0/query_per_poll_seconds",
                "/pipelines/0/stages/0/caveat",
                "/pipelines/0/stages/0/commits",
                "/pipelines/0/stages/0/commits/writers",
                "/pipelines/0/stages/0/largest_cache_age_seconds",
                "/pipelines/0/stages/0/windows/0/largest_cache_age_seconds"
            })
    void aReportWithoutOneOfItsFieldsBreaksTheSchema(String field) throws Exception {
        JsonNode json = json(report(telling()));
        int slash = field.lastIndexOf('/');

        ((ObjectNode) json.at(field.substring(0, slash))).remove(field.substring(slash + 1));

        assertThat(problems(json)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', typo, 1",
        "/pipelines/0, typo, 1",
        "/pipelines/0/stages/0/edges/0, typo, 1",
        "/pipelines/0/stages/0/windows/0, typo, 1",
        "/pipelines/0, verdict, '\"fine\"'",
        "/pipelines/0/stages/0/commits, typo, 1",
        "/pipelines/0/stages/0/commits, operations, '{\"append\": 1}'",
        "/pipelines/0/stages/0/commits, read, 501",
        "/pipelines/0/stages/0, largest_cache_age_seconds, -1",
        "/pipelines/0/stages/0, caveat, '\"\"'",
        "/pipelines/0, tier, -1",
        "/pipelines/0/stages/0/edges/0, in_time_share, 1.5",
        "/pipelines/0/stages/0/edges/0, mature_share_at_most, 1.5",
        "/pipelines/0/stages/0, age_seconds, '\"0\"'",
        "'', instrument, '{}'",
        "/window, from, '\"2026-11-22 12:00\"'",
        "'', schema, '\"rung-report/1\"'"
    })
    void aReportWithAWrongValueBreaksTheSchema(String object, String field, String value) throws Exception {
        JsonNode json = json(report(telling()));

        ((ObjectNode) json.at(object)).set(field, MAPPER.readTree(value));

        assertThat(problems(json)).isNotEmpty();
    }

    @Test
    void theSchemaBoundsTheCommitsAsTheirReaderDoes() throws IOException {
        assertThat(MAPPER.readTree(schemaText())
                        .at("/$defs/commits/properties/read/maximum")
                        .asInt())
                .isEqualTo(SeenCommits.MOST);
    }

    @Test
    void theSchemaKnowsEveryFault() throws IOException {
        JsonNode faults;
        try (InputStream schema =
                Objects.requireNonNull(ReportJson.class.getResourceAsStream(ReportJson.SCHEMA_RESOURCE))) {
            faults = new JsonMapper().readTree(schema).at("/$defs/faults/properties");
        }

        assertThat(faults.fieldNames())
                .toIterable()
                .containsExactlyElementsOf(
                        Arrays.stream(Fault.values()).map(Fault::label).toList());
    }

    @Test
    void everyObjectOfTheSchemaIsClosed() throws Exception {
        List<String> open = new ArrayList<>();
        collectOpenObjects(MAPPER.readTree(schemaText()), "", open);

        assertThat(open).isEmpty();
    }

    private static void collectOpenObjects(JsonNode node, String path, List<String> open) {
        if (node.path("type").asText().equals("object")
                && node.path("additionalProperties").asBoolean(true)) {
            open.add(path);
        }
        node.properties().forEach(entry -> collectOpenObjects(entry.getValue(), path + "/" + entry.getKey(), open));
        if (node.isArray()) {
            node.forEach(item -> collectOpenObjects(item, path + "[]", open));
        }
    }

    private static FreshnessReport report() {
        return report(
                new FakeFacts(NOON, NOON.plusSeconds(600), pipeline("p", promise()), pipeline("q", Promise.none("api")))
                        .seen("p", "api", 0, 300, Duration.ofMillis(200))
                        .seen("q", "api", 0, 50, Duration.ofSeconds(40))
                        .unseen("q", "api", 50, 50));
    }

    private static FreshnessReport report(FakeFacts facts) {
        return FreshnessReport.of(
                facts,
                Ladders.RETAIL,
                List.of(new TimeWindow("peak", NOON.plusSeconds(60), NOON.plusSeconds(180))),
                new TimeWindow("run", NOON, NOON.plusSeconds(600)),
                NOON.plusSeconds(600));
    }

    private static Promise promise() {
        return new Promise(3, "api", List.of());
    }

    private static PipelineSetup pipeline(String name, Promise promise) {
        return new PipelineSetup(
                name, promise, NOON, Duration.ofSeconds(1), List.of(StageSetup.polled("api", POLL, Duration.ZERO)));
    }

    private static JsonNode json(FreshnessReport report) throws JsonProcessingException {
        return MAPPER.readTree(ReportJson.write(report));
    }

    private static List<Error> problems(JsonNode json) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(MAPPER.readTree(schemaText()));
        return schema.validate(json);
    }

    private static String schemaText() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ReportJson.class.getResourceAsStream(ReportJson.SCHEMA_RESOURCE))) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
