package rung.probe.calibration;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import rung.core.calibration.Calibration;
import rung.core.calibration.KnownPipeline;
import rung.core.calibration.Machine;
import rung.core.calibration.StageCost;
import rung.core.ladder.Ladder;
import rung.core.time.SystemTimeline;
import rung.probe.canary.CannotObserve;
import rung.probe.plan.PipelinePlan;
import rung.probe.plan.StagePlan;

/**
 * Measures what this build can resolve on this machine. The known pipelines come first and the machine after them, so
 * that neither disturbs the other; the stages of a configuration come last.
 */
public final class Calibrator {
    /** The seed that is used when nobody asks for another: the same build says the same of the known pipelines. */
    public static final long SEED = 24;

    /** A run that nobody waits for any more is not waited for longer; its files go after it. */
    private static final long LONGEST_RUN_SECONDS = 10;

    private final SystemTimeline timeline;
    private final Ladder ladder;
    private final String software;
    private final CalibrationListener listener;

    /** @param software its name and version */
    public Calibrator(SystemTimeline timeline, Ladder ladder, String software, CalibrationListener listener) {
        this.timeline = timeline;
        this.ladder = ladder;
        this.software = software;
        this.listener = listener;
    }

    /**
     * Calibrates.
     *
     * @param pipelines whose stages are read, too; mostly none
     * @param scratch folder for logs, which are left behind where the calibration is interrupted
     * @throws CannotObserve when no look at a configured stage is answered
     */
    public Calibration calibrate(Effort effort, long seed, List<PipelinePlan> pipelines, Path scratch)
            throws IOException, CannotObserve, InterruptedException {
        Instant at = timeline.now();
        List<KnownPipeline> known = known(effort, seed, scratch);
        listener.onStep("this machine", 0, 1);
        Machine machine = new MachineBench(timeline, seed).measure(scratch.resolve("machine.db"), effort.span());
        listener.onStep("this machine", 1, 1);
        return new Calibration(at, software, seed, ladder.rule(), known, machine, stages(effort, pipelines));
    }

    private List<KnownPipeline> known(Effort effort, long seed, Path scratch) throws IOException, InterruptedException {
        List<Known> pipelines = KnownPipelines.of(ladder.rule());
        Duration length = KnownPipelines.PERIOD;
        KnownDay day = new KnownDay(ladder.rule(), pipelines, length);
        SplittableRandom seeds = new SplittableRandom(seed);
        List<KnownTally> tallies = pipelines.stream()
                .map(pipeline -> new KnownTally(pipeline, KnownDay.slots(length)))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(effort.threads(), Calibrator::daemon);
        try {
            List<Future<List<JudgedWindow>>> runs = new ArrayList<>();
            for (int run = 0; run < effort.runs(); run++) {
                long runSeed = seeds.nextLong();
                Path file = scratch.resolve("known-" + run + ".db");
                runs.add(threads.submit(() -> day.measure(runSeed, file)));
            }
            for (int run = 0; run < runs.size(); run++) {
                listener.onStep("known pipelines", run, runs.size());
                List<JudgedWindow> windows = runs.get(run).get();
                for (int i = 0; i < windows.size(); i++) {
                    tallies.get(i).add(windows.get(i));
                }
            }
        } catch (ExecutionException e) {
            throw new IOException("cannot measure known pipelines: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(LONGEST_RUN_SECONDS, TimeUnit.SECONDS);
        }
        return tallies.stream().map(KnownTally::result).toList();
    }

    private List<StageCost> stages(Effort effort, List<PipelinePlan> pipelines)
            throws CannotObserve, InterruptedException {
        int of = pipelines.stream()
                .mapToInt(pipeline -> pipeline.stages().size())
                .sum();
        StageBench bench = new StageBench(timeline, ladder, effort.looks());
        List<StageCost> costs = new ArrayList<>();
        for (PipelinePlan pipeline : pipelines) {
            for (StagePlan stage : pipeline.stages()) {
                listener.onStep("stages", costs.size(), of);
                costs.add(bench.measure(pipeline, stage));
            }
        }
        return costs;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "rung-calibration");
        thread.setDaemon(true);
        return thread;
    }
}
