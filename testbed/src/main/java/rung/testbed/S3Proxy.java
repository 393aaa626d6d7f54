package rung.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An S3 in a JVM of its own, on 127.0.0.1, that keeps nothing on disk and checks the signature of each request. Its buckets
 * are reached by path. It ends with {@link #close()} or with this JVM.
 */
public final class S3Proxy implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(S3Proxy.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WORDS = 3;

    private final EngineProcess process;
    private final URI endpoint;
    private final String accessKey;
    private final String secretKey;

    private S3Proxy(EngineProcess process, URI endpoint, String accessKey, String secretKey) {
        this.process = process;
        this.endpoint = endpoint;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /**
     * Builds the engine {@code s3proxy}, when that was not done yet, and starts it. Returns when it answers.
     *
     * @param folder gets the engine's log; created when absent
     * @param bucket that it has, empty
     * @throws IOException when it could not be built or did not start
     */
    public static S3Proxy start(Path folder, String bucket) throws IOException {
        Engine engine = Engine.named("s3proxy");
        engine.prepare(log::info);
        EngineProcess process = EngineProcess.start(
                new EngineProcess.Command(
                        "s3proxy",
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        engine.classpath(),
                        "rung.engine.s3proxy.S3ProxyEngine",
                        List.of(bucket)),
                folder.resolve("s3proxy.log"));
        try {
            String[] ready = process.awaitReady(PATIENCE).split(" ", WORDS);
            return new S3Proxy(process, URI.create(ready[0]), ready[1], ready[2]);
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** What Iceberg's {@code S3FileIO} has to be told to read and write here, the keys included. */
    public Map<String, String> properties() {
        return Map.of(
                "s3.endpoint",
                endpoint.toString(),
                "s3.path-style-access",
                "true",
                "http-client.type",
                "urlconnection",
                "client.region",
                "us-east-1",
                "s3.access-key-id",
                accessKey,
                "s3.secret-access-key",
                secretKey);
    }

    @Override
    public void close() {
        process.close();
    }
}
