package rung.reporter.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import rung.reporter.board.Board;
import rung.reporter.board.Detail;
import rung.reporter.board.Past;
import rung.reporter.board.Pulse;
import rung.reporter.board.Watch;
import rung.reporter.chart.Figure;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;

/** A pipeline's page, and the numbers of its charts. */
final class PipelineRoute {
    private final Watch watch;
    private final Renderer renderer;
    private final Faces faces;

    PipelineRoute(Watch watch, Renderer renderer, Faces faces) {
        this.watch = watch;
        this.renderer = renderer;
        this.faces = faces;
    }

    void addTo(JavalinConfig config) {
        config.routes.get("/p/{id}", this::show);
        config.routes.get("/p/{id}/csv/{chart}", this::csv);
    }

    private void show(Context context) throws IOException {
        Prefs prefs = Renderer.prefs(context, watch.board());
        Past past = watch.past(prefs.span());
        FreshnessReport report = past.board().report().in(prefs.zone());
        PipelineReport pipeline = pipeline(context, report);
        Pulse pulse = watch.pulse();
        Detail detail = detail(context, past.board(), pipeline, prefs);
        LadderRow row = LadderRow.of(
                Objects.requireNonNull(faces.of(past, prefs).get(pipeline.id())),
                pipeline,
                pulse.of(pipeline.id()),
                renderer.now(pulse),
                prefs);
        String stage = detail.stage().name();
        boolean isPromised = stage.equals(pipeline.promise().stage());
        renderer.show(
                context,
                "pipeline.jte",
                row.face().name(),
                past.board(),
                prefs,
                isPromised ? Map.of() : Map.of("stage", stage),
                Map.of("page", PipelinePage.of(report, pipeline, row, detail, prefs)));
    }

    private static PipelineReport pipeline(Context context, FreshnessReport report) {
        String id = PathName.decoded(context.pathParam("id"));
        return report.pipelines().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(NotFoundResponse::new);
    }

    private Detail detail(Context context, Board board, PipelineReport pipeline, Prefs prefs) throws IOException {
        return watch.detail(pipeline.id(), Optional.ofNullable(context.queryParam("stage")), board.period(prefs.span()))
                .orElseThrow(NotFoundResponse::new);
    }

    private void csv(Context context) throws IOException {
        Board board = watch.board();
        Prefs prefs = Renderer.prefs(context, board);
        FreshnessReport report = board.report().in(prefs.zone());
        PipelineReport pipeline = pipeline(context, report);
        String chart = "chart-" + context.pathParam("chart");
        Figure figure = PipelinePage.figures(report, pipeline, detail(context, board, pipeline, prefs), prefs).stream()
                .filter(one -> one.id().equals(chart))
                .findFirst()
                .orElseThrow(NotFoundResponse::new);
        context.header("Cache-Control", "no-cache");
        context.header("Content-Disposition", "attachment; filename=\"" + chart + ".csv\"");
        context.contentType("text/csv; charset=utf-8");
        context.result(figure.table().csv());
    }
}
