package rung.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Flink in a JVM of its own, with one job: each transaction of a topic once, added up by unit, upserted into a table at each
 * checkpoint. It starts from the latest checkpoint in its folder, or else from the topic's beginning.
 */
final class FlinkJob implements AutoCloseable {
    /** How long a transaction's id is remembered: a till that repeats it later is believed a second time. */
    static final Duration IDS_REMEMBERED = Duration.ofHours(1);

    private static final Duration START_WITHIN = Duration.ofMinutes(3);
    private static final String MAIN = "rung.engine.flink.FlinkEngine";

    /** The heap holds all state: a few hundred bytes for each remembered id, and for each unit. Kryo reads fields of java.nio. */
    private static final List<String> OPTIONS = List.of(
            "-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--add-opens=java.base/java.nio=ALL-UNNAMED");

    private final EngineProcess.Command command;
    private final Path logFile;
    private EngineProcess process;

    private FlinkJob(EngineProcess.Command command, Path logFile, EngineProcess process) {
        this.command = command;
        this.logFile = logFile;
        this.process = process;
    }

    /**
     * Starts the job; returns when it has completed a checkpoint.
     *
     * @param engine a prepared one, called {@code flink}
     * @param folder gets {@code checkpoints} and {@code flink.log}
     * @param group the consumer group under which the job's place in the topic is published
     * @param table an existing one of {@link InventoryTable#SCHEMA}
     * @param checkpointEvery time between checkpoints, each of which is a commit
     */
    static FlinkJob start(
            Engine engine,
            Path folder,
            String bootstrap,
            String topic,
            String group,
            URI catalog,
            TableIdentifier table,
            Duration checkpointEvery)
            throws IOException {
        EngineProcess.Command command = new EngineProcess.Command(
                engine.name(),
                OPTIONS,
                engine.classpathWithTestbed(),
                MAIN,
                List.of(
                        "bootstrap=" + bootstrap,
                        "topic=" + topic,
                        "group=" + group,
                        "catalog=" + catalog,
                        "io=" + LocalFileIO.class.getName(),
                        "table=" + table,
                        "folder=" + folder.resolve("checkpoints").toAbsolutePath(),
                        "checkpoint-millis=" + checkpointEvery.toMillis(),
                        "remember-millis=" + IDS_REMEMBERED.toMillis()));
        Path logFile = folder.resolve("flink.log").toAbsolutePath();
        FlinkJob job = new FlinkJob(command, logFile, EngineProcess.start(command, logFile));
        job.awaitReady();
        return job;
    }

    /** Its JVM, the latest one. */
    EngineProcess process() {
        return process;
    }

    /** Starts a new JVM, after the one before has ended, however that came; returns when that has completed a checkpoint. */
    void startAgain() throws IOException {
        if (process.alive()) {
            throw new IllegalStateException("Flink still runs, as process " + process.pid());
        }
        process = EngineProcess.start(command, logFile);
        awaitReady();
    }

    @Override
    public void close() {
        process.close();
    }

    private void awaitReady() throws IOException {
        try {
            process.awaitReady(START_WITHIN);
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }
}
