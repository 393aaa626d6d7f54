package rung.reporter.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import rung.core.ladder.Verdict;
import rung.core.measure.Promise;

/**
 * Where one pipeline stands.
 *
 * @param id unique in its run
 * @param promise that it has to hold
 * @param slot length of its slots
 * @param lossHorizon age at which an unseen sale is called lost
 * @param verdict whether the promise was held
 * @param tier that it kept at the promised stage in the {@link #headline}; 0 off the ladder, absent when nothing is kept
 *     yet
 * @param judged the window that earned the verdict: the worst promised one, or the whole period; absent when none of the
 *     promised windows has begun in the period
 * @param headline the window that earned the tier: the worst declared one, or the whole period when none is declared
 * @param stages in the order in which a count travels
 * @param residueUnits units that Rung sold and has not returned; what the pipeline itself lost or doubled is not in it
 * @param notes what else its reader should know, as sentences
 */
public record PipelineReport(
        String id,
        Promise promise,
        Duration slot,
        Duration lossHorizon,
        Verdict verdict,
        OptionalInt tier,
        Optional<WindowReport> judged,
        WindowReport headline,
        List<StageReport> stages,
        long residueUnits,
        List<String> notes) {
    public PipelineReport {
        stages = List.copyOf(stages);
        notes = List.copyOf(notes);
    }

    /** The stage at which the tier is promised, or read when nothing is promised. */
    public StageReport promised() {
        return stages.stream()
                .filter(stage -> stage.id().equals(promise.stage()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("pipeline " + id + " has no stage " + promise.stage()));
    }
}
