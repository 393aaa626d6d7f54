package rung.reporter.board;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import rung.core.evidence.AgeBand;
import rung.core.evidence.AgeTally;
import rung.core.evidence.Look;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowTally;
import rung.core.ladder.Ladder;
import rung.core.log.FactReader;
import rung.core.log.SeenCommits;
import rung.core.measure.Mark;
import rung.core.measure.PipelineSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.report.Looks;

/**
 * What the facts say of one pipeline at one of its stages, close enough to draw each sale.
 *
 * @param setup how the pipeline is measured
 * @param stage that is drawn
 * @param until up to when facts are complete
 * @param span that evidence is of
 * @param close the newest part of the span, of which each sale is told: at most {@link #CLOSEST}
 * @param evidence of each stage over the span, in the order in which a count travels
 * @param slots of {@code close} at the stage, in the order of their intended times
 * @param age of the stage's count over {@code close}; absent where no sale was made
 * @param commits of {@code close} that looks at the stage came upon
 * @param marks that were noted in {@code close}
 */
public record Detail(
        PipelineSetup setup,
        StageSetup stage,
        Instant until,
        TimeWindow span,
        TimeWindow close,
        Map<String, WindowEvidence> evidence,
        List<SlotOutcome> slots,
        Optional<AgeBand> age,
        SeenCommits commits,
        List<Mark> marks) {
    /** A day of sales is drawn one by one; what is older is in the evidence. */
    public static final Duration CLOSEST = Duration.ofHours(24);

    /**
     * Reads it.
     *
     * @param pipeline of the run
     * @param stage of the pipeline
     * @param period that is looked at; what lies after the facts is left out
     */
    static Detail of(FactReader facts, Ladder ladder, PipelineSetup pipeline, StageSetup stage, TimeWindow period) {
        return facts.still(() -> {
            Instant until = facts.until();
            Instant from = period.from().isBefore(pipeline.firstSlot()) ? pipeline.firstSlot() : period.from();
            Instant to = earlier(period.to(), until);
            TimeWindow span = new TimeWindow(period.name(), from, to.isAfter(from) ? to : from.plus(pipeline.slot()));
            TimeWindow close = span.length().compareTo(CLOSEST) <= 0
                    ? span
                    : new TimeWindow(span.name(), span.to().minus(CLOSEST), span.to());
            Map<String, WindowEvidence> evidence = new LinkedHashMap<>();
            for (StageSetup one : pipeline.stages()) {
                WindowTally tally = new WindowTally(span, Looks.of(ladder, pipeline, one, until));
                facts.fold(pipeline.name(), one.name(), tally);
                evidence.put(one.name(), tally.evidence());
            }
            Look look = Looks.of(ladder, pipeline, stage, until);
            AgeTally ages = new AgeTally(close, look);
            List<SlotOutcome> slots = new ArrayList<>();
            facts.slots(pipeline.name(), stage.name(), close, slot -> {
                slots.add(slot);
                ages.add(slot);
            });
            return new Detail(
                    pipeline,
                    stage,
                    until,
                    span,
                    close,
                    evidence,
                    slots,
                    ages.band(),
                    facts.commits(pipeline.name(), stage.name(), close),
                    facts.marks(pipeline.name(), close));
        });
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** The evidence of the stage that is drawn. */
    public WindowEvidence drawn() {
        return Objects.requireNonNull(evidence.get(stage.name()));
    }

    /** The number of a slot. */
    public long number(SlotOutcome slot) {
        return Duration.between(setup.firstSlot(), slot.intended()).toNanos()
                / setup.slot().toNanos();
    }
}
