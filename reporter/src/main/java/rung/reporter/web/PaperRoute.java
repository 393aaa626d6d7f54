package rung.reporter.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import rung.core.measure.TimeWindow;
import rung.reporter.board.Board;
import rung.reporter.board.ReportDesk;
import rung.reporter.board.Watch;
import rung.reporter.paper.Document;
import rung.reporter.paper.HtmlReport;
import rung.reporter.paper.Paper;
import rung.reporter.paper.PdfReport;
import rung.reporter.paper.TierReport;
import rung.reporter.report.FreshnessReport;

/**
 * The tier report over a period as a document, to be kept: one is drawn at a time. It is an attachment, for a page of this
 * server may not carry styles of its own, as a document that is sent around must.
 */
final class PaperRoute {
    private static final Duration PATIENCE = Duration.ofSeconds(55);

    private final Watch watch;
    private final ReportDesk desk;
    private final String build;

    /** Writes a report as bytes. */
    @FunctionalInterface
    private interface Form {
        byte[] of(Document document, Paper paper) throws IOException;
    }

    PaperRoute(Watch watch, ReportDesk desk, String build) {
        this.watch = watch;
        this.desk = desk;
        this.build = build;
    }

    void addTo(JavalinConfig config) {
        config.routes.get(
                "/reports/report.pdf", context -> serve(context, "application/pdf", "report.pdf", PaperRoute::pdf));
        config.routes.get(
                "/reports/report.html",
                context ->
                        serve(context, "text/html; charset=utf-8", "report.html", (document, paper) -> HtmlReport.write(
                                        document, paper)
                                .getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] pdf(Document document, Paper paper) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PdfReport.write(document, paper, out);
        return out.toByteArray();
    }

    private void serve(Context context, String type, String name, Form form) throws IOException {
        Board board = watch.board();
        Prefs prefs = Renderer.prefs(context, board);
        Optional<TimeWindow> period = ReportsPage.period(
                ReportsPage.moment(context.queryParam("from"), prefs.zone()),
                ReportsPage.moment(context.queryParam("to"), prefs.zone()));
        if (period.isEmpty()) {
            throw new BadRequestResponse(
                    "from and to are no period; write both as ISO 8601, such as 2026-11-22T18:00:00Z, from first");
        }
        Optional<FreshnessReport> made = desk.order(period.get(), board).await(PATIENCE);
        if (made.isEmpty()) {
            context.status(HttpStatus.SERVICE_UNAVAILABLE);
            context.header("Retry-After", "10");
            context.contentType("text/plain; charset=utf-8");
            context.result("the report is still being made; ask again\n");
            return;
        }
        Paper paper = "letter".equals(context.queryParam("paper")) ? Paper.LETTER : Paper.A4;
        byte[] document = drawn(made.get().in(prefs.zone()), paper, form);
        context.header("Cache-Control", "no-cache");
        context.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
        context.contentType(type);
        context.result(document);
    }

    private synchronized byte[] drawn(FreshnessReport report, Paper paper, Form form) throws IOException {
        return form.of(Document.of(watch.read(facts -> TierReport.of(facts, report, build))), paper);
    }
}
