package rung.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChildTest {
    @Test
    void aStoppedProcessEndsWhenItIsClosed() throws Exception {
        Process process;
        try (Child child = Child.start(List.of("sleep", "600"))) {
            process = child.process();
            long pid = process.pid();
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid))
                            .start()
                            .waitFor())
                    .isZero();
        }

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void allThatAProcessPrintsIsRead() throws Exception {
        try (Child child = Child.start(List.of("sh", "-c", "echo one; echo two >&2"))) {
            assertThat(child.printed(Duration.ofSeconds(10))).isEqualTo("one\ntwo\n");
        }
    }

    @Test
    void aJavaProcessHasTheClassPathOfThisOne() throws Exception {
        try (Child child = Child.start(Child.java("org.apache.kafka.tools.ProducerPerformance", "--help"))) {
            assertThat(child.printed(Duration.ofSeconds(60))).contains("--throughput");
        }
    }
}
