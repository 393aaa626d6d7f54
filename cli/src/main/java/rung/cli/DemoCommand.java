package rung.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rung.cli.reference.Reference;
import rung.core.calibration.Calibration;
import rung.core.config.ConfigException;
import rung.core.config.Durations;
import rung.core.ladder.Ladder;
import rung.core.ladder.LadderFile;
import rung.probe.plan.Plan;
import rung.probe.plan.PlanFile;
import rung.reporter.console.StageTable;
import rung.reporter.report.FreshnessReport;
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
            "  rung demo                        four minutes: one pipeline is undecided",
            "  rung demo --for 7m               long enough to see one miss its tier",
            "  rung demo --pipeline cdc-flink   Debezium, Flink, Iceberg and Trino",
            "  rung demo --pipeline all         all five, and a table that compares them",
            "  rung demo --http 8080            and look at it in a browser",
            "  rung demo --json > report.json"
        })
final class DemoCommand implements Callable<Integer> {
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /** The probe reads the warehouse some 20 times a second; the back office's queries must be what makes it busy. */
    private static final int SURGE_QUERIES = 120;

    private static final int BUSY_QUERIES = 60;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Output output = new Output();

    @Mixin
    private HttpOption http = new HttpOption();

    @Mixin
    private Instrument instrument = new Instrument();

    @Option(
            names = "--for",
            paramLabel = "D",
            converter = DurationArgument.class,
            description = "How long to measure (default: 4m).")
    private Duration span = Duration.ofMinutes(4);

    @Option(
            names = "--pipeline",
            paramLabel = "NAME",
            completionCandidates = ReferenceNames.class,
            description = {
                "Measure a reference pipeline of real engines instead: ${COMPLETION-CANDIDATES}. Engines are"
                        + " downloaded on first use."
            })
    private @Nullable String pipeline;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder of facts.db, the report, pipelines.yaml and rung.log.")
    private @Nullable Path out;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ConfigException, UserError, InterruptedException {
        List<Reference> references = pipeline == null ? List.of() : ReferenceNames.named(spec, pipeline);
        Path folder = Folders.open(terminal, out, "demo");
        Ladder ladder = LadderFile.standard();
        if (!references.isEmpty()) {
            return measure(references, folder, ladder);
        }
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

    /** One after the other, each in a folder of its own when there are several; ends when the user interrupts one. */
    private int measure(List<Reference> references, Path folder, Ladder ladder)
            throws IOException, ConfigException, UserError, InterruptedException {
        output.notice(terminal, Version.full() + "  starting a reference pipeline …");
        ReferenceDemo demo = new ReferenceDemo(terminal, output, ladder, http.address());
        List<FreshnessReport> reports = new ArrayList<>();
        for (Reference reference : references) {
            Path own = references.size() == 1 ? folder : Files.createDirectories(folder.resolve(reference.name()));
            Session.Outcome outcome = demo.measure(
                    reference, own, span, instrument.calibration(terminal, output, ladder, own.resolve(Session.LOG)));
            reports.add(outcome.report());
            int code = output.end(terminal, outcome, ExitCode.OK);
            if (code != ExitCode.OK) {
                return code;
            }
        }
        String table = StageTable.render(reports);
        if (references.size() > 1 && output.isForPeople()) {
            terminal.out().print("\n" + table);
            terminal.out().flush();
        }
        if (references.size() > 1) {
            Files.writeString(folder.resolve("stages.md"), table, StandardCharsets.UTF_8);
        }
        return ExitCode.OK;
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
            Session.Outcome outcome = new Session(terminal, ladder, plan, folder, calibration, http.address())
                    .measure(WARM_UP, span, DRAIN, output);
            output.print(terminal, outcome.report());
            output.notice(
                    terminal,
                    "report  " + output.keep(terminal, outcome.report(), folder.resolve(Session.LOG), folder)
                            + "\nfacts   " + folder.resolve(Session.LOG)
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
