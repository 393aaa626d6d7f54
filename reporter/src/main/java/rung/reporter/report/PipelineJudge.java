package rung.reporter.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import rung.core.evidence.Look;
import rung.core.evidence.State;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowRecord;
import rung.core.evidence.WindowTally;
import rung.core.ladder.Ladder;
import rung.core.ladder.Standing;
import rung.core.ladder.Tier;
import rung.core.ladder.Verdict;
import rung.core.log.FactReader;
import rung.core.log.Polling;
import rung.core.measure.CacheAge;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;

/** Judges one pipeline: a pure function of the facts, in as many passes over them as there are windows and stages. */
final class PipelineJudge {
    private static final long SLOTS_FORGIVEN = 2;
    private static final double SHARE_FORGIVEN = 0.02;

    /** From the window that a reader must hear of first to the one that can wait. */
    private static final List<Verdict> WORST_FIRST =
            List.of(Verdict.MISSED, Verdict.INVALID, Verdict.UNDECIDED, Verdict.MET, Verdict.NO_PROMISE);

    private final FactReader facts;
    private final Ladder ladder;
    private final List<TimeWindow> declared;
    private final TimeWindow period;
    private final PipelineSetup pipeline;
    private final Promise promise;

    PipelineJudge(
            FactReader facts, Ladder ladder, List<TimeWindow> declared, TimeWindow period, PipelineSetup pipeline) {
        this.facts = facts;
        this.ladder = ladder;
        this.declared = declared.stream()
                .filter(window -> window.to().isAfter(period.from()) && hasBegun(window, facts, period))
                .sorted(Comparator.comparing(TimeWindow::from).thenComparing(TimeWindow::to))
                .toList();
        this.period = period;
        this.pipeline = pipeline;
        this.promise = pipeline.promise();
    }

    private static boolean hasBegun(TimeWindow window, FactReader facts, TimeWindow period) {
        Instant end = facts.until().isAfter(period.to()) ? facts.until() : period.to();
        return window.from().isBefore(end);
    }

    PipelineReport report() {
        if (promise.isMade() && ladder.tier(promise.tier()).isEmpty()) {
            throw new IllegalArgumentException(
                    "pipeline " + pipeline.name() + " promises tier " + promise.tier() + ", which the ladder lacks");
        }
        List<StageReport> stages =
                levelled(pipeline.stages().stream().map(this::stage).toList());
        StageReport promised = stages.stream()
                .filter(stage -> stage.id().equals(promise.stage()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "pipeline " + pipeline.name() + " has no stage " + promise.stage() + " to be judged at"));
        List<WindowReport> judgeable = judgeable(promised);
        Optional<WindowReport> judged = judgeable.stream()
                .min(Comparator.comparingInt((WindowReport window) -> WORST_FIRST.indexOf(window.verdict(promise)))
                        .thenComparing(PipelineJudge::rankOfTier));
        WindowReport headline = settled(promised.windows()).stream()
                .min(Comparator.comparingInt(PipelineJudge::rankOfTier))
                .orElse(promised.run());
        return new PipelineReport(
                pipeline.name(),
                promise,
                pipeline.slot(),
                Looks.lossHorizon(ladder, promise),
                verdict(judged),
                headline.kept(),
                judged,
                headline,
                stages,
                facts.residue(pipeline.name()),
                notes(judged.isPresent()));
    }

    private List<String> notes(boolean isPutToTheTest) {
        List<String> notes = new ArrayList<>();
        if (!isPutToTheTest) {
            notes.add("No window called " + String.join(" or ", promise.peaks())
                    + " has begun in this period, so the promise was not put to the test.");
        }
        for (StageSetup stage : pipeline.stages()) {
            stage.caveat().ifPresent(caveat -> notes.add("At " + stage.name() + ": " + caveat + "."));
        }
        facts.sourceClock(pipeline.name()).flatMap(SourceClock::note).ifPresent(notes::add);
        return notes;
    }

    /** The promised windows; for a promise at all times the whole period, and each declared window that missed it. */
    private List<WindowReport> judgeable(StageReport promised) {
        if (!promise.peaks().isEmpty()) {
            return settled(promised.windows().stream()
                    .filter(window -> promise.peaks().contains(window.window().name()))
                    .toList());
        }
        return Stream.concat(
                        Stream.of(promised.run()),
                        promised.windows().stream().filter(window -> window.verdict(promise) == Verdict.MISSED))
                .toList();
    }

    /** A window that has only begun has nothing to say beside windows that have ended, unless it is lost already. */
    private List<WindowReport> settled(List<WindowReport> windows) {
        List<WindowReport> settled = windows.stream()
                .filter(window -> window.ended() || window.verdict(promise) == Verdict.MISSED)
                .toList();
        return settled.isEmpty() ? windows : settled;
    }

    private Verdict verdict(Optional<WindowReport> judged) {
        if (!promise.isMade()) {
            return Verdict.NO_PROMISE;
        }
        return judged.map(window -> window.verdict(promise)).orElse(Verdict.UNDECIDED);
    }

    /** Off the ladder is the worst, then nothing kept, then the slowest tier. */
    private static int rankOfTier(WindowReport window) {
        OptionalInt kept = window.kept();
        if (kept.isEmpty()) {
            return 0;
        }
        return kept.getAsInt() == 0 ? -1 : kept.getAsInt();
    }

    private StageReport stage(StageSetup stage) {
        TimeWindow everything = everything();
        boolean isPolled = facts.isPolled(pipeline.name(), stage.name());
        Polling polling = facts.polling(pipeline.name(), stage.name(), period);
        Gaps gaps = Gaps.of(facts.unreadable(pipeline.name(), stage.name(), everything));
        WindowReport run = window(stage, period, polling, false, isPolled, gaps);
        List<WindowReport> windows = declared.stream()
                .map(window -> window(
                        stage, window, facts.polling(pipeline.name(), stage.name(), window), true, isPolled, gaps))
                .toList();
        return new StageReport(
                stage.name(),
                stage.poll(),
                stage.patience(),
                run,
                windows,
                records(run, windows),
                perPoll(Optional.of(polling.cost()), polling),
                perPoll(polling.told().queried(), polling),
                stage.caveat(),
                Commits.report(facts.commits(pipeline.name(), stage.name(), period)));
    }

    private static Optional<Duration> perPoll(Optional<Duration> time, Polling polling) {
        return time.filter(one -> polling.rounds() > 0).map(one -> one.dividedBy(polling.rounds()));
    }

    /** A stage that lacks sales which another stage of the pipeline knows would be judged on the survivors alone. */
    private List<StageReport> levelled(List<StageReport> stages) {
        List<StageReport> levelled = new ArrayList<>();
        for (StageReport stage : stages) {
            WindowReport run =
                    levelled(stage.run(), stages.stream().map(StageReport::run).toList());
            List<WindowReport> windows = new ArrayList<>();
            for (int i = 0; i < stage.windows().size(); i++) {
                int at = i;
                windows.add(levelled(
                        stage.windows().get(i),
                        stages.stream().map(one -> one.windows().get(at)).toList()));
            }
            levelled.add(stage.with(run, windows, records(run, windows)));
        }
        return levelled;
    }

    private static WindowReport levelled(WindowReport window, List<WindowReport> atAllStages) {
        long most = atAllStages.stream()
                .mapToLong(one -> one.evidence().counts().slots())
                .max()
                .orElse(0);
        long here = window.evidence().counts().slots();
        return most - here <= Math.max(SLOTS_FORGIVEN, most * SHARE_FORGIVEN)
                ? window
                : window.invalid("Only " + here + " of the " + most
                        + " sales that another stage of the pipeline knows are told of here; give each one a row at"
                        + " each stage, also where it was not seen.");
    }

    private List<NamedRecord> records(WindowReport run, List<WindowReport> windows) {
        int tier = promise.isMade() ? promise.tier() : run.kept().orElse(0);
        Optional<Tier> judgedAt = ladder.tier(tier);
        List<String> names = windows.stream()
                .map(window -> window.window().name())
                .distinct()
                .toList();
        List<NamedRecord> records = new ArrayList<>();
        for (String name : names) {
            List<WindowReport> alike = windows.stream()
                    .filter(window -> window.ended() && window.window().name().equals(name))
                    .toList();
            long kept = judgedAt.stream()
                    .flatMap(one -> alike.stream().filter(window -> window.state(one) == State.KEPT))
                    .count();
            records.add(new NamedRecord(
                    name,
                    tier,
                    WindowRecord.of(
                            alike.size(), Math.toIntExact(kept), ladder.rule().confidence())));
        }
        return records;
    }

    /** The stretch that holds the run, the period and every declared window. */
    private TimeWindow everything() {
        Stream<Instant> begins = Stream.concat(
                Stream.of(facts.run().startedAt(), period.from()),
                declared.stream().map(TimeWindow::from));
        Stream<Instant> ends = Stream.concat(
                Stream.of(facts.until(), period.to()), declared.stream().map(TimeWindow::to));
        return new TimeWindow(
                "everything",
                begins.min(Instant::compareTo).orElseThrow(),
                ends.max(Instant::compareTo).orElseThrow());
    }

    private WindowReport window(
            StageSetup stage, TimeWindow window, Polling polling, boolean isDeclared, boolean isPolled, Gaps gaps) {
        boolean ended = isDeclared && !window.to().isAfter(period.to());
        Look look = Looks.of(ladder, pipeline, stage, facts.until());
        WindowTally tally = isDeclared ? new WindowTally(window, look) : WindowTally.withFingerprint(window, look);
        facts.fold(pipeline.name(), stage.name(), tally);
        WindowEvidence evidence = tally.evidence();
        Validity validity = new Validity(facts, pipeline, stage, isPolled);
        validity.check(window, polling, evidence.counts(), isDeclared, ended);
        Optional<CacheAge> caches = polling.told().caches();
        List<String> notes = new ArrayList<>(validity.notes());
        caches.flatMap(one -> CacheNote.of(stage.name(), one)).ifPresent(notes::add);
        return new WindowReport(
                window,
                ended,
                evidence,
                Standing.of(ladder, evidence),
                facts.anomalies(pipeline.name(), stage.name(), window),
                gaps.within(window),
                facts.faults(pipeline.name(), stage.name(), window),
                caches,
                validity.invalidBecause(),
                notes);
    }
}
