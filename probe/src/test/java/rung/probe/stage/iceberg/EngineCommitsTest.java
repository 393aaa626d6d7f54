package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.probe.stage.Stage;
import rung.probe.stage.iceberg.EngineCommits.Told;
import rung.testbed.Broker;
import rung.testbed.CdcFlinkPipeline;
import rung.testbed.RestCatalog;
import rung.testbed.SparkPipeline;
import rung.testbed.Stock;
import rung.testbed.StoreSku;
import rung.testbed.Testbed;

/** Commits of Flink and of Spark themselves are told with whose they are, before a crash and after it. */
@Tag("reference")
class EngineCommitsTest {
    private static final StockKey KEY = new StockKey("9901", "RUNG-0001");
    private static final Stock STOCK = Stock.of(4, 5, List.of(new StoreSku(KEY.store(), KEY.sku())));
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
    private static final int TILLS_PER_HOUR = 72_000;
    private static final long SEED = 7;

    @TempDir
    private Path folder;

    @Test
    void aFlinkJobIsTheSameOverACrashAndItsCheckpointsAreTheBatches() throws Exception {
        List<Told> before;
        List<Told> after;
        try (Broker broker = Broker.start(folder.resolve("kafka"));
                RestCatalog catalog = RestCatalog.start(folder.resolve("lake"));
                CdcFlinkPipeline pipeline = CdcFlinkPipeline.start(
                        folder.resolve("cdc"),
                        broker.bootstrap(),
                        catalog,
                        STOCK,
                        COMMIT_EVERY,
                        sentence -> System.out.println(sentence));
                Stage stage = stage(catalog, pipeline.table())) {
            EngineCommits commits = new EngineCommits(stage, KEY, catalog.backend(), pipeline.table(), "flink");
            pipeline.openTills(TILLS_PER_HOUR, SEED);
            before = commits.next(3);
            pipeline.crashFlink();
            after = commits.next(3);
        }

        EngineCommits.areOneJobs(before, after);
        assertThat(batches(before, after)).isSorted();
        // which is why the job is not taken from there
        assertThat(before)
                .extracting(told -> told.said("flink.job-id"))
                .doesNotContain(after.get(0).said("flink.job-id"));
    }

    @Test
    void aSparkStreamIsTheSameOverARestartAndItsEpochsAreTheBatches() throws Exception {
        List<Told> before;
        List<Told> after;
        try (Testbed testbed = Testbed.start(folder.resolve("testbed"), STOCK)) {
            try (SparkPipeline pipeline = spark(testbed);
                    Stage stage = stage(testbed.catalog(), pipeline.table())) {
                pipeline.openTills(TILLS_PER_HOUR, SEED);
                before = spark(stage, testbed, pipeline).next(3);
            }
            try (SparkPipeline pipeline = spark(testbed);
                    Stage stage = stage(testbed.catalog(), pipeline.table())) {
                pipeline.openTills(TILLS_PER_HOUR, SEED + 1);
                after = spark(stage, testbed, pipeline).next(2);
            }
        }

        EngineCommits.areOneJobs(before, after);
        assertThat(batches(before, after)).isSorted();
        // which is why the job is not taken from there
        assertThat(before)
                .extracting(told -> told.said("spark.app.id"))
                .doesNotContain(after.get(0).said("spark.app.id"));
    }

    private SparkPipeline spark(Testbed testbed) throws Exception {
        return SparkPipeline.start(
                folder.resolve("spark"),
                testbed.bootstrap(),
                testbed.catalog(),
                STOCK,
                COMMIT_EVERY,
                sentence -> System.out.println(sentence));
    }

    private static EngineCommits spark(Stage stage, Testbed testbed, SparkPipeline pipeline) {
        return new EngineCommits(stage, KEY, testbed.catalog().backend(), pipeline.table(), "spark");
    }

    private static List<Long> batches(List<Told> before, List<Told> after) {
        return Stream.concat(before.stream(), after.stream())
                .map(Told::batch)
                .filter(batch -> !batch.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    private static Stage stage(RestCatalog catalog, String table) {
        return IcebergSettings.of(
                        Map.of("uri", catalog.uri().toString(), "io-impl", CountingFileIO.class.getName()), table)
                .open(SystemTimeline.start());
    }
}
