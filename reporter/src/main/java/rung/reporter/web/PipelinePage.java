package rung.reporter.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import rung.core.ladder.Verdict;
import rung.core.measure.Fact;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.board.Detail;
import rung.reporter.board.Span;
import rung.reporter.chart.AgeOverTime;
import rung.reporter.chart.CommitTimeline;
import rung.reporter.chart.Ecdf;
import rung.reporter.chart.Figure;
import rung.reporter.chart.HeatCell;
import rung.reporter.chart.Heatmap;
import rung.reporter.chart.Period;
import rung.reporter.chart.Segment;
import rung.reporter.chart.SegmentBars;
import rung.reporter.chart.Spectrum;
import rung.reporter.chart.StalenessOverTime;
import rung.reporter.chart.Subject;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;
import rung.reporter.report.Words;

/**
 * One pipeline: what is proven of it, and where its minutes go.
 *
 * @param row the same as on the ladder
 * @param stages of which one is drawn
 * @param stage that is drawn
 * @param spans that may be drawn
 * @param span that is drawn, in words
 * @param close the part of it of which each sale is drawn, in words; empty when it is all of it
 * @param figures charts, in the order in which they explain
 * @param zoom where the sales are to be had one by one
 * @param marks what was noted beside the measurement, in the order of the numbers in the charts
 * @param notes what a reader should know beside the verdict
 * @param quality how good the measurement was: label and value
 * @param windows the declared windows: name and stretch, verdict at the promise
 * @param sales the newest, newest first
 */
public record PipelinePage(
        LadderRow row,
        List<Shell.Choice> stages,
        String stage,
        List<Shell.Choice> spans,
        String span,
        String close,
        List<ChartLink> figures,
        String zoom,
        List<Pair> marks,
        List<String> notes,
        List<Pair> quality,
        List<WindowLine> windows,
        List<SaleLine> sales) {
    private static final int NEWEST = 50;
    private static final int HEAT_COLUMNS = 90;

    /** A chart with the address of its numbers. */
    public record ChartLink(Figure figure, String csv) {}

    /** A label and its value. */
    public record Pair(String label, String value) {}

    /** A declared window. */
    public record WindowLine(String name, String stretch, String verdict, String words, String detail) {}

    /** A sale, as a line of a table. */
    public record SaleLine(long number, String href, String intended, String staleness, String state, String cycle) {}

    /** The charts of a pipeline, each with its id. */
    static List<Figure> figures(FreshnessReport report, PipelineReport pipeline, Detail detail, Prefs prefs) {
        Subject subject = new Subject(
                "chart",
                Shown.name(pipeline.id()) + " at " + Shown.name(detail.stage().name()),
                report.ladder(),
                pipeline.promise().tier(),
                prefs.zone());
        List<TimeWindow> declared =
                pipeline.promised().windows().stream().map(WindowReport::window).toList();
        Period close = new Period(detail.close(), declared, detail.marks(), detail.until());
        List<Figure> figures = new ArrayList<>();
        figures.add(AgeOverTime.of(subject, close, detail.age()));
        figures.add(StalenessOverTime.of(subject, close, detail.slots()));
        figures.add(Ecdf.of(subject, detail.drawn(), detail.until()));
        figures.add(Spectrum.of(subject, detail.drawn()));
        figures.add(Heatmap.of(subject, close, HeatCell.of(detail.close(), detail.slots(), columns(detail))));
        if (detail.evidence().size() > 1) {
            figures.add(SegmentBars.of(
                    subject,
                    detail.evidence().entrySet().stream()
                            .map(stage -> new Segment(stage.getKey(), stage.getValue()))
                            .toList()));
        }
        List<Fact.CommitSeen> commits = detail.commits().newest();
        if (!commits.isEmpty()) {
            figures.add(CommitTimeline.of(subject, close, commits));
        }
        return figures;
    }

    /** As many columns as hold some slots each. */
    private static int columns(Detail detail) {
        long slots = detail.close().length().dividedBy(detail.setup().slot());
        return (int) Math.max(1, Math.min(HEAT_COLUMNS, slots / 4));
    }

    static PipelinePage of(FreshnessReport report, PipelineReport pipeline, LadderRow row, Detail detail, Prefs prefs) {
        Words words = new Words(prefs.zone());
        String path = "/p/" + PathName.encoded(pipeline.id());
        String chosen = detail.stage().name();
        boolean isPromised = chosen.equals(pipeline.promise().stage());
        return new PipelinePage(
                row,
                detail.setup().stages().stream()
                        .map(StageSetup::name)
                        .map(name -> new Shell.Choice(
                                Shown.name(name),
                                withStage(
                                        prefs.href(path),
                                        name.equals(pipeline.promise().stage()) ? Optional.empty() : Optional.of(name)),
                                name.equals(chosen)))
                        .toList(),
                Shown.name(chosen),
                Stream.of(Span.values())
                        .map(span -> new Shell.Choice(
                                span == Span.RUN ? "whole period" : span.label(),
                                withStage(
                                        prefs.withSpan(span).href(path),
                                        isPromised ? Optional.empty() : Optional.of(chosen)),
                                span == prefs.span()))
                        .toList(),
                words.moment(detail.span().from()) + " to "
                        + words.moment(detail.span().to()),
                detail.close().equals(detail.span())
                        ? ""
                        : "Charts of single sales are of the last "
                                + words.duration(detail.close().length()),
                figures(report, pipeline, detail, prefs).stream()
                        .map(figure -> new ChartLink(
                                figure,
                                withStage(
                                        prefs.href("/p/" + PathName.encoded(pipeline.id()) + "/csv/"
                                                + figure.id().replaceFirst("^chart-", "")),
                                        isPromised ? Optional.empty() : Optional.of(chosen))))
                        .toList(),
                "/api/v1/pipelines/" + PathName.encoded(pipeline.id()) + "/sales?span="
                        + prefs.span().label() + "&stage=" + Prefs.encoded(chosen),
                detail.marks().stream()
                        .map(mark -> new Pair(words.moment(mark.at()), Shown.text(mark.note())))
                        .toList(),
                notes(pipeline),
                quality(pipeline, words),
                pipeline.promised().windows().stream()
                        .map(window -> window(report, pipeline, window, words))
                        .toList(),
                sales(pipeline, detail, words, prefs));
    }

    private static String withStage(String href, Optional<String> stage) {
        return stage.map(name -> Prefs.with(href, Map.of("stage", name))).orElse(href);
    }

    private static List<String> notes(PipelineReport pipeline) {
        WindowReport judged = pipeline.judged().orElse(pipeline.headline());
        return Stream.of(
                        pipeline.promised().run().notes().stream(),
                        judged.notes().stream(),
                        judged.invalidBecause().stream(),
                        pipeline.promised().caveat().stream())
                .flatMap(one -> one)
                .distinct()
                .map(Shown::text)
                .toList();
    }

    private static List<Pair> quality(PipelineReport pipeline, Words words) {
        WindowReport run = pipeline.promised().run();
        List<Pair> pairs = new ArrayList<>();
        pairs.add(new Pair(
                "slots",
                words.count(run.evidence().counts().slots()) + ", one sale each " + words.duration(pipeline.slot())));
        pairs.add(new Pair("seen", words.count(run.evidence().counts().seen())));
        pairs.add(new Pair("pending", words.count(run.evidence().counts().pending())));
        pairs.add(new Pair("lost", words.count(run.evidence().counts().lost())));
        pairs.add(new Pair("unmeasured", words.count(run.evidence().counts().unmeasured())));
        pairs.add(new Pair(
                "commits that brought them",
                run.evidence().cycles() == 0
                        ? "the stage does not tell"
                        : words.count(run.evidence().cycles())));
        run.evidence()
                .resolution()
                .ifPresent(seconds ->
                        pairs.add(new Pair("resolution (95 % known to within)", words.duration(duration(seconds)))));
        run.evidence()
                .slip()
                .ifPresent(seconds -> pairs.add(new Pair("till's slip, p99", words.duration(duration(seconds)))));
        for (Fact.Anomaly.Kind kind : Fact.Anomaly.Kind.values()) {
            if (run.anomalies(kind) > 0) {
                pairs.add(new Pair(
                        kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), words.count(run.anomalies(kind))));
            }
        }
        if (!run.unreadable().isZero()) {
            pairs.add(new Pair("could not be read for", words.duration(run.unreadable())));
        }
        pipeline.promised()
                .costPerPoll()
                .ifPresent(cost -> pairs.add(new Pair("cost of a poll", words.duration(cost))));
        pairs.add(new Pair("residue", words.count(pipeline.residueUnits()) + " units"));
        return pairs;
    }

    private static WindowLine window(
            FreshnessReport report, PipelineReport pipeline, WindowReport window, Words words) {
        Verdict verdict = window.verdict(pipeline.promise());
        String detail = report.ladder()
                .tier(pipeline.promise().tier())
                .map(window::at)
                .map(edge -> edge.slots() == 0
                        ? "no sale known in time or late yet"
                        : words.share(edge.inTimeShare().orElse(0)) + " of the first " + words.count(edge.slots())
                                + " slots in time")
                .orElse(words.count(window.evidence().counts().slots()) + " slots");
        return new WindowLine(
                Shown.name(window.window().name()),
                words.stretch(window.window().from(), window.window().to()) + (window.ended() ? "" : " (so far)"),
                Shown.label(verdict),
                Shown.words(verdict),
                detail);
    }

    private static List<SaleLine> sales(PipelineReport pipeline, Detail detail, Words words, Prefs prefs) {
        List<SlotOutcome> slots = detail.slots();
        List<SaleLine> lines = new ArrayList<>();
        for (int i = slots.size() - 1; i >= 0 && lines.size() < NEWEST; i--) {
            SlotOutcome slot = slots.get(i);
            long number = detail.number(slot);
            lines.add(new SaleLine(
                    number,
                    prefs.href("/p/" + PathName.encoded(pipeline.id()) + "/sales/" + number),
                    words.moment(slot.intended()),
                    SalePage.staleness(slot, detail.until(), words),
                    SalePage.state(slot),
                    slot.outcome()
                            .fold(
                                    seen -> Shown.name(seen.cycle().id()),
                                    unseen -> "",
                                    unmeasured -> Shown.text(unmeasured.reason()))));
        }
        return lines;
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
