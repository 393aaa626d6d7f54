package rung.reporter.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.reporter.board.Watch;

/** Names, stages and reasons that would do harm where they are not treated as text. */
class HostileNamesTest {
    @TempDir
    static Path folder;

    @Test
    void everyNameIsTextAndEveryLinkLeadsToItsPage() throws Exception {
        try (Browser browser = Browser.start(folder);
                Retailer retailer = Pipelines.ofHostileNames(folder);
                Watch watch = retailer.watch();
                Dashboard dashboard = Dashboard.start(watch, new Dashboard.Address("127.0.0.1", 0), 1)) {
            String root = "http://127.0.0.1:" + dashboard.port();
            SoftAssertions softly = new SoftAssertions();
            browser.size(390, 844);
            browser.open(root + "/");
            browser.picture("hostile-ladder-390");
            intact(browser, softly, "the ladder");
            List<?> links = (List<?>)
                    browser.script("return [...document.querySelectorAll('tr[data-name] th a')].map(a => a.href)");
            List<?> names = (List<?>)
                    browser.script("return [...document.querySelectorAll('tr[data-name]')].map(r => r.dataset.name)");
            softly.assertThat(names.stream().map(String::valueOf).map(HostileNamesTest::lines))
                    .containsExactlyInAnyOrderElementsOf(Pipelines.HOSTILE.stream()
                            .map(HostileNamesTest::lines)
                            .toList());
            for (int i = 0; i < links.size(); i++) {
                String name = Shown.name(names.get(i).toString());
                browser.open(links.get(i).toString());
                intact(browser, softly, name);
                softly.assertThat(browser.text("h1").strip()).isEqualTo(name.strip());
                browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
                followed(browser, softly, name);
                browser.open(browser.script("return document.querySelector('#sales a').href")
                        .toString());
                softly.assertThat(browser.text("h1")).startsWith("Sale ").contains(name.strip());
                intact(browser, softly, "a sale of " + name);
            }
            browser.open(root + "/about");
            intact(browser, softly, "about");
            browser.open(root + "/?q=" + Prefs.encoded("\"><script>alert(1)</script>"));
            intact(browser, softly, "a hostile filter");
            browser.open(root + "/" + Prefs.encoded("<script>alert(1)</script>"));
            softly.assertThat(browser.text("h1")).isEqualTo("There is no such page.");
            softly.assertThat(browser.complaints().stream().filter(one -> !one.contains("404")))
                    .as("the console")
                    .isEmpty();
            softly.assertAll();
        }
    }

    /** HTML reads every line's end as the same one. */
    private static String lines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static void intact(Browser browser, SoftAssertions softly, String what) {
        softly.assertThat(browser.is("document.querySelector('main') && document.querySelector('footer')"))
                .as(what + " is whole")
                .isTrue();
        softly.assertThat(browser.script("return document.querySelectorAll('img, main script, [onerror]').length"))
                .as(what + " has nothing that is not ours")
                .isEqualTo(0L);
        softly.assertThat(browser.text("body")).as(what).doesNotContain("\u202e");
        softly.assertThat(browser.overflow())
                .as(what + " is not wider than its window")
                .isEmpty();
    }

    /** The numbers of charts and the sales to zoom into are where the page says. */
    private static void followed(Browser browser, SoftAssertions softly, String what)
            throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        List<?> links = (List<?>) browser.script("return [document.querySelector('a[download]').href,"
                + " new URL(document.querySelector('[data-zoom]').dataset.zoom, location.href).href,"
                + " ...[...document.querySelectorAll('[aria-label=Stage] a')].map(a => a.href)]");
        for (Object link : links) {
            softly.assertThat(client.send(
                                    HttpRequest.newBuilder(URI.create(link.toString()))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .as(what + ": " + link)
                    .isEqualTo(200);
        }
    }
}
