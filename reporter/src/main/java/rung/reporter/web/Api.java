package rung.reporter.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import rung.core.measure.TimeWindow;
import rung.reporter.board.Board;
import rung.reporter.board.Detail;
import rung.reporter.board.Pulse;
import rung.reporter.board.ReportDesk;
import rung.reporter.board.Span;
import rung.reporter.board.Watch;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.ReportJson;

/** The numbers of the pages for programs: those of the report, word for word. */
final class Api {
    /** A reader of a report over another period waits for it; a proxy between them rarely waits longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(55);

    private final Watch watch;
    private final ReportDesk desk;
    private final Memo<String, Board, JsonNode> trees = new Memo<>((key, board) -> ReportJson.tree(board.report()));
    private final Memo<String, Board, String> texts;

    Api(Watch watch, ReportDesk desk) {
        this.watch = watch;
        this.desk = desk;
        this.texts = new Memo<>((key, board) -> ReportJson.text(tree(board)));
    }

    private JsonNode tree(Board board) {
        return trees.of(board.number(), "report", board);
    }

    void addTo(JavalinConfig config) {
        config.routes.get("/api/v1/report", this::report);
        config.routes.get("/api/v1/pipelines/{id}/sales", this::sales);
        config.routes.get("/api/v1/pipelines", context -> json(context, pipelines(watch.board(), watch.pulse())));
        config.routes.get("/api/v1/pipelines/{id}", this::pipeline);
        config.routes.get("/api/v1/status", context -> json(context, status(watch.board(), watch.pulse())));
        config.routes.get("/badge/{file}", this::badge);
        config.routes.get("/livez", context -> text(context, "ok\n"));
        config.routes.get("/readyz", context -> text(context, "ok\n"));
        config.routes.get("/healthz", context -> text(context, "ok\n"));
    }

    private static void text(Context context, String text) {
        context.contentType("text/plain; charset=utf-8");
        context.result(text);
    }

    private static void json(Context context, JsonNode json) {
        json(context, ReportJson.text(json));
    }

    private static void json(Context context, String json) {
        context.header("Cache-Control", "no-cache");
        context.contentType("application/json");
        context.result(json);
    }

    /** The report of the board; with {@code from} and {@code to}, over that period. */
    private void report(Context context) throws IOException {
        Optional<TimeWindow> period = ReportsPage.period(
                ReportsPage.moment(context.queryParam("from"), ZoneOffset.UTC),
                ReportsPage.moment(context.queryParam("to"), ZoneOffset.UTC));
        boolean isAsked = context.queryParam("from") != null || context.queryParam("to") != null;
        if (isAsked && period.isEmpty()) {
            throw new BadRequestResponse(
                    "from and to are no period; write both as ISO 8601, such as 2026-11-22T18:00:00Z, from first");
        }
        Board board = watch.board();
        if (period.isEmpty()) {
            json(context, texts.of(board.number(), "report", board));
            return;
        }
        Optional<FreshnessReport> made = desk.order(period.get(), board).await(PATIENCE);
        if (made.isEmpty()) {
            context.status(HttpStatus.SERVICE_UNAVAILABLE);
            context.header("Retry-After", "10");
            json(context, "{\"error\":\"the report is still being made; ask again\"}\n");
            return;
        }
        json(context, ReportJson.text(ReportJson.tree(made.get())));
    }

    /** The sales of a stage, to be drawn; at most a day of them. */
    private void sales(Context context) throws IOException {
        Span span = Optional.ofNullable(context.queryParam("span"))
                .flatMap(Span::labelled)
                .orElse(Span.RUN);
        Detail detail = watch.detail(
                        PathName.decoded(context.pathParam("id")),
                        Optional.ofNullable(context.queryParam("stage")),
                        watch.board().period(span))
                .orElseThrow(NotFoundResponse::new);
        json(context, SalesJson.tree(detail));
    }

    private void pipeline(Context context) {
        String id = PathName.decoded(context.pathParam("id"));
        for (JsonNode pipeline : tree(watch.board()).get("pipelines")) {
            if (pipeline.get("id").asText().equals(id)) {
                json(context, pipeline);
                return;
            }
        }
        throw new NotFoundResponse();
    }

    private static ObjectNode pipelines(Board board, Pulse pulse) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", board.at().toString());
        json.put("run", board.report().run());
        ArrayNode list = json.putArray("pipelines");
        for (PipelineReport pipeline : board.report().pipelines()) {
            ObjectNode one = list.addObject();
            one.put("id", pipeline.id());
            one.put("verdict", Shown.label(pipeline.verdict()));
            if (pipeline.tier().isPresent()) {
                one.put("tier", pipeline.tier().getAsInt());
            } else {
                one.putNull("tier");
            }
            pulse.of(pipeline.id())
                    .flatMap(live -> live.oldestUnseen())
                    .ifPresentOrElse(
                            since -> one.put("oldest_unseen_since", since.toString()),
                            () -> one.putNull("oldest_unseen_since"));
            one.put("href", "/api/v1/pipelines/" + PathName.encoded(pipeline.id()));
        }
        return json;
    }

    private ObjectNode status(Board board, Pulse pulse) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("now", watch.now().toString());
        json.put("last_sign_of_life", pulse.at().toString());
        json.put("board", board.number());
        json.put("run", board.report().run());
        json.put("software", board.report().software());
        ObjectNode window = json.putObject("window");
        window.put("from", board.report().window().from().toString());
        window.put("to", board.report().window().to().toString());
        json.set("pulse", Streams.json(pulse));
        return json;
    }

    private void badge(Context context) {
        String file = context.pathParam("file");
        if (!file.endsWith(".svg")) {
            throw new NotFoundResponse();
        }
        String id = PathName.decoded(file.substring(0, file.length() - ".svg".length()));
        PipelineReport pipeline = watch.board().report().pipelines().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(NotFoundResponse::new);
        context.header("Cache-Control", "no-cache");
        context.contentType("image/svg+xml");
        context.result(Badge.svg(watch.board().report().ladder(), pipeline));
    }
}
