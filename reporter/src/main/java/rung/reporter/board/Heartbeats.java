package rung.reporter.board;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.Look;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowTally;
import rung.core.ladder.Ladder;
import rung.core.ladder.Tier;
import rung.core.log.FactReader;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.report.Looks;

/**
 * Folds pipelines into rows of cells. A cell in which every slot is judged is final and is folded once; a row then costs
 * the few cells that are still young. What the last rows did not show is forgotten, so that memory is bounded by them.
 * Not thread-safe.
 */
final class Heartbeats {
    private record Known(String pipeline, TimeWindow cell) {}

    private final Ladder ladder;
    private Map<Known, Cell> finals = new HashMap<>();

    Heartbeats(Ladder ladder) {
        this.ladder = ladder;
    }

    /** The row of each pipeline of the run over {@code period}, by its name. */
    Map<String, Heartbeat> rows(FactReader facts, TimeWindow period) {
        ZoneOffset offset = facts.run().zone().getRules().getOffset(facts.run().startedAt());
        Map<String, Heartbeat> rows = new LinkedHashMap<>();
        Map<Known, Cell> shown = new HashMap<>();
        for (PipelineSetup pipeline : facts.run().pipelines()) {
            rows.put(pipeline.name(), row(facts, pipeline, period, new CellGrid(offset), shown));
        }
        finals = shown;
        return rows;
    }

    private Heartbeat row(
            FactReader facts, PipelineSetup pipeline, TimeWindow period, CellGrid grid, Map<Known, Cell> shown) {
        Instant until = facts.until();
        StageSetup stage = pipeline.promisedStage();
        Duration edge = edge(pipeline.promise());
        Look look = Looks.of(ladder, pipeline, stage, until);
        Duration hopeless = edge.plus(look.patience());
        return new Heartbeat(
                edge,
                grid.cells(period, pipeline.slot()).stream()
                        .map(window -> {
                            Known known = new Known(pipeline.name(), window);
                            Cell cell = finals.get(known);
                            if (cell == null) {
                                cell = cell(facts, pipeline, stage, look, edge, window);
                            }
                            if (!window.to().plus(hopeless).isAfter(until)) {
                                shown.put(known, cell);
                            }
                            return cell;
                        })
                        .toList());
    }

    private static Cell cell(
            FactReader facts, PipelineSetup pipeline, StageSetup stage, Look look, Duration edge, TimeWindow window) {
        WindowTally tally = new WindowTally(window, look);
        facts.fold(pipeline.name(), stage.name(), tally);
        WindowEvidence evidence = tally.evidence();
        EdgeEvidence at = evidence.at(edge).orElseThrow();
        return new Cell(
                window,
                evidence.counts().slots(),
                at.matureSlots(),
                evidence.counts().unmeasured(),
                at.matureShare());
    }

    private Duration edge(Promise promise) {
        Tier slowest = ladder.tiers().get(ladder.tiers().size() - 1);
        return ladder.tier(promise.tier()).orElse(slowest).edge();
    }
}
