package rung.reporter.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.log.LogReader;
import rung.core.log.MeasurementLog;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;

class FollowerTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Timeline timeline = SystemTimeline.start();
    private Path file = Path.of("");

    @BeforeEach
    void write(@TempDir Path folder) throws IOException {
        file = folder.resolve("facts.db");
        begin("r1");
    }

    private void begin(String run) throws IOException {
        PipelineSetup sales = new PipelineSetup(
                "sales",
                Promise.none("api"),
                NOON,
                Duration.ofSeconds(1),
                List.of(StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)));
        MeasurementLog.begin(file, new RunSetup(run, NOON, ZoneId.of("UTC"), 1, "rung test", List.of(sales)))
                .close();
    }

    private final class Telling implements Follower.Work {
        private boolean isBroken;

        private Telling(boolean isBroken) {
            this.isBroken = isBroken;
        }

        @Override
        public void look(LogReader facts) {
            told.add(facts.run().id());
            if (isBroken) {
                isBroken = false;
                throw new IllegalStateException("by hand");
            }
        }

        @Override
        public void lost() {
            told.add("lost");
        }

        @Override
        public void end() {
            told.add("end");
        }
    }

    @Test
    void aLookThatFailsIsToldAndTheNextIsOfTheLogOpenedAnew() throws IOException {
        AtomicInteger opened = new AtomicInteger();
        Follower.Opening opening = () -> {
            opened.incrementAndGet();
            return LogReader.newest(file);
        };
        Follower follower = Follower.start("follower-test", timeline, opening, new Telling(true));
        await().atMost(SOON).until(() -> told.size() >= 3);
        follower.close();

        assertThat(told).startsWith("r1", "lost", "r1").endsWith("end");
        assertThat(opened).hasValue(2);
    }

    @Test
    void aLogThatIsNotThereYetIsLookedForAgain() {
        AtomicInteger asked = new AtomicInteger();
        Follower.Opening opening = () -> {
            if (asked.incrementAndGet() == 1) {
                throw new IOException("not there yet");
            }
            return LogReader.newest(file);
        };
        Follower follower = Follower.start("follower-test", timeline, opening, new Telling(false));
        await().atMost(SOON).until(() -> told.contains("r1"));
        follower.close();

        assertThat(told).startsWith("lost", "r1").endsWith("end");
    }
}
