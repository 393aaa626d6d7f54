package rung.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.catalog.TableIdentifier;

/** Spark in a JVM of its own, with one job: each transaction of the topic once, merged into a table batch by batch. */
final class SparkJob implements AutoCloseable {
    /** How long a transaction's id is remembered at least: a till that repeats it later is believed a second time. */
    static final Duration IDS_REMEMBERED = Duration.ofMinutes(10);

    private static final Duration START_WITHIN = Duration.ofMinutes(5);

    /** Arrow, which reads the table's files, opens {@code java.nio}. */
    private static final List<String> OPTIONS =
            List.of("-Xmx1g", "-XX:+UseSerialGC", "--add-opens=java.base/java.nio=ALL-UNNAMED");

    private final EngineProcess process;

    private SparkJob(EngineProcess process) {
        this.process = process;
    }

    /**
     * Starts the job from the checkpoint in {@code folder}, or else from the topic's beginning. Returns when it has done a batch
     * or waits for data.
     *
     * @param engine a prepared one, called {@code spark}
     * @param table an existing one of {@link InventoryTable#SCHEMA}
     * @param moreWords of the engine's settings
     */
    static SparkJob start(
            Engine engine,
            Path folder,
            String bootstrap,
            URI catalog,
            TableIdentifier table,
            Duration trigger,
            List<String> moreWords)
            throws IOException {
        Path home = Files.createDirectories(folder).toAbsolutePath();
        List<String> words = new ArrayList<>(List.of(
                "bootstrap=" + bootstrap,
                "topic=" + TransactionFeed.TOPIC,
                "catalog=" + catalog,
                "io=" + LocalFileIO.class.getName(),
                "table=" + table,
                "checkpoint=" + home.resolve("checkpoint"),
                "scratch=" + home.resolve("scratch"),
                "trigger-millis=" + trigger.toMillis(),
                "remember-millis=" + IDS_REMEMBERED.toMillis()));
        words.addAll(moreWords);
        EngineProcess process = EngineProcess.start(
                new EngineProcess.Command(
                        engine.name(), OPTIONS, engine.classpathWithTestbed(), "rung.engine.spark.SparkEngine", words),
                home.resolve("spark.log"));
        try {
            process.awaitReady(START_WITHIN);
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
        return new SparkJob(process);
    }

    EngineProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
