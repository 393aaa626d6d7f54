package rung.probe.plan;

import java.util.Optional;
import rung.core.config.Section;
import rung.probe.stage.StageSettings;
import rung.probe.stage.delta.DeltaSettings;
import rung.probe.stage.dynamodb.DynamoSettings;
import rung.probe.stage.http.HttpSettings;
import rung.probe.stage.iceberg.IcebergSettings;
import rung.probe.stage.jdbc.JdbcSettings;
import rung.probe.stage.kafka.TopicSettings;
import rung.probe.stage.redis.RedisSettings;
import rung.probe.stage.trino.TrinoSettings;

/** The kinds of stages that a configuration may name. */
final class Stages {
    private static final Kinds<StageSettings> KINDS = new Kinds<StageSettings>("stage")
            .with("iceberg", IcebergSettings::read)
            .with("delta", DeltaSettings::read)
            .with("http", HttpSettings::read)
            .with("redis", RedisSettings::read)
            .with("trino", TrinoSettings::read)
            .with("kafka", TopicSettings::read)
            .with("jdbc", JdbcSettings::read)
            .with("dynamodb", DynamoSettings::read);

    private Stages() {}

    /** Reads the one kind that {@code stage} names; empty when that is a problem of the file now. */
    static Optional<StageSettings> read(Section stage) {
        return KINDS.read(stage);
    }
}
