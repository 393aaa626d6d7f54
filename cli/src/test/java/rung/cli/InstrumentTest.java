package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.log.MeasurementLog;
import rung.core.measure.Fact;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;

class InstrumentTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void aCalibrationThatCannotBeReadIsMadeAnew() throws IOException {
        Path log = folder.resolve(Session.LOG);
        StageSetup stage = StageSetup.polled("api", Duration.ofSeconds(1), Duration.ZERO);
        PipelineSetup pipeline = new PipelineSetup(
                "sales", new Promise(3, "api", List.of()), NOON, Duration.ofSeconds(10), List.of(stage));
        try (MeasurementLog facts = MeasurementLog.begin(
                log, new RunSetup("run", NOON, ZoneOffset.UTC, 1, "rung 0.0.1", List.of(pipeline)))) {
            facts.append(new Fact.Calibrated(NOON, "{\"schema\": \"of another version\"}"));
        }

        assertThat(Instrument.known(log)).isEmpty();
    }

    @Test
    void aLogThatIsNotThereKnowsNone() {
        assertThat(Instrument.known(folder.resolve(Session.LOG))).isEmpty();
    }
}
