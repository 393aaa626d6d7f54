package rung.core.calibration;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import rung.core.evidence.Rule;

/**
 * A calibration as a machine reads it, and as a log keeps it. Its schema is the resource {@link #SCHEMA_RESOURCE}. The same
 * calibration always gives the same text. Moments are ISO-8601 in UTC; durations are seconds; shares lie between 0 and 1.
 */
public final class CalibrationJson {
    /** Name and version of the format. */
    public static final String FORMAT = "rung-calibration/1";

    /** Where the class path has the format's JSON Schema, draft 2020-12. */
    public static final String SCHEMA_RESOURCE = "/rung/core/calibration/calibration.schema.json";

    private static final int SHARE_DIGITS = 6;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private CalibrationJson() {}

    /** The calibration as JSON text that ends with a newline. */
    public static String write(Calibration calibration) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json(calibration)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values was refused by Jackson", e);
        }
    }

    /**
     * Reads what {@link #write} wrote, also by a later version that says more.
     *
     * @throws IllegalArgumentException when the text is something else
     */
    public static Calibration read(String text) {
        try {
            return calibration(MAPPER.readTree(text));
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("not a calibration: " + e.getMessage(), e);
        }
    }

    private static ObjectNode json(Calibration calibration) {
        ObjectNode json = NODES.objectNode();
        json.put("schema", FORMAT);
        json.put("at", calibration.at().toString());
        json.put("software", calibration.software());
        json.put("seed", calibration.seed());
        ObjectNode rule = json.putObject("rule");
        rule.set("share", share(calibration.rule().share()));
        rule.set("confidence", share(calibration.rule().confidence()));
        ArrayNode known = json.putArray("known");
        calibration.known().forEach(one -> known(known.addObject(), one));
        machine(json.putObject("machine"), calibration.machine());
        ArrayNode stages = json.putArray("stages");
        calibration.stages().forEach(one -> stage(stages.addObject(), one));
        json.put("windows", calibration.windows());
        json.put("falsely_kept", calibration.falselyKept());
        json.put("falsely_missed", calibration.falselyMissed());
        json.set("smallest_staleness_seconds", seconds(calibration.smallestStaleness()));
        json.put("sound", calibration.isSound());
        calibration.breaches().forEach(json.putArray("breaches")::add);
        json.put("sentence", calibration.sentence());
        return json;
    }

    private static void known(ObjectNode json, KnownPipeline known) {
        json.put("name", known.name());
        json.set("edge_seconds", seconds(known.edge()));
        json.set("share", share(known.share()));
        json.put("runs", known.runs());
        json.put("slots", known.slots());
        json.set("in_time", share(known.inTime()));
        json.set("in_time_at_most", share(known.inTimeAtMost()));
        json.set("in_time_error", share(known.inTimeError()));
        json.put("kept", known.kept());
        json.put("missed", known.missed());
        json.put("falsely_kept", known.falselyKept());
        json.put("falsely_missed", known.falselyMissed());
        coverage(json.putObject("median"), known.median());
        coverage(json.putObject("p95"), known.p95());
        json.set("resolution_seconds", seconds(known.resolution()));
    }

    private static void coverage(ObjectNode json, Coverage coverage) {
        json.put("held", coverage.held());
        json.put("of", coverage.of());
    }

    private static void machine(ObjectNode json, Machine machine) {
        json.set("span_seconds", seconds(machine.span()));
        spread(json.putObject("slip"), machine.slip());
        json.put("too_late", machine.tooLate());
        ArrayNode looks = json.putArray("looks");
        for (ReadCost look : machine.looks()) {
            ObjectNode one = looks.addObject();
            one.put("stage", look.stage());
            spread(one.putObject("cost"), look.cost());
        }
        ArrayNode lags = json.putArray("lags");
        for (KnownLag lag : machine.lags()) {
            ObjectNode one = lags.addObject();
            one.put("stage", lag.stage());
            one.set("lag_seconds", seconds(lag.lag()));
            one.set("poll_seconds", seconds(lag.poll()));
            one.set("achieved_poll_seconds", seconds(lag.achieved()));
            one.put("sales", lag.sales());
            one.put("held", lag.held());
            one.set("width_seconds", seconds(lag.width()));
            one.set("upper_seconds", seconds(lag.upper()));
        }
        ObjectNode clocks = json.putObject("clocks");
        clocks.set("step_seconds", seconds(machine.clocks().step()));
        clocks.put("checks", machine.clocks().checks());
        clocks.set("divergence_seconds", seconds(machine.clocks().divergence()));
    }

    private static void spread(ObjectNode json, Spread spread) {
        json.put("count", spread.count());
        json.set("p50_seconds", seconds(spread.p50()));
        json.set("p99_seconds", seconds(spread.p99()));
        json.set("longest_seconds", seconds(spread.longest()));
    }

    private static void stage(ObjectNode json, StageCost stage) {
        json.put("pipeline", stage.pipeline());
        json.put("stage", stage.stage());
        json.put("keys", stage.keys());
        json.put("failures", stage.failures());
        spread(json.putObject("cost"), stage.cost());
        json.set("poll_seconds", seconds(stage.poll()));
        json.set("fastest_edge_seconds", seconds(stage.fastestEdge()));
        if (stage.fastestTier().isPresent()) {
            json.put("fastest_tier", stage.fastestTier().getAsInt());
        } else {
            json.putNull("fastest_tier");
        }
    }

    /** Not rounded up: 100 % means all. Negative bias and errors are shares, too. */
    private static DecimalNode share(double value) {
        return plain(new BigDecimal(value).setScale(SHARE_DIGITS, RoundingMode.HALF_EVEN));
    }

    private static DecimalNode seconds(Duration value) {
        return plain(BigDecimal.valueOf(value.getSeconds()).add(BigDecimal.valueOf(value.getNano(), 9)));
    }

    /** Without trailing zeros and never with an exponent: 300, not 3E+2. */
    private static DecimalNode plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return DecimalNode.valueOf(stripped.scale() < 0 ? stripped.setScale(0) : stripped);
    }

    private static Calibration calibration(JsonNode json) {
        if (!FORMAT.equals(json.path("schema").asText())) {
            throw new IllegalArgumentException("not a calibration: schema is \""
                    + json.path("schema").asText() + "\", and " + FORMAT + " is known");
        }
        Instant at = Instant.parse(field(json, "at").asText());
        JsonNode rule = field(json, "rule");
        return new Calibration(
                at,
                field(json, "software").asText(),
                field(json, "seed").asLong(),
                new Rule(
                        field(rule, "share").asDouble(),
                        field(rule, "confidence").asDouble()),
                list(field(json, "known"), CalibrationJson::known),
                machine(field(json, "machine")),
                list(field(json, "stages"), CalibrationJson::stage));
    }

    private static KnownPipeline known(JsonNode json) {
        return new KnownPipeline(
                field(json, "name").asText(),
                duration(json, "edge_seconds"),
                field(json, "share").asDouble(),
                field(json, "runs").asLong(),
                field(json, "slots").asLong(),
                field(json, "in_time").asDouble(),
                field(json, "in_time_at_most").asDouble(),
                field(json, "in_time_error").asDouble(),
                field(json, "kept").asLong(),
                field(json, "missed").asLong(),
                field(json, "falsely_kept").asLong(),
                field(json, "falsely_missed").asLong(),
                coverage(field(json, "median")),
                coverage(field(json, "p95")),
                duration(json, "resolution_seconds"));
    }

    private static Coverage coverage(JsonNode json) {
        return new Coverage(field(json, "held").asLong(), field(json, "of").asLong());
    }

    private static Machine machine(JsonNode json) {
        JsonNode clocks = field(json, "clocks");
        return new Machine(
                duration(json, "span_seconds"),
                spread(field(json, "slip")),
                field(json, "too_late").asLong(),
                list(
                        field(json, "looks"),
                        look -> new ReadCost(field(look, "stage").asText(), spread(field(look, "cost")))),
                list(field(json, "lags"), CalibrationJson::lag),
                new Clocks(
                        duration(clocks, "step_seconds"),
                        field(clocks, "checks").asLong(),
                        duration(clocks, "divergence_seconds")));
    }

    private static KnownLag lag(JsonNode json) {
        return new KnownLag(
                field(json, "stage").asText(),
                duration(json, "lag_seconds"),
                duration(json, "poll_seconds"),
                duration(json, "achieved_poll_seconds"),
                field(json, "sales").asLong(),
                field(json, "held").asLong(),
                duration(json, "width_seconds"),
                duration(json, "upper_seconds"));
    }

    private static Spread spread(JsonNode json) {
        return new Spread(
                field(json, "count").asLong(),
                duration(json, "p50_seconds"),
                duration(json, "p99_seconds"),
                duration(json, "longest_seconds"));
    }

    private static StageCost stage(JsonNode json) {
        JsonNode tier = field(json, "fastest_tier");
        return new StageCost(
                field(json, "pipeline").asText(),
                field(json, "stage").asText(),
                field(json, "keys").asLong(),
                field(json, "failures").asLong(),
                spread(field(json, "cost")),
                duration(json, "poll_seconds"),
                duration(json, "fastest_edge_seconds"),
                tier.isNull() ? OptionalInt.empty() : OptionalInt.of(tier.asInt()));
    }

    private static JsonNode field(JsonNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null) {
            throw new IllegalArgumentException("not a calibration: there is no " + name);
        }
        return value;
    }

    private static Duration duration(JsonNode json, String name) {
        return Duration.ofNanos(
                field(json, name).decimalValue().movePointRight(9).longValue());
    }

    private static <T> List<T> list(JsonNode json, Function<JsonNode, T> each) {
        List<T> values = new ArrayList<>();
        json.forEach(one -> values.add(each.apply(one)));
        return values;
    }
}
