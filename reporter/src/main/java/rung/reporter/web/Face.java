package rung.reporter.web;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import rung.core.evidence.Quantile;
import rung.core.ladder.Tier;
import rung.core.measure.Promise;
import rung.reporter.board.Heartbeat;
import rung.reporter.board.Trend;
import rung.reporter.chart.LadderStrip;
import rung.reporter.chart.Subject;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.Phrases;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;
import rung.reporter.report.Words;

/**
 * What a board says of one pipeline, as its line on the ladder and the head of its page show it; of the moment nothing is in it.
 *
 * @param id of the pipeline
 * @param slug the same where only plain letters may stand
 * @param name as it may be shown
 * @param tier on which it stands
 * @param promise in words
 * @param verdict as a class, such as {@code missed}
 * @param symbol of the verdict
 * @param verdictWords the verdict, and the window that earned it
 * @param evidence what the verdict rests on, one phrase each
 * @param edgeMillis the promised edge, for scripts; absent when nothing is promised
 * @param median p50 in words, with its interval
 * @param tail p95 in words, with its interval
 * @param sample how many sales the percentiles are of, in words
 * @param trend where staleness is heading; absent where nothing can be told
 * @param strip the ladder strip, SVG
 * @param beat the heartbeat, SVG
 */
public record Face(
        String id,
        String slug,
        String name,
        TierBadge tier,
        String promise,
        String verdict,
        String symbol,
        String verdictWords,
        List<String> evidence,
        OptionalLong edgeMillis,
        String median,
        String tail,
        String sample,
        Optional<Heading> trend,
        String strip,
        String beat) {
    /**
     * Where staleness is heading.
     *
     * @param arrow a sign
     * @param words the same in words
     * @param medians that it rests on, each with its interval
     */
    public record Heading(String arrow, String words, String medians) {}

    static Face of(FreshnessReport report, PipelineReport pipeline, Optional<Heartbeat> heartbeat, Trend trend) {
        Words words = new Words(report.zone());
        Phrases phrases = new Phrases(report);
        Promise promise = pipeline.promise();
        WindowReport run = pipeline.promised().run();
        Optional<Duration> edge = report.ladder().tier(promise.tier()).map(Tier::edge);
        return new Face(
                pipeline.id(),
                Shown.slug(pipeline.id()),
                Shown.name(pipeline.id()),
                TierBadge.of(report.ladder(), pipeline),
                promise.isMade()
                        ? "T" + promise.tier() + " at " + Shown.name(promise.stage())
                                + (promise.peaks().isEmpty()
                                        ? ""
                                        : " in " + Shown.name(String.join(", ", promise.peaks())))
                        : "none; read at " + Shown.name(promise.stage()),
                Shown.label(pipeline.verdict()),
                symbol(pipeline),
                verdictWords(phrases, pipeline),
                phrases.evidence(pipeline).stream().map(Shown::text).toList(),
                edge.isPresent() ? OptionalLong.of(edge.get().toMillis()) : OptionalLong.empty(),
                percentile(phrases, run, 0.5) + interval(words, run, 0.5),
                percentile(phrases, run, 0.95) + interval(words, run, 0.95),
                words.count(run.evidence().counts().injected()) + " sales",
                trend(trend, words),
                strip(report, pipeline),
                heartbeat
                        .map(one ->
                                HeartbeatStrip.svg(one, report.ladder().rule().share(), label(one, words)))
                        .orElse(""));
    }

    private static String strip(FreshnessReport report, PipelineReport pipeline) {
        Subject subject = new Subject(
                "row",
                Shown.name(pipeline.id()),
                report.ladder(),
                pipeline.promise().tier(),
                report.zone());
        return LadderStrip.of(subject, pipeline.promised().run().evidence()).svg();
    }

    /** An arrow, and what it rests on; empty where nothing can be told. */
    private static Optional<Heading> trend(Trend trend, Words words) {
        if (trend.direction() == Trend.Direction.UNKNOWN) {
            return Optional.empty();
        }
        String medians = "p50 " + bounds(trend.after(), words) + ", before " + bounds(trend.before(), words);
        return Optional.of(
                switch (trend.direction()) {
                    case RISING -> new Heading("↗", "slower than before", medians);
                    case FALLING -> new Heading("↘", "faster than before", medians);
                    default -> new Heading("→", "no change told", medians);
                });
    }

    private static String bounds(Quantile median, Words words) {
        String lower = words.duration(duration(median.lower().orElse(0)));
        return median.upper().isPresent()
                ? lower + " to " + words.duration(duration(median.upper().getAsDouble()))
                : "at least " + lower;
    }

    private static String label(Heartbeat heartbeat, Words words) {
        long late = heartbeat.cells().stream()
                .filter(cell -> cell.inTime().map(share -> share.atLeast() < 1).orElse(false))
                .count();
        long judged = heartbeat.cells().stream()
                .filter(cell -> cell.inTime().isPresent())
                .count();
        return late + " of " + judged + " judged cells have sales later than " + words.duration(heartbeat.edge());
    }

    private static String verdictWords(Phrases phrases, PipelineReport pipeline) {
        String words = phrases.verdict(pipeline);
        return words.isEmpty() ? "no promise" : Shown.text(words);
    }

    private static String symbol(PipelineReport pipeline) {
        return switch (pipeline.verdict()) {
            case MET -> "✓";
            case MISSED -> "✗";
            case UNDECIDED -> "?";
            case INVALID -> "!";
            case NO_PROMISE -> "·";
        };
    }

    private static Optional<Quantile> quantile(WindowReport window, double share) {
        return window.evidence().quantiles().stream()
                .filter(one -> one.quantile() == share)
                .findFirst();
    }

    private static String percentile(Phrases phrases, WindowReport window, double share) {
        return quantile(window, share).map(phrases::percentile).orElse("–");
    }

    private static String interval(Words words, WindowReport window, double share) {
        return quantile(window, share)
                .filter(one -> one.upper().isPresent() && one.estimate().isPresent())
                .map(one -> " (" + words.duration(duration(one.lower().orElse(0))) + " to "
                        + words.duration(duration(one.upper().getAsDouble())) + ")")
                .orElse("");
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
