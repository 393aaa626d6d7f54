package rung.reporter.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import rung.core.ladder.Ladder;
import rung.core.log.FactReader;
import rung.core.measure.PipelineSetup;
import rung.core.time.ClockOffset;
import rung.reporter.board.SaleStory;

/** Counts what one pipeline showed since its run began. Not thread-safe. */
final class PipelineMeter {
    /** Clocks drift by milliseconds in a minute; to place one takes a thousand stamps. */
    private static final Duration CLOCK_ASKED_EVERY = Duration.ofMinutes(1);

    private final PipelineSetup setup;
    private final List<StageMeter> stages;
    private final Arrivals arrivals;
    private Optional<ClockOffset> clock = Optional.empty();
    private Instant clockAskedAt = Instant.MIN;
    private boolean isPastCounted;

    PipelineMeter(String run, Ladder ladder, PipelineSetup setup) {
        this.setup = setup;
        this.arrivals = new Arrivals(setup.stages().size());
        this.stages = setup.stages().stream()
                .map(stage -> new StageMeter(run, ladder, setup, stage, this::seen))
                .toList();
    }

    private void seen(long slot) {
        if (isPastCounted) {
            arrivals.seen(slot);
        }
    }

    /**
     * What was counted of one pipeline.
     *
     * @param sourceClock where the source's clock stood beside the probe's in the last minute; absent where it stamps nothing
     */
    record Counted(PipelineSetup setup, List<StageMeter.Counted> stages, Optional<ClockOffset> sourceClock) {}

    /** Takes what the facts say that was not taken before. */
    Counted take(FactReader facts) {
        List<StageMeter.Counted> counted =
                stages.stream().map(stage -> stage.take(facts)).toList();
        isPastCounted = true;
        Instant until = facts.until();
        if (clockAskedAt.isBefore(until.minus(CLOCK_ASKED_EVERY))) {
            clock = facts.sourceClock(setup.name());
            clockAskedAt = until;
        }
        return new Counted(setup, counted, clock);
    }

    /** Tells each sale that arrived at its last stage since it was asked last; none of those before the first look. */
    void arrivals(FactReader facts, Consumer<SaleStory> each) {
        for (long slot : arrivals.take()) {
            SaleStory.of(facts, setup, slot).ifPresent(each);
        }
    }
}
