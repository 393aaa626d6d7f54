package rung.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import rung.core.calibration.Calibration;
import rung.core.calibration.CalibrationJson;
import rung.core.ladder.Ladder;
import rung.core.log.LogReader;
import rung.core.measure.Fact;
import rung.core.time.SystemTimeline;
import rung.probe.calibration.Calibrator;
import rung.probe.calibration.Effort;
import rung.probe.canary.CannotObserve;

/** How exact Rung is where it is about to measure: a page of every report. */
final class Instrument {
    @Option(
            names = "--no-calibration",
            description = "Do not measure first what Rung resolves on this machine; saves some seconds.")
    private boolean skipped;

    /**
     * What the log holds of this version of Rung, or else a quick calibration of some seconds; absent when the user wants
     * none.
     *
     * @param log file of facts, which may not be there yet; its folder keeps what a calibration writes on its way
     */
    Optional<Calibration> calibration(Terminal terminal, Output output, Ladder ladder, Path log)
            throws IOException, InterruptedException {
        if (skipped) {
            return Optional.empty();
        }
        Optional<Calibration> known = known(log);
        return known.isPresent() ? known : Optional.of(calibrate(terminal, output, ladder, log));
    }

    /**
     * Absent where there is no log, or one whose calibration another version wrote that this one cannot read; what is wrong
     * with a file that is no log is told when it is opened for writing.
     */
    static Optional<Calibration> known(Path log) {
        if (!Files.exists(log)) {
            return Optional.empty();
        }
        try (LogReader facts = LogReader.newest(log)) {
            List<Fact.Calibrated> calibrations = facts.calibrations();
            return calibrations.isEmpty()
                    ? Optional.empty()
                    : Optional.of(CalibrationJson.read(
                                    calibrations.get(calibrations.size() - 1).result()))
                            .filter(calibration -> calibration.software().equals(Version.full()));
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static Calibration calibrate(Terminal terminal, Output output, Ladder ladder, Path log)
            throws IOException, InterruptedException {
        Path folder = log.toAbsolutePath().getParent();
        Path scratch = folder == null
                ? Files.createTempDirectory("rung-calibrate")
                : Files.createTempDirectory(folder, "calibration-");
        try (StepLine steps = new StepLine(terminal, output.isQuiet())) {
            return new Calibrator(SystemTimeline.start(), ladder, Version.full(), steps)
                    .calibrate(Effort.quick(), Calibrator.SEED, List.of(), scratch);
        } catch (CannotObserve e) {
            throw new IllegalStateException("no stage was asked for", e);
        } finally {
            Folders.delete(scratch);
        }
    }
}
