package rung.reporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.log.FactReader;
import rung.core.log.LogReader;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.TimeWindow;
import rung.core.measure.TraceContext;
import rung.core.time.SystemTimeline;
import rung.reporter.Ladders;
import rung.reporter.board.Judge;
import rung.reporter.board.Watch;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.ReportJson;

class DashboardTest {
    private static final int SECONDS = 300;
    private static final String HOSTILE = "<script>alert(1)</script>\"'&\u202Eevil";

    @TempDir
    private Path folder;

    private final SystemTimeline timeline = SystemTimeline.start();
    private final Instant start = timeline.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(SECONDS);
    private final HttpClient client = HttpClient.newHttpClient();
    private WrittenLog log;
    private Watch watch;
    private Dashboard dashboard;

    @BeforeEach
    void serve() throws IOException {
        Path file = folder.resolve("facts.db");
        log = WrittenLog.begin(
                file,
                start,
                WrittenLog.pipeline("hot", 4, start),
                WrittenLog.pipeline("slow", 4, start),
                WrittenLog.pipeline(HOSTILE, 0, start));
        log.live(SECONDS, name -> name.equals("slow") ? Duration.ofSeconds(20) : Duration.ofMillis(400));
        watch = Watch.start(timeline, () -> LogReader.newest(file), Ladders.RETAIL, new WholeRun());
        dashboard = Dashboard.start(watch, new Dashboard.Address("127.0.0.1", 0), 1);
    }

    @AfterEach
    void close() throws IOException {
        dashboard.close();
        watch.close();
        log.close();
    }

    private record WholeRun() implements Judge {
        @Override
        public TimeWindow period(FactReader facts) {
            PipelineSetup first = facts.run().pipelines().get(0);
            return new TimeWindow("run", first.firstSlot(), facts.until());
        }

        @Override
        public FreshnessReport report(FactReader facts, TimeWindow period, IntConsumer judged) {
            return FreshnessReport.of(facts, Ladders.RETAIL, List.of(), period, facts.until());
        }
    }

    @Test
    void theLadderSaysWhichPromiseIsMissedAndListsItFirst() throws Exception {
        String page = get("/").body();

        assertThat(page).contains("1 of 2 pipelines misses its promise: slow.");
        assertThat(page.indexOf("row-slow")).isLessThan(page.indexOf("row-hot"));
    }

    @Test
    void noPercentileStandsWithoutItsIntervalAndItsSample() throws Exception {
        String row = get("/").body().replaceAll("(?s).*id=\"row-slow\"(.*?)</tr>.*", "$1");

        assertThat(row)
                .containsPattern(
                        "class=\"num\">p50 20 s \\([^)]* to [^)]*\\)</span><br><span class=\"num\">p95 20 s \\(");
        assertThat(row).contains("300 sales");
    }

    @Test
    void aReportOfAPeriodIsToBeHadAsADocument() throws Exception {
        String page =
                get("/reports?from=" + start + "&to=" + start.plusSeconds(200)).body();
        String query = page.replaceAll("(?s).*href=\"/reports/report.pdf([^\"]*)\".*", "$1")
                .replace("&amp;", "&");

        URI address = URI.create("http://127.0.0.1:" + dashboard.port() + "/reports/report.pdf" + query);
        HttpResponse<byte[]> pdf = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
        HttpResponse<String> html = get("/reports/report.html" + query);

        assertThat(pdf.statusCode()).isEqualTo(200);
        assertThat(pdf.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/pdf");
        assertThat(pdf.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"report.pdf\"");
        assertThat(new String(pdf.body(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        assertThat(html.body()).contains("Retail data freshness report", "slow", "hot");
        assertThat(get("/reports/report.pdf").statusCode()).isEqualTo(400);
        assertThat(get("/reports/report.pdf?from=x&to=y").statusCode()).isEqualTo(400);
    }

    @Test
    void theApiSpeaksTheReportWordForWord() throws Exception {
        JsonNode said = json("/api/v1/report");
        JsonNode pipeline = json("/api/v1/pipelines/hot");

        assertThat(said)
                .isEqualTo(new ObjectMapper()
                        .readTree(ReportJson.write(watch.board().report())));
        assertThat(pipeline).isEqualTo(said.get("pipelines").get(0));
    }

    @Test
    void aReportOverAPeriodIsThatPeriods() throws Exception {
        Instant from = start.plusSeconds(60);
        JsonNode said = json("/api/v1/report?from=" + from + "&to=" + from.plusSeconds(60));

        assertThat(said.get("window").get("from").asText()).isEqualTo(from.toString());
        assertThat(said.at("/pipelines/0/stages/1/counts/injected").asLong()).isEqualTo(60);
    }

    @Test
    void aPipelineShowsEachChartWithItsReadingTableAndCsv() throws Exception {
        String page = get("/p/slow").body();

        for (String chart : List.of("age", "staleness", "ecdf", "spectrum", "heatmap", "segments")) {
            HttpResponse<String> csv = get("/p/slow/csv/" + chart);
            assertThat(csv.statusCode()).as(chart).isEqualTo(200);
            assertThat(csv.body().lines().count()).as(chart).isGreaterThan(1);
            assertThat(page).contains("/p/slow/csv/" + chart);
        }
    }

    @Test
    void aSaleTellsWhenEachStageShowedIt() throws Exception {
        String page = get("/p/slow/sales/100").body();

        assertThat(page).contains("9.8 s to 10 s", "20 s", "store 9901, SKU RUNG-0001", "Not returned yet");
        assertThat(page)
                .contains(TraceContext.of(Injection.id("r1", "slow", 100, Injection.Kind.SALE))
                        .traceId());
    }

    @Test
    void namesOfOthersAreTextAndNothingElse() throws Exception {
        String ladder = get("/").body();
        String page = get("/p/" + Prefs.encoded(HOSTILE)).body();

        for (String body : List.of(ladder, page)) {
            assertThat(body).doesNotContain("<script>alert");
            assertThat(body.replaceAll("data-name=\"[^\"]*\"", "")).doesNotContain("\u202E");
            assertThat(body).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nope",
                "/p/nobody",
                "/p/hot/sales/999999",
                "/p/hot/sales/-1",
                "/p/hot/csv/nothing",
                "/p/hot?stage=nowhere",
                "/assets/x/..%2f..%2fpom.xml",
                "/assets/x/%2e%2e/rung.css",
                "/badge/nobody.svg",
                "/api/v1/pipelines/nobody"
            })
    void whatIsNotThereIsNotFoundAndTellsNothing(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("at rung.");
        assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    @Test
    void aNameThatAnotherSitePointsHereIsRefused() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), dashboard.port())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("misses its promise");
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + dashboard.port() + path);
    }
}
