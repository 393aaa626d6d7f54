package rung.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rung.core.log.Logs.ALL;
import static rung.core.log.Logs.RUN;
import static rung.core.log.Logs.handed;
import static rung.core.log.Logs.refused;
import static rung.core.log.Logs.seen;
import static rung.core.log.Logs.slots;
import static rung.core.log.Logs.ticked;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Fact;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;

/** The log while it is written, after a crash, and where it cannot be written. */
class MeasurementLogTest {
    @TempDir
    Path folder;

    private Path file = Path.of("facts.db");

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("new").resolve("facts.db");
    }

    @Test
    void factsAreVisibleAfterAFlushAndNotBefore() throws IOException {
        try (MeasurementLog log = MeasurementLog.begin(file, RUN);
                LogReader reader = LogReader.newest(file)) {
            log.append(handed(0, 0));
            log.append(ticked(1));

            assertThat(slots(reader, ALL)).isEmpty();
            log.flush();
            assertThat(slots(reader, ALL)).hasSize(1);
        }
    }

    @Test
    void aCrashLosesNothingThatWasFlushed() throws IOException {
        Path copy = folder.resolve("after-crash.db");
        try (MeasurementLog log = MeasurementLog.begin(file, RUN)) {
            log.append(handed(0, 0));
            log.append(ticked(1));
            log.flush();
            log.append(ticked(2));
            for (String suffix : List.of("", "-wal")) {
                Files.copy(Path.of(file + suffix), Path.of(copy + suffix), StandardCopyOption.REPLACE_EXISTING);
            }
        }

        try (LogReader reader = LogReader.newest(copy)) {
            assertThat(slots(reader, ALL)).hasSize(1);
        }
    }

    @Test
    @Timeout(30)
    void aReaderInAnotherThreadSeesWholeFlushesWhileTheLogIsWritten() throws Exception {
        int minutes = 400;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (MeasurementLog log = MeasurementLog.begin(file, RUN);
                LogReader reader = LogReader.newest(file)) {
            Thread writer = new Thread(() -> {
                for (int minute = 0; minute < minutes; minute++) {
                    log.append(handed(minute, 0));
                    log.append(seen(minute, 1, 2));
                    log.append(ticked(minute + 1));
                    log.flush();
                }
            });
            writer.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
            writer.start();
            int before = 0;
            while (writer.isAlive()) {
                List<SlotOutcome> slots = slots(reader, ALL);
                assertThat(slots.size()).isGreaterThanOrEqualTo(before);
                assertThat(slots).allMatch(slot -> slot.outcome() instanceof Outcome.Seen);
                before = slots.size();
            }
            writer.join();
            assertThat(slots(reader, ALL)).hasSize(minutes);
        }
        assertThat(failure.get()).isNull();
    }

    @Test
    void factsOfSeveralThreadsAreAllKept() throws Exception {
        try (MeasurementLog log = MeasurementLog.begin(file, RUN)) {
            Thread[] threads = new Thread[4];
            for (int thread = 0; thread < threads.length; thread++) {
                int first = thread * 100;
                threads[thread] = new Thread(() -> {
                    for (int slot = first; slot < first + 100; slot++) {
                        log.append(handed(slot, 0));
                    }
                });
                threads[thread].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        assertThat(Logs.rows(file, "select count(*) from injection")).containsExactly("400");
    }

    @Test
    void aRunIsBegunOnlyOnceInAFile() throws IOException {
        MeasurementLog.begin(file, RUN).close();

        assertThatThrownBy(() -> MeasurementLog.begin(file, RUN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("r1")
                .hasMessageContaining(file.toString());
    }

    @Test
    void factsOfAPipelineOrStageThatTheRunDoesNotHaveAreRefused() throws IOException {
        try (MeasurementLog log = MeasurementLog.begin(file, RUN)) {
            assertThatThrownBy(() -> log.append(new Fact.Ended("stock", Instant.EPOCH)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("stock");
            assertThatThrownBy(() -> log.append(new Fact.Missing("sales", "shop", 0, Instant.EPOCH)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("shop");
        }
    }

    @Test
    void aFactThatCannotBeWrittenStopsTheProbeAndNamesTheFile() throws IOException {
        try (MeasurementLog log = MeasurementLog.begin(file, RUN)) {
            log.append(handed(0, 0));

            assertThatThrownBy(() -> log.append(handed(0, 0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void aFullDiskStopsTheProbeAndNamesTheFileAndKeepsWhatWasFlushed() throws IOException, SQLException {
        Connection connection = LogFile.write(file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma max_page_count = 64");
        }
        try (MeasurementLog log = new MeasurementLog(file, connection, RUN)) {
            log.append(handed(0, 0));
            log.append(ticked(1));
            log.flush();

            assertThatThrownBy(() -> {
                        for (int slot = 1; slot < 100_000; slot++) {
                            log.append(handed(slot, 0));
                        }
                        log.flush();
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("full");
            assertThatThrownBy(() -> log.append(handed(100_000, 0)))
                    .as("the facts before it are gone")
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(file.toString());
            assertThatThrownBy(log::flush).isInstanceOf(IllegalStateException.class);
        }

        try (LogReader reader = LogReader.newest(file)) {
            assertThat(slots(reader, ALL)).hasSize(1);
        }
    }

    @Test
    void theViewForPeopleShowsEachSaleWithItsBounds() throws IOException, SQLException {
        try (MeasurementLog log = MeasurementLog.begin(file, RUN)) {
            log.append(handed(0, 0.25));
            log.append(seen(0, 1, 2.5));
            log.append(handed(1, 0));
            log.append(refused(1));
        }

        assertThat(Logs.rows(
                        file,
                        "select run, pipeline, stage, slot, store, intended, slip_seconds, at_least_seconds,"
                                + " at_most_seconds, cycle, refused from measurement order by slot, stage"))
                .containsExactly(
                        "r1|sales|api|0|store-7|2026-01-01T12:00:10.000Z|0.25|1.0|2.5|snapshot-0|null",
                        "r1|sales|table|0|store-7|2026-01-01T12:00:10.000Z|0.25|null|null|null|null",
                        "r1|sales|api|1|store-7|2026-01-01T12:01:10.000Z|0.0|null|null|null|no leader",
                        "r1|sales|table|1|store-7|2026-01-01T12:01:10.000Z|0.0|null|null|null|no leader");
    }
}
