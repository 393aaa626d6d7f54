package rung.reporter.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import rung.core.evidence.Fingerprint;

/**
 * What tells two reports apart without reading them: the hashes of what they were made from, SHA-256 in hexadecimal
 * digits. The same facts give the same hash, whatever of them was folded, and whoever has the facts as CSV can compute it.
 */
public final class Hashes {
    private Hashes() {}

    /**
     * The hash of what was known of each slot of the period at each stage: of the lines pipeline, stage, number of slots
     * and {@link Fingerprint}, each ended by a line feed, for each stage in the order of the report. Absent where a log
     * holds folds that are older than fingerprints.
     */
    public static Optional<String> facts(FreshnessReport report) {
        StringBuilder lines = new StringBuilder();
        for (PipelineReport pipeline : report.pipelines()) {
            for (StageReport stage : pipeline.stages()) {
                Optional<Fingerprint> fingerprint = stage.run().evidence().fingerprint();
                if (fingerprint.isEmpty()) {
                    return Optional.empty();
                }
                lines.append(pipeline.id()).append('\n').append(stage.id()).append('\n');
                lines.append(stage.run().evidence().counts().slots()).append('\n');
                lines.append(fingerprint.get()).append('\n');
            }
        }
        return Optional.of(sha256(lines.toString()));
    }

    /**
     * The hash of how was measured and judged: the rule, the ladder, the promises, slots, stages and declared windows. No
     * address and no secret is in it.
     */
    public static String configuration(FreshnessReport report) {
        return configuration(ReportJson.tree(report));
    }

    /** The same of a report as a tree. */
    static String configuration(JsonNode all) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (String field : new String[] {"zone", "rule", "tiers"}) {
            json.set(field, all.path(field));
        }
        ArrayNode pipelines = json.putArray("pipelines");
        for (JsonNode pipeline : all.path("pipelines")) {
            ObjectNode one = pipelines.addObject();
            for (String field : new String[] {"id", "promise", "slot_seconds", "loss_horizon_seconds"}) {
                one.set(field, pipeline.path(field));
            }
            ArrayNode stages = one.putArray("stages");
            for (JsonNode stage : pipeline.path("stages")) {
                ObjectNode read = stages.addObject();
                for (String field : new String[] {"id", "poll_seconds", "patience_seconds"}) {
                    read.set(field, stage.path(field));
                }
                ArrayNode windows = read.putArray("windows");
                for (JsonNode window : stage.path("windows")) {
                    ObjectNode declared = windows.addObject();
                    for (String field : new String[] {"name", "from", "to"}) {
                        declared.set(field, window.path(field));
                    }
                }
            }
        }
        return sha256(json.toString());
    }

    /** SHA-256 of {@code text} as UTF-8, in hexadecimal digits. */
    public static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java has", e);
        }
    }
}
