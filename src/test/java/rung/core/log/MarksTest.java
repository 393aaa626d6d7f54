package rung.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Fact;
import rung.core.measure.Mark;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;

class MarksTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final TimeWindow HOUR = new TimeWindow("hour", NOON, NOON.plusSeconds(3600));
    private static final RunSetup RUN = new RunSetup(
            "r1",
            NOON,
            ZoneId.of("UTC"),
            1,
            "rung test",
            List.of(new PipelineSetup(
                    "sales",
                    Promise.none("api"),
                    NOON,
                    Duration.ofSeconds(1),
                    List.of(StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)))));

    @TempDir
    private Path folder;

    @Test
    void marksOfAPipelineAndOfAllAreReadInTheOrderOfTheirTimes() throws IOException {
        Path file = folder.resolve("facts.db");
        MeasurementLog.begin(file, RUN).close();
        Mark late = new Mark(NOON.plusSeconds(1200), Optional.of("sales"), "loader 4.2");
        Mark early = new Mark(NOON.plusSeconds(600), Optional.empty(), "broker restarted");
        Marks.append(file, late);
        Marks.append(file, early);
        Marks.append(file, new Mark(NOON.plusSeconds(700), Optional.of("other"), "not here"));
        Marks.append(file, new Mark(NOON.plusSeconds(3600), Optional.empty(), "after the window"));

        try (LogReader facts = LogReader.newest(file)) {
            assertThat(facts.marks("sales", HOUR)).containsExactly(early, late);
        }
    }

    @Test
    void aMarkIsNotedWhileAProbeWrites() throws IOException {
        Path file = folder.resolve("facts.db");
        Mark mark = new Mark(NOON.plusSeconds(1), Optional.empty(), "deploy");
        try (MeasurementLog log = MeasurementLog.begin(file, RUN);
                LogReader facts = LogReader.newest(file)) {
            log.append(new Fact.Ticked(NOON.plusSeconds(1), NOON.plusSeconds(1)));
            log.flush();
            Marks.append(file, mark);
            log.append(new Fact.Ticked(NOON.plusSeconds(2), NOON.plusSeconds(2)));
            log.flush();

            assertThat(facts.marks("sales", HOUR)).containsExactly(mark);
            assertThat(facts.until()).isEqualTo(NOON.plusSeconds(2));
        }
    }

    @Test
    void aMistypedNameIsNotANewLog() {
        Path file = folder.resolve("fatcs.db");

        assertThatThrownBy(() -> Marks.append(file, new Mark(NOON, Optional.empty(), "deploy")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no log at");
        assertThat(file).doesNotExist();
    }

    @Test
    void aNoteIsOneLine() {
        for (String note : List.of("", "  ", "two\nlines", "x".repeat(201))) {
            assertThatThrownBy(() -> new Mark(NOON, Optional.empty(), note))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one line of 1 to 200 signs");
        }
    }
}
