package rung.testbed;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * A Kafka Connect worker in a JVM of its own. Its properties, its connectors' properties, the offsets that they have reached
 * and its log are files in one folder, so that a worker that is started there again goes on where the last one ended.
 */
final class ConnectWorker implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final EngineProcess.Command command;
    private final Path log;
    private EngineProcess process;

    private ConnectWorker(EngineProcess.Command command, Path log, EngineProcess process) {
        this.command = command;
        this.log = log;
        this.process = process;
    }

    /**
     * Builds the engine, if need be, and starts it. Returns when all connectors run.
     *
     * @param connectors the properties of each connector, among them its {@code name}
     * @param progress gets a sentence when something takes time
     */
    static ConnectWorker start(
            Path folder, String bootstrap, List<Map<String, String>> connectors, Consumer<String> progress)
            throws IOException {
        Engine engine = Engine.named("connect");
        engine.prepare(progress);
        Path home = Files.createDirectories(folder).toAbsolutePath();
        List<String> files = new ArrayList<>();
        files.add(write(home.resolve("worker.properties"), worker(home, bootstrap)));
        for (Map<String, String> connector : connectors) {
            files.add(write(home.resolve(connector.get("name") + ".properties"), connector));
        }
        EngineProcess.Command command = new EngineProcess.Command(
                "connect", JVM, engine.classpathWithTestbed(), "rung.engine.connect.ConnectEngine", files);
        Path log = home.resolve("connect.log");
        return new ConnectWorker(command, log, run(command, log));
    }

    /** Ends it as a crash would, with SIGKILL. */
    synchronized void kill() {
        process.kill();
    }

    /** Starts it again; it must have been killed. Returns when all connectors run. */
    synchronized void restart() throws IOException {
        if (process.alive()) {
            throw new IllegalStateException("the worker runs; kill it first");
        }
        process = run(command, log);
    }

    synchronized boolean alive() {
        return process.alive();
    }

    /** What the worker complains about. */
    Path log() {
        return log;
    }

    @Override
    public synchronized void close() {
        process.close();
    }

    private static EngineProcess run(EngineProcess.Command command, Path log) throws IOException {
        EngineProcess process = EngineProcess.start(command, log);
        try {
            process.awaitReady(READY_WITHIN);
            return process;
        } catch (IOException e) {
            process.kill();
            throw e;
        }
    }

    private static Map<String, String> worker(Path home, String bootstrap) {
        Map<String, String> worker = new LinkedHashMap<>();
        worker.put("bootstrap.servers", bootstrap);
        worker.put("listeners", "http://127.0.0.1:0");
        worker.put("plugin.discovery", "service_load");
        worker.put("offset.storage.file.filename", home.resolve("offsets.dat").toString());
        worker.put("offset.flush.interval.ms", "1000");
        worker.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        worker.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        worker.put("value.converter.schemas.enable", "false");
        return worker;
    }

    private static String write(Path file, Map<String, String> values) throws IOException {
        Properties properties = new Properties();
        properties.putAll(values);
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file.toString();
    }
}
