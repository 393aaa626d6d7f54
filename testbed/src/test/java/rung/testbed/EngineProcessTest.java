package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class EngineProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void anEngineThatWorksSaysSoAndEndsWhenItIsClosed() throws Exception {
        EngineProcess engine = start("good", PATIENCE);
        try (engine) {
            assertThat(engine.awaitReady(PATIENCE)).isEqualTo("on port 7");
            assertThat(engine.alive()).isTrue();
            assertThat(ProcessHandle.of(engine.pid())).isPresent();
        }

        assertThat(engine.alive()).isFalse();
        assertThat(engine.logFile()).hasContent("a warning\na line");
    }

    @Test
    void anEngineThatEndsEarlySaysWhy() throws Exception {
        try (EngineProcess engine = start("broken", PATIENCE)) {
            assertThatThrownBy(() -> engine.awaitReady(PATIENCE))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("toy ended with exit code 3 before it was ready; its last lines (of ")
                    .hasMessageEndingWith("no such table: inventory");
        }
    }

    @Test
    void anEngineThatIsNotReadyInTimeIsAFailureWithItsLastLines() throws Exception {
        try (EngineProcess engine = start("silent", PATIENCE)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> folder.resolve("toy.log").toFile().length() > 0);

            assertThatThrownBy(() -> engine.awaitReady(Duration.ofMillis(10)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("toy was not ready within 0 s")
                    .hasMessageEndingWith("thinking");
        }
    }

    @Test
    void anEngineThatDoesNotEndWhenAskedIsKilled() throws Exception {
        EngineProcess engine = start("stubborn", Duration.ofMillis(100));
        engine.awaitReady(PATIENCE);

        engine.close();

        assertThat(engine.alive()).isFalse();
        assertThat(ProcessHandle.of(engine.pid())).isEmpty();
    }

    @Test
    void aKilledEngineIsGoneAndCanBeClosed() throws Exception {
        EngineProcess engine = start("good", PATIENCE);
        engine.awaitReady(PATIENCE);

        engine.kill();

        assertThat(engine.alive()).isFalse();
        engine.close();
    }

    private EngineProcess start(String behaviour, Duration timeToEnd) throws IOException {
        String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return EngineProcess.start(
                new EngineProcess.Command(
                        "toy",
                        List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        Arrays.stream(classpath.split(File.pathSeparator, -1))
                                .map(Path::of)
                                .toList(),
                        ToyEngine.class.getName(),
                        List.of(behaviour)),
                folder.resolve("toy.log"),
                timeToEnd);
    }
}
