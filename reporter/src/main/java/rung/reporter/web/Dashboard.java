package rung.reporter.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.reporter.board.Board;
import rung.reporter.board.ReportDesk;
import rung.reporter.board.Watch;

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
    private final Renderer renderer;
    private final ReportDesk desk;
    private final String build;
    private final Consumer<JavalinConfig> more;
    private final Javalin server;

    private Dashboard(Watch watch, Address address, double speed, String build, Consumer<JavalinConfig> more) {
        this.watch = watch;
        this.build = build;
        this.more = more;
        this.renderer = new Renderer(watch, assets, speed);
        this.desk = new ReportDesk(watch);
        this.streams = new Streams(watch);
        this.api = new Api(watch, desk);
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
        return start(watch, address, speed, watch.board().report().software(), config -> {});
    }

    /**
     * Begins to serve what {@code watch} sees, and what is not a page of it.
     *
     * @param speed seconds that pass on the page's clock in one of the reader's: 1 but in a time-lapse
     * @param build that serves, with its version
     * @param more adds to what the server answers
     * @throws IOException when it cannot listen there
     */
    public static Dashboard start(
            Watch watch, Address address, double speed, String build, Consumer<JavalinConfig> more) throws IOException {
        Dashboard dashboard = new Dashboard(watch, address, speed, build, more);
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
        Faces faces = new Faces();
        new LadderRoute(watch, renderer, faces).addTo(config);
        new PipelineRoute(watch, renderer, faces).addTo(config);
        new SaleRoute(watch, renderer).addTo(config);
        new ReportsRoute(watch, renderer, desk).addTo(config);
        new PaperRoute(watch, desk, build).addTo(config);
        new AboutRoute(watch, renderer, streams).addTo(config);
        config.routes.get("/openapi.json", this::openApi);
        config.routes.get("/assets/{hash}/{name}", this::asset);
        config.routes.sse("/api/v1/stream", streams::serve);
        api.addTo(config);
        more.accept(config);
        config.routes.error(404, context -> problem(context, "There is no such page."));
        config.routes.exception(Exception.class, (e, context) -> {
            LOG.error("a page could not be made", e);
            context.status(HttpStatus.INTERNAL_SERVER_ERROR);
            problem(context, "This page could not be made; the log of the program says why.");
        });
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
        Board board = watch.board();
        renderer.show(
                context, "problem.jte", text, board, Renderer.prefs(context, board), Map.of(), Map.of("text", text));
    }

    @Override
    public void close() {
        streams.close();
        desk.close();
        server.stop();
    }
}
