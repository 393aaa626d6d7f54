package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.calibration.CalibrationJson;
import rung.core.log.LogReader;
import rung.core.measure.PipelineSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.report.ReportJson;

/** One short demo, from the servers to the report. */
class DemoTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private static Path folder;

    /** What went past Rung's terminal to the process's streams. */
    private static final ByteArrayOutputStream LIBRARIES = new ByteArrayOutputStream();

    private static Rung run = new Rung(-1, "", "");
    private static JsonNode report = JSON.nullNode();

    @BeforeAll
    static void demo() throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(new PrintStream(LIBRARIES, true, StandardCharsets.UTF_8));
        System.setErr(System.out);
        try {
            run = Rung.run("demo", "--for", "20s", "--out", folder, "--json");
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        report = JSON.readTree(folder.resolve("report.json").toFile());
    }

    @Test
    void itEndsWellWhateverTheVerdict() {
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void theReportKeepsItsSchema() throws Exception {
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(JSON.readTree(schema()))
                        .validate(report))
                .isEmpty();
    }

    @Test
    void theReportSaysHowExactTheInstrumentIs() throws Exception {
        assertThat(report.at("/instrument/windows").asLong()).isEqualTo(40);
        try (LogReader facts = LogReader.newest(folder.resolve("facts.db"))) {
            assertThat(facts.calibrations()).hasSize(1);
            assertThat(report.at("/instrument/sentence").asText())
                    .isEqualTo(CalibrationJson.read(facts.calibrations().get(0).result())
                            .sentence());
        }
    }

    @Test
    void stdoutHoldsTheReportAndNothingElse() throws Exception {
        assertThat(run.out()).isEqualTo(Files.readString(folder.resolve("report.json")));
    }

    @Test
    void stderrHoldsWhatRungSaysAndNothingElse() {
        assertThat(run.err().lines())
                .hasSize(6)
                .allMatch(line -> line.matches("(rung .*starting|open:|report  |facts   |config  |cost    ).*"));
    }

    @Test
    void theLibrariesAreSilent() {
        assertThat(LIBRARIES.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void threePipelinesAreMeasured() {
        assertThat(report.at("/pipelines").findValuesAsText("promise")).hasSize(3);
        assertThat(List.of(0, 1, 2))
                .allSatisfy(pipeline ->
                        assertThat(counts(pipeline, 1).at("/injected").asInt()).isBetween(18, 21));
    }

    @Test
    void theHotViewAndTheLakehouseShowTheSalesAtEveryStage() {
        assertThat(report.at("/pipelines/0/id").asText()).isEqualTo("hot-view");
        assertThat(report.at("/pipelines/1/id").asText()).isEqualTo("lakehouse");
        for (int pipeline = 0; pipeline < 2; pipeline++) {
            for (int stage = 0; stage < 2; stage++) {
                assertThat(counts(pipeline, stage).at("/seen").asInt())
                        .as("pipeline %d, stage %d", pipeline, stage)
                        .isPositive();
            }
        }
    }

    /** Nobody but the demo's own shop writes to the counts, and every view has its opening stock before it is read. */
    @Test
    void noCountIsWrong() throws Exception {
        try (LogReader facts = LogReader.newest(folder.resolve("facts.db"))) {
            TimeWindow whole = new TimeWindow("run", facts.run().startedAt(), Instant.MAX);
            for (PipelineSetup pipeline : facts.run().pipelines()) {
                for (StageSetup stage : pipeline.stages()) {
                    assertThat(facts.anomalies(pipeline.name(), stage.name(), whole))
                            .as("%s at %s", pipeline.name(), stage.name())
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void theHotViewIsReturnedItsStock() {
        assertThat(report.at("/pipelines/0/residue_units").isIntegralNumber()).isTrue();
        assertThat(report.at("/pipelines/0/residue_units").asInt()).isZero();
    }

    @Test
    void theFactsCanBeReadAgain() throws Exception {
        try (LogReader facts = LogReader.newest(folder.resolve("facts.db"))) {
            assertThat(facts.run().pipelines())
                    .extracting(PipelineSetup::name)
                    .containsExactly("hot-view", "lakehouse", "warehouse");
        }
    }

    @Test
    void theConfigurationIsOneThatAUserCouldHaveWritten() {
        Rung validated = Rung.run("config", "validate", folder.resolve("pipelines.yaml"));

        assertThat(validated.out()).contains("hot-view: tier 4 at api, 1000 reserved keys, 2 stages");
        assertThat(validated.exitCode()).isZero();
    }

    private static JsonNode counts(int pipeline, int stage) {
        return report.at("/pipelines/" + pipeline + "/stages/" + stage + "/counts");
    }

    private static String schema() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ReportJson.class.getResourceAsStream(ReportJson.SCHEMA_RESOURCE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
