package rung.reporter.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import rung.reporter.board.Board;
import rung.reporter.board.Watch;
import rung.reporter.report.Words;

/** The page about method and health. */
final class AboutRoute {
    private final Watch watch;
    private final Renderer renderer;
    private final Streams streams;

    AboutRoute(Watch watch, Renderer renderer, Streams streams) {
        this.watch = watch;
        this.renderer = renderer;
        this.streams = streams;
    }

    void addTo(JavalinConfig config) {
        config.routes.get("/about", this::show);
    }

    private void show(Context context) throws IOException {
        Board board = watch.board();
        Prefs prefs = Renderer.prefs(context, board);
        AboutPage page = AboutPage.of(board.report().in(prefs.zone()), watch.setups(), health(board, prefs), prefs);
        renderer.show(context, "about.jte", "Method & health", board, prefs, Map.of(), Map.of("page", page));
    }

    private List<PipelinePage.Pair> health(Board board, Prefs prefs) {
        Words words = new Words(prefs.zone());
        return List.of(
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
    }
}
