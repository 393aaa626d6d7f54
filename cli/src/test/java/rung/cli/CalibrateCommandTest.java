package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.calibration.Calibration;
import rung.core.calibration.CalibrationJson;

class CalibrateCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    @Test
    void itPrintsJsonThatKeepsItsSchemaAndTheExitCodeFollowsFromIt() throws Exception {
        Rung run = Rung.run("calibrate", "--runs", "2", "--seed", "7", "--json");

        Calibration calibration = CalibrationJson.read(run.out());
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(schema())
                        .validate(JSON.readTree(run.out())))
                .isEmpty();
        assertThat(calibration.seed()).isEqualTo(7);
        assertThat(calibration.windows()).isEqualTo(20);
        assertThat(run.exitCode()).isEqualTo(calibration.isSound() ? 0 : 4);
        assertThat(run.err())
                .isEqualTo(Version.full() + "  seed 7  2 windows of each known pipeline, Ctrl-C ends it\n");
    }

    @Test
    void forAPersonItEndsWithTheSentenceAndTheSeed() {
        Rung run = Rung.run("calibrate", "--runs", "2", "-q");

        assertThat(run.out())
                .startsWith("KNOWN PIPELINES   20 windows of 600 slots")
                .contains("\nMACHINE   4 s")
                .endsWith("\n  seed 24 · " + Version.full() + "\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aStageThatCannotBeReadIsSaidWithTheExitCodeThatBelongsToIt() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        Path config = Files.writeString(folder.resolve("pipelines.yaml"), """
                timezone: Asia/Kolkata
                pipelines:
                  sales:
                    keys: {stores: ["9901"], skus: ["RUNG-{01..20}"]}
                    source: {kafka: {bootstrap: "localhost:1", topic: t, value: '{"id": "{transaction}", "s": "{store}", "k": "{sku}", "q": {delta}}'}}
                    stages:
                      - api: {http: {url: "http://127.0.0.1:%d/{store}/{sku}", count: /quantity}, poll: 250ms}
                """.formatted(nobody));

        Rung run = Rung.run("calibrate", "--runs", "2", "-q", "-c", config);

        assertThat(run.err()).startsWith("rung: pipeline sales, stage api: cannot read http://127.0.0.1:" + nobody);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(6);
    }

    private static JsonNode schema() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(CalibrationJson.class.getResourceAsStream(CalibrationJson.SCHEMA_RESOURCE))) {
            return JSON.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
