package rung.core.checkup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;

/** A checkup as a machine reads it. Moments are ISO-8601 in UTC; durations are seconds; what is absent is null. */
public final class CheckupJson {
    /** Name and version of the format. */
    public static final String FORMAT = "rung-checkup/1";

    private static final int NANO_DIGITS = 9;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private CheckupJson() {}

    /** The checkup as JSON text that ends with a newline. */
    public static String write(Checkup checkup) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schema", FORMAT);
        json.put("at", checkup.at().toString());
        json.put("software", checkup.software());
        json.put("can_inject", checkup.canInject());
        json.put("can_observe", checkup.canObserve());
        ArrayNode pipelines = json.putArray("pipelines");
        checkup.pipelines().forEach(pipeline -> pipeline(pipelines.addObject(), pipeline));
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values was refused by Jackson", e);
        }
    }

    private static void pipeline(ObjectNode json, PipelineCheckup pipeline) {
        json.put("id", pipeline.id());
        json.put("keys", pipeline.keys());
        ObjectNode source = json.putObject("source");
        source.put("trouble", pipeline.source().trouble().orElse(null));
        source.put("acknowledged", pipeline.source().acknowledged());
        source.put("duplicates", pipeline.source().duplicates().orElse(null));
        ArrayNode stages = json.putArray("stages");
        pipeline.stages().forEach(stage -> stage(stages.addObject(), stage));
    }

    private static void stage(ObjectNode json, StageCheckup stage) {
        json.put("name", stage.name());
        json.put("asked", stage.asked());
        json.put("counted", stage.counted());
        json.put("absent", stage.absent());
        json.put("differing", stage.differing());
        json.put("took_seconds", seconds(stage.took()));
        json.put("poll_seconds", seconds(stage.poll()));
        json.put("cycle", stage.cycle().isKnown() ? stage.cycle().id() : null);
        json.put("cost", stage.cost());
        json.put("resolution", stage.resolution());
        json.put("cycles", stage.cycles().orElse(null));
        json.put("caveat", stage.caveat().orElse(null));
        ArrayNode troubles = json.putArray("troubles");
        stage.troubles().forEach(trouble -> {
            ObjectNode one = troubles.addObject();
            one.put("fault", trouble.fault().label());
            one.put("keys", trouble.keys());
            one.put("reason", trouble.reason());
        });
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), NANO_DIGITS).stripTrailingZeros();
    }
}
