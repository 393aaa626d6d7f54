package rung.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Fault;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.Told;

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

    @Test
    void aLogOfVersionOneIsReadAsItIs() throws IOException, SQLException {
        Path file = versionOne();

        try (LogReader reader = LogReader.newest(file)) {
            assertVersionOneIsWhole(reader);
            assertThat(reader.calibrations()).isEmpty();
        }
        assertThat(Logs.rows(file, "pragma user_version")).containsExactly("1");
        assertThat(schema(file)).containsExactlyElementsOf(golden(1));
    }

    @Test
    void aWriterMakesALogOfVersionOneOneOfThisVersionAndKeepsItsFacts() throws IOException, SQLException {
        Path file = versionOne();

        try (MeasurementLog log = MeasurementLog.begin(file, Logs.run("r2", Logs.NOON, Logs.SLOT))) {
            log.append(new Fact.Calibrated(Logs.NOON, "{}"));
        }

        assertThat(schema(file)).containsExactlyElementsOf(golden(LogFile.VERSION));
        assertThat(Logs.rows(file, "pragma user_version")).containsExactly("" + LogFile.VERSION);
        try (LogReader old = LogReader.of(file, "r1");
                LogReader reader = LogReader.newest(file)) {
            assertVersionOneIsWhole(old);
            assertThat(old.calibrations()).isEmpty();
            assertThat(reader.run().id()).isEqualTo("r2");
            assertThat(reader.calibrations()).hasSize(1);
        }
    }

    @Test
    void aReaderOfVersionOneReadsOnWhileAWriterMakesTheLogOneOfThisVersion() throws IOException, SQLException {
        Path file = versionOne();

        try (LogReader reader = LogReader.newest(file)) {
            reader.still(() -> {
                Instant until = reader.until();
                upgrade(file);
                assertVersionOneIsWhole(reader);
                return until;
            });
            assertVersionOneIsWhole(reader);
            assertThat(reader.calibrations()).isEmpty();
        }
        assertThat(Logs.rows(file, "pragma user_version")).containsExactly("" + LogFile.VERSION);
    }

    private static void upgrade(Path file) {
        try (MeasurementLog log = MeasurementLog.begin(file, Logs.run("r2", Logs.NOON, Logs.SLOT))) {
            log.append(new Fact.Calibrated(Logs.NOON, "{}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A run of one slot, written by the statements of version 1 alone. */
    private Path versionOne() throws IOException, SQLException {
        Path file = folder.resolve("old.db");
        String noon = "1767268800000000000";
        Logs.sql(file, "pragma journal_mode = wal");
        Logs.sql(file, LogFile.statements(LogFile.schema(1)).toArray(String[]::new));
        Logs.sql(
                file,
                "pragma application_id = " + 0x52554E47,
                "pragma user_version = 1",
                "insert into run values (7, 'r1', " + noon + ", 'Asia/Kolkata', -42, 'rung 0.1.0')",
                "insert into pipeline values (3, 7, 0, 'sales', 0, 'api', '', " + noon + ", 60000000000)",
                "insert into stage values (5, 3, 0, 'api', 1000000000, 5000000000)",
                "insert into injection values (3, 0, 's', " + noon + ", " + noon + ", 'store-7', 'sku', 4, null)",
                "insert into delivery values (3, 0, 's', " + noon + ", null)",
                "insert into seen values (5, 0, " + noon + ", " + noon + " + 2000000000, " + noon + ", 'snapshot-0')",
                "insert into polled values (5, " + noon + ", " + noon + " + 10000000000, 10, 1, 500, 0)",
                "insert into tick values (7, " + noon + " + 61000000000, " + noon + " + 61000000000)");
        return file;
    }

    private static void assertVersionOneIsWhole(LogReader reader) {
        Instant noon = Logs.NOON;
        assertThat(reader.until()).isEqualTo(noon.plusSeconds(61));
        assertThat(Logs.slots(reader, Logs.ALL))
                .containsExactly(new SlotOutcome(
                        noon, noon, "store-7", new Outcome.Seen(noon, noon.plusSeconds(2), new Cycle("snapshot-0"))));
        assertThat(reader.polled("sales", "api", Logs.ALL)).hasSize(1);
        assertThat(reader.faults("sales", "api", Logs.ALL)).isEmpty();
        assertThat(reader.sourceClock("sales")).isEmpty();
        assertThat(reader.residue("sales")).isEqualTo(4);
    }

    @Test
    void theSchemaOfVersionOneIsFixed() throws IOException, SQLException {
        assertThat(schema(versionOne())).containsExactlyElementsOf(golden(1));
    }

    /** Whoever changes the schema raises {@link LogFile#VERSION}, says how older logs are read, and only then this. */
    @Test
    void theSchemaOfVersionFiveIsFixed() throws IOException, SQLException {
        Path file = folder.resolve("facts.db");
        LogFile.write(file).close();

        assertThat(LogFile.VERSION).isEqualTo(5);
        assertThat(Logs.rows(file, "pragma user_version")).containsExactly("5");
        assertThat(Logs.rows(file, "pragma application_id")).containsExactly("" + 0x52554E47);
        assertThat(schema(file)).containsExactlyElementsOf(golden(5));
    }

    @Test
    void aLogOfVersionFourIsReadAsItIsAndHasNoMarks() throws IOException, SQLException {
        Path file = versionThree();
        Logs.sql(file, LogFile.statements(LogFile.schema(4)).toArray(String[]::new));
        Logs.sql(file, "pragma user_version = 4");

        try (LogReader reader = LogReader.newest(file)) {
            assertVersionThreeIsWhole(reader);
            assertThat(reader.marks("sales", Logs.ALL)).isEmpty();
        }
        assertThat(Logs.rows(file, "pragma user_version")).containsExactly("4");
        assertThat(schema(file)).containsExactlyElementsOf(golden(4));
    }

    @Test
    void theSchemaOfVersionThreeIsFixed() throws IOException, SQLException {
        assertThat(schema(versionThree())).containsExactlyElementsOf(golden(3));
    }

    @Test
    void aLogOfVersionThreeIsReadAsItIs() throws IOException, SQLException {
        Path file = versionThree();

        try (LogReader reader = LogReader.newest(file)) {
            assertVersionThreeIsWhole(reader);
        }
        assertThat(Logs.rows(file, "pragma user_version")).containsExactly("3");
        assertThat(schema(file)).containsExactlyElementsOf(golden(3));
    }

    @Test
    void aWriterMakesALogOfVersionThreeOneOfThisVersionAndKeepsItsFacts() throws IOException, SQLException {
        Path file = versionThree();
        upgrade(file);

        assertThat(schema(file)).containsExactlyElementsOf(golden(LogFile.VERSION));
        try (LogReader old = LogReader.of(file, "r1")) {
            assertVersionThreeIsWhole(old);
        }
    }

    /** The run of version 1, with an hour of polling reports folded and a commit, written by the statements of version 3. */
    private Path versionThree() throws IOException, SQLException {
        Path file = versionOne();
        String noon = "1767268800000000000";
        for (int version = 2; version <= 3; version++) {
            Logs.sql(file, LogFile.statements(LogFile.schema(version)).toArray(String[]::new));
        }
        Logs.sql(
                file,
                "pragma user_version = 3",
                "insert into polled_fault values (5, " + noon + ", " + noon + " + 10000000000, 'timeout', 1)",
                "insert into polled_hour values (5, " + noon + ", 1, 10000000000, 10, 1, 500, 0)",
                "insert into commit_seen values (5, " + noon + ", 'c8', 'c7', 'append', " + noon
                        + ", null, null, 'flink', 'job', '41', null, 12, 3)");
        return file;
    }

    private static void assertVersionThreeIsWhole(LogReader reader) {
        assertThat(reader.run().pipelines().get(0).stages())
                .containsExactly(new StageSetup("api", Duration.ofSeconds(1), Duration.ofSeconds(5)));
        Polling once = new Polling(1, Duration.ofSeconds(10), 10, 1, Duration.ofNanos(500), 0, Told.NOTHING);
        assertThat(reader.polling("sales", "api", Logs.ALL)).isEqualTo(once);
        assertThat(Polling.of(reader.polled("sales", "api", Logs.ALL))).isEqualTo(once);
        assertThat(reader.faults("sales", "api", Logs.ALL)).isEqualTo(Map.of(Fault.TIMEOUT, 1L));
        assertThat(reader.commits("sales", "api", Logs.ALL).newest()).hasSize(1);
        assertThat(Logs.slots(reader, Logs.ALL)).hasSize(1);
    }

    private static List<String> schema(Path file) throws SQLException {
        return Logs.rows(file, """
                select t.type || ' ' || t.name || ': ' || group_concat(c.name || ' ' || c.type
                  || case c."notnull" when 1 then '' else '?' end || case c.pk when 0 then '' else ' ' || c.pk end, ', ')
                from sqlite_master t, pragma_table_info(t.name) c where t.type in ('table', 'view')
                group by t.name order by t.name
                """);
    }

    private static List<String> golden(int version) throws IOException {
        try {
            return Files.readAllLines(
                    Path.of(Objects.requireNonNull(LogFileTest.class.getResource("schema-" + version + ".txt"))
                            .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
