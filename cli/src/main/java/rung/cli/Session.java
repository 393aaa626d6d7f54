package rung.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import rung.core.config.Peaks;
import rung.core.evidence.State;
import rung.core.ladder.Ladder;
import rung.core.ladder.Tier;
import rung.core.log.FactQueue;
import rung.core.log.LogReader;
import rung.core.log.MeasurementLog;
import rung.core.measure.RunSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.SystemTimeline;
import rung.probe.canary.Canary;
import rung.probe.canary.CannotInject;
import rung.probe.canary.CannotObserve;
import rung.probe.canary.Lane;
import rung.probe.plan.PipelinePlan;
import rung.probe.plan.Plan;
import rung.reporter.console.Progress;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;

/** One run of the canary, from opening the adapters to the report: what {@code demo} and {@code canary} have in common. */
final class Session {
    /** Sizes a quantity's rest so that a late duplicate cannot pass for a new sale: the shortest loss horizon. */
    private static final Duration QUARANTINE = Duration.ofHours(1);

    private static final Duration LEAD = Duration.ofSeconds(1);
    private static final Duration PROGRESS_PERIOD = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final Ladder ladder;
    private final Plan plan;
    private final Path folder;
    private final SystemTimeline timeline = SystemTimeline.start();

    /** @param folder where the log is kept, as {@code facts.db} */
    Session(Terminal terminal, Ladder ladder, Plan plan, Path folder) {
        this.terminal = terminal;
        this.ladder = ladder;
        this.plan = plan;
        this.folder = folder;
    }

    Path log() {
        return folder.resolve("facts.db");
    }

    /**
     * Measures and reports. Ctrl-C ends the injections, and a second one the waiting; the report comes all the same.
     *
     * @param warmUp how long to inject before the window begins
     * @param span length of the window
     * @param drain how long to wait at the end for what is still pending
     * @param quiet whether progress is kept from the terminal
     * @throws UserError when a source or a stage cannot be reached at the start
     */
    Outcome measure(Duration warmUp, Duration span, Duration drain, boolean quiet)
            throws UserError, IOException, InterruptedException {
        String id = HexFormat.of().toHexDigits((short) new Random().nextInt());
        Instant firstSlot = timeline.now().plus(LEAD);
        List<Lane> lanes = new ArrayList<>();
        try {
            for (PipelinePlan pipeline : plan.pipelines()) {
                lanes.add(pipeline.open(timeline, firstSlot));
            }
            long seed = new Random().nextLong();
            RunSetup run = new RunSetup(
                    id,
                    timeline.now(),
                    plan.peaks().zone(),
                    seed,
                    Version.full(),
                    lanes.stream().map(Lane::setup).toList());
            FactQueue facts = FactQueue.start(MeasurementLog.begin(log(), run));
            Interrupts interrupts;
            Instant from;
            try (facts) {
                Canary canary = Canary.live(timeline, run, lanes, ladder.edges(), QUARANTINE, facts, facts::flush);
                interrupts = Interrupts.listen(canary::stopInjecting, canary::stopWaiting);
                prepare(canary);
                from = windowStart(firstSlot, warmUp);
                run(canary, from, span, drain, quiet);
            }
            return new Outcome(report(from, span), interrupts.came());
        } finally {
            lanes.forEach(Session::close);
        }
    }

    /**
     * What a session ended with.
     *
     * @param report of the window, as far as it was measured
     * @param interrupted whether the user ended it early
     */
    record Outcome(FreshnessReport report, boolean interrupted) {}

    private static void prepare(Canary canary) throws UserError, InterruptedException {
        try {
            canary.prepare();
        } catch (CannotInject e) {
            throw new UserError(ExitCode.CANNOT_INJECT, e);
        } catch (CannotObserve e) {
            throw new UserError(ExitCode.CANNOT_OBSERVE, e);
        }
    }

    /** The first whole second after the warm-up, which begins when everything is ready and injections flow. */
    private Instant windowStart(Instant firstSlot, Duration warmUp) {
        Instant ready = timeline.now().isAfter(firstSlot) ? timeline.now() : firstSlot;
        Instant from = ready.plus(warmUp);
        return from.getNano() == 0 ? from : Instant.ofEpochSecond(from.getEpochSecond() + 1);
    }

    private void run(Canary canary, Instant from, Duration span, Duration drain, boolean quiet)
            throws InterruptedException {
        Instant to = from.plus(span);
        Thread progress = new Thread(() -> showProgress(from, span), "rung-progress");
        progress.setDaemon(true);
        if (terminal.interactive() && !quiet) {
            progress.start();
        }
        try {
            canary.run(to, to.plus(drain));
        } finally {
            progress.interrupt();
            progress.join();
        }
    }

    private void showProgress(Instant from, Duration span) {
        try {
            for (Instant next = timeline.now(); ; next = next.plus(PROGRESS_PERIOD)) {
                timeline.sleepUntil(next);
                FreshnessReport report = report(from, span);
                Duration elapsed = Duration.between(from, timeline.now());
                String line = elapsed.isNegative()
                        ? " warming up, " + (1 - elapsed.toSeconds()) + " s until the window begins"
                        : new Progress(
                                        elapsed,
                                        Optional.of(span),
                                        report.pipelines().stream()
                                                .map(this::progress)
                                                .toList())
                                .line(terminal.style());
                terminal.err().print("\r\u001b[K" + line);
                terminal.err().flush();
            }
        } catch (InterruptedException e) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
        } catch (IOException | RuntimeException e) {
            terminal.err().println("\rno progress to show: " + e.getMessage());
        }
    }

    private Progress.Pipeline progress(PipelineReport pipeline) {
        WindowReport window = pipeline.promised().run();
        State state = ladder.tier(pipeline.promise().tier())
                .map((Tier tier) -> window.state(tier))
                .orElse(State.UNDECIDED);
        return new Progress.Pipeline(
                pipeline.id(),
                window.evidence().counts().injected(),
                window.evidence().counts().seen(),
                window.evidence().age(),
                state);
    }

    /** The report of what is in the log now. */
    private FreshnessReport report(Instant from, Duration span) throws IOException {
        try (LogReader reader = LogReader.newest(log())) {
            Instant until = reader.until();
            Instant to = from.plus(span);
            Instant end = until.isBefore(to) && until.isAfter(from) ? until : to;
            TimeWindow window = new TimeWindow("run", from, end);
            return FreshnessReport.of(reader, ladder, peaks(window), window, until);
        }
    }

    private List<TimeWindow> peaks(TimeWindow window) {
        Peaks peaks = plan.peaks();
        return peaks.windows(window.from(), window.to());
    }

    private static void close(Lane lane) {
        lane.source().close();
        lane.stages().forEach(stage -> stage.close());
    }

    ZoneId zone() {
        return plan.peaks().zone();
    }
}
