package rung.testbed;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server as a child process, on 127.0.0.1, whose changes can be followed by logical replication. It keeps its
 * files in one folder, and ends with {@link #close()} or with this JVM, however that ends.
 */
public final class Postgres implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Postgres.class);
    private static final Duration START_WITHIN = Duration.ofSeconds(90);
    private static final String DATABASE = "postgres";
    private static final String USER = "postgres";
    private static final String PASSWORD = "postgres";

    /** A server for a handful of clients. What is lost when the machine loses power may be lost. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("wal_level", "logical"),
            Map.entry("max_wal_senders", "6"),
            Map.entry("max_replication_slots", "6"),
            Map.entry("max_connections", "40"),
            Map.entry("shared_buffers", "24MB"),
            Map.entry("fsync", "off"),
            Map.entry("full_page_writes", "off"),
            Map.entry("synchronous_commit", "on"));

    /** Waits for the end of its input, which comes with the end of this JVM; then stops the server whose data {@code $0} is. */
    private static final String LAST_WILL = "read -r nothing; kill -INT \"$(head -n 1 \"$0/postmaster.pid\")\"";

    private final EmbeddedPostgres server;
    private final Path data;
    private final Process executor;

    private Postgres(EmbeddedPostgres server, Path data, Process executor) {
        this.server = server;
        this.data = data;
        this.executor = executor;
    }

    /**
     * Unpacks the server into {@code folder} and starts it with an empty database, or with the one that an earlier start
     * left there. Returns when clients can connect.
     *
     * @param folder gets the server's programs and its data; created when absent, and to be kept until {@link #close()}
     *     has returned
     * @throws IOException when there is no PostgreSQL for this platform, or it did not start
     */
    public static Postgres start(Path folder) throws IOException {
        Path home = Files.createDirectories(folder).toAbsolutePath();
        Path data = home.resolve("data");
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(home.resolve("server").toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPgBinaryResolver(new Programs())
                .setPort(Loopback.freePorts(1).get(0))
                .setPGStartupWait(START_WITHIN)
                .setLocaleConfig("locale", "C");
        SETTINGS.forEach(builder::setServerConfig);
        try {
            EmbeddedPostgres server = builder.start();
            try {
                return new Postgres(server, data, executor(data));
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (IOException | RuntimeException | ExceptionInInitializerError e) {
            throw new IOException(
                    "PostgreSQL did not start in " + home + ": " + reason(e)
                            + "; it runs on Linux and macOS, as root only where `unshare -U` is allowed",
                    e);
        }
    }

    /** Such as {@code jdbc:postgresql://127.0.0.1:5432/postgres}; without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + DATABASE;
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return server.getPort();
    }

    /** The name of the one database that there is. */
    public String database() {
        return DATABASE;
    }

    /** A superuser, who may replicate, too. */
    public String user() {
        return USER;
    }

    /** Goes with {@link #user()}; the server trusts whoever connects from this machine, and looks at no password. */
    public String password() {
        return PASSWORD;
    }

    /** A new connection; whoever asks for it closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), USER, PASSWORD);
    }

    @Override
    public void close() {
        Optional<ProcessHandle> process = process();
        executor.destroyForcibly();
        try {
            server.close();
        } catch (IOException e) {
            log.warn("PostgreSQL at {} did not stop: {}", jdbcUrl(), e.getMessage());
        }
        process.filter(ProcessHandle::isAlive).ifPresent(left -> {
            log.warn("PostgreSQL at {} was told to stop and did not; it is killed", jdbcUrl());
            left.destroyForcibly();
        });
    }

    /** The server itself, by the file in which it keeps its process id; empty when it has ended. */
    private Optional<ProcessHandle> process() {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            return lines.findFirst().flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())));
        } catch (IOException e) {
            log.debug("PostgreSQL at {} has no process id any more: {}", jdbcUrl(), e.toString());
            return Optional.empty();
        }
    }

    private static Process executor(Path data) throws IOException {
        List<String> command = new ArrayList<>(Redis.OWN_SESSION);
        command.addAll(List.of("sh", "-c", LAST_WILL, data.toString()));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** The programs from the class path. A new one for each start, so that no start uses what another one unpacked. */
    private static final class Programs implements PgBinaryResolver {
        @Override
        public InputStream getPgBinary(String system, String machine) throws IOException {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        }
    }
}
