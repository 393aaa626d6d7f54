package rung.reporter.business;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What an earlier report said, as far as a later one is compared with it.
 *
 * @param from when its period began
 * @param to when it ended
 * @param pipelines by their ids
 */
public record Earlier(Instant from, Instant to, Map<String, Standing> pipelines) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORMAT = "rung-report/";
    private static final int NEWEST_FORMAT = 2;
    private static final int LARGEST_MEGABYTES = 512;

    /**
     * Where one pipeline stood.
     *
     * @param verdict as {@code report.json} has it
     * @param tier kept; 0 off the ladder, absent when none was proven
     * @param window name of the window that earned the tier
     * @param lower seconds that the p95 of that window was at least; absent when nothing is known
     * @param upper seconds that it was at most; absent when the sample could not say
     */
    public record Standing(
            String verdict, OptionalInt tier, String window, OptionalDouble lower, OptionalDouble upper) {}

    public Earlier {
        pipelines = Map.copyOf(pipelines);
    }

    /**
     * Reads a {@code report.json} of this version of Rung or an older one.
     *
     * @throws IOException when it cannot be read or is none, with the cure
     */
    public static Earlier read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no earlier report " + file + "; name the report.json that a run wrote");
        }
        if (Files.size(file) > LARGEST_MEGABYTES * 1_000_000L) {
            throw new IOException(file + " is larger than " + LARGEST_MEGABYTES + " MB; name a report.json");
        }
        try {
            return parse(JSON.readTree(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | DateTimeParseException | IOException e) {
            throw new IOException(
                    file + " is not a report of Rung (" + firstLine(e) + "); name the report.json that a run wrote", e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    static Earlier parse(JsonNode json) {
        String format = json.path("schema").asText();
        if (!format.startsWith(FORMAT)) {
            throw new IllegalArgumentException("it has no schema " + FORMAT + NEWEST_FORMAT);
        }
        String version = format.substring(FORMAT.length());
        if (!version.matches("[1-9][0-9]{0,3}") || Integer.parseInt(version) > NEWEST_FORMAT) {
            throw new IllegalArgumentException(
                    "its format is " + format + ", and this Rung knows " + FORMAT + NEWEST_FORMAT);
        }
        Map<String, Standing> pipelines = new LinkedHashMap<>();
        for (JsonNode pipeline : json.path("pipelines")) {
            pipelines.put(text(pipeline, "id"), standing(pipeline));
        }
        return new Earlier(
                Instant.parse(text(json.path("window"), "from")),
                Instant.parse(text(json.path("window"), "to")),
                pipelines);
    }

    private static Standing standing(JsonNode pipeline) {
        JsonNode headline = pipeline.path("headline");
        JsonNode p95 = window(promised(pipeline), headline).path("quantiles").path("p95");
        JsonNode tier = pipeline.path("tier");
        return new Standing(
                text(pipeline, "verdict"),
                tier.isInt() ? OptionalInt.of(tier.asInt()) : OptionalInt.empty(),
                text(headline, "name"),
                number(p95.path("lower")),
                number(p95.path("upper")));
    }

    /** The stage at which the tier is promised; in older reports without a promise, the last. */
    private static JsonNode promised(JsonNode pipeline) {
        String id = Optional.of(pipeline.path("promised_stage"))
                .filter(JsonNode::isTextual)
                .orElse(pipeline.path("promise").path("stage"))
                .asText();
        JsonNode last = pipeline.path("stages").path(pipeline.path("stages").size() - 1);
        for (JsonNode stage : pipeline.path("stages")) {
            if (stage.path("id").asText().equals(id)) {
                return stage;
            }
        }
        return last;
    }

    private static JsonNode window(JsonNode stage, JsonNode headline) {
        for (JsonNode window : stage.path("windows")) {
            if (window.path("from").equals(headline.path("from"))
                    && window.path("to").equals(headline.path("to"))) {
                return window;
            }
        }
        return stage;
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("it lacks " + field);
        }
        return value.asText();
    }

    private static OptionalDouble number(JsonNode value) {
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }
}
