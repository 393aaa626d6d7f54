package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rung.core.measure.Commit;

class WritersTest {
    /** A restart from a checkpoint gives a job another id; its sink keeps its own. */
    @Test
    void flinkIsKnownByItsSinkAndCheckpointElseByItsJob() {
        assertThat(Writers.of(Map.of(
                        "flink.job-id", "7d", "flink.operator-id", "op", "flink.max-committed-checkpoint-id", "118")))
                .isEqualTo(writer("flink", "op", "118"));
        assertThat(Writers.of(Map.of("flink.job-id", "7d", "flink.max-committed-checkpoint-id", "118")))
                .isEqualTo(writer("flink", "7d", "118"));
    }

    @Test
    void sparkIsKnownByItsStreamAndEpochElseByItsApplication() {
        assertThat(Writers.of(Map.of(
                        "engine-name",
                        "spark",
                        "spark.app.id",
                        "local-1",
                        "spark.sql.streaming.queryId",
                        "q",
                        "spark.sql.streaming.epochId",
                        "12")))
                .isEqualTo(writer("spark", "q", "12"));
        assertThat(Writers.of(Map.of("engine-name", "spark", "spark.app.id", "local-1")))
                .isEqualTo(writer("spark", "local-1", ""));
    }

    @Test
    void kafkaConnectTellsUntilWhenItHasEverything() {
        Map<String, String> summary = Map.of(
                "kafka.connect.commit-id", "c1",
                "kafka.connect.task-id", "sink-0",
                "kafka.connect.offsets.control-iceberg.cg-sink", "{\"0\":7}",
                "kafka.connect.valid-through-ts", "2026-11-08T12:00:00.5Z");

        assertThat(Writers.of(summary))
                .isEqualTo(new Commit.Writer(
                        "kafka connect",
                        "control-iceberg.cg-sink",
                        "c1",
                        Optional.of(Instant.parse("2026-11-08T12:00:00.5Z"))));
    }

    @Test
    void aMomentInAnotherFormIsNotTold() {
        assertThat(Writers.of(Map.of("kafka.connect.commit-id", "c1", "kafka.connect.valid-through-ts", "yesterday")))
                .isEqualTo(writer("kafka connect", "", "c1"));
    }

    @Test
    void trinoIsKnownByItsQuery() {
        assertThat(Writers.of(Map.of("trino_query_id", "20261108_1"))).isEqualTo(writer("trino", "", "20261108_1"));
    }

    @Test
    void anotherEngineIsKnownByItsName() {
        assertThat(Writers.of(Map.of("engine-name", "dremio", "app-id", "a"))).isEqualTo(writer("dremio", "a", ""));
        assertThat(Writers.of(Map.of())).isEqualTo(writer("", "", ""));
    }

    private static Commit.Writer writer(String engine, String job, String batch) {
        return new Commit.Writer(engine, job, batch, Optional.empty());
    }
}
