package rung.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rung.core.checkup.Checkup;
import rung.core.checkup.CheckupJson;
import rung.core.config.ConfigException;
import rung.core.ladder.Ladder;
import rung.core.time.SystemTimeline;
import rung.probe.checkup.Doctor;
import rung.probe.plan.Plan;
import rung.probe.plan.PlanFile;
import rung.reporter.console.CheckupPage;
import rung.reporter.console.Style;

/** Looks at all that a configuration names before anything is sent. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at all that a configuration names, before anything is sent.",
            "",
            "Reads the file, asks every source whether it would take a sale, and looks once at every stage, all side by"
                    + " side. Says what each look found and costs, and what to do where something is wrong. Sends"
                    + " nothing.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  rung doctor -c pipelines.yaml", "  rung doctor -c pipelines.yaml --json > checkup.json"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything can be reached and read",
            "2:the command line, or the configuration, is wrong",
            "5:a source does not take sales",
            "6:a stage cannot be read"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Terminal terminal;

    @Mixin
    private ExitZero exitZero = new ExitZero();

    @Mixin
    private LadderOption ladder = new LadderOption();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            required = true,
            description = "What to look at, such as pipelines.yaml.")
    private Path config = Path.of("pipelines.yaml");

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--no-color", description = "Print without colours, as NO_COLOR does.")
    private boolean colourless;

    @Option(
            names = {"-q", "--quiet"},
            description = "Keep notices from the terminal.")
    private boolean quiet;

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ConfigException, InterruptedException {
        Ladder judging = ladder.read(terminal);
        Plan plan = PlanFile.read(config, judging, terminal.environment());
        if (!quiet) {
            terminal.err()
                    .println(Version.full() + "  " + config + " is sound; looking at its sources and stages, at most "
                            + PATIENCE.toSeconds() + " s …");
        }
        Checkup checkup = new Doctor(SystemTimeline.start(), PATIENCE).examine(plan.pipelines(), Version.full());
        terminal.out()
                .print(
                        json
                                ? CheckupJson.write(checkup)
                                : CheckupPage.render(checkup, plan.peaks().zone(), style()));
        terminal.out().flush();
        return exitZero.or(exitCode(checkup));
    }

    private static int exitCode(Checkup checkup) {
        if (!checkup.canInject()) {
            return ExitCode.CANNOT_INJECT;
        }
        return checkup.canObserve() ? ExitCode.OK : ExitCode.CANNOT_OBSERVE;
    }

    private Style style() {
        Style style = terminal.style();
        return colourless ? new Style(false, style.isUnicode()) : style;
    }
}
