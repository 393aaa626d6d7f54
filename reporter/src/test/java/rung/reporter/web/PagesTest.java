package rung.reporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import rung.reporter.board.Watch;
import rung.reporter.report.Words;

/** Every page in a real browser, of a retailer with a pipeline of each verdict. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    @TempDir
    static Path folder;

    private Browser browser;
    private Retailer retailer;
    private Watch watch;
    private Dashboard dashboard;

    record Page(String name, String path, String heading) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void start() throws IOException {
        browser = Browser.start(folder);
        retailer = Pipelines.ofAllVerdicts(folder);
        watch = retailer.watch();
        dashboard = Dashboard.start(watch, new Dashboard.Address("127.0.0.1", 0), 1);
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (dashboard != null) {
            dashboard.close();
            watch.close();
            retailer.close();
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + dashboard.port() + path;
    }

    Stream<Page> pages() {
        String to = watch.board()
                .at()
                .minus(20, ChronoUnit.MINUTES)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        String from = watch.board()
                .at()
                .minus(50, ChronoUnit.MINUTES)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        return Stream.of(
                new Page("ladder", "/", "Ladder"),
                new Page("kept", "/p/" + Pipelines.KEPT, Pipelines.KEPT),
                new Page("missed", "/p/" + Pipelines.MISSED + "?stage=table&span=1h", Pipelines.MISSED),
                new Page("outage", "/p/" + Pipelines.OUT, Pipelines.OUT),
                new Page("sale", "/p/" + Pipelines.KEPT + "/sales/30", "Sale 30 of " + Pipelines.KEPT),
                new Page("unmeasured", "/p/" + Pipelines.INVALID + "/sales/3", "Sale 3 of " + Pipelines.INVALID),
                new Page("reports", "/reports", "Reports"),
                new Page("report", "/reports?from=" + from + "&to=" + to, "Reports"),
                new Page("about", "/about", "Method & health"),
                new Page("nowhere", "/nowhere", "There is no such page."));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageIsWholeQuietAndReadableByAnybody(Page page) throws IOException {
        SoftAssertions softly = new SoftAssertions();
        browser.media("screen", "light");
        browser.size(1920, 1080);
        browser.requests();
        browser.complaints();
        browser.open(url(page.path()));
        softly.assertThat(browser.text("h1")).isEqualTo(page.heading());
        softly.assertThat(browser.barriers()).as("axe, light").isEmpty();
        softly.assertThat(overflow()).as("wider than 1920 px").isEmpty();
        browser.picture(page.name() + "-light-1920");
        browser.media("screen", "dark");
        softly.assertThat(browser.barriers()).as("axe, dark").isEmpty();
        browser.picture(page.name() + "-dark-1920");
        browser.size(390, 844);
        softly.assertThat(overflow()).as("wider than 390 px").isEmpty();
        browser.picture(page.name() + "-dark-390");
        browser.media("screen", "light");
        browser.picture(page.name() + "-light-390");
        softly.assertThat(browser.requests())
                .as("requests")
                .isNotEmpty()
                .allMatch(one -> one.startsWith(url("/")) || one.startsWith("data:"));
        softly.assertThat(browser.complaints().stream()
                        .filter(one -> !(page.path().equals("/nowhere") && one.contains("404")))
                        .toList())
                .as("console")
                .isEmpty();
        softly.assertAll();
    }

    private List<?> overflow() {
        return browser.overflow();
    }

    @Test
    void theFiguresOfTheLadderAreThoseOfTheReport() throws Exception {
        JsonNode report = report();
        browser.open(url("/"));
        Words words = new Words(Retailer.ZONE);
        SoftAssertions softly = new SoftAssertions();
        Set<String> verdicts = new TreeSet<>();
        for (JsonNode pipeline : report.get("pipelines")) {
            String id = pipeline.get("id").asText();
            String row = "tr[data-name='" + id + "'] ";
            verdicts.add(pipeline.get("verdict").asText());
            softly.assertThat(browser.is("document.querySelector(\"" + row + ".verdict."
                            + pipeline.get("verdict").asText() + "\")"))
                    .as(id + " is " + pipeline.get("verdict"))
                    .isTrue();
            softly.assertThat(browser.text(row + ".verdict"))
                    .as(id)
                    .contains(said(pipeline.get("verdict").asText()));
            softly.assertThat(browser.text(row + ".tier"))
                    .as(id)
                    .contains(pipeline.get("tier").isNull() ? "no tier proven" : "T" + pipeline.get("tier"));
            JsonNode stage = promised(pipeline);
            softly.assertThat(browser.text(row + "td[data-label='Staleness'] small"))
                    .as(id)
                    .isEqualTo(words.count(stage.get("counts").get("injected").asLong()) + " sales");
            String percentiles = browser.text(row + "td[data-label='Staleness']");
            for (String percentile : List.of("p50", "p95")) {
                JsonNode estimate = stage.get("quantiles").get(percentile).get("estimate");
                if (estimate.isNumber()) {
                    softly.assertThat(percentiles)
                            .as(id + " " + percentile)
                            .contains(words.duration(seconds(estimate)));
                }
            }
        }
        softly.assertThat(verdicts).containsExactlyInAnyOrder("met", "missed", "undecided", "invalid", "no-promise");
        softly.assertAll();
    }

    @Test
    void theFiguresOfAPipelineAreThoseOfTheReport() throws Exception {
        Words words = new Words(Retailer.ZONE);
        for (JsonNode pipeline : report().get("pipelines")) {
            JsonNode counts = promised(pipeline).get("counts");
            browser.open(url("/p/" + pipeline.get("id").asText()));
            String quality = browser.text("#quality");
            for (String count : List.of("seen", "pending", "lost", "unmeasured")) {
                assertThat(quality)
                        .as(pipeline.get("id") + " " + count)
                        .contains(count + words.count(counts.get(count).asLong()));
            }
            assertThat(browser.text("#card .verdict"))
                    .contains(said(pipeline.get("verdict").asText()));
        }
    }

    private JsonNode report() throws IOException {
        try (InputStream json = URI.create(url("/api/v1/report")).toURL().openStream()) {
            return new ObjectMapper().readTree(json);
        }
    }

    private static JsonNode promised(JsonNode pipeline) {
        for (JsonNode stage : pipeline.get("stages")) {
            if (pipeline.get("promise").isNull()
                    || stage.get("id").equals(pipeline.get("promise").get("stage"))) {
                return stage;
            }
        }
        throw new AssertionError("no promised stage in " + pipeline);
    }

    private static String said(String verdict) {
        return verdict.equals("met") ? "kept" : verdict.replace('-', ' ');
    }

    private static Duration seconds(JsonNode json) {
        return Duration.ofMillis(Math.round(json.asDouble() * 1000));
    }

    /** A browser keeps six connections to a server; a page that was left must give its own back. */
    @Test
    void aReaderWhoOpensManyPagesIsNeverKeptWaiting() {
        for (int sale = 0; sale < 9; sale++) {
            browser.open(url("/p/" + Pipelines.KEPT + "/sales/" + sale));
        }
        await().untilAsserted(() -> assertThat(dashboard.listeners()).isEqualTo(1));
    }

    @Test
    void withoutScriptsThePageSaysAndDoesTheSame() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        browser.size(1280, 900);
        browser.scripts(false);
        browser.open(url("/?sort=name"));
        browser.scripts(true);
        browser.picture("ladder-without-scripts");
        softly.assertThat(browser.text("tr[data-name='" + Pipelines.KEPT + "']"))
                .contains("kept", "712 sales", "T3");
        softly.assertThat(browser.text("tr[data-name='" + Pipelines.MISSED + "'] .verdict"))
                .contains("missed");
        softly.assertThat(browser.is("document.querySelectorAll('svg.beat').length === 7"))
                .isTrue();
        softly.assertThat(browser.is("document.querySelector('form noscript button, form button')"))
                .as("a button to find with")
                .isTrue();
        browser.scripts(false);
        browser.open(url("/p/" + Pipelines.MISSED));
        browser.scripts(true);
        softly.assertThat(browser.is("document.querySelectorAll('figure svg.c-chart').length >= 6"))
                .isTrue();
        softly.assertThat(browser.is("document.querySelectorAll('#sales tbody tr').length === 50"))
                .isTrue();
        softly.assertThat(browser.is("document.querySelector('figure details table tbody tr')"))
                .isTrue();
        softly.assertThat(browser.is("document.querySelector('.zoom button')"))
                .as("a button that does nothing")
                .isFalse();
        softly.assertAll();
    }

    @Test
    void aSwitchKeepsWhatOtherSwitchesChose() {
        SoftAssertions softly = new SoftAssertions();
        String period = "&from=2026-01-01T00%3A00%3A00Z&to=2026-01-01T01%3A00%3A00Z";
        for (Map.Entry<String, String> page : Map.of(
                        "/", "", "/p/" + Pipelines.MISSED, "&stage=table", "/reports", period)
                .entrySet()) {
            String path = page.getKey();
            String query = "tz=UTC&span=1h&theme=dark&q=o&sort=name" + page.getValue();
            browser.open(url(path + "?" + query));
            List<?> links = (List<?>) browser.script("return [...document.querySelectorAll('.switch a, .quiet')]"
                    + ".filter(a => !a.hasAttribute('download')).map(a => a.href)");
            softly.assertThat(links).hasSizeGreaterThanOrEqualTo(5);
            for (Object link : links) {
                long kept = Stream.of(query.split("&"))
                        .filter(one -> link.toString().contains(one))
                        .count();
                softly.assertThat(kept)
                        .as(path + " " + link)
                        .isGreaterThanOrEqualTo(Stream.of(query.split("&")).count() - 1);
            }
        }
        softly.assertAll();
    }

    @Test
    void theColoursThatAReaderChoseAreThoseOfTheChartsToo() {
        browser.media("screen", "light");
        browser.open(url("/p/" + Pipelines.KEPT + "?theme=dark"));
        assertThat(colour("--paper")).isEqualTo("#12161b");
        assertThat(colour("--c-page")).isEqualTo("#12161c");
        browser.media("screen", "dark");
        browser.open(url("/p/" + Pipelines.KEPT + "?theme=light"));
        assertThat(colour("--paper")).isEqualTo("#fbfbf9");
        assertThat(colour("--c-page")).isEqualTo("#ffffff");
    }

    private String colour(String name) {
        return browser.script("return getComputedStyle(document.documentElement).getPropertyValue(arguments[0])", name)
                .toString()
                .strip();
    }

    @Test
    void onAWallThereAreOnlyVerdictsAndOnPaperNoControls() throws IOException {
        browser.media("screen", "dark");
        browser.size(1920, 1080);
        browser.open(url("/?kiosk=1"));
        browser.picture("kiosk-dark-1920");
        assertThat(isShown("nav")).isFalse();
        assertThat(isShown("form.bar")).isFalse();
        assertThat(isShown(".banner")).isTrue();
        assertThat(isShown("tr[data-name='" + Pipelines.MISSED + "'] .verdict")).isTrue();
        assertThat(isShown(".tools .quiet")).as("the way out").isTrue();
        browser.open(url("/?theme=dark"));
        browser.media("print", "dark");
        browser.size(794, 1123);
        browser.picture("ladder-print");
        assertThat(isShown("nav")).isFalse();
        assertThat(isShown(".tools")).isFalse();
        assertThat(isShown("form.bar")).isFalse();
        assertThat(isShown("#why-" + Pipelines.MISSED + " li"))
                .as("the evidence")
                .isTrue();
        assertThat(colour("--ink")).isEqualTo("#000000");
        assertThat(colour("--card")).isEqualTo("#ffffff");
        assertThat(colour("--c-ink")).isEqualTo("#000000");
        browser.media("screen", "light");
    }

    private boolean isShown(String selector) {
        return browser.is("document.querySelector(\"" + selector + "\").checkVisibility({contentVisibilityAuto: true})"
                + " && document.querySelector(\"" + selector + "\").getBoundingClientRect().height > 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?tz=UTC", "?tz=Etc/GMT%2B3&theme=dark"})
    void singleSalesCanBeZoomedInto(String choices) throws IOException {
        browser.size(1280, 900);
        browser.media("screen", "light");
        browser.open(url("/p/" + Pipelines.KEPT + choices));
        browser.complaints();
        browser.script("document.querySelector('.zoom button').click()");
        await().until(() -> browser.is("document.querySelector('.zoom canvas')"));
        assertThat(browser.text(".zoom .u-legend")).contains("sold", "seen within", "not seen for");
        if (choices.isEmpty()) {
            assertThat(browser.barriers()).isEmpty();
        }
        assertThat(browser.complaints()).isEmpty();
        browser.script("document.querySelector('.zoom').scrollIntoView()");
        Files.write(Path.of("target", "pages", "zoom-" + choices.length() + ".png"), browser.view());
    }
}
