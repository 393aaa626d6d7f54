package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    private static final String PASSWORD = "correct-horse-battery";
    private static final Map<String, String> ENVIRONMENT = Map.of("KAFKA_PASSWORD", PASSWORD, "BROKER", "kafka:9092");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    @Test
    void aValidFileIsToldPipelineByPipeline() throws Exception {
        Path file = file(3, "api");

        assertThat(run("validate", file))
                .isEqualTo(new Rung(0, file + " is valid\n  web: tier 3 at api, 2 reserved keys, 1 stage\n", ""));
    }

    @Test
    void everyProblemIsToldAtOnceWithItsLineAndItsCure() throws Exception {
        Path file = file(7, "app");

        assertThat(run("validate", file)).isEqualTo(new Rung(2, "", """
                        pipelines.yaml: 2 problems
                          pipelines.web.promise.tier (line 4): the ladder has no tier 7; it has 4 (sub-second inventory), 3 (operational real-time), 2 (near real-time), 1 (batch)
                          pipelines.web.promise.at (line 4): no stage is called "app"; the pipeline has api
                        """));
        assertThat(run("explain", file)).isEqualTo(run("validate", file));
    }

    @Test
    void everyValueIsExplainedWithItsOrigin() throws Exception {
        Rung run = run("explain", file(3, "api"));

        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("timezone +UTC {3}# line 1"))
                .anyMatch(line -> line.matches("pipelines\\.web\\.promise\\.tier +3 {3}# line 4"))
                .anyMatch(line -> line.matches("pipelines\\.web\\.stages\\[0]\\.api\\.poll +15s {3}# default"))
                .anyMatch(line ->
                        line.matches("pipelines\\.web\\.source\\.kafka\\.bootstrap +kafka:9092 {3}# .*BROKER.*"));
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void jsonExplainsTheSame() throws Exception {
        Path file = file(3, "api");
        JsonNode values = JSON.readTree(run("explain", file, "--json").out());

        assertThat(values).hasSize((int) run("explain", file).out().lines().count());
        assertThat(values.get(0).toString())
                .isEqualTo("{\"path\":\"timezone\",\"value\":\"UTC\",\"origin\":\"line 1\"}");
    }

    @Test
    void secretsAreNeverPrinted() throws Exception {
        Path sound = file(3, "api");
        Path wrong = file(7, "app");

        assertThat(run("explain", sound).out()).contains("sasl.jaas.config").contains("<redacted>");
        for (Rung run : new Rung[] {
            run("validate", sound),
            run("explain", sound),
            run("explain", sound, "--json"),
            run("validate", wrong),
            run("explain", wrong)
        }) {
            assertThat(run.out() + run.err()).doesNotContain(PASSWORD);
        }
    }

    @Test
    void theSchemaIsJson() throws Exception {
        Rung run = run("schema");

        assertThat(JSON.readTree(run.out()).at("/properties/pipelines").isMissingNode())
                .isFalse();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aFileThatIsNotThereIsToldByName() {
        Path missing = folder.resolve("none.yaml");

        assertThat(run("validate", missing))
                .isEqualTo(new Rung(2, "", "rung: there is no " + missing + "; is the name right?\n"));
    }

    private static Rung run(Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = "config";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Rung.run(ENVIRONMENT, "", all);
    }

    private Path file(int tier, String at) throws IOException {
        return Files.writeString(
                Files.createTempDirectory(folder, "config").resolve("pipelines.yaml"), """
                timezone: UTC
                pipelines:
                  web:
                    promise: {tier: %d, at: %s}
                    keys: {stores: ["9901"], skus: ["RUNG-{0001..0002}"]}
                    source:
                      kafka:
                        bootstrap: "${BROKER}"
                        topic: sales
                        value: '{"store": "{store}", "sku": "{sku}", "n": {delta}}'
                        client: {sasl.jaas.config: 'Login required username="rung" password="${KAFKA_PASSWORD}";'}
                    stages:
                      - api: {http: {url: "http://shop/{store}/{sku}", count: /quantity}}
                """.formatted(tier, at));
    }
}
