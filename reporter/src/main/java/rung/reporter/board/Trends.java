package rung.reporter.board;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import rung.core.evidence.Look;
import rung.core.evidence.Quantile;
import rung.core.evidence.WindowTally;
import rung.core.ladder.Ladder;
import rung.core.log.FactReader;
import rung.core.measure.PipelineSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.report.Looks;

/** Compares the newest hour with the hour before; of a shorter run, its second half with its first. */
final class Trends {
    /** Long enough for any pipeline that promises minutes, short enough to tell of this evening. */
    private static final Duration STRETCH = Duration.ofHours(1);

    private Trends() {}

    /** Where each pipeline of the run is heading at its promised stage, by its name. */
    static Map<String, Trend> of(FactReader facts, Ladder ladder) {
        Map<String, Trend> trends = new LinkedHashMap<>();
        facts.run().pipelines().forEach(pipeline -> trends.put(pipeline.name(), trend(facts, ladder, pipeline)));
        return trends;
    }

    private static Trend trend(FactReader facts, Ladder ladder, PipelineSetup pipeline) {
        Instant until = facts.until();
        Duration half = Duration.between(pipeline.firstSlot(), until).dividedBy(2);
        Duration stretch = half.compareTo(STRETCH) < 0 ? half : STRETCH;
        if (stretch.compareTo(pipeline.slot()) < 0) {
            return Trend.UNKNOWN;
        }
        Look look = Looks.of(ladder, pipeline, pipeline.promisedStage(), until);
        Instant middle = until.minus(stretch);
        return Trend.of(
                median(facts, pipeline, look, new TimeWindow("before", middle.minus(stretch), middle)),
                median(facts, pipeline, look, new TimeWindow("after", middle, until)));
    }

    private static Quantile median(FactReader facts, PipelineSetup pipeline, Look look, TimeWindow window) {
        WindowTally tally = new WindowTally(window, look);
        facts.fold(pipeline.name(), pipeline.promisedStage().name(), tally);
        return Quantile.of(0.5, tally.evidence().histogram());
    }
}
