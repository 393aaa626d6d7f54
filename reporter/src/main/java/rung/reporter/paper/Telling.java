package rung.reporter.paper;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.Quantile;
import rung.core.evidence.ShareRange;
import rung.core.ladder.Ladder;
import rung.core.ladder.Tier;
import rung.core.ladder.Verdict;
import rung.core.measure.TimeWindow;
import rung.reporter.chart.Percentile;
import rung.reporter.chart.Plain;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.Phrases;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;
import rung.reporter.report.Words;

/** What the sheets say of one pipeline, in words that do not presume that one knows how it was measured. */
final class Telling {
    private static final List<Verdict> WORST_FIRST =
            List.of(Verdict.MISSED, Verdict.INVALID, Verdict.UNDECIDED, Verdict.MET, Verdict.NO_PROMISE);

    private final FreshnessReport report;
    private final Ladder ladder;
    private final Phrases phrases;
    private final Words words;

    Telling(FreshnessReport report) {
        this.report = report;
        this.ladder = report.ladder();
        this.phrases = new Phrases(report);
        this.words = new Words(report.zone(), report.locale());
    }

    FreshnessReport report() {
        return report;
    }

    Words words() {
        return words;
    }

    Phrases phrases() {
        return phrases;
    }

    /** The pipelines, from the one that a reader must hear of first. */
    List<PipelineReport> worstFirst() {
        return worstFirst(report);
    }

    /** The pipelines of {@code report}, from the one that a reader must hear of first. */
    static List<PipelineReport> worstFirst(FreshnessReport report) {
        return report.pipelines().stream()
                .sorted(Comparator.comparingInt((PipelineReport one) -> WORST_FIRST.indexOf(one.verdict()))
                        .thenComparing(one -> one.tier().orElse(-1)))
                .toList();
    }

    /** The window that is told of: the one that earned the verdict. */
    static WindowReport told(PipelineReport pipeline) {
        return pipeline.judged().orElse(pipeline.headline());
    }

    String name(PipelineReport pipeline) {
        return Plain.name(pipeline.id());
    }

    /** Such as {@code evening, 7 Nov, 18:00 to 22:00}, or {@code the whole period}. */
    String window(TimeWindow window) {
        return window.equals(report.window())
                ? "the whole period"
                : Plain.name(window.name()) + ", " + words.stretch(window.from(), window.to());
    }

    Optional<Tier> promised(PipelineReport pipeline) {
        return ladder.tier(pipeline.promise().tier());
    }

    /** Such as {@code T3 ● within 5 min, at api, in evening}. */
    String promise(PipelineReport pipeline) {
        String peaks = pipeline.promise().peaks().isEmpty()
                ? ""
                : ", in " + Plain.text(String.join(", ", pipeline.promise().peaks()));
        String stage = "at " + Plain.name(pipeline.promise().stage());
        return promised(pipeline)
                .map(tier -> sign(tier) + " within " + words.duration(tier.edge()) + ", " + stage + peaks)
                .orElse("nothing; read " + stage);
    }

    /** The tier that was proven kept, and what it is good for. */
    String proven(PipelineReport pipeline) {
        if (pipeline.tier().isEmpty()) {
            return "none yet";
        }
        return ladder.tier(pipeline.tier().getAsInt())
                .map(tier -> sign(tier) + " " + tier.name())
                .orElse("✕ off the ladder");
    }

    static String sign(Tier tier) {
        return "T" + tier.number() + " " + tier.shape();
    }

    /** The tier by whose edge the pipeline is told of: the promised one, else the one that it kept. */
    Optional<Tier> asked(PipelineReport pipeline) {
        return promised(pipeline).or(() -> ladder.tier(pipeline.tier().orElse(0)));
    }

    /** The share of sales in time that may be shown, with its sample, and what of it is proven. */
    String inTime(PipelineReport pipeline) {
        WindowReport window = told(pipeline);
        Optional<Tier> asked = asked(pipeline);
        if (window.isEmpty() || asked.isEmpty()) {
            return "nothing known";
        }
        EdgeEvidence edge = window.at(asked.get());
        String shown = edge.matureShare()
                .map(share -> range(share) + " of " + sales(edge.matureSlots()))
                .orElse("no sale is old enough");
        return !window.isValid() || edge.slots() == 0 || edge.shareAtLeast() <= 0
                ? shown
                : shown + "; proven at least " + words.share(edge.shareAtLeast());
    }

    private String range(ShareRange share) {
        String least = words.share(share.atLeast());
        String most = words.share(share.atMost());
        return least.equals(most) ? least : least + " to " + most;
    }

    /** The percentile with its interval and its sample; never bare. */
    String percentile(WindowReport window, double quantile) {
        Percentile percentile = Percentile.of(quantile, window.evidence());
        long sample = window.evidence().histogram().count();
        return sample == 0 ? "no sale is old enough" : percentile.said() + " of " + sales(sample);
    }

    /** A sentence without its end: within what time 95 % of sales showed. */
    String within(WindowReport window) {
        long sample = window.evidence().histogram().count();
        Percentile percentile = Percentile.of(0.95, window.evidence());
        if (percentile.known().isPresent()) {
            return "95 % of " + sales(sample) + " showed within " + percentile.said();
        }
        return percentile.surely().isZero()
                ? "within what time 95 % of sales show is not known"
                : "95 % of " + sales(sample) + " take " + percentile.said() + ", how long is not known";
    }

    /** The same without its sample, which the table gives beside it. */
    String bare(WindowReport window, double quantile) {
        long sample = window.evidence().histogram().count();
        long fewest = Quantile.fewestFor(quantile);
        Percentile percentile = Percentile.of(quantile, window.evidence());
        return sample < fewest && percentile.known().isEmpty()
                ? percentile.said() + " (needs " + words.count(fewest) + ")"
                : percentile.said();
    }

    String sales(long count) {
        return words.count(count) + (count == 1 ? " sale" : " sales");
    }

    /** How old the count was at its oldest; a dash where nothing was measured. */
    String oldest(WindowReport window) {
        return window.isEmpty() ? "–" : words.duration(window.evidence().largestAge());
    }

    /** To within what a staleness is known. */
    Optional<String> resolution(WindowReport window) {
        OptionalDouble seconds = window.evidence().resolution();
        return seconds.isPresent()
                ? Optional.of(words.duration(Duration.ofMillis(Math.round(seconds.getAsDouble() * 1000))))
                : Optional.empty();
    }
}
