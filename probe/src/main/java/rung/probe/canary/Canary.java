package rung.probe.canary;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import rung.core.measure.Fact;
import rung.core.measure.FactSink;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Reading;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;
import rung.core.time.VirtualTimeline;
import rung.probe.stage.Stage;

/**
 * The continuous measurement of a run's pipelines: injects by schedule, reads every stage, returns what was shown, and
 * writes facts. Prepare first, then run, then finish.
 */
public final class Canary {
    private static final Duration DRAIN_STEP = Duration.ofMillis(500);

    private final Timeline timeline;
    private final TaskRunner runner;
    private final TaskRunner drainer;
    private final RunSetup run;
    private final List<Lane> lanes;
    private final List<Ledger> ledgers = new ArrayList<>();
    private final FactSink facts;
    private final Runnable flush;
    private final Heartbeat heartbeat;
    private final List<Returner> returners = new ArrayList<>();
    private final List<Poller> pollers = new ArrayList<>();
    private volatile Instant stopAskedAt = Instant.MAX;

    private Canary(
            Timeline timeline,
            TaskRunner runner,
            TaskRunner drainer,
            RunSetup run,
            List<Lane> lanes,
            List<Duration> edges,
            Function<PipelineSetup, Duration> lossHorizon,
            FactSink facts,
            Runnable flush) {
        this.timeline = timeline;
        this.runner = runner;
        this.drainer = drainer;
        this.run = run;
        this.lanes = List.copyOf(lanes);
        this.facts = facts;
        this.flush = flush;
        this.heartbeat = new Heartbeat(timeline, facts, flush);
        for (Lane lane : lanes) {
            ledgers.add(new Ledger(run.id(), lane.setup(), edges, lossHorizon.apply(lane.setup())));
        }
    }

    /**
     * A canary in real time, with a thread per loop.
     *
     * @param edges the stalenesses that will be judged, fastest first
     * @param lossHorizon of a pipeline: age at which its unseen sales are lost, and time that a key's quantities rest
     * @param flush makes appended facts durable; called once a second
     */
    public static Canary live(
            SystemTimeline timeline,
            RunSetup run,
            List<Lane> lanes,
            List<Duration> edges,
            Function<PipelineSetup, Duration> lossHorizon,
            FactSink facts,
            Runnable flush) {
        return new Canary(
                timeline, new Threads(timeline), new Threads(timeline), run, lanes, edges, lossHorizon, facts, flush);
    }

    /** The same canary in virtual time, on the calling thread. */
    public static Canary virtual(
            VirtualTimeline timeline,
            RunSetup run,
            List<Lane> lanes,
            List<Duration> edges,
            Function<PipelineSetup, Duration> lossHorizon,
            FactSink facts,
            Runnable flush) {
        return new Canary(
                timeline,
                new VirtualTurns(timeline),
                new VirtualTurns(timeline),
                run,
                lanes,
                edges,
                lossHorizon,
                facts,
                flush);
    }

    /**
     * Looks whether everything can be reached, and takes the counts from which changes are told. Sends nothing.
     *
     * @throws CannotInject when a source cannot be reached
     * @throws CannotObserve when a stage cannot be read
     */
    public void prepare() throws CannotInject, CannotObserve, InterruptedException {
        for (Lane lane : lanes) {
            try {
                lane.source().check();
            } catch (IOException e) {
                throw new CannotInject("pipeline " + lane.setup().name() + ": " + e.getMessage(), e);
            }
        }
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            for (int j = 0; j < lane.stages().size(); j++) {
                startFrom(
                        lane,
                        ledgers.get(i),
                        lane.setup().stages().get(j),
                        lane.stages().get(j));
            }
        }
    }

    private static void startFrom(Lane lane, Ledger ledger, StageSetup setup, Stage stage)
            throws CannotObserve, InterruptedException {
        Set<StockKey> all = lane.source().reserved().all();
        String reason = "it gave no count";
        for (Reading reading : stage.read(all)) {
            if (reading instanceof Reading.Counts counts) {
                ledger.startFrom(setup.name(), counts);
            } else if (reading instanceof Reading.Gap gap) {
                reason = gap.reason();
            }
        }
        for (StockKey key : all) {
            if (!ledger.knows(setup.name(), key)) {
                throw new CannotObserve("pipeline " + lane.setup().name() + ", stage " + setup.name()
                        + ": cannot read the count of " + key + ": " + reason);
            }
        }
    }

    /**
     * Measures: injects until {@code injectUntil}, then reads on until nothing is waited for or {@code drainUntil}; then
     * returns every sale that has none and writes the last facts. When it is stopped early, it reads on no longer than
     * it would have at the planned end.
     *
     * @throws IllegalStateException when a loop failed; what was measured until then is in the log
     */
    public void run(Instant injectUntil, Instant drainUntil) throws InterruptedException {
        List<Task> reading = new ArrayList<>();
        List<Task> injecting = new ArrayList<>();
        SplittableRandom phases = new SplittableRandom(run.seed());
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            Ledger ledger = ledgers.get(i);
            PipelineSetup setup = lane.setup();
            Schedule schedule = new Schedule(
                    run.seed(),
                    setup.name(),
                    setup.firstSlot(),
                    setup.slot(),
                    lane.source().reserved().size());
            injecting.add(new Injector(timeline, schedule, injectUntil, lane.source(), ledger, facts));
            Returner returner = new Returner(timeline, lane.source(), ledger, facts);
            returners.add(returner);
            reading.add(returner);
            for (int j = 0; j < lane.stages().size(); j++) {
                StageSetup stage = setup.stages().get(j);
                Instant first =
                        timeline.now().plusNanos(phases.nextLong(stage.poll().toNanos()));
                Poller poller =
                        new Poller(timeline, setup.name(), stage, lane.stages().get(j), ledger, facts, first);
                pollers.add(poller);
                reading.add(poller);
            }
        }
        reading.add(heartbeat);
        List<Task> all = new ArrayList<>(injecting);
        all.addAll(reading);
        try {
            runner.run(all, injectUntil);
            Instant ended = ended(injectUntil);
            drain(reading, ended.plus(Duration.between(injectUntil, drainUntil)));
        } catch (RuntimeException | InterruptedException e) {
            try {
                finish();
            } catch (RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
        finish();
    }

    /** Slots that begin after somebody asked to stop were not injected any more, and are not missing. */
    private Instant ended(Instant injectUntil) {
        Instant end = earlier(earlier(timeline.now(), stopAskedAt), injectUntil);
        lanes.forEach(lane -> facts.append(new Fact.Ended(lane.setup().name(), end)));
        return end;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private void drain(List<Task> reading, Instant drainUntil) throws InterruptedException {
        if (!timeline.now().isBefore(drainUntil)) {
            return;
        }
        List<Task> tasks = new ArrayList<>(reading);
        tasks.add(new Task() {
            private Instant due = timeline.now();

            @Override
            public Instant due() {
                return due;
            }

            @Override
            public void turn() {
                if (ledgers.stream().noneMatch(Ledger::isWaitingForSales)) {
                    drainer.stop();
                }
                due = timeline.now().plus(DRAIN_STEP);
            }
        });
        drainer.run(tasks, drainUntil);
    }

    /**
     * Ends a run. The last tick comes before the returns, for stages are not read any more: what is pending must not grow
     * old while sources close. Returns are sent even when the log takes no more facts, for they are owed to the stock.
     */
    private void finish() {
        LastWill lastWill = new LastWill();
        for (Poller poller : pollers) {
            lastWill.run(() -> poller.report(timeline.now()));
        }
        for (Ledger ledger : ledgers) {
            lastWill.run(() -> ledger.stillMissing().forEach(facts::append));
        }
        lastWill.run(heartbeat::tick);
        for (Returner returner : returners) {
            lastWill.run(returner::returnAll);
        }
        for (Lane lane : lanes) {
            lastWill.run(() -> lane.source().close());
        }
        lastWill.run(flush);
        lastWill.throwFirst();
    }

    /** Asks the run to end its injections now, as at its planned end; safe from a signal handler. */
    public void stopInjecting() {
        stopAskedAt = earlier(stopAskedAt, timeline.now());
        runner.stop();
    }

    /** Asks the run not to wait for what is still pending. */
    public void stopWaiting() {
        stopInjecting();
        drainer.stop();
    }
}
