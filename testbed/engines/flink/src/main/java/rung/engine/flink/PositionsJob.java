package rung.engine.flink;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DistributionMode;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.IcebergSink;

/** The job: from the topic's beginning or a checkpoint, each transaction once, added up by unit, upserted into the table. */
final class PositionsJob {
    private static final int PARALLELISM = 1;
    private static final int FAILURES = 3;
    private static final Duration FAILURES_WITHIN = Duration.ofMinutes(5);
    private static final Duration RESTART_AFTER = Duration.ofSeconds(2);

    private PositionsJob() {}

    /** @param from the checkpoint to go on from, or nothing to begin with the topic */
    static StreamGraph graph(Settings settings, Optional<Path> from) throws IOException {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration(settings));
        KafkaSource<PosChange> topic = KafkaSource.<PosChange>builder()
                .setBootstrapServers(settings.bootstrap())
                .setTopics(settings.topic())
                .setGroupId(settings.group())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new PosChangeReader())
                .build();
        TableLoader table = table(settings);
        DataStream<RowData> counts = environment
                .fromSource(topic, WatermarkStrategy.noWatermarks(), settings.topic())
                .uid("topic")
                .keyBy(PosChange::transaction)
                .filter(new FirstOnly(settings.idsRemembered()))
                .name("each transaction once")
                .uid("first-only")
                .keyBy(unit(), Types.TUPLE(Types.STRING, Types.STRING))
                .map(new RunningCount())
                .returns(rows(table))
                .name("running count")
                .uid("running-count");
        IcebergSink.forRowData(counts)
                .tableLoader(table)
                .equalityFieldColumns(List.of("store_id", "sku_id"))
                .upsert(true)
                .distributionMode(DistributionMode.NONE)
                .writeParallelism(PARALLELISM)
                .uidSuffix("positions")
                .append();
        StreamGraph graph = environment.getStreamGraph();
        graph.setJobName(settings.group());
        from.ifPresent(checkpoint -> graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(checkpoint.toUri().toString(), false, RecoveryClaimMode.CLAIM)));
        return graph;
    }

    private static Configuration configuration(Settings settings) {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                settings.folder().toUri().toString());
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointEvery());
        configuration.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // Rows of a checkpoint that failed would be committed with the next one's, and an equality delete does not
        // reach
        // rows of its own commit: one unit would have two. So the job starts again from its latest checkpoint.
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 0);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "failure-rate");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_MAX_FAILURES_PER_INTERVAL, FAILURES);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_FAILURE_RATE_INTERVAL, FAILURES_WITHIN);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_DELAY, RESTART_AFTER);
        return configuration;
    }

    private static TableLoader table(Settings settings) {
        CatalogLoader catalog = CatalogLoader.rest(
                "testbed",
                new org.apache.hadoop.conf.Configuration(),
                Map.of(
                        CatalogProperties.URI,
                        settings.catalog().toString(),
                        CatalogProperties.FILE_IO_IMPL,
                        settings.io()));
        return TableLoader.fromCatalog(catalog, TableIdentifier.parse(settings.table()));
    }

    private static InternalTypeInfo<RowData> rows(TableLoader table) throws IOException {
        table.open();
        try (table) {
            return InternalTypeInfo.of(FlinkSchemaUtil.convert(table.loadTable().schema()));
        }
    }

    private static KeySelector<PosChange, Tuple2<String, String>> unit() {
        return change -> Tuple2.of(change.store(), change.sku());
    }
}
