package rung.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rung.core.calibration.Calibration;
import rung.core.calibration.CalibrationJson;
import rung.core.config.ConfigException;
import rung.core.ladder.Ladder;
import rung.core.time.SystemTimeline;
import rung.probe.calibration.Calibrator;
import rung.probe.calibration.Effort;
import rung.probe.canary.CannotObserve;
import rung.probe.plan.PipelinePlan;
import rung.probe.plan.PlanFile;
import rung.reporter.console.CalibrationPage;
import rung.reporter.console.Style;

/** Measures the instrument itself. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the instrument itself: what it resolves on this machine.",
            "",
            "Judges simulated pipelines whose staleness is known, then times sends, looks and clocks of this machine."
                    + " Ends with one sentence. With a configuration it also reads each stage's keys, and says which"
                    + " edges can be judged there; it sends nothing.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung calibrate",
            "  rung calibrate -c pipelines.yaml         your stages, too",
            "  rung calibrate --runs 400 --seed 7       ten times as many windows",
            "  rung calibrate --json > calibration.json"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the instrument kept its own rules",
            "4:it broke one; the sentence says which",
            "6:a stage cannot be read",
            "130:interrupted"
        })
final class CalibrateCommand implements Callable<Integer> {
    private static final int MOST_RUNS = 100_000;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--no-color", description = "Print without colours, as NO_COLOR does.")
    private boolean colourless;

    @Option(
            names = {"-q", "--quiet"},
            description = "Keep progress and notices from the terminal.")
    private boolean quiet;

    @Mixin
    private LadderOption ladder = new LadderOption();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Time looks at these stages, too.")
    private @Nullable Path config;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Windows of each known pipeline (default: ${DEFAULT-VALUE}).")
    private int runs = Effort.FULL_RUNS;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed = Calibrator.SEED;

    CalibrateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ConfigException, UserError, InterruptedException {
        if (runs < 2 || runs > MOST_RUNS) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.format(
                            Locale.ROOT,
                            "Invalid value for option '--runs': write 2 to %,d; more are more exact",
                            MOST_RUNS));
        }
        Ladder judging = ladder.read(terminal);
        List<PipelinePlan> pipelines = config == null
                ? List.of()
                : PlanFile.read(config, judging, terminal.environment()).pipelines();
        Path scratch = Files.createTempDirectory("rung-calibrate");
        Thread calibrating = Thread.currentThread();
        Interrupts interrupts = Interrupts.listen(calibrating::interrupt, () -> {});
        try {
            return calibrate(judging, pipelines, scratch);
        } catch (InterruptedException | IOException | UserError e) {
            if (!interrupts.came()) {
                throw e; // an interrupted client may call it an error of its own
            }
            notice("interrupted: nothing to report");
            return ExitCode.INTERRUPTED;
        } finally {
            Folders.delete(scratch);
        }
    }

    private int calibrate(Ladder judging, List<PipelinePlan> pipelines, Path scratch)
            throws IOException, UserError, InterruptedException {
        notice(Version.full() + "  seed " + seed + "  " + runs + " windows of each known pipeline, Ctrl-C ends it");
        Calibration calibration = calibration(judging, pipelines, scratch);
        terminal.out().print(json ? CalibrationJson.write(calibration) : CalibrationPage.render(calibration, style()));
        terminal.out().flush();
        return calibration.isSound() ? ExitCode.OK : ExitCode.UNDECIDED;
    }

    private Calibration calibration(Ladder judging, List<PipelinePlan> pipelines, Path scratch)
            throws IOException, UserError, InterruptedException {
        try (StepLine steps = new StepLine(terminal, quiet)) {
            return new Calibrator(SystemTimeline.start(), judging, Version.full(), steps)
                    .calibrate(Effort.full(runs), seed, pipelines, scratch);
        } catch (CannotObserve e) {
            throw new UserError(ExitCode.CANNOT_OBSERVE, e);
        }
    }

    private Style style() {
        Style style = terminal.style();
        return colourless ? new Style(false, style.isUnicode()) : style;
    }

    private void notice(String text) {
        if (!quiet) {
            terminal.err().println(text);
        }
    }
}
