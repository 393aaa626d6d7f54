package rung.reporter.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import rung.reporter.board.Board;
import rung.reporter.board.Pulse;
import rung.reporter.board.Watch;

/** Makes a page of its content: the frame around it, and its reader's choices. */
final class Renderer {
    private final Watch watch;
    private final Assets assets;
    private final double speed;
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Renderer.class.getClassLoader(), "rung.reporter.web.pages");

    Renderer(Watch watch, Assets assets, double speed) {
        this.watch = watch;
        this.assets = assets;
        this.speed = speed;
    }

    /** What the reader of a page has chosen, by its address. */
    static Prefs prefs(Context context, Board board) {
        return Prefs.of(context::queryParam, board.report().zone());
    }

    /** Ages count on while the probe lives; once it is silent nothing is known of what came after. */
    Instant now(Pulse pulse) {
        Instant now = watch.now();
        boolean isReplayed = speed != 1;
        return isReplayed || Shell.Status.isSilent(pulse, now) ? pulse.at() : now;
    }

    /**
     * Answers with a page.
     *
     * @param board that the page shows
     * @param own what its address says beside its reader's choices
     * @param content parameters of the template
     */
    void show(
            Context context,
            String template,
            String title,
            Board board,
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
                        board,
                        pulse,
                        speed == 1 ? watch.now() : pulse.at(),
                        speed));
        StringOutput page = new StringOutput();
        templates.render(template, parameters, page);
        context.header("Cache-Control", "no-cache");
        context.html(page.toString());
    }
}
