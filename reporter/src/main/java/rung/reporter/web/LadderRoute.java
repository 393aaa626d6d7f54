package rung.reporter.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;
import rung.reporter.board.Past;
import rung.reporter.board.Pulse;
import rung.reporter.board.Watch;

/** The first page. */
final class LadderRoute {
    private final Watch watch;
    private final Renderer renderer;
    private final Faces faces;

    LadderRoute(Watch watch, Renderer renderer, Faces faces) {
        this.watch = watch;
        this.renderer = renderer;
        this.faces = faces;
    }

    void addTo(JavalinConfig config) {
        config.routes.get("/", this::show);
    }

    private void show(Context context) throws IOException {
        Prefs prefs = Renderer.prefs(context, watch.board());
        Past past = watch.past(prefs.span());
        Pulse pulse = watch.pulse();
        LadderPage page = LadderPage.of(past, faces.of(past, prefs), pulse, renderer.now(pulse), prefs);
        renderer.show(context, "ladder.jte", "Ladder", past.board(), prefs, Map.of(), Map.of("page", page));
    }
}
