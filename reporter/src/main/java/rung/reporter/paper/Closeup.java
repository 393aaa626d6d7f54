package rung.reporter.paper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.evidence.AgeBand;
import rung.core.evidence.AgeTally;
import rung.core.ladder.Ladder;
import rung.core.log.FactReader;
import rung.core.log.SeenCommits;
import rung.core.measure.Mark;
import rung.core.measure.PipelineSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.chart.HeatCell;
import rung.reporter.report.Looks;

/**
 * What is drawn of one pipeline beside its report: its promised stage sale by sale, and the commits that explain its wait.
 *
 * @param until up to when facts are complete
 * @param close the newest part of the period, of which each sale is looked at: at most {@link #CLOSEST}
 * @param isWhole whether that is all of the period
 * @param cells of the heat map of {@code close}
 * @param age of the stage's count over {@code close}; absent where no sale was made
 * @param spells of {@code close} in which the count was older than promised, in the order of time; none without a promise
 * @param committing the first stage of which commits are known; empty when there is none
 * @param commits of {@code close} at that stage
 * @param marks that were noted in {@code close}, oldest first
 */
record Closeup(
        Instant until,
        TimeWindow close,
        boolean isWhole,
        List<HeatCell> cells,
        Optional<AgeBand> age,
        List<Spell> spells,
        String committing,
        SeenCommits commits,
        List<Mark> marks) {
    /** A day of sales is drawn one by one; what is older is in the evidence. */
    static final Duration CLOSEST = Duration.ofHours(24);

    private static final int COLUMNS = 72;
    private static final int SLOTS_IN_A_COLUMN = 4;

    Closeup {
        cells = List.copyOf(cells);
        spells = List.copyOf(spells);
        marks = List.copyOf(marks);
    }

    /**
     * Reads it; what lies after the facts is left out.
     *
     * @param pipeline of the run, whose promised stage is looked at
     */
    static Closeup of(FactReader facts, Ladder ladder, PipelineSetup pipeline, TimeWindow period) {
        StageSetup stage = pipeline.stages().stream()
                .filter(one -> one.name().equals(pipeline.promise().stage()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("pipeline " + pipeline.name() + " has no stage "
                        + pipeline.promise().stage()));
        Instant until = facts.until();
        Instant from = later(period.from(), pipeline.firstSlot());
        Instant to = earlier(period.to(), until);
        TimeWindow known = new TimeWindow(period.name(), from, to.isAfter(from) ? to : from.plus(pipeline.slot()));
        boolean isWhole = known.length().compareTo(CLOSEST) <= 0;
        TimeWindow close =
                isWhole ? known : new TimeWindow(known.name(), known.to().minus(CLOSEST), known.to());
        AgeTally ages = new AgeTally(close, Looks.of(ladder, pipeline, stage, until));
        List<SlotOutcome> slots = new ArrayList<>();
        facts.slots(pipeline.name(), stage.name(), close, slot -> {
            slots.add(slot);
            ages.add(slot);
        });
        Optional<AgeBand> age = ages.band();
        long fitting = close.length().dividedBy(pipeline.slot()) / SLOTS_IN_A_COLUMN;
        String committing = committing(facts, pipeline, close);
        return new Closeup(
                until,
                close,
                isWhole,
                HeatCell.of(close, slots, (int) Math.max(1, Math.min(COLUMNS, fitting))),
                age,
                ladder.tier(pipeline.promise().tier())
                        .flatMap(tier -> age.map(band -> Spell.over(band.oldest(), tier.edge())))
                        .orElse(List.of()),
                committing,
                committing.isEmpty() ? SeenCommits.NONE : facts.commits(pipeline.name(), committing, close),
                facts.marks(pipeline.name(), close));
    }

    private static String committing(FactReader facts, PipelineSetup pipeline, TimeWindow close) {
        return pipeline.stages().stream()
                .map(StageSetup::name)
                .filter(name ->
                        !facts.commits(pipeline.name(), name, close).newest().isEmpty())
                .findFirst()
                .orElse("");
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
