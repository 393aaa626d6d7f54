package rung.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.ladder.Ladder;
import rung.core.log.HourlyFolder;
import rung.core.log.MeasurementLog;
import rung.core.measure.PipelineSetup;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.time.Timeline;
import rung.reporter.report.Looks;

/** Folds the past hours of a run while it goes on, on a thread of its own. */
final class Folding implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final Timeline timeline;
    private final HourlyFolder folder;
    private final Background loop;
    private volatile Optional<String> failure = Optional.empty();

    private Folding(Timeline timeline, HourlyFolder folder) {
        this.timeline = timeline;
        this.folder = folder;
        this.loop = Background.start("rung-fold", this::loop);
    }

    static Folding start(Timeline timeline, MeasurementLog log, Ladder ladder, RunSetup run) throws IOException {
        List<HourlyFolder.Target> targets = new ArrayList<>();
        for (PipelineSetup pipeline : run.pipelines()) {
            for (StageSetup stage : pipeline.stages()) {
                targets.add(new HourlyFolder.Target(
                        pipeline.name(), stage.name(), at -> Looks.of(ladder, pipeline, stage, at)));
            }
        }
        return new Folding(timeline, HourlyFolder.of(log, targets));
    }

    /** Why folding stopped, if it did; the facts are complete all the same. */
    Optional<String> failure() {
        return failure;
    }

    private void loop() throws InterruptedException {
        try {
            for (Instant next = timeline.now().plus(PERIOD); ; next = next.plus(PERIOD)) {
                timeline.sleepUntil(next);
                folder.fold();
            }
        } catch (RuntimeException e) {
            failure = Optional.of("hours are not folded any more: " + e.getMessage());
        }
    }

    /** Ends the thread and lets go of the log. */
    @Override
    public void close() {
        loop.close();
        folder.close();
    }
}
