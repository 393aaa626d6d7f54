package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {
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
