package rung.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rung.core.calibration.Calibration;
import rung.core.config.ConfigException;
import rung.core.config.Durations;
import rung.core.ladder.Ladder;
import rung.probe.plan.Plan;
import rung.probe.plan.PlanFile;

/** Measures the user's own pipelines for a while. */
@Command(
        name = "canary",
        mixinStandardHelpOptions = true,
        description = {
            "Measures your own pipelines with synthetic sales.",
            "",
            "Injects a sale in each slot, watches until the count changes at every stage, and judges each pipeline"
                    + " against the tier that it promises. Touches reserved keys only, and returns every sale. Ctrl-C"
                    + " ends it early, with a report.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung canary -c pipelines.yaml --for 20m",
            "  rung canary -c pipelines.yaml --for 4h --json > report.json",
            "  rung config validate pipelines.yaml      look before you leap"
        })
final class CanaryCommand implements Callable<Integer> {
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final Terminal terminal;

    @Mixin
    private Output output = new Output();

    @Mixin
    private ExitZero exitZero = new ExitZero();

    @Mixin
    private LadderOption ladder = new LadderOption();

    @Mixin
    private HttpOption http = new HttpOption();

    @Mixin
    private Instrument instrument = new Instrument();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            required = true,
            description = "What to measure, such as pipelines.yaml.")
    private Path config = Path.of("pipelines.yaml");

    @Option(
            names = "--for",
            paramLabel = "D",
            required = true,
            converter = DurationArgument.class,
            description = "How long to measure, such as 20m.")
    private Duration span = Duration.ofMinutes(20);

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of facts.db and the report.")
    private @Nullable Path out;

    CanaryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ConfigException, UserError, InterruptedException {
        Ladder judging = ladder.read(terminal);
        Plan plan = PlanFile.read(config, judging, terminal.environment());
        Path folder = Folders.open(terminal, out, "canary");
        output.notice(
                terminal,
                Version.full() + "  " + config + "  zone " + plan.peaks().zone() + "  for " + Durations.words(span)
                        + ", Ctrl-C ends it early");
        Optional<Calibration> calibration =
                instrument.calibration(terminal, output, judging, folder.resolve(Session.LOG));
        Session.Outcome outcome = new Session(terminal, judging, plan, folder, calibration, http.address())
                .measure(WARM_UP, span, DRAIN, output);
        output.print(terminal, outcome.report());
        output.notice(
                terminal,
                "report  " + output.keep(terminal, outcome.report(), folder.resolve(Session.LOG), folder) + "\nfacts   "
                        + folder.resolve(Session.LOG));
        return output.end(terminal, outcome, exitZero.or(outcome.report().exitCode()));
    }
}
