package rung.reporter.board;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rung.core.log.FactReader;
import rung.core.log.Handover;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.measure.TraceContext;
import rung.core.time.ClockOffset;

/**
 * One synthetic sale on its way.
 *
 * @param setup how its pipeline is measured
 * @param slot its number
 * @param until up to when facts are complete
 * @param handovers of the sale and of its return
 * @param outcomes what each stage showed, in the order in which a count travels; a stage of which nothing is known yet is
 *     absent
 * @param trace id of its trace, as it was sent with it and as a collector of traces knows it
 * @param sourceClock where the clock of the front door stands beside the probe's; absent when it tells none
 */
public record SaleStory(
        PipelineSetup setup,
        long slot,
        Instant until,
        List<Handover> handovers,
        Map<String, SlotOutcome> outcomes,
        String trace,
        Optional<ClockOffset> sourceClock) {
    /** Reads it; empty when the run has had no such slot yet. */
    public static Optional<SaleStory> of(FactReader facts, PipelineSetup pipeline, long slot) {
        return facts.still(() -> {
            Instant from = pipeline.slotStart(slot);
            if (!from.isBefore(facts.until())) {
                return Optional.empty();
            }
            TimeWindow window = new TimeWindow("slot", from, from.plus(pipeline.slot()));
            Map<String, SlotOutcome> outcomes = new LinkedHashMap<>();
            for (StageSetup stage : pipeline.stages()) {
                facts.slots(pipeline.name(), stage.name(), window, outcome -> outcomes.put(stage.name(), outcome));
            }
            return Optional.of(new SaleStory(
                    pipeline,
                    slot,
                    facts.until(),
                    facts.handovers(pipeline.name(), slot),
                    outcomes,
                    TraceContext.of(Injection.id(facts.run().id(), pipeline.name(), slot, Injection.Kind.SALE))
                            .traceId(),
                    facts.sourceClock(pipeline.name())));
        });
    }
}
