package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.log.LogReader;
import rung.core.measure.TimeWindow;

/** A signal, in a process of its own. SIGTERM, which takes the way of Ctrl-C but is never ignored by a parent's wish. */
class InterruptsTest {
    @TempDir
    private Path folder;

    private ProcessHandle started = ProcessHandle.current();

    @AfterEach
    void end() {
        if (!started.equals(ProcessHandle.current())) {
            started.descendants().forEach(ProcessHandle::destroyForcibly);
            started.destroyForcibly();
        }
    }

    @Test
    void aRunThatIsEndedEarlyReportsWithoutWaitingForItsPlannedEnd() throws Exception {
        Path out = folder.resolve("out");
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "rung.cli.Main",
                        "demo",
                        "--for",
                        "20m",
                        "--out",
                        out.toString())
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        started = demo.toHandle();
        await().atMost(Duration.ofMinutes(2)).until(() -> !demo.isAlive() || hasSold(out.resolve("facts.db")));
        ProcessHandle redis = demo.descendants().findFirst().orElseThrow();

        demo.destroy();

        assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(out.resolve("report.json")).exists();
        assertThat(folder.resolve("stdout")).content().startsWith("VERDICT");
        assertThat(folder.resolve("stderr"))
                .content()
                .endsWith("interrupted in the warm-up, before the window began: the report holds nothing\n")
                .doesNotContain("\tat ", "Exception");
        await().until(() -> !redis.isAlive());
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
