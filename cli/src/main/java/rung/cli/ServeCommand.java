package rung.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rung.core.config.ConfigException;
import rung.core.ladder.Ladder;
import rung.core.log.FactReader;
import rung.core.log.LogReader;
import rung.core.measure.PipelineSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.SystemTimeline;
import rung.probe.plan.Plan;
import rung.probe.plan.PlanFile;
import rung.reporter.web.Dashboard;

/** Shows a log in a browser. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Shows a log in a browser, also while a canary writes it.",
            "",
            "Reads the newest run in the log and changes nothing. Listens on this machine alone unless another host is"
                    + " named. Ctrl-C ends it.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung serve rung-out/demo-2026-11-22-180509",
            "  rung serve facts.db -c pipelines.yaml --http 8080    judged in its peaks, too",
            "  rung serve facts.db --last 30d --http 0.0.0.0:8080   behind a login"
        })
final class ServeCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final CountDownLatch ended = new CountDownLatch(1);

    @Mixin
    private LadderOption ladder = new LadderOption();

    @Parameters(paramLabel = "LOG", description = "A facts.db, or the folder of a run.")
    private Path log = Path.of(Session.LOG);

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A pipelines.yaml, for its peaks.")
    private @Nullable Path config;

    @Option(
            names = "--last",
            paramLabel = "D",
            converter = DurationArgument.class,
            description = "Judge the last stretch of the run alone, such as 24h (default: all of it).")
    private @Nullable Duration last;

    @Option(
            names = "--http",
            paramLabel = "[HOST:]PORT",
            converter = HttpOption.AddressArgument.class,
            description = "Where to listen (default: 8080); 0 takes a free port.")
    private Dashboard.Address address = new Dashboard.Address("127.0.0.1", 8080);

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ConfigException, UserError, InterruptedException {
        Ladder judging = ladder.read(terminal);
        Optional<Plan> plan =
                config == null ? Optional.empty() : Optional.of(PlanFile.read(config, judging, terminal.environment()));
        Path file = Files.isDirectory(log) ? log.resolve(Session.LOG) : log;
        Interrupts.listen(ended::countDown, ended::countDown);
        try (Serving serving = Serving.start(
                SystemTimeline.start(),
                () -> LogReader.newest(file),
                judging,
                new Judging(
                        judging,
                        period -> plan.map(one -> one.peaks().windows(period.from(), period.to()))
                                .orElse(List.of()),
                        this::period),
                address,
                1,
                TraceCollector.of(terminal.environment()))) {
            terminal.err().println("dashboard  " + serving.url() + "  (Ctrl-C ends it)");
            ended.await();
        }
        return ExitCode.OK;
    }

    private TimeWindow period(FactReader facts) {
        Instant first = facts.run().pipelines().stream()
                .map(PipelineSetup::firstSlot)
                .min(Comparator.naturalOrder())
                .orElse(facts.run().startedAt());
        Instant until = facts.until().isAfter(first) ? facts.until() : first.plusSeconds(1);
        Instant from = last == null || until.minus(last).isBefore(first) ? first : until.minus(last);
        return new TimeWindow("run", from, until);
    }
}
