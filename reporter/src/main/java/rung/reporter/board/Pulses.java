package rung.reporter.board;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rung.core.evidence.Look;
import rung.core.evidence.WindowTally;
import rung.core.ladder.Ladder;
import rung.core.log.FactReader;
import rung.core.measure.Fact;
import rung.core.measure.PipelineSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.report.Looks;

/**
 * Takes the pulse: reads no more than what came since the oldest sale that did not show at the last pulse, so that it can
 * be taken each second. Not thread-safe.
 */
final class Pulses {
    /** A probe tells every ten seconds of an outage that lasts. */
    private static final Duration TOLD_AGAIN = Duration.ofSeconds(12);

    private final Ladder ladder;
    private final Map<String, Instant> settledUntil = new HashMap<>();
    private final NewestSales newestSales = new NewestSales();
    private String run = "";

    Pulses(Ladder ladder) {
        this.ladder = ladder;
    }

    Pulse take(FactReader facts) {
        return facts.still(() -> {
            if (!facts.run().id().equals(run)) {
                run = facts.run().id();
                settledUntil.clear();
                newestSales.clear();
            }
            Map<String, Live> pipelines = new LinkedHashMap<>();
            for (PipelineSetup pipeline : facts.run().pipelines()) {
                pipelines.put(pipeline.name(), live(facts, pipeline));
            }
            return new Pulse(facts.until(), pipelines);
        });
    }

    private Live live(FactReader facts, PipelineSetup pipeline) {
        Instant until = facts.until();
        StageSetup stage = pipeline.promisedStage();
        return new Live(
                oldestUnseen(facts, pipeline, stage, until),
                newestSales.idleSince(facts, pipeline, stage.name()),
                outage(facts, pipeline, stage, until));
    }

    private Optional<Instant> oldestUnseen(FactReader facts, PipelineSetup pipeline, StageSetup stage, Instant until) {
        // the first pulse looks back to the beginning: an outage may be older than any horizon
        Instant from = settledUntil.getOrDefault(pipeline.name(), pipeline.firstSlot());
        if (!from.isBefore(until)) {
            return Optional.empty();
        }
        Look look = Looks.of(ladder, pipeline, stage, until);
        WindowTally tally = new WindowTally(new TimeWindow("now", from, until), look);
        facts.fold(pipeline.name(), stage.name(), tally);
        Optional<Instant> oldest = tally.evidence().age().map(until::minus);
        // a slot that has not ended yet is not told; it will be at a later pulse
        Instant settled = oldest.orElse(until).minus(pipeline.slot());
        settledUntil.put(pipeline.name(), settled.isAfter(from) ? settled : from);
        return oldest;
    }

    private static Optional<Live.Outage> outage(
            FactReader facts, PipelineSetup pipeline, StageSetup stage, Instant until) {
        TimeWindow lately = new TimeWindow("lately", until.minus(TOLD_AGAIN), until.plusNanos(1));
        List<Fact.Unreadable> stretches = new ArrayList<>(facts.unreadable(pipeline.name(), stage.name(), lately));
        return stretches.stream()
                .max(Comparator.comparing(Fact.Unreadable::at))
                .map(last -> new Live.Outage(last.from(), last.at(), last.reason()));
    }
}
