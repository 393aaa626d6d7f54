package rung.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import rung.cli.reference.Open;
import rung.cli.reference.PlanText;
import rung.cli.reference.Reference;
import rung.cli.reference.Site;
import rung.core.calibration.Calibration;
import rung.core.config.ConfigException;
import rung.core.config.Durations;
import rung.core.ladder.Ladder;
import rung.probe.plan.Plan;
import rung.probe.plan.PlanFile;
import rung.reporter.web.Dashboard;
import rung.testbed.Stock;
import rung.testbed.Testbed;

/** One reference pipeline, opened, measured and closed again. */
final class ReferenceDemo {
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration DRAIN = Duration.ofSeconds(15);
    private static final int STORES = 20;
    private static final int SKUS = 40;

    private final Terminal terminal;
    private final Output output;
    private final Ladder ladder;
    private final Optional<Dashboard.Address> http;

    /** @param http where the dashboard is served meanwhile; absent when it is not */
    ReferenceDemo(Terminal terminal, Output output, Ladder ladder, Optional<Dashboard.Address> http) {
        this.terminal = terminal;
        this.output = output;
        this.ladder = ladder;
        this.http = http;
    }

    /**
     * Measures {@code reference} for {@code span}, prints its report and keeps it in {@code folder}.
     *
     * @throws UserError when it cannot be opened, with cause and cure
     */
    Session.Outcome measure(Reference reference, Path folder, Duration span, Optional<Calibration> calibration)
            throws IOException, ConfigException, UserError, InterruptedException {
        output.notice(terminal, reference.name() + ": " + reference.summary());
        Path data = Files.createTempDirectory(folder, "servers-");
        try {
            return measure(reference, folder, data, span, calibration);
        } finally {
            Folders.delete(data);
        }
    }

    private Session.Outcome measure(
            Reference reference, Path folder, Path data, Duration span, Optional<Calibration> calibration)
            throws IOException, ConfigException, UserError, InterruptedException {
        Stock stock = Stock.of(STORES, SKUS, PlanText.reserved());
        try (Testbed testbed = Testbed.start(data.resolve("testbed"), stock);
                Open open = open(reference, new Site(data.resolve("pipeline"), testbed, stock, this::tell))) {
            Path file = folder.resolve("pipelines.yaml");
            Files.writeString(
                    file,
                    PlanText.file(ZoneId.systemDefault().getId(), reference.name(), reference.summary(), open),
                    StandardCharsets.UTF_8);
            Plan plan = PlanFile.read(file, ladder, terminal.environment());
            output.notice(
                    terminal,
                    "open; measuring for " + Durations.words(span) + " after " + Durations.words(WARM_UP)
                            + " of warm-up, Ctrl-C ends it early");
            Session.Outcome outcome = new Session(terminal, ladder, plan, folder, calibration, http)
                    .measure(WARM_UP, span, DRAIN, output);
            output.print(terminal, outcome.report());
            output.notice(
                    terminal,
                    "report  " + output.keep(terminal, outcome.report(), folder.resolve(Session.LOG), folder)
                            + "\nfacts   " + folder.resolve(Session.LOG)
                            + "\nconfig  " + file);
            return outcome;
        }
    }

    private static Open open(Reference reference, Site site) throws UserError {
        try {
            return reference.open(site);
        } catch (IOException e) {
            throw new UserError(ExitCode.INTERNAL, e);
        }
    }

    private void tell(String what) {
        output.notice(terminal, "  " + what);
    }
}
