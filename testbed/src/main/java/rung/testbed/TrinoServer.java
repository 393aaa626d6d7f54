package rung.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Trino server of one node in a JVM of its own, on 127.0.0.1, whose catalog {@code iceberg} is an Iceberg REST catalog with
 * files on this machine. Needs Java 25, which is more than Rung does.
 */
public final class TrinoServer implements AutoCloseable {
    /** The user to whom every catalog is refused; all others may do everything. */
    public static final String STRANGER = "stranger";

    private static final Logger log = LoggerFactory.getLogger(TrinoServer.class);

    private static final int JAVA = 25;
    private static final String VERSION = "483";
    private static final Duration TIME_TO_START = Duration.ofMinutes(4);
    private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(2);

    /** The first statements load most of the engine's classes, for some seconds; a measurement must not be the first. */
    private static final List<String> WARM_UP =
            List.of("SELECT 1", "SHOW SCHEMAS FROM iceberg", "SELECT count(*) FROM iceberg.information_schema.tables");

    private final EngineProcess process;
    private final Path plugin;
    private final int port;

    private TrinoServer(EngineProcess process, Path plugin, int port) {
        this.process = process;
        this.plugin = plugin;
        this.port = port;
    }

    /**
     * The Java that Trino can run on: what the environment variable {@code RUNG_JAVA25} names, else the oldest that fits among
     * those installed beside the one that runs this.
     *
     * @throws IOException when the variable names none that fits
     */
    public static Optional<Path> java25() throws IOException {
        String named = System.getenv("RUNG_JAVA25");
        if (named != null && !named.isBlank()) {
            return Optional.of(named(Path.of(named)));
        }
        Path installed = Path.of(System.getProperty("java.home", "")).getParent();
        return installed == null
                ? Optional.empty()
                : JavaHome.oldestIn(installed, JAVA).map(JavaHome::path);
    }

    static Path named(Path home) throws IOException {
        return JavaHome.at(home)
                .filter(java -> java.release() >= JAVA)
                .map(JavaHome::path)
                .orElseThrow(() -> new IOException("RUNG_JAVA25 is " + home + ", where there is no Java " + JAVA
                        + " or newer; name the folder whose bin has java, or unset it"));
    }

    /**
     * Downloads Trino on first use (some 300 MB), starts it, and lets it answer a few statements. Returns when it is warm.
     *
     * @param folder for its configuration, data and log; created when absent
     * @param catalog the REST catalog's address
     * @param progress gets a sentence when something takes time
     * @throws IOException when there is no Java 25, or it cannot be downloaded or does not start
     */
    public static TrinoServer start(Path folder, URI catalog, Consumer<String> progress) throws IOException {
        Path java = java25().orElseThrow(() -> new IOException(
                "Trino needs Java 25 or newer, and none is installed; install a JDK 25 beside the one that"
                        + " runs Rung, or name one in the environment variable RUNG_JAVA25"));
        Engine server = Engine.named("trino");
        server.prepare(progress);
        Engine plugin = Engine.named("trino-iceberg");
        plugin.prepare(progress);
        Path home = Files.createDirectories(folder).toAbsolutePath();
        int port = Loopback.freePorts(1).get(0);
        configure(home, port, catalog);
        Path jars = home.resolve("plugin").resolve("iceberg");
        link(plugin.classpath(), jars);
        progress.accept("engine trino: starting");
        EngineProcess process = EngineProcess.start(
                new EngineProcess.Command(
                        "trino",
                        java,
                        options(home),
                        server.classpath(),
                        "rung.engine.trino.TrinoMain",
                        List.of(VERSION)),
                home.resolve("trino.log"));
        TrinoServer started = new TrinoServer(process, jars, port);
        try {
            process.awaitReady(TIME_TO_START);
            progress.accept("engine trino: warming up");
            for (String statement : WARM_UP) {
                started.run(statement);
            }
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    /** The address of the catalog {@code iceberg}, for the driver {@code trino-jdbc}. */
    public String jdbcUrl() {
        return "jdbc:trino://127.0.0.1:" + port + "/iceberg";
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Its JVM. */
    public EngineProcess process() {
        return process;
    }

    /** Ends it, and takes away the links to its jars, so that whoever deletes its folder meets none. */
    @Override
    public void close() {
        process.close();
        try {
            unlink(plugin);
        } catch (IOException e) {
            log.debug("links in {} stay: {}", plugin, e.getMessage());
        }
    }

    private static void configure(Path home, int port, URI catalog) throws IOException {
        Path etc = home.resolve("etc");
        Path catalogs = Files.createDirectories(etc.resolve("catalog"));
        Path access = etc.resolve("access-control.properties");
        Path rules = etc.resolve("rules.json");
        Files.writeString(
                etc.resolve("config.properties"), """
                coordinator=true
                node-scheduler.include-coordinator=true
                http-server.http.port=%d
                http-server.log.enabled=false
                discovery.uri=http://127.0.0.1:%d
                query.max-memory-per-node=256MB
                query.max-memory=256MB
                memory.heap-headroom-per-node=128MB
                catalog.management=static
                catalog.config-dir=%s
                plugin.dir=%s
                access-control.config-files=%s
                """.formatted(port, port, catalogs, home.resolve("plugin"), access));
        Files.writeString(catalogs.resolve("iceberg.properties"), """
                connector.name=iceberg
                iceberg.catalog.type=rest
                iceberg.rest-catalog.uri=%s
                fs.local.enabled=true
                local.location=/
                """.formatted(catalog));
        Files.writeString(access, """
                access-control.name=file
                security.config-file=%s
                """.formatted(rules));
        Files.writeString(rules, """
                {"catalogs": [{"user": "%s", "allow": "none"}, {"allow": "all"}]}
                """.formatted(STRANGER));
    }

    /** Trino takes a plugin to be a folder of jars. The numbers keep their order, and apart what has the same name. */
    private static void link(List<Path> jars, Path folder) throws IOException {
        Files.createDirectories(folder);
        unlink(folder);
        for (int i = 0; i < jars.size(); i++) {
            Path jar = jars.get(i);
            Files.createSymbolicLink(folder.resolve("%03d-%s".formatted(i, jar.getFileName())), jar);
        }
    }

    private static void unlink(Path folder) throws IOException {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(folder)) {
            for (Path link : links) {
                Files.delete(link);
            }
        }
    }

    private static List<String> options(Path home) {
        return List.of(
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djdk.attach.allowAttachSelf=true",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dnode.environment=testbed",
                "-Dnode.id=testbed-1",
                "-Dnode.data-dir=" + home.resolve("data"),
                "-Dnode.bind-ip=127.0.0.1",
                "-Dnode.internal-address=127.0.0.1",
                "-Dconfig=" + home.resolve("etc").resolve("config.properties"));
    }

    /** Runs one statement to its end, by Trino's own protocol: an answer names where the next part is. */
    private void run(String statement) throws IOException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(TIME_TO_ANSWER).build();
        ObjectMapper json = new ObjectMapper();
        HttpRequest.Builder next = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/statement"))
                .POST(HttpRequest.BodyPublishers.ofString(statement));
        try {
            while (true) {
                HttpResponse<String> response = client.send(
                        next.timeout(TIME_TO_ANSWER)
                                .header("X-Trino-User", "testbed")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() != 200) {
                    throw new IOException("trino answers " + response.statusCode() + " to \"" + statement + "\"; see "
                            + process.logFile());
                }
                JsonNode answer = json.readTree(response.body());
                if (answer.has("error")) {
                    throw new IOException("trino cannot run \"" + statement + "\": "
                            + answer.path("error").path("message").asText() + "; see " + process.logFile());
                }
                if (!answer.has("nextUri")) {
                    return;
                }
                next = HttpRequest.newBuilder(URI.create(answer.get("nextUri").asText()))
                        .GET();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while trino warmed up");
        }
    }
}
