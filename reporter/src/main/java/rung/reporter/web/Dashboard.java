package rung.reporter.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.TimeWindow;
import rung.reporter.board.Board;
import rung.reporter.board.Detail;
import rung.reporter.board.Pulse;
import rung.reporter.board.SaleStory;
import rung.reporter.board.Watch;
import rung.reporter.chart.Figure;
import rung.reporter.console.Console;
import rung.reporter.console.Style;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.ReportJson;
import rung.reporter.report.Words;

/** The web server: routes, and the thin layer between a request and a page. */
public final class Dashboard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

    /** A name of ten thousand signs, each written as three, still has a page; a multiple of that is refused. */
    private static final int LONGEST_HEADER = 64 * 1024;

    /** Where the server listens. */
    public record Address(String host, int port) {}

    private final Watch watch;
    private final Assets assets = Assets.read();
    private final Streams streams;
    private final Api api;
    private final Gate gate;
    private final double speed;
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Dashboard.class.getClassLoader(), "rung.reporter.web.pages");
    private final Javalin server;

    private Dashboard(Watch watch, Address address, double speed) {
        this.watch = watch;
        this.speed = speed;
        this.streams = new Streams(watch);
        this.api = new Api(watch);
        this.gate = new Gate(address.host());
        this.server = Javalin.create(this::configure);
    }

    /**
     * Begins to serve what {@code watch} sees.
     *
     * @param speed seconds that pass on the page's clock in one of the reader's: 1 but in a time-lapse
     * @throws IOException when it cannot listen there
     */
    public static Dashboard start(Watch watch, Address address, double speed) throws IOException {
        Dashboard dashboard = new Dashboard(watch, address, speed);
        try {
            dashboard.server.start(address.host(), address.port());
        } catch (RuntimeException e) {
            throw new IOException(
                    "cannot listen on " + address.host() + ":" + address.port()
                            + "; is it taken by another program? choose a free one with --http PORT",
                    e);
        }
        dashboard.streams.listen();
        return dashboard;
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** How many listen to the stream. */
    int listeners() {
        return streams.size();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.defaultContentType = "text/html; charset=utf-8";
        config.jetty.modifyHttpConfiguration(http -> http.setRequestHeaderSize(LONGEST_HEADER));
        config.routes.before(gate::check);
        config.routes.get("/", this::ladder);
        config.routes.get("/p/{id}", this::pipeline);
        config.routes.get("/p/{id}/csv/{chart}", this::csv);
        config.routes.get("/p/{id}/sales/{slot}", this::sale);
        config.routes.get("/reports", this::reports);
        config.routes.get("/about", this::about);
        config.routes.get("/openapi.json", this::openApi);
        config.routes.get("/assets/{hash}/{name}", this::asset);
        config.routes.sse("/api/v1/stream", streams::serve);
        api.addTo(config);
        config.routes.error(404, context -> problem(context, "There is no such page."));
        config.routes.exception(Exception.class, (e, context) -> {
            LOG.error("a page could not be made", e);
            context.status(HttpStatus.INTERNAL_SERVER_ERROR);
            problem(context, "This page could not be made; the log of the program says why.");
        });
    }

    private void ladder(Context context) throws IOException {
        Board board = watch.board();
        Pulse pulse = watch.pulse();
        Prefs prefs = prefs(context, board);
        TimeWindow period = watch.period(prefs.span());
        Instant now = now(pulse);
        LadderPage page = LadderPage.of(board, pulse, watch.heartbeats(prefs.span()), period, now, prefs);
        show(context, "ladder.jte", "Ladder", prefs, Map.of("page", page));
    }

    private void pipeline(Context context) throws IOException {
        Board board = watch.board();
        Pulse pulse = watch.pulse();
        Prefs prefs = prefs(context, board);
        FreshnessReport report = board.report().in(prefs.zone());
        PipelineReport pipeline = pipeline(context, report);
        Detail detail = detail(context, pipeline, prefs);
        PipelinePage page = PipelinePage.of(
                report,
                pipeline,
                pulse.of(pipeline.id()),
                Optional.ofNullable(watch.heartbeats(prefs.span()).get(pipeline.id())),
                detail,
                now(pulse),
                prefs);
        Map<String, String> own =
                detail.stage().name().equals(pipeline.promise().stage())
                        ? Map.of()
                        : Map.of("stage", detail.stage().name());
        show(context, "pipeline.jte", page.row().name(), prefs, own, Map.of("page", page));
    }

    private static PipelineReport pipeline(Context context, FreshnessReport report) {
        String id = PathName.decoded(context.pathParam("id"));
        return report.pipelines().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(NotFoundResponse::new);
    }

    private Detail detail(Context context, PipelineReport pipeline, Prefs prefs) throws IOException {
        return watch.detail(pipeline.id(), Optional.ofNullable(context.queryParam("stage")), prefs.span())
                .orElseThrow(NotFoundResponse::new);
    }

    private void csv(Context context) throws IOException {
        Board board = watch.board();
        Prefs prefs = prefs(context, board);
        FreshnessReport report = board.report().in(prefs.zone());
        PipelineReport pipeline = pipeline(context, report);
        String chart = "chart-" + context.pathParam("chart");
        Figure figure = PipelinePage.figures(report, pipeline, detail(context, pipeline, prefs), prefs).stream()
                .filter(one -> one.id().equals(chart))
                .findFirst()
                .orElseThrow(NotFoundResponse::new);
        context.header("Cache-Control", "no-cache");
        context.header("Content-Disposition", "attachment; filename=\"" + chart + ".csv\"");
        context.contentType("text/csv; charset=utf-8");
        context.result(figure.table().csv());
    }

    private void sale(Context context) throws IOException {
        Prefs prefs = prefs(context, watch.board());
        SaleStory story = watch.sale(PathName.decoded(context.pathParam("id")), slot(context.pathParam("slot")))
                .orElseThrow(NotFoundResponse::new);
        show(
                context,
                "sale.jte",
                "Sale " + story.slot() + " of " + Shown.name(story.setup().name()),
                prefs,
                Map.of("page", SalePage.of(story, prefs)));
    }

    private static long slot(String text) {
        if (!text.matches("[0-9]{1,12}")) {
            throw new NotFoundResponse();
        }
        return Long.parseLong(text);
    }

    private void reports(Context context) throws IOException {
        Board board = watch.board();
        Prefs prefs = prefs(context, board);
        Optional<Instant> from = ReportsPage.moment(context.queryParam("from"), prefs.zone());
        Optional<Instant> to = ReportsPage.moment(context.queryParam("to"), prefs.zone());
        boolean isAsked = context.queryParam("from") != null || context.queryParam("to") != null;
        Optional<TimeWindow> period = ReportsPage.period(from, to);
        String fromField = ReportsPage.field(from.orElse(board.report().window().from()), prefs.zone());
        String toField = ReportsPage.field(to.orElse(board.report().window().to()), prefs.zone());
        if (period.isEmpty()) {
            String problem = isAsked ? "That is no period: the end must come after the begin." : "";
            show(
                    context,
                    "reports.jte",
                    "Reports",
                    prefs,
                    Map.of("page", new ReportsPage(fromField, toField, problem, "", "", "")));
            return;
        }
        FreshnessReport report = watch.report(period.get()).in(prefs.zone());
        Map<String, String> own = new LinkedHashMap<>();
        own.put("from", period.get().from().toString());
        own.put("to", period.get().to().toString());
        show(
                context,
                "reports.jte",
                "Reports",
                prefs,
                own,
                Map.of(
                        "page",
                        new ReportsPage(
                                fromField,
                                toField,
                                "",
                                Console.render(report, Style.UNCOLOURED),
                                "/api/v1/report?from=" + period.get().from() + "&to="
                                        + period.get().to(),
                                Api.hash(ReportJson.write(report)))));
    }

    private void about(Context context) throws IOException {
        Board board = watch.board();
        Prefs prefs = prefs(context, board);
        Words words = new Words(prefs.zone());
        List<PipelinePage.Pair> health = List.of(
                new PipelinePage.Pair(
                        "last sign of life of the probe",
                        words.moment(watch.pulse().at())),
                new PipelinePage.Pair(
                        "conclusions",
                        "number " + board.number() + ", of facts up to " + words.moment(board.at())
                                + (watch.cost().isZero() ? "" : ", made in " + words.duration(watch.cost()))),
                new PipelinePage.Pair("listeners", words.count(streams.size())),
                new PipelinePage.Pair("run", board.report().run()),
                new PipelinePage.Pair("software", board.report().software()));
        show(
                context,
                "about.jte",
                "Method & health",
                prefs,
                Map.of("page", AboutPage.of(board.report().in(prefs.zone()), watch.setups(), health, prefs)));
    }

    private void openApi(Context context) {
        context.header("Cache-Control", "no-cache");
        context.contentType("application/json");
        context.result(assets.named("openapi.json").orElseThrow().content());
    }

    private void asset(Context context) {
        Assets.Asset asset = assets.named(context.pathParam("name")).orElseThrow(NotFoundResponse::new);
        context.header("Cache-Control", "public, max-age=31536000, immutable");
        context.contentType(asset.type());
        context.result(asset.content());
    }

    private void problem(Context context, String text) {
        if (context.path().startsWith("/api/")) {
            context.contentType("application/json");
            context.result("{\"error\":\"" + text + "\"}\n");
            return;
        }
        show(context, "problem.jte", text, prefs(context, watch.board()), Map.of("text", text));
    }

    private Prefs prefs(Context context, Board board) {
        return Prefs.of(context::queryParam, board.report().zone());
    }

    /** Ages count on while the probe lives; once it is silent nothing is known of what came after. */
    private Instant now(Pulse pulse) {
        Instant now = watch.now();
        boolean isReplayed = speed != 1;
        return isReplayed || Shell.Status.isSilent(pulse, now) ? pulse.at() : now;
    }

    private void show(Context context, String template, String title, Prefs prefs, Map<String, Object> content) {
        show(context, template, title, prefs, Map.of(), content);
    }

    private void show(
            Context context,
            String template,
            String title,
            Prefs prefs,
            Map<String, String> own,
            Map<String, Object> content) {
        Pulse pulse = watch.pulse();
        Map<String, Object> parameters = new HashMap<>(content);
        parameters.put(
                "shell",
                Shell.of(
                        title,
                        context.path(),
                        own,
                        prefs,
                        assets.base(),
                        watch.board(),
                        pulse,
                        speed == 1 ? watch.now() : pulse.at(),
                        speed));
        StringOutput page = new StringOutput();
        templates.render(template, parameters, page);
        context.header("Cache-Control", "no-cache");
        context.html(page.toString());
    }

    @Override
    public void close() {
        streams.close();
        server.stop();
    }
}
