package rung.probe.stage.iceberg;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import rung.core.measure.Commit;

/** Whose commit a snapshot is, by what the writers that are known leave in its summary. */
final class Writers {
    private static final String CONNECT_OFFSETS = "kafka.connect.offsets.";

    private Writers() {}

    static Commit.Writer of(Map<String, String> summary) {
        if (summary.containsKey("flink.job-id")) {
            // its job has another id after each start, its sink has not
            String job = summary.containsKey("flink.operator-id") ? "flink.operator-id" : "flink.job-id";
            return writer("flink", summary, job, "flink.max-committed-checkpoint-id");
        }
        if (summary.containsKey("kafka.connect.commit-id")) {
            return new Commit.Writer(
                    "kafka connect",
                    controlGroup(summary),
                    summary.getOrDefault("kafka.connect.commit-id", ""),
                    moment(summary.getOrDefault("kafka.connect.valid-through-ts", "")));
        }
        if (summary.containsKey("spark.sql.streaming.queryId")) {
            return writer("spark", summary, "spark.sql.streaming.queryId", "spark.sql.streaming.epochId");
        }
        if (summary.containsKey("spark.app.id")) {
            return writer("spark", summary, "spark.app.id", "");
        }
        if (summary.containsKey("trino_query_id")) {
            return writer("trino", summary, "", "trino_query_id");
        }
        return writer(summary.getOrDefault("engine-name", ""), summary, "app-id", "");
    }

    private static Commit.Writer writer(String engine, Map<String, String> summary, String job, String batch) {
        return new Commit.Writer(
                engine, summary.getOrDefault(job, ""), summary.getOrDefault(batch, ""), Optional.empty());
    }

    /** The control topic and its group, which is how a connector's offsets are called. */
    private static String controlGroup(Map<String, String> summary) {
        return summary.keySet().stream()
                .filter(key -> key.startsWith(CONNECT_OFFSETS))
                .map(key -> key.substring(CONNECT_OFFSETS.length()))
                .sorted()
                .findFirst()
                .orElse("");
    }

    private static Optional<Instant> moment(String written) {
        try {
            return written.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(written).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty(); // another version's way to write it
        }
    }
}
