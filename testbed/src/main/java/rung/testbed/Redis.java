package rung.testbed;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** A Redis server as a child process, on 127.0.0.1, that keeps nothing on disk. It ends with {@link #close()} or with this JVM. */
public final class Redis implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Redis.class);

    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Keeps a Ctrl-C, which a terminal sends to all processes in the foreground, from ending the server before its users. */
    static final List<String> OWN_SESSION = Stream.of("/usr/bin/setsid")
            .filter(tool -> Files.isExecutable(Path.of(tool)))
            .toList();

    private final RedisServer server;
    private final URI uri;

    private Redis(RedisServer server, URI uri) {
        this.server = server;
        this.uri = uri;
    }

    /**
     * Unpacks the server into {@code folder} and starts it. Returns when it accepts connections.
     *
     * @param folder the server's working folder; created when absent
     * @throws IOException when there is no Redis for this platform, or it did not start
     */
    public static Redis start(Path folder) throws IOException {
        Files.createDirectories(folder);
        File executable =
                ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
        for (int attempt = 1; ; attempt++) {
            try {
                return start(executable);
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                log.info("Redis did not start, tries again: {}", e.toString());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while Redis started");
            }
        }
    }

    private static Redis start(File executable) throws IOException {
        int port = Loopback.freePorts(1).get(0);
        List<String> command = new ArrayList<>(OWN_SESSION);
        command.addAll(List.of(
                executable.getAbsolutePath(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--maxmemory",
                "64mb"));
        RedisServer server = new RedisServer(port, command, true, log::debug, log::warn);
        server.start();
        return new Redis(server, URI.create("redis://127.0.0.1:" + port));
    }

    /** Where clients connect to, such as {@code redis://127.0.0.1:6379}. */
    public URI uri() {
        return uri;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            log.warn("Redis at {} did not stop: {}", uri, e.getMessage());
        }
    }
}
