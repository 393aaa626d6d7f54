package rung.core.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;

/** Opens log files: their identity, their schema version, and the settings under which they are read while written. */
final class LogFile {
    /** The newest schema that this code writes and reads. */
    static final int VERSION = 5;

    /** "RUNG" as SQLite's application id. */
    private static final int APPLICATION = 0x52554E47;

    private static final int BUSY_MILLIS = 10_000;

    private LogFile() {}

    /**
     * Opens {@code file} for writing and creates it when it is not there; a log of an older version becomes one of this.
     *
     * @throws IOException when it cannot be opened, is no log, or was written by a newer version
     */
    static Connection write(Path file) throws IOException {
        try {
            createFolder(file);
            Connection connection = connect(file, false);
            try (Statement statement = connection.createStatement()) {
                if (pragma(statement, "user_version") == 0 && isEmpty(statement)) {
                    statement.execute("pragma journal_mode = wal");
                } else {
                    verify(file, statement);
                }
                if (pragma(statement, "user_version") < VERSION) {
                    upgrade(statement);
                }
                statement.execute("pragma synchronous = normal");
            } catch (SQLException | IOException e) {
                connection.close();
                throw e;
            }
            return connection;
        } catch (SQLException e) {
            throw unusable(file, e);
        }
    }

    private static void createFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new IOException("cannot use " + file + " as a log: its folder cannot be created: " + e, e);
            }
        }
    }

    /**
     * Opens {@code file} for reading; a writer may be at work on it.
     *
     * @throws IOException when it cannot be opened, is no log, or was written by a newer version
     */
    static Connection read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no log at " + file + "; name the facts.db that a run wrote");
        }
        try {
            Connection connection = connect(file, true);
            try (Statement statement = connection.createStatement()) {
                verify(file, statement);
                complete(statement);
            } catch (SQLException | IOException e) {
                connection.close();
                throw e;
            }
            return connection;
        } catch (SQLException e) {
            throw unusable(file, e);
        }
    }

    /** A reader changes nothing: it reads an older log with empty tables, of its own, in place of those that it lacks. */
    private static void complete(Statement statement) throws SQLException, IOException {
        for (int version = pragma(statement, "user_version") + 1; version <= VERSION; version++) {
            for (String sql : statements(schema(version))) {
                if (sql.contains("create table")) {
                    statement.executeUpdate(sql.replace("create table", "create temp table"));
                }
            }
        }
    }

    private static Connection connect(Path file, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(BUSY_MILLIS);
        Properties properties = config.toProperties();
        return DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath(), properties);
    }

    /** Each version adds to the one before, in one transaction; another writer that begins now waits for it. */
    private static void upgrade(Statement statement) throws SQLException, IOException {
        statement.execute("begin immediate");
        try {
            for (int version = pragma(statement, "user_version") + 1; version <= VERSION; version++) {
                for (String sql : statements(schema(version))) {
                    statement.executeUpdate(sql);
                }
            }
            statement.execute("pragma application_id = " + APPLICATION);
            statement.execute("pragma user_version = " + VERSION);
            statement.execute("commit");
        } catch (SQLException | IOException e) {
            statement.execute("rollback");
            throw e;
        }
    }

    static List<String> statements(String script) {
        return Stream.of(script.split(";\\s*\\n", -1))
                .filter(sql -> !sql.isBlank())
                .toList();
    }

    private static void verify(Path file, Statement statement) throws SQLException, IOException {
        if (pragma(statement, "application_id") != APPLICATION) {
            throw new IOException(file + " is an SQLite file, but not a log of Rung; name another file");
        }
        int version = pragma(statement, "user_version");
        if (version > VERSION) {
            throw new IOException(file + " was written by a newer Rung (schema " + version + ", this one knows up to "
                    + VERSION + "); read it with that version");
        }
    }

    private static boolean isEmpty(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select count(*) from sqlite_master")) {
            return rows.next() && rows.getInt(1) == 0;
        }
    }

    private static int pragma(Statement statement, String name) throws SQLException {
        try (ResultSet rows = statement.executeQuery("pragma " + name)) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    /** What {@code version} adds to the schema of the version before it. */
    static String schema(int version) throws IOException {
        try (InputStream in = Objects.requireNonNull(LogFile.class.getResourceAsStream("schema-" + version + ".sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static IOException unusable(Path file, SQLException e) {
        return new IOException("cannot use " + file + " as a log: " + e.getMessage(), e);
    }
}
