package rung.reporter.web;

import java.util.ArrayList;
import java.util.List;
import rung.core.measure.PipelineSetup;
import rung.core.measure.StageSetup;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.Words;

/**
 * How Rung measures and judges, and how it is doing itself.
 *
 * @param tiers of the ladder, fastest first
 * @param rule in words
 * @param instrument what the instrument resolves, in a sentence
 * @param health of this server and its log: label and value
 * @param setups how each stage is read
 */
public record AboutPage(
        List<LadderPage.LadderTier> tiers,
        String rule,
        String instrument,
        List<PipelinePage.Pair> health,
        List<SetupLine> setups) {
    /** How one stage of one pipeline is read. */
    public record SetupLine(
            String pipeline, String slot, String promise, String stage, String poll, String settling, String caveat) {}

    static AboutPage of(
            FreshnessReport report, List<PipelineSetup> pipelines, List<PipelinePage.Pair> health, Prefs prefs) {
        Words words = new Words(prefs.zone());
        List<SetupLine> setups = new ArrayList<>();
        for (PipelineSetup pipeline : pipelines) {
            for (StageSetup stage : pipeline.stages()) {
                setups.add(new SetupLine(
                        Shown.name(pipeline.name()),
                        words.duration(pipeline.slot()),
                        stage.name().equals(pipeline.promise().stage())
                                        && pipeline.promise().isMade()
                                ? "T" + pipeline.promise().tier()
                                : "",
                        Shown.name(stage.name()),
                        stage.poll().isZero() ? "elsewhere" : words.duration(stage.poll()),
                        words.duration(stage.settling()),
                        stage.caveat().map(Shown::text).orElse("")));
            }
        }
        return new AboutPage(
                report.ladder().tiers().stream()
                        .map(tier -> new LadderPage.LadderTier(
                                TierBadge.of(tier),
                                "within " + words.duration(tier.edge()),
                                tier.use() + "; " + tier.architecture()))
                        .toList(),
                "A tier is kept in a window when it is proven, at "
                        + words.share(report.ladder().rule().confidence()) + " confidence and valid at every look, that"
                        + " at least " + words.share(report.ladder().rule().share())
                        + " of the sales of that window were on show within the tier's edge; it is missed when the"
                        + " contrary is proven; until then it is undecided.",
                report.instrument()
                        .map(one -> one.sentence() + " Calibrated " + words.moment(one.at()) + ".")
                        .orElse("Not calibrated: how exact this build is on its machine was not measured; run rung"
                                + " calibrate."),
                health,
                setups);
    }
}
