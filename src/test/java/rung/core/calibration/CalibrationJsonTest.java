package rung.core.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationJsonTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Test
    void aCalibrationKeepsItsSchema() throws Exception {
        assertThat(problems(json())).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        Calibration calibration = Calibrations.sound();

        assertThat(CalibrationJson.read(CalibrationJson.write(calibration))).isEqualTo(calibration);
    }

    @Test
    void theContractsFieldsSayWhatTheCalibrationSays() throws Exception {
        JsonNode json = json();

        assertThat(json.at("/schema").asText()).isEqualTo("rung-calibration/1");
        assertThat(json.at("/at").asText()).isEqualTo("2026-11-22T12:00:00.123456789Z");
        assertThat(json.at("/seed").asLong()).isEqualTo(24);
        assertThat(json.at("/known/1/share").asDouble()).isEqualTo(0.95);
        assertThat(json.at("/known/1/p95/held").asLong()).isEqualTo(49);
        assertThat(json.at("/machine/slip/p99_seconds").asDouble()).isEqualTo(0.0012);
        assertThat(json.at("/machine/clocks/step_seconds").asDouble()).isEqualTo(0.000000038);
        assertThat(json.at("/stages/0/fastest_tier").asInt()).isEqualTo(4);
        assertThat(json.at("/stages/1/fastest_tier").isNull()).isTrue();
        assertThat(json.at("/known/1/falsely_missed").asLong()).isEqualTo(1);
        assertThat(json.at("/falsely_kept").asLong()).isEqualTo(2);
        assertThat(json.at("/falsely_missed").asLong()).isEqualTo(1);
        assertThat(json.at("/sound").asBoolean()).isTrue();
        assertThat(json.at("/sentence").asText()).isEqualTo(Calibrations.sound().sentence());
    }

    @Test
    void numbersHaveNoExponent() {
        assertThat(CalibrationJson.write(Calibrations.sound()))
                .doesNotContainPattern("[0-9][eE][+-]?[0-9]")
                .contains("96000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/schema",
                "/known/0/share",
                "/known/0/median/of",
                "/machine/slip/p50_seconds",
                "/machine/lags/0/held",
                "/machine/clocks/step_seconds",
                "/stages/0/fastest_tier",
                "/sentence"
            })
    void aCalibrationWithoutOneOfItsFieldsBreaksTheSchema(String field) throws Exception {
        JsonNode json = json();
        int slash = field.lastIndexOf('/');

        ((ObjectNode) json.at(field.substring(0, slash))).remove(field.substring(slash + 1));

        assertThat(problems(json)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', typo, 1",
        "/known/0, typo, 1",
        "/machine/slip, typo, 1",
        "/known/0, share, 1.5",
        "/known/0, runs, 0",
        "/machine/lags/0, lag_seconds, -1",
        "/stages/0, fastest_tier, 0",
        "'', at, '\"noon\"'",
        "'', schema, '\"rung-calibration/2\"'"
    })
    void aCalibrationWithAWrongValueBreaksTheSchema(String object, String field, String value) throws Exception {
        JsonNode json = json();

        ((ObjectNode) json.at(object)).set(field, MAPPER.readTree(value));

        assertThat(problems(json)).isNotEmpty();
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

    @ParameterizedTest
    @CsvSource({
        "'', not a calibration: schema is \"\"",
        "'{}', not a calibration: schema is \"\"",
        "'[', not a calibration: ",
        "'{\"schema\": \"rung-calibration/2\"}', 'not a calibration: schema is \"rung-calibration/2\", and'",
        "'{\"schema\": \"rung-calibration/1\"}', not a calibration: there is no at",
        "'{\"schema\": \"rung-calibration/1\", \"at\": \"noon\"}', not a calibration: Text 'noon' could not"
    })
    void whatIsNoCalibrationIsRefused(String text, String message) {
        assertThatThrownBy(() -> CalibrationJson.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static JsonNode json() throws IOException {
        return MAPPER.readTree(CalibrationJson.write(Calibrations.sound()));
    }

    private static List<Error> problems(JsonNode json) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(MAPPER.readTree(schemaText()));
        return schema.validate(json);
    }

    private static String schemaText() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(CalibrationJson.class.getResourceAsStream(CalibrationJson.SCHEMA_RESOURCE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
