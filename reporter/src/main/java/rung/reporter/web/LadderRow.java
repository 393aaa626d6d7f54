package rung.reporter.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import rung.core.evidence.Quantile;
import rung.core.ladder.Tier;
import rung.core.measure.Promise;
import rung.reporter.board.Heartbeat;
import rung.reporter.board.Live;
import rung.reporter.chart.LadderStrip;
import rung.reporter.chart.Subject;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.Phrases;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;
import rung.reporter.report.Words;

/**
 * One pipeline on the ladder.
 *
 * @param id of the pipeline
 * @param slug the same where only plain letters may stand
 * @param name as it may be shown
 * @param href of its page
 * @param tier on which it stands
 * @param promise in words
 * @param verdict as a class, such as {@code missed}
 * @param symbol of the verdict
 * @param verdictWords the verdict, and the window that earned it
 * @param evidence what the verdict rests on, one phrase each
 * @param age of the oldest sale that does not show yet, in words; "0 s" when none is waiting, a dash when none was made
 * @param ageSinceMillis when that sale happened, for scripts; absent when none is waiting
 * @param ageOver whether the age is over the promised edge now
 * @param edgeMillis the promised edge, for scripts; absent when nothing is promised
 * @param outage in words; absent while the promised stage answers
 * @param median p50 in words, with its interval
 * @param tail p95 in words, with its interval
 * @param sample how many sales the percentiles are of, in words
 * @param strip the ladder strip, SVG
 * @param beat the heartbeat, SVG
 */
public record LadderRow(
        String id,
        String slug,
        String name,
        String href,
        TierBadge tier,
        String promise,
        String verdict,
        String symbol,
        String verdictWords,
        List<String> evidence,
        String age,
        OptionalLong ageSinceMillis,
        boolean ageOver,
        OptionalLong edgeMillis,
        Optional<String> outage,
        String median,
        String tail,
        String sample,
        String strip,
        String beat) {
    static LadderRow of(
            FreshnessReport report,
            PipelineReport pipeline,
            Optional<Live> live,
            Optional<Heartbeat> heartbeat,
            Instant now,
            Prefs prefs) {
        Words words = new Words(prefs.zone());
        Phrases phrases = new Phrases(report);
        Promise promise = pipeline.promise();
        WindowReport run = pipeline.promised().run();
        Optional<Instant> oldest = live.flatMap(Live::oldestUnseen);
        Optional<Duration> edge = report.ladder().tier(promise.tier()).map(Tier::edge);
        Duration age = oldest.map(since -> between(since, now)).orElse(Duration.ZERO);
        return new LadderRow(
                pipeline.id(),
                Shown.slug(pipeline.id()),
                Shown.name(pipeline.id()),
                prefs.href("/p/" + PathName.encoded(pipeline.id())),
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
                live.isPresent() && run.evidence().counts().injected() > 0 ? words.duration(age) : "–",
                oldest.isPresent() ? OptionalLong.of(oldest.get().toEpochMilli()) : OptionalLong.empty(),
                edge.isPresent() && age.compareTo(edge.get()) > 0,
                edge.isPresent() ? OptionalLong.of(edge.get().toMillis()) : OptionalLong.empty(),
                live.flatMap(Live::outage)
                        .map(outage -> "cannot be read since " + words.moment(outage.since()) + ": "
                                + Shown.text(outage.reason())),
                percentile(phrases, run, 0.5) + interval(words, run, 0.5),
                percentile(phrases, run, 0.95) + interval(words, run, 0.95),
                words.count(run.evidence().counts().injected()) + " sales",
                strip(report, pipeline, prefs),
                heartbeat
                        .map(one ->
                                HeartbeatStrip.svg(one, report.ladder().rule().share(), label(one, words)))
                        .orElse(""));
    }

    private static String strip(FreshnessReport report, PipelineReport pipeline, Prefs prefs) {
        Subject subject = new Subject(
                "row",
                Shown.name(pipeline.id()),
                report.ladder(),
                pipeline.promise().tier(),
                prefs.zone());
        return LadderStrip.of(subject, pipeline.promised().run().evidence()).svg();
    }

    private static Duration between(Instant since, Instant now) {
        return now.isBefore(since) ? Duration.ZERO : Duration.between(since, now);
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
