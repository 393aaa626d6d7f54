package rung.reporter.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.Map;
import rung.reporter.board.Board;
import rung.reporter.board.SaleStory;
import rung.reporter.board.Watch;

/** A sale's page. */
final class SaleRoute {
    private final Watch watch;
    private final Renderer renderer;

    SaleRoute(Watch watch, Renderer renderer) {
        this.watch = watch;
        this.renderer = renderer;
    }

    void addTo(JavalinConfig config) {
        config.routes.get("/p/{id}/sales/{slot}", this::show);
    }

    private void show(Context context) throws IOException {
        Board board = watch.board();
        Prefs prefs = Renderer.prefs(context, board);
        SaleStory story = watch.sale(PathName.decoded(context.pathParam("id")), slot(context.pathParam("slot")))
                .orElseThrow(NotFoundResponse::new);
        renderer.show(
                context,
                "sale.jte",
                "Sale " + story.slot() + " of " + Shown.name(story.setup().name()),
                board,
                prefs,
                Map.of(),
                Map.of("page", SalePage.of(story, prefs)));
    }

    private static long slot(String text) {
        if (!text.matches("[0-9]{1,12}")) {
            throw new NotFoundResponse();
        }
        return Long.parseLong(text);
    }
}
