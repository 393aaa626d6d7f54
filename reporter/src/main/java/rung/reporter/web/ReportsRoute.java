package rung.reporter.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import rung.core.measure.TimeWindow;
import rung.reporter.board.Board;
import rung.reporter.board.ReportDesk;
import rung.reporter.board.Watch;
import rung.reporter.console.Console;
import rung.reporter.console.Style;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.Hashes;
import rung.reporter.report.ReportJson;

/** The page on which a reader orders a report over a period. */
final class ReportsRoute {
    /** A report that takes no longer is shown at once; of another, its progress is. */
    private static final Duration AT_ONCE = Duration.ofMillis(800);

    private final Watch watch;
    private final Renderer renderer;
    private final ReportDesk desk;

    ReportsRoute(Watch watch, Renderer renderer, ReportDesk desk) {
        this.watch = watch;
        this.renderer = renderer;
        this.desk = desk;
    }

    void addTo(JavalinConfig config) {
        config.routes.get("/reports", this::show);
    }

    private void show(Context context) throws IOException {
        Board board = watch.board();
        Prefs prefs = Renderer.prefs(context, board);
        Optional<Instant> from = ReportsPage.moment(context.queryParam("from"), prefs.zone());
        Optional<Instant> to = ReportsPage.moment(context.queryParam("to"), prefs.zone());
        boolean isAsked = context.queryParam("from") != null || context.queryParam("to") != null;
        Optional<TimeWindow> period = ReportsPage.period(from, to);
        ReportsPage form = ReportsPage.form(
                from.orElse(board.report().window().from()),
                to.orElse(board.report().window().to()),
                prefs.zone());
        Map<String, String> own = new LinkedHashMap<>();
        if (period.isPresent()) {
            own.put("from", period.get().from().toString());
            own.put("to", period.get().to().toString());
        } else if (isAsked) {
            form = form.refused("That is no period: the end must come after the begin.");
        }
        ReportsPage page = period.isPresent() ? answered(context, form, board, period.get(), prefs) : form;
        renderer.show(context, "reports.jte", "Reports", board, prefs, own, Map.of("page", page));
    }

    private ReportsPage answered(Context context, ReportsPage form, Board board, TimeWindow period, Prefs prefs)
            throws IOException {
        ReportDesk.Order order = desk.order(period, board);
        Optional<FreshnessReport> made = order.await(AT_ONCE);
        if (made.isEmpty()) {
            context.header("Refresh", "2"); // browsers look again, also without scripts
            return form.waiting(order.progress());
        }
        FreshnessReport report = made.get().in(prefs.zone());
        return form.made(
                Console.render(report, Style.UNCOLOURED),
                "?from=" + period.from() + "&to=" + period.to()
                        + (prefs.zone().equals(prefs.reportZone()) ? "" : "&tz=" + Prefs.encoded(prefs.zoneLabel())),
                Hashes.sha256(ReportJson.write(report)));
    }
}
