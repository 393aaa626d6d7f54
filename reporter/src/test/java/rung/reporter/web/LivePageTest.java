package rung.reporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;
import rung.reporter.board.Watch;

/** A page that stays open while the probe measures. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivePageTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String HELD = "tr[data-name='" + Pipelines.HELD + "'] ";

    @TempDir
    static Path profile;

    private Browser browser;
    private Retailer retailer;
    private Watch watch;
    private Dashboard dashboard;

    @BeforeAll
    void open() {
        browser = Browser.start(profile);
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        retailer = Pipelines.ofAllVerdicts(folder);
        watch = retailer.watch();
        dashboard = Dashboard.start(watch, new Dashboard.Address("127.0.0.1", 0), 1);
        retailer.live();
        browser.size(1280, 900);
    }

    @AfterEach
    void stop() {
        browser.open("about:blank");
        dashboard.close();
        watch.close();
        retailer.close();
    }

    private void open(String path) {
        browser.open("http://127.0.0.1:" + dashboard.port() + path);
        browser.script("window.sameDocument = true");
    }

    private void eventually(String condition) {
        await().atMost(SOON).until(() -> browser.is(condition));
    }

    private static String text(String selector) {
        return "(document.querySelector(\"" + selector + "\") || {textContent: ''}).textContent";
    }

    @Test
    void whatHappensMeanwhileShowsWithoutReload() {
        open("/");
        assertThat(browser.text(HELD + ".age")).startsWith("4 min");
        assertThat(browser.text(HELD + ".verdict")).contains("undecided");
        eventually("document.getElementById('live').classList.contains('on')");

        retailer.commit(Pipelines.HELD);
        eventually(text(HELD + ".verdict") + ".includes('kept')");
        eventually("!" + text(HELD + ".age") + ".includes('min')");

        retailer.fail(Pipelines.HELD, "401 from the table's catalog");
        eventually(text(HELD + ".outage") + ".includes('401 from the table')");
        retailer.heal(Pipelines.HELD);
        eventually("!document.querySelector(\"" + HELD + ".outage\")");
        assertThat(browser.is("window.sameDocument"))
                .as("it was not loaded again")
                .isTrue();
    }

    @Test
    void aPipelineThatMakesNoSalesAnyMoreHasADashAndNotZero() {
        open("/");
        retailer.commit(Pipelines.HELD);
        eventually("!" + text(HELD + ".age") + ".includes('min')");
        assertThat(browser.is("document.querySelector(\"" + HELD + ".idle\")")).isFalse();

        retailer.idle(Pipelines.HELD);

        eventually(text(HELD + ".idle") + ".includes('no sale was made since')");
        eventually(text(HELD + ".age") + " === '–'");
    }

    @Test
    void aServerThatIsGoneIsToldAndOneThatIsBackIsFoundWithoutReload() throws IOException {
        open("/");
        eventually(text("#live-text") + " === 'measuring'");
        assertThat(browser.is("document.getElementById('stale').hidden")).isTrue();
        assertThat(browser.is("document.body.dataset.patience === '" + Streams.PATIENCE.toMillis() + "'"))
                .isTrue();
        int port = dashboard.port();

        dashboard.close();
        eventually(text("#live-text") + " === 'no connection to the server'");
        browser.script("document.body.dataset.patience = 1500");
        eventually("!document.getElementById('stale').hidden");
        assertThat(browser.text("#stale")).startsWith("This page is stale: the server has said nothing for ");

        dashboard = Dashboard.start(watch, new Dashboard.Address("127.0.0.1", port), 1);
        browser.script("document.body.dataset.patience = 45000");
        eventually(text("#live-text") + " === 'measuring'");
        eventually("document.getElementById('stale').hidden");
        assertThat(browser.is("window.sameDocument"))
                .as("it was not loaded again")
                .isTrue();
    }

    @Test
    void theKeyboardReachesEverythingAndStaysWhereItIsWhenThePageChanges() {
        open("/");
        List<String> stops = new ArrayList<>();
        for (int i = 0; i < 60 && !stops.contains("summary"); i++) {
            press(Keys.TAB);
            String stop = browser.script(
                            "const e = document.activeElement, r = e.getBoundingClientRect(),"
                                    + " s = getComputedStyle(e);"
                                    + "if (parseFloat(s.outlineWidth) < 2 || s.outlineStyle === 'none' || r.left < 0 || r.height < 2)"
                                    + " return 'unseen ' + e.outerHTML.slice(0, 80);"
                                    + "return e.matches('.skip') ? 'skip' : e.closest('nav') ? 'nav' : e.matches('[data-filter]') ?"
                                    + " 'filter' : e.closest('.switch') ? 'switch' : e.matches('tr a') ? 'row' : e.tagName.toLowerCase()")
                    .toString();
            if (!stops.contains(stop)) {
                stops.add(stop);
            }
        }
        assertThat(stops).containsSubsequence("skip", "nav", "filter", "row", "summary");
        assertThat(stops).noneMatch(stop -> stop.startsWith("unseen"));

        press(Keys.SPACE);
        String opened = browser.script("return document.activeElement.closest('details[open]').id")
                .toString();
        browser.script("window.fresh = 0; document.addEventListener('rung:fresh', () => window.fresh++);"
                + "window.row = document.activeElement");
        eventually("window.fresh > 1 && !window.row.isConnected");
        assertThat(browser.is("document.getElementById('" + opened + "').open"))
                .as("still open")
                .isTrue();
        assertThat(browser.script("return document.activeElement.outerHTML").toString())
                .startsWith("<summary");
        assertThat(browser.is("document.activeElement.closest('details').id === '" + opened + "'"))
                .isTrue();

        open("/");
        press(Keys.TAB);
        press(Keys.ENTER);
        assertThat(browser.script("return document.activeElement.id")).isEqualTo("main");
    }

    @Test
    void aFilterStaysWhenThePageChanges() {
        open("/");
        browser.driver().findElement(By.cssSelector("[data-filter]")).sendKeys("BATCH");
        browser.script("window.fresh = 0; document.addEventListener('rung:fresh', () => window.fresh++)");
        eventually("window.fresh > 1");
        assertThat(
                        browser.script(
                                "return [...document.querySelectorAll('tr[data-name]')].filter(r => r.checkVisibility()).map(r => r.dataset.name).join()"))
                .isEqualTo(Pipelines.HELD);
        assertThat(browser.is("document.activeElement.matches('[data-filter]')"))
                .isTrue();
    }

    private void press(Keys key) {
        new Actions(browser.driver()).sendKeys(key).perform();
    }
}
