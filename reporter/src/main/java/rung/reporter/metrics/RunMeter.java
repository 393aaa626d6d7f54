package rung.reporter.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import rung.core.ladder.Ladder;
import rung.core.log.FactReader;
import rung.core.log.Pulse;
import rung.core.measure.RunSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.board.SaleStory;

/** Counts what one run showed since it began. Not thread-safe. */
final class RunMeter {
    private static final Duration CLOCKS_OVER = Duration.ofMinutes(10);

    private final RunSetup run;
    private final List<PipelineMeter> pipelines;

    RunMeter(RunSetup run, Ladder ladder) {
        this.run = run;
        this.pipelines = run.pipelines().stream()
                .map(pipeline -> new PipelineMeter(run.id(), ladder, pipeline))
                .toList();
    }

    /** Whether {@code facts} are of the run that it counts. */
    boolean isOf(FactReader facts) {
        return facts.run().id().equals(run.id());
    }

    /**
     * All that was counted until one moment.
     *
     * @param until up to when the facts were complete
     * @param clocks the most by which the probe's clocks parted lately; absent without signs of life
     */
    record Counted(RunSetup run, Instant until, Optional<Duration> clocks, List<PipelineMeter.Counted> pipelines) {}

    /** Tells each sale that arrived at its last stage since it was asked last; none of those before the first look. */
    void arrivals(FactReader facts, Consumer<SaleStory> each) {
        pipelines.forEach(one -> one.arrivals(facts, each));
    }

    /** Takes what the facts say that was not taken before. */
    Counted take(FactReader facts) {
        return facts.still(() -> {
            Instant until = facts.until();
            List<PipelineMeter.Counted> counted =
                    pipelines.stream().map(one -> one.take(facts)).toList();
            Pulse pulse = facts.pulse(new TimeWindow("lately", until.minus(CLOCKS_OVER), until.plusNanos(1)));
            Optional<Duration> clocks =
                    pulse.ticks() > 1 ? Optional.of(pulse.worst().divergence().abs()) : Optional.empty();
            return new Counted(run, until, clocks, counted);
        });
    }
}
