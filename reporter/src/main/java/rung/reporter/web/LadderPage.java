package rung.reporter.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import rung.core.ladder.Verdict;
import rung.reporter.board.Cell;
import rung.reporter.board.Heartbeat;
import rung.reporter.board.Live;
import rung.reporter.board.Past;
import rung.reporter.board.Pulse;
import rung.reporter.board.Span;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.Words;

/**
 * The first page: whether what was promised is kept, and where each pipeline stands.
 *
 * @param banner on top
 * @param rows in the order that was asked for
 * @param hidden how many pipelines the filter leaves out
 * @param period that the verdicts are about, in words
 * @param beatPeriod that the cells cover, in words
 * @param rule in words
 * @param spans that the cells may cover
 * @param sorts orders of the rows
 * @param tiers of the ladder, fastest first
 */
public record LadderPage(
        Banner banner,
        List<LadderRow> rows,
        int hidden,
        String period,
        String beatPeriod,
        String rule,
        List<Shell.Choice> spans,
        List<Shell.Choice> sorts,
        List<LadderTier> tiers) {
    private static final List<Verdict> WORST_FIRST =
            List.of(Verdict.MISSED, Verdict.INVALID, Verdict.UNDECIDED, Verdict.MET, Verdict.NO_PROMISE);

    /** A tier, as the legend tells it. */
    public record LadderTier(TierBadge badge, String edge, String use) {}

    static LadderPage of(Past past, Map<String, Face> faces, Pulse pulse, Instant now, Prefs prefs) {
        FreshnessReport report = past.board().report().in(prefs.zone());
        Words words = new Words(prefs.zone());
        String wanted = prefs.filter().toLowerCase(Locale.ROOT);
        List<LadderRow> rows = report.pipelines().stream()
                .filter(pipeline -> pipeline.id().toLowerCase(Locale.ROOT).contains(wanted))
                .sorted(order(prefs.sort(), pulse, now))
                .map(pipeline -> LadderRow.of(
                        Objects.requireNonNull(faces.get(pipeline.id())),
                        pipeline,
                        pulse.of(pipeline.id()),
                        now,
                        prefs))
                .toList();
        return new LadderPage(
                Banner.of(report),
                rows,
                report.pipelines().size() - rows.size(),
                words.moment(report.window().from()) + " to "
                        + words.moment(report.window().to()) + " ("
                        + words.duration(report.window().length()) + ")",
                cells(past, words),
                "at least " + words.share(report.ladder().rule().share())
                        + " of a window's sales in time, said at "
                        + words.share(report.ladder().rule().confidence()) + " confidence",
                Stream.of(Span.values())
                        .map(span -> new Shell.Choice(
                                span == Span.RUN ? "whole period" : span.label(),
                                prefs.withSpan(span).href("/"),
                                span == prefs.span()))
                        .toList(),
                Stream.of(Prefs.Sort.values())
                        .map(sort -> new Shell.Choice(
                                switch (sort) {
                                    case WORST -> "worst first";
                                    case NAME -> "by name";
                                    case AGE -> "stalest now";
                                },
                                prefs.withSort(sort).href("/"),
                                sort == prefs.sort()))
                        .toList(),
                report.ladder().tiers().stream()
                        .map(tier ->
                                new LadderTier(TierBadge.of(tier), "within " + words.duration(tier.edge()), tier.use()))
                        .toList());
    }

    private static String cells(Past past, Words words) {
        Optional<List<Cell>> cells = past.heartbeats().values().stream()
                .map(Heartbeat::cells)
                .filter(one -> !one.isEmpty())
                .findFirst();
        return cells.map(one -> "Each cell is "
                        + words.duration(one.get(0).window().length()) + ", from "
                        + words.moment(one.get(0).window().from()) + " to "
                        + words.moment(one.get(one.size() - 1).window().to()))
                .orElse("No cells from " + words.moment(past.period().from()) + " to "
                        + words.moment(past.period().to()));
    }

    private static Comparator<PipelineReport> order(Prefs.Sort sort, Pulse pulse, Instant now) {
        Comparator<PipelineReport> byName = Comparator.comparing(PipelineReport::id);
        Comparator<PipelineReport> byAge = Comparator.comparing(
                (PipelineReport pipeline) -> pulse.of(pipeline.id())
                        .flatMap(Live::oldestUnseen)
                        .map(since -> Duration.between(since, now))
                        .orElse(Duration.ZERO),
                Comparator.reverseOrder());
        return switch (sort) {
            case NAME -> byName;
            case AGE -> byAge.thenComparing(byName);
            case WORST ->
                Comparator.comparingInt((PipelineReport pipeline) -> WORST_FIRST.indexOf(pipeline.verdict()))
                        .thenComparingInt(pipeline -> pipeline.tier().orElse(-1))
                        .thenComparing(byName);
        };
    }
}
