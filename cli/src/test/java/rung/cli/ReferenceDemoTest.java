package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each reference pipeline is measured as a user would measure it: every stage shows sales, and none shows a wrong count. */
@Tag("reference")
class ReferenceDemoTest {
    @TempDir
    private Path folder;

    /** The microbatch loader loads nothing before its first 75 s are over. */
    @ParameterizedTest
    @CsvSource({"cdc-flink, 40s", "spark, 40s", "connect, 40s", "microbatch, 100s", "hot, 40s"})
    void everyStageShowsSalesAndNoCountIsWrong(String name, String span) throws Exception {
        Rung run = Rung.run(
                "demo", "--pipeline", name, "--for", span, "--no-calibration", "--json", "--out", folder.resolve(name));

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode pipeline = new ObjectMapper().readTree(run.out()).at("/pipelines/0");
        assertThat(pipeline.at("/id").asText()).isEqualTo(name);
        assertThat(pipeline.at("/stages")).isNotEmpty().allSatisfy(stage -> {
            String where = stage.at("/id").asText() + ": " + stage;
            assertThat(stage.at("/counts/seen").asLong()).as(where).isPositive();
            assertThat(stage.at("/wrong_counts").asLong()).as(where).isZero();
            assertThat(stage.at("/regressions").asLong()).as(where).isZero();
            assertThat(stage.at("/counts/duplicate").asLong()).as(where).isZero();
            assertThat(stage.at("/counts/lost").asLong()).as(where).isZero();
            assertThat(stage.at("/faults")).as(where).isEmpty();
        });
        assertThat(Files.readString(folder.resolve(name).resolve("pipelines.yaml")))
                .contains("  " + name + ":\n");
    }
}
