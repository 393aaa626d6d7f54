package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.log.LogReader;
import rung.core.measure.TimeWindow;

/** A signal, in a process of its own. SIGTERM, which takes the way of Ctrl-C but is never ignored by a parent's wish. */
class InterruptsTest {
    @TempDir
    private Path folder;

    @Test
    void aRunThatIsEndedEarlyReportsWithoutWaitingForItsPlannedEnd() throws Exception {
        Path out = folder.resolve("out");
        try (RungProcess demo = RungProcess.start(folder, "demo", "--for", "20m", "--out", out.toString())) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> !demo.process().isAlive() || hasSold(out.resolve("facts.db")));
            ProcessHandle redis = demo.process().descendants().findFirst().orElseThrow();

            assertThat(demo.end()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(out.resolve("report.json")).exists();
            assertThat(demo.out()).startsWith("VERDICT");
            assertThat(demo.err())
                    .endsWith("interrupted in the warm-up, before the window began: the report holds nothing\n")
                    .doesNotContain("\tat ", "Exception");
            await().until(() -> !redis.isAlive());
        }
    }

    private static boolean hasSold(Path log) {
        if (!Files.exists(log)) {
            return false;
        }
        AtomicLong sold = new AtomicLong();
        try (LogReader facts = LogReader.newest(log)) {
            TimeWindow all = new TimeWindow(
                    "all", facts.run().startedAt(), facts.run().startedAt().plus(Duration.ofHours(1)));
            facts.slots("hot-view", "api", all, slot -> sold.incrementAndGet());
        } catch (IOException e) {
            return false; // still being made
        }
        return sold.get() > 1;
    }
}
