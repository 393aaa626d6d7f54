package rung.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A DynamoDB in a JVM of its own, on 127.0.0.1, that keeps nothing on disk. It takes any credentials and any region, and shows
 * all of them the same tables. It ends with {@link #close()} or with this JVM.
 */
public final class DynamoDb implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DynamoDb.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EngineProcess process;
    private final URI endpoint;

    private DynamoDb(EngineProcess process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Builds the engine {@code dynamodb}, when that was not done yet, and starts it. Returns when it answers.
     *
     * @param folder gets the engine's log; created when absent
     * @throws IOException when it could not be built or did not start
     */
    public static DynamoDb start(Path folder) throws IOException {
        return start(folder, log::info);
    }

    /**
     * As {@link #start(Path)}.
     *
     * @param progress gets a sentence when something takes time, such as a download
     */
    static DynamoDb start(Path folder, Consumer<String> progress) throws IOException {
        Engine engine = Engine.named("dynamodb");
        engine.prepare(progress);
        EngineProcess process = EngineProcess.start(
                new EngineProcess.Command(
                        "dynamodb",
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        engine.classpath(),
                        "rung.engine.dynamodb.DynamoDbEngine",
                        List.of()),
                folder.resolve("dynamodb.log"));
        try {
            return new DynamoDb(process, URI.create(process.awaitReady(PATIENCE)));
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** Where clients connect to, such as {@code http://127.0.0.1:8000}. */
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.close();
    }
}
