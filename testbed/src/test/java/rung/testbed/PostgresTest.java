package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @Test
    void whatWasCommittedIsThereAfterARestart() throws Exception {
        try (Postgres postgres = Postgres.start(folder);
                Connection connection = postgres.connect()) {
            run(connection, "create table letters (letter text)");
            run(connection, "insert into letters values ('a'), ('b')");
        }
        try (Postgres postgres = Postgres.start(folder);
                Connection connection = postgres.connect()) {
            assertThat(ask(connection, "select string_agg(letter, ',' order by letter) from letters"))
                    .isEqualTo("a,b");
        }
    }

    @Test
    void itListensOnLoopbackOnlyLetsChangesBeFollowedAndEndsWhenClosed() throws Exception {
        Postgres postgres = Postgres.start(folder.resolve("a folder with spaces"));
        try (postgres;
                Connection connection = postgres.connect()) {
            assertThat(ask(connection, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(connection, "show unix_socket_directories")).isEmpty();
            assertThat(ask(connection, "show wal_level")).isEqualTo("logical");
            assertThat(ask(connection, "select lsn from pg_create_logical_replication_slot('slot', 'pgoutput')"))
                    .matches("[0-9A-F]+/[0-9A-F]+");
        }

        assertThat(folder.resolve("a folder with spaces/data/postmaster.pid")).doesNotExist();
        assertThatThrownBy(postgres::connect)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Connection to 127.0.0.1:" + postgres.port() + " refused");
    }

    @Test
    void twoServersShareNothing() throws Exception {
        try (Postgres one = Postgres.start(folder.resolve("one"));
                Postgres other = Postgres.start(folder.resolve("other"));
                Connection toOne = one.connect();
                Connection toOther = other.connect()) {
            run(toOne, "create table letters (letter text)");

            assertThat(ask(toOne, "select count(*) from pg_tables where tablename = 'letters'"))
                    .isEqualTo("1");
            assertThat(ask(toOther, "select count(*) from pg_tables where tablename = 'letters'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void itEndsWithItsJvmEvenIfThatIsKilled() throws Exception {
        EngineProcess jvm = EngineProcess.start(
                new EngineProcess.Command(
                        "holder",
                        List.of("-XX:TieredStopAtLevel=1"),
                        Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
                                .map(Path::of)
                                .toList(),
                        Holder.class.getName(),
                        List.of(folder.resolve("postgres").toString())),
                folder.resolve("holder.log"));
        try (jvm) {
            jvm.awaitReady(PATIENCE);
            long server = Long.parseLong(Files.readAllLines(folder.resolve("postgres/data/postmaster.pid"))
                    .get(0));
            assertThat(ProcessHandle.of(server)).isPresent();

            jvm.kill();

            try {
                await().atMost(PATIENCE).until(() -> ProcessHandle.of(server).isEmpty());
            } finally {
                ProcessHandle.of(server).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** A JVM that starts a server and never closes it. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            Postgres postgres = Postgres.start(Path.of(args[0]));
            System.out.println("READY " + postgres.port());
            System.in.transferTo(OutputStream.nullOutputStream());
            Runtime.getRuntime().halt(0);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
