package rung.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
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
import rung.core.ladder.LadderFile;
import rung.probe.plan.Plan;
import rung.probe.plan.PlanFile;
import rung.testbed.Shop;
import rung.testbed.Stock;
import rung.testbed.Testbed;
import rung.testbed.TestbedSettings;

/** Measures a retailer in a box. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Measures a retailer in a box, on this machine alone.",
            "",
            "Starts Kafka, an Iceberg catalog and its tables, Redis and an inventory API with three pipelines over one"
                    + " topic of sales, measures them, and says on which tier each stands. Ctrl-C ends it early, with"
                    + " a report.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung demo                 four minutes: one pipeline is still undecided",
            "  rung demo --for 7m        long enough to see the warehouse miss its tier",
            "  rung demo --json > report.json"
        })
final class DemoCommand implements Callable<Integer> {
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /** The probe reads the warehouse some 20 times a second; the back office's queries must be what makes it busy. */
    private static final int SURGE_QUERIES = 120;

    private static final int BUSY_QUERIES = 60;

    private final Terminal terminal;

    @Mixin
    private Output output = new Output();

    @Mixin
    private Instrument instrument = new Instrument();

    @Option(
            names = "--for",
            paramLabel = "D",
            converter = DurationArgument.class,
            description = "How long to measure (default: 4m).")
    private Duration span = Duration.ofMinutes(4);

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder of facts.db, report.json, pipelines.yaml and rung.log.")
    private @Nullable Path out;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ConfigException, UserError, InterruptedException {
        Path folder = Folders.open(terminal, out, "demo");
        Ladder ladder = LadderFile.standard();
        output.notice(terminal, Version.full() + "  starting a retailer in a box …");
        Optional<Calibration> calibration =
                instrument.calibration(terminal, output, ladder, folder.resolve(Session.LOG));
        Path data = Files.createTempDirectory(folder, "servers-");
        try {
            return measure(folder, data, ladder, calibration);
        } finally {
            Folders.delete(data);
        }
    }

    private int measure(Path folder, Path data, Ladder ladder, Optional<Calibration> calibration)
            throws IOException, ConfigException, UserError, InterruptedException {
        try (Testbed testbed = Testbed.start(data, Stock.standard(DemoPlan.reserved()));
                Shop shop = testbed.openShop(settings())) {
            Path file = folder.resolve("pipelines.yaml");
            Files.writeString(
                    file,
                    DemoPlan.yaml(
                            ZoneId.systemDefault().getId(),
                            testbed.bootstrap(),
                            testbed.catalog().uri(),
                            testbed.catalog().warehouse(),
                            testbed.redis(),
                            shop.uri()),
                    StandardCharsets.UTF_8);
            Plan plan = PlanFile.read(file, ladder, terminal.environment());
            output.notice(
                    terminal,
                    "open: 200 stores, 10,000 sales an hour, three pipelines over one topic; measuring for "
                            + Durations.words(span) + " after " + Durations.words(WARM_UP)
                            + " of warm-up, Ctrl-C ends it early");
            Session.Outcome outcome =
                    new Session(terminal, ladder, plan, folder, calibration).measure(WARM_UP, span, DRAIN, output);
            output.print(terminal, outcome.report());
            output.notice(
                    terminal,
                    "report  " + Output.keep(outcome.report(), folder) + "\nfacts   " + folder.resolve(Session.LOG)
                            + "\nconfig  " + file + "\ncost    " + DemoCost.line(folder.resolve(Session.LOG)));
            return output.end(terminal, outcome, ExitCode.OK);
        }
    }

    private static TestbedSettings settings() {
        TestbedSettings standard = TestbedSettings.standard();
        return new TestbedSettings(
                standard.commitEvery(),
                standard.firstBatchAfter(),
                standard.batchEvery(),
                standard.surgeAfter(),
                SURGE_QUERIES,
                BUSY_QUERIES,
                standard.transactionsPerHour(),
                standard.seed());
    }
}
