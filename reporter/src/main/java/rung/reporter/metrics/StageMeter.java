package rung.reporter.metrics;

import io.prometheus.metrics.model.snapshots.Exemplar;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import rung.core.evidence.EdgeTotals;
import rung.core.evidence.Fold;
import rung.core.evidence.IntervalHistogram;
import rung.core.evidence.Look;
import rung.core.evidence.RunTally;
import rung.core.ladder.Ladder;
import rung.core.log.FactReader;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.report.Looks;

/** Counts what one stage showed since its run began: the past at once, by its folds, and then what is new. */
final class StageMeter implements RunTally.Listener {
    /** A probe tells every ten seconds of an outage that lasts. */
    private static final Duration TOLD_AGAIN = Duration.ofSeconds(12);

    private final String pipeline;
    private final StageSetup stage;
    private final RunTally tally;
    private final Reads reads;
    private final DurationHistogram staleness;
    private final DurationHistogram sendDelay = new DurationHistogram(Buckets.sendDelay());
    private final Examples examples;
    private final LongConsumer told;
    private Map<Fact.Anomaly.Kind, Long> anomalies = Map.of();
    private boolean isReadable;
    private Optional<Instant> newestCommit = Optional.empty();
    private Instant commitsUntil = Instant.MIN;

    /** @param told is told the slot of each sale that the stage has shown */
    StageMeter(String run, Ladder ladder, PipelineSetup pipeline, StageSetup stage, LongConsumer told) {
        this.told = told;
        this.pipeline = pipeline.name();
        this.stage = stage;
        Look look = Looks.of(ladder, pipeline, stage, Instant.EPOCH);
        this.tally = new RunTally(pipeline, look, this);
        this.reads = new Reads(pipeline.name(), stage.name());
        this.staleness = new DurationHistogram(Buckets.staleness(ladder));
        this.examples = new Examples(run, pipeline.name(), staleness.buckets());
    }

    /** Takes what the facts say that was not taken before. */
    Counted take(FactReader facts) {
        tally.lookAt(facts.until());
        facts.fold(pipeline, stage.name(), tally);
        for (TimeWindow due : tally.due()) {
            facts.slots(pipeline, stage.name(), due, slot -> tally.again(slot, number -> mayBeRefused(facts, number)));
        }
        reads.take(facts);
        anomalies = facts.anomalies(
                pipeline, stage.name(), new TimeWindow("run", facts.run().startedAt(), Instant.MAX));
        Instant until = facts.until();
        isReadable = facts.unreadable(
                        pipeline, stage.name(), new TimeWindow("lately", until.minus(TOLD_AGAIN), until.plusNanos(1)))
                .isEmpty();
        takeCommits(facts);
        return counted();
    }

    /** A commit of which no look has told yet may be told at the moment up to which facts were complete. */
    private void takeCommits(FactReader facts) {
        TimeWindow rest = new TimeWindow("rest", commitsUntil, Instant.MAX);
        commitsUntil = facts.until();
        for (Fact.CommitSeen seen : facts.commits(pipeline, stage.name(), rest).newest()) {
            Instant written = seen.commit().writtenAt();
            if (seen.commit().changesData()
                    && newestCommit.filter(written::isBefore).isEmpty()) {
                newestCommit = Optional.of(written);
            }
        }
    }

    /** A sale that the front door has not answered for may still be refused, and would then spoil its slot. */
    private boolean mayBeRefused(FactReader facts, long slot) {
        return facts.handovers(pipeline, slot).stream()
                .anyMatch(one ->
                        one.kind() == Injection.Kind.SALE && one.answered().isEmpty());
    }

    @Override
    public void seen(long number, SlotOutcome sale) {
        if (sale.outcome() instanceof Outcome.Seen shown) {
            Duration atMost = Duration.between(sale.intended(), shown.firstSeen());
            examples.take(staleness.add(atMost), number, atMost, shown.firstSeen());
            sendDelay.add(sale.slip());
            told.accept(number);
        }
    }

    @Override
    public void seen(Fold many) {
        add(many.staleness(), many.counts().seen(), staleness);
        add(many.slips(), many.counts().seen(), sendDelay);
    }

    private static void add(IntervalHistogram values, long all, DurationHistogram histogram) {
        values.upperEnds(histogram::add);
        if (all > values.bounded()) {
            histogram.add(IntervalHistogram.BEYOND_MILLIS, all - values.bounded());
        }
    }

    /**
     * All that was counted until now.
     *
     * @param oldestUnseen absent while none is missing
     * @param visibleUntil absent before anything has shown
     * @param newestSale absent before the first
     * @param newestCommit when the newest commit was written that may have changed a count; absent where none is known
     */
    record Counted(
            String stage,
            List<EdgeTotals> edges,
            long slots,
            long unmeasured,
            long waiting,
            long lost,
            Optional<Instant> oldestUnseen,
            Optional<Instant> visibleUntil,
            Optional<Instant> newestSale,
            DurationHistogram.Counted staleness,
            List<Exemplar> examples,
            DurationHistogram.Counted sendDelay,
            Reads.Counted reads,
            Duration poll,
            boolean isReadable,
            Optional<Instant> newestCommit,
            Map<Fact.Anomaly.Kind, Long> anomalies) {}

    private Counted counted() {
        return new Counted(
                stage.name(),
                tally.edges(),
                tally.slots(),
                tally.unmeasured(),
                tally.waiting(),
                tally.lost(),
                tally.oldestUnseen(),
                tally.visibleUntil(),
                tally.newestSale(),
                staleness.counted(),
                examples.all(),
                sendDelay.counted(),
                reads.counted(),
                stage.poll(),
                isReadable,
                newestCommit,
                anomalies);
    }
}
