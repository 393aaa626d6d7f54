package rung.reporter.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import rung.core.evidence.Quantile;
import rung.core.ladder.Verdict;
import rung.core.measure.Promise;
import rung.reporter.business.Earlier;

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
    private static final double P95 = 0.95;

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

    /** The windows that are told one by one: the declared ones at the promised stage, or the whole period without any. */
    public List<WindowReport> strata() {
        return promised().windows().isEmpty()
                ? List.of(promised().run())
                : promised().windows();
    }

    /** Where it stands, as a later report will find it. */
    Earlier.Standing standing() {
        Quantile p95 = headline.evidence().quantiles().stream()
                .filter(one -> one.quantile() == P95)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no p95 of " + id));
        return new Earlier.Standing(
                ReportJson.verdict(verdict), tier, headline.window().name(), p95.lower(), p95.upper());
    }
}
