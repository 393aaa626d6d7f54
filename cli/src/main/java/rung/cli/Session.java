package rung.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import rung.core.calibration.Calibration;
import rung.core.calibration.CalibrationJson;
import rung.core.ladder.Ladder;
import rung.core.log.FactQueue;
import rung.core.log.FactReader;
import rung.core.log.LogReader;
import rung.core.log.MeasurementLog;
import rung.core.measure.Fact;
import rung.core.measure.PipelineSetup;
import rung.core.measure.RunSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.SystemTimeline;
import rung.probe.canary.Canary;
import rung.probe.canary.CannotInject;
import rung.probe.canary.CannotObserve;
import rung.probe.canary.Lane;
import rung.probe.plan.PipelinePlan;
import rung.probe.plan.Plan;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.Looks;
import rung.reporter.web.Dashboard;

/** One run of the canary, from opening the adapters to the report: what {@code demo} and {@code canary} have in common. */
final class Session {
    /** Name of the file that keeps the facts. */
    static final String LOG = "facts.db";

    private static final Duration LEAD = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final Ladder ladder;
    private final Plan plan;
    private final Path log;
    private final Optional<Calibration> instrument;
    private final Optional<Dashboard.Address> http;
    private final SystemTimeline timeline = SystemTimeline.start();

    /**
     * @param folder where the log is kept, as {@link #LOG}
     * @param instrument what Rung resolves here, to be kept in the log; absent when that was not measured
     * @param http where the dashboard is served meanwhile; absent when it is not
     */
    Session(
            Terminal terminal,
            Ladder ladder,
            Plan plan,
            Path folder,
            Optional<Calibration> instrument,
            Optional<Dashboard.Address> http) {
        this.terminal = terminal;
        this.ladder = ladder;
        this.plan = plan;
        this.log = folder.resolve(LOG);
        this.instrument = instrument;
        this.http = http;
    }

    /**
     * What a session ended with.
     *
     * @param report of the window, as far as it was measured
     * @param interrupted whether the user ended it early
     * @param failure why the probe itself stopped early; absent when it did not
     */
    record Outcome(FreshnessReport report, boolean interrupted, Optional<String> failure) {}

    /**
     * Measures and reports. Ctrl-C ends the injections, and a second one the waiting; the report comes all the same.
     *
     * @param warmUp how long to inject before the window begins
     * @param span length of the window
     * @param drain how long to wait at the end for what is still pending
     * @param output whether and how progress is shown
     * @throws UserError when a source or a stage cannot be reached at the start
     */
    Outcome measure(Duration warmUp, Duration span, Duration drain, Output output)
            throws UserError, IOException, InterruptedException {
        warnOfSmallRings(span, output);
        Instant firstSlot = wholeSecond(timeline.now().plus(LEAD));
        List<Lane> lanes = new ArrayList<>();
        try {
            for (PipelinePlan pipeline : plan.pipelines()) {
                lanes.add(pipeline.open(timeline, firstSlot));
            }
            RunSetup run = new RunSetup(
                    HexFormat.of().toHexDigits(new Random().nextInt()),
                    timeline.now(),
                    plan.peaks().zone(),
                    new Random().nextLong(),
                    Version.full(),
                    lanes.stream().map(Lane::setup).toList());
            Ran ran = run(run, lanes, firstSlot, warmUp, span, drain, output);
            return new Outcome(report(ran.from(), span), ran.interrupted(), ran.failure());
        } finally {
            lanes.forEach(Session::close);
        }
    }

    private record Ran(Instant from, boolean interrupted, Optional<String> failure) {
        /** The same, when the log could not be finished either; the first failure is the one to tell. */
        private Ran failed(String why) {
            return new Ran(from, interrupted, failure.or(() -> Optional.of(why)));
        }
    }

    /** Measures; when it returns, everything is in the log. */
    private Ran run(
            RunSetup run,
            List<Lane> lanes,
            Instant firstSlot,
            Duration warmUp,
            Duration span,
            Duration drain,
            Output output)
            throws UserError, IOException, InterruptedException {
        MeasurementLog facts = MeasurementLog.begin(log, run);
        @Nullable Ran ran = null;
        try (FactQueue queue = FactQueue.start(facts);
                Folding folding = Folding.start(timeline, facts, ladder, run)) {
            instrument.ifPresent(calibration ->
                    queue.append(new Fact.Calibrated(calibration.at(), CalibrationJson.write(calibration))));
            Canary canary = Canary.live(timeline, run, lanes, ladder.edges(), this::lossHorizon, queue, queue::flush);
            prepare(canary); // sends nothing: until it is done, a signal ends the process at once
            Interrupts interrupts = Interrupts.listen(canary::stopInjecting, canary::stopWaiting);
            Instant from = windowStart(firstSlot, warmUp);
            queue.flush();
            Optional<String> failure = served(canary, from, span, drain, output);
            ran = new Ran(from, interrupts.came(), failure.or(folding::failure));
        } catch (IllegalStateException e) {
            if (ran == null) {
                throw e;
            }
            return ran.failed(String.valueOf(e.getMessage()));
        }
        return ran;
    }

    private void warnOfSmallRings(Duration span, Output output) {
        for (PipelinePlan pipeline : plan.pipelines()) {
            Duration horizon = Looks.lossHorizon(ladder, pipeline.promise());
            Duration resting = span.compareTo(horizon) < 0 ? span : horizon;
            long wanted = pipeline.keysFor(resting);
            if (pipeline.keys().size() < wanted) {
                output.notice(
                        terminal,
                        "note: pipeline " + pipeline.id() + " reserves "
                                + pipeline.keys().size()
                                + " keys; at this rate and length, reserve " + wanted
                                + " or more, else slots stay unmeasured (KEYS EXHAUSTED)");
            }
        }
    }

    private Duration lossHorizon(PipelineSetup pipeline) {
        return Looks.lossHorizon(ladder, pipeline.promise());
    }

    private static void prepare(Canary canary) throws UserError, InterruptedException {
        try {
            canary.prepare();
        } catch (CannotInject e) {
            throw new UserError(ExitCode.CANNOT_INJECT, e);
        } catch (CannotObserve e) {
            throw new UserError(ExitCode.CANNOT_OBSERVE, e);
        }
    }

    /** Where the slots of every pipeline begin anew, after the warm-up that follows when everything is ready. */
    private Instant windowStart(Instant firstSlot, Duration warmUp) {
        Duration grid = plan.pipelines().stream()
                .map(PipelinePlan::every)
                .max(Duration::compareTo)
                .orElseThrow();
        Instant ready = timeline.now().isAfter(firstSlot) ? timeline.now() : firstSlot;
        long passed = Duration.between(firstSlot, ready.plus(warmUp)).toNanos();
        long slots = (passed + grid.toNanos() - 1) / grid.toNanos();
        return firstSlot.plus(grid.multipliedBy(slots));
    }

    /** Runs, and serves the dashboard meanwhile where the user wants it. */
    private Optional<String> served(Canary canary, Instant from, Duration span, Duration drain, Output output)
            throws UserError, InterruptedException {
        if (http.isEmpty()) {
            return run(canary, from, span, drain, output);
        }
        try (Serving serving = Serving.start(
                timeline,
                () -> LogReader.newest(log),
                ladder,
                new Judging(
                        ladder,
                        period -> plan.peaks().windows(period.from(), period.to()),
                        facts -> window(facts, from, from.plus(span))),
                http.get(),
                1,
                TraceCollector.of(terminal.environment()))) {
            output.notice(terminal, "dashboard  " + serving.url() + "  while this runs; later: rung serve " + log);
            return run(canary, from, span, drain, output);
        }
    }

    private Optional<String> run(Canary canary, Instant from, Duration span, Duration drain, Output output)
            throws InterruptedException {
        Instant to = from.plus(span);
        Background progress =
                ProgressLine.start(terminal, output, timeline, ladder, from, span, () -> report(from, span));
        try {
            canary.run(to, to.plus(drain));
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } finally {
            progress.close();
        }
    }

    /** The report of what is in the log now. */
    private FreshnessReport report(Instant from, Duration span) throws IOException {
        try (LogReader reader = LogReader.newest(log)) {
            return reader.still(() -> report(reader, from, from.plus(span)));
        }
    }

    private FreshnessReport report(FactReader reader, Instant from, Instant to) {
        TimeWindow window = window(reader, from, to);
        List<TimeWindow> peaks = plan.peaks().windows(window.from(), window.to());
        return FreshnessReport.of(reader, ladder, peaks, window, reader.until());
    }

    /** As much of the window as has passed; all of it before it begins. */
    private static TimeWindow window(FactReader reader, Instant from, Instant to) {
        Instant until = reader.until();
        return new TimeWindow("run", from, until.isBefore(to) && until.isAfter(from) ? until : to);
    }

    private static Instant wholeSecond(Instant moment) {
        return moment.getNano() == 0 ? moment : Instant.ofEpochSecond(moment.getEpochSecond() + 1);
    }

    private static void close(Lane lane) {
        lane.source().close();
        lane.stages().forEach(stage -> stage.close());
    }
}
