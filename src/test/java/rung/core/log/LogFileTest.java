package rung.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are logs, and what a person is told of those that are not. */
class LogFileTest {
    @TempDir
    Path folder;

    @Test
    void aMissingFileIsNamed() {
        Path file = folder.resolve("none.db");

        assertThatThrownBy(() -> LogReader.newest(file))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no log at " + file + "; name the facts.db that a run wrote");
        assertThat(file).doesNotExist();
    }

    @Test
    void aLogOfANewerVersionIsNeitherReadNorWritten() throws IOException, SQLException {
        Path file = folder.resolve("facts.db");
        MeasurementLog.begin(file, Logs.RUN).close();
        Logs.sql(file, "pragma user_version = " + (LogFile.VERSION + 1));
        String message = file + " was written by a newer Rung (schema " + (LogFile.VERSION + 1)
                + ", this one knows up to " + LogFile.VERSION + "); read it with that version";

        assertThatThrownBy(() -> LogReader.newest(file))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> MeasurementLog.begin(file, Logs.run("r2", Logs.NOON, Logs.SLOT)))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    @Test
    void anotherProgramsSqliteFileIsNeitherReadNorWritten() throws IOException, SQLException {
        Path file = folder.resolve("other.db");
        Logs.sql(file, "create table stock (sku text)");
        String message = file + " is an SQLite file, but not a log of Rung; name another file";

        assertThatThrownBy(() -> LogReader.newest(file))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> MeasurementLog.begin(file, Logs.RUN))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
        assertThat(Logs.rows(file, "select name from sqlite_master")).containsExactly("stock");
    }

    @Test
    void aTextFileIsNeitherReadNorOverwritten() throws IOException {
        Path file = folder.resolve("facts.txt");
        String text = "not a database, but long enough to be mistaken for one: " + "x".repeat(200);
        Files.writeString(file, text);

        assertThatThrownBy(() -> LogReader.newest(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot use " + file + " as a log")
                .hasMessageContaining("not a database");
        assertThatThrownBy(() -> MeasurementLog.begin(file, Logs.RUN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot use " + file + " as a log");
        assertThat(file).hasContent(text);
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file where a folder should be");
        Path file = blocked.resolve("facts.db");

        assertThatThrownBy(() -> MeasurementLog.begin(file, Logs.RUN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot use " + file + " as a log")
                .hasMessageContaining("folder");
    }

    @Test
    void aFolderIsNoLog() {
        assertThatThrownBy(() -> MeasurementLog.begin(folder, Logs.RUN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot use " + folder + " as a log");
        assertThatThrownBy(() -> LogReader.newest(folder)).isInstanceOf(IOException.class);
    }

    @Test
    void aLogWithoutARunIsNamed() throws IOException, SQLException {
        Path file = folder.resolve("facts.db");
        LogFile.write(file).close();

        assertThatThrownBy(() -> LogReader.newest(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("no such run");
    }

    @Test
    void anEmptyFileBecomesALog() throws IOException {
        Path file = Files.createFile(folder.resolve("facts.db"));

        MeasurementLog.begin(file, Logs.RUN).close();

        try (LogReader reader = LogReader.newest(file)) {
            assertThat(reader.run()).isEqualTo(Logs.RUN);
        }
    }

    /** Whoever changes the schema raises {@link LogFile#VERSION}, says how older logs are read, and only then this. */
    @Test
    void theSchemaOfVersionOneIsFixed() throws IOException, SQLException {
        Path file = folder.resolve("facts.db");
        LogFile.write(file).close();

        assertThat(LogFile.VERSION).isEqualTo(1);
        assertThat(Logs.rows(file, "pragma user_version")).containsExactly("1");
        assertThat(Logs.rows(file, "pragma application_id")).containsExactly("" + 0x52554E47);
        assertThat(Logs.rows(file, """
                select t.type || ' ' || t.name || ': ' || group_concat(c.name || ' ' || c.type
                  || case c."notnull" when 1 then '' else '?' end || case c.pk when 0 then '' else ' ' || c.pk end, ', ')
                from sqlite_master t, pragma_table_info(t.name) c where t.type in ('table', 'view')
                group by t.name order by t.name
                """)).containsExactlyElementsOf(Files.readAllLines(golden()));
    }

    private static Path golden() {
        try {
            return Path.of(Objects.requireNonNull(LogFileTest.class.getResource("schema-1.txt"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
