package rung.reporter.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import rung.reporter.board.Watch;

/**
 * What a reader waits for, in a Chromium: prints the first paint of the ladder and of a pipeline's page, and how long after
 * a failed poll the open page tells of it.
 */
final class PageCost {
    private static final int ROUNDS = 11;
    private static final String OUTAGE =
            "Boolean(document.querySelector(\"tr[data-name='" + Pipelines.KEPT + "'] .outage\"))";

    private PageCost() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("page-cost");
        try (Browser browser = Browser.start(folder);
                Retailer retailer = Pipelines.ofAllVerdicts(folder);
                Watch watch = retailer.watch();
                Dashboard dashboard = Dashboard.start(watch, new Dashboard.Address("127.0.0.1", 0), 1)) {
            retailer.live();
            String base = "http://127.0.0.1:" + dashboard.port();
            System.out.println("| what | median, ms | slowest, ms |");
            System.out.println("|---|---|---|");
            paint(browser, "first paint of the ladder", base + "/");
            paint(browser, "first paint of a pipeline's page", base + "/p/" + Pipelines.KEPT);
            outage(browser, retailer, base);
            browser.open("about:blank");
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void paint(Browser browser, String what, String url) {
        double[] millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            browser.open("about:blank");
            browser.open(url);
            millis[round] = ((Number) browser.script(
                            "return performance.getEntriesByName('first-contentful-paint')[0].startTime"))
                    .doubleValue();
        }
        row(what, millis);
    }

    /** From the poll that failed until its words stand on the page. */
    private static void outage(Browser browser, Retailer retailer, String base) throws InterruptedException {
        browser.open(base + "/");
        double[] millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            Thread.sleep(500 + 137L * round); // no two rounds meet the beats alike
            browser.script("window.shown = new Promise(done => { const look = () =>" + OUTAGE
                    + " ? done(performance.timeOrigin + performance.now()) : setTimeout(look, 5); look(); })");
            double failed = System.currentTimeMillis();
            retailer.fail(Pipelines.KEPT, "by hand");
            Object shown = Objects.requireNonNull(browser.driver()
                    .executeAsyncScript("const done = arguments[arguments.length - 1]; window.shown.then(done)"));
            millis[round] = ((Number) shown).doubleValue() - failed;
            retailer.heal(Pipelines.KEPT);
            while (browser.is(OUTAGE)) {
                Thread.sleep(200);
            }
        }
        row("an outage, from its poll to the open ladder", millis);
    }

    private static void row(String what, double[] millis) {
        Arrays.sort(millis);
        List<Double> sorted = Arrays.stream(millis).boxed().toList();
        System.out.printf("| %s | %.0f | %.0f |%n", what, sorted.get(ROUNDS / 2), sorted.get(ROUNDS - 1));
    }
}
