package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeCommandTest {
    private static final String HEADER = "pipeline,stage,intended,missed_at,seen_at\n";

    private static final String PEAKS = "peaks: {early: {daily: '13:50-14:05'}, late: {daily: '14:07-14:20'}}";

    /** 13:46:40 on 12 January 1970. */
    private static final long BEGIN = 1_000_000;

    @TempDir
    private Path folder;

    private Path config = Path.of("");

    @BeforeEach
    void promise() throws IOException {
        config = promising("{tier: 3, at: api}");
    }

    @Test
    void seventyThreeCleanSlotsKeepEveryTier() throws Exception {
        Rung run = Rung.run("judge", clean(73), "-c", config);

        assertThat(run.out())
                .contains("✓ web   T4 ◆ sub-second inventory   promised T3 at api   kept")
                .contains("73 slots");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void seventyTwoAreUndecidedAndNeedOneMore() throws Exception {
        Rung run = Rung.run("judge", clean(72), "-c", config);

        assertThat(run.out()).contains("undecided").contains("needs 1 more clean slot, about 10 s");
        assertThat(run.exitCode()).isEqualTo(4);
    }

    @Test
    void withoutAPromiseNothingIsMissedAndTheTierIsToldAllTheSame() throws Exception {
        Rung run = Rung.run("judge", clean(73));

        assertThat(run.out()).contains("T4 ◆ sub-second inventory   no promise at api");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void anOutageMissesThePromise() throws Exception {
        Rung run = Rung.run("judge", outage(), "-c", config);

        assertThat(run.out()).contains("✗ web").contains("missed");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(Rung.run("judge", outage(), "-c", config, "--exit-zero").exitCode())
                .isZero();
    }

    @Test
    void atJudgesWhatWasKnownAtThatMoment() throws Exception {
        Rung run = Rung.run("judge", outage(), "-c", config, "--at", BEGIN + 395);

        assertThat(run.out()).contains("40 slots so far, none late after 5 min · needs 33 more clean slots");
        assertThat(run.err()).isEqualTo("note: 160 rows are left out: intended later than 1970-01-12T13:53:15Z.\n");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(Rung.run("judge", outage(), "--at", BEGIN + 395, "-q").err()).isEmpty();
    }

    @Test
    void aWindowJudgesThatStretchAlone() throws Exception {
        Rung run = Rung.run("judge", outage(), "-c", config, "--window", BEGIN + 1200 + "/" + (BEGIN + 2000));

        assertThat(run.out()).contains("✓ web").contains("80 slots");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void theWorstPeakOfTheConfigurationIsTheVerdict() throws Exception {
        Path quiet = promising("{tier: 3, at: api, in: [late]}");
        Path busy = promising("{tier: 3, at: api, in: [late, early]}");

        assertThat(Rung.run("judge", outage(), "-c", quiet).exitCode()).isZero();
        Rung run = Rung.run("judge", outage(), "-c", busy);
        assertThat(run.out()).contains("✗ web").contains("early");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void plainIsOneTabSeparatedLinePerPipeline() throws Exception {
        Rung run = Rung.run("judge", clean(73), "-c", config, "--plain");

        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out()).startsWith("web\tmet\t4\t3\tapi\t1970-01-12T13:46:40Z\t");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void jsonIsOnStdoutAloneAndEndsWithOneNewline() throws Exception {
        Rung run = Rung.run("judge", outage(), "--at", BEGIN + 395, "--json");

        assertThat(run.out()).startsWith("{").endsWith("}\n");
        assertThat(run.err()).startsWith("note: ");
    }

    @Test
    void whatItMeansForTheBusinessAndSinceAnEarlierReportIsInTheJson() throws Exception {
        Path earlier = write(
                "earlier.json",
                Rung.run("judge", clean(100), "-c", config, "--json").out());

        JsonNode report = new ObjectMapper()
                .readTree(Rung.run("judge", outage(), "-c", config, "--json", "--movers", "hot=60", "--since", earlier)
                        .out());

        assertThat(report.at("/business/movers")).hasSize(1);
        assertThat(report.at("/business/movers/0/sales_per_hour").asInt()).isEqualTo(60);
        assertThat(report.at("/business/tiers")).hasSize(4);
        JsonNode change = report.at("/pipelines/0/business/change");
        assertThat(change.at("/verdict_before").asText()).isEqualTo("met");
        assertThat(change.at("/tier_before").asInt()).isEqualTo(4);
        assertThat(change.at("/staleness").asText()).isEqualTo("worse");
        JsonNode hot = report.at("/pipelines/0/business/windows/0/movers/0");
        assertThat(hot.at("/right_at_least").asDouble()).isBetween(0.5, 0.75);
        assertThat(hot.at("/right_at_most").asDouble())
                .isBetween(hot.at("/right_at_least").asDouble(), 1.0);
        assertThat(Rung.run("judge", outage(), "--since", config).err())
                .startsWith("rung: " + config + " is not a report of Rung (")
                .endsWith("; name the report.json that a run wrote\n");
    }

    @Test
    void aPromiseThatMeetsNoFactsIsAnErrorAndNotAPromiseKept() throws Exception {
        Path renamed = write("app.csv", HEADER + row("wep", 0, "1"));
        Path elsewhere = write("table.csv", HEADER + row("web", 0, "1").replace(",api,", ",table,"));

        Rung noPipeline = Rung.run("judge", renamed, "-c", config);
        Rung noStage = Rung.run("judge", elsewhere, "-c", config);

        assertThat(noPipeline.err())
                .isEqualTo("rung: " + config + " promises a tier for pipeline web, of which " + renamed
                        + " has no facts; it has wep: make the names agree, or promise nothing there\n");
        assertThat(noStage.err())
                .isEqualTo("rung: " + config + " promises a tier for stage api of pipeline web, of which " + elsewhere
                        + " has no facts; it has table: make the names agree, or promise nothing there\n");
        assertThat(List.of(noPipeline.exitCode(), noStage.exitCode())).containsOnly(2);
    }

    @Test
    void aPipelineThatTheConfigurationDoesNotKnowIsJudgedAndNamed() throws Exception {
        Path both = write("both.csv", HEADER + rows(73, "web") + rows(73, "app"));

        Rung run = Rung.run("judge", both, "-c", config);

        assertThat(run.out()).contains("app   T4 ◆ sub-second inventory   no promise at api");
        assertThat(run.err()).isEqualTo("note: " + config + " promises nothing for pipeline app\n");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aBadFileIsToldWithAllItsProblems() throws Exception {
        Path bad = write("bad.csv", HEADER + "web,api,noon,,\n,api,1,,\nweb,api,10,,9\n");

        Rung run = Rung.run("judge", bad);

        assertThat(run.err())
                .startsWith("bad.csv: 3 problems\n")
                .contains("intended (line 2): \"noon\"", "pipeline (line 3)", "seen_at (line 4)");
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void aMissingFileIsToldByName() {
        Path missing = folder.resolve("missing");

        assertThat(Rung.run("judge", missing))
                .isEqualTo(new Rung(2, "", "rung: there is no file " + missing + "; name a CSV file of facts\n"));
        assertThat(Rung.run("judge", missing, "-c", missing))
                .isEqualTo(new Rung(2, "", "rung: there is no " + missing + "; is the name right?\n"));
        assertThat(Rung.run("judge", missing, "--tiers", missing))
                .isEqualTo(new Rung(2, "", "rung: there is no " + missing + "; is the name right?\n"));
    }

    /** A row every ten seconds, seen after one. */
    private Path clean(int slots) throws IOException {
        return write("clean.csv", HEADER + rows(slots, "web"));
    }

    /** 200 rows, of which the 60th to the 119th were still missing after ten minutes. */
    private Path outage() throws IOException {
        return write(
                "outage.csv",
                HEADER
                        + IntStream.range(0, 200)
                                .mapToObj(i -> i >= 60 && i < 120 ? row("web", i, "") : row("web", i, "1"))
                                .collect(Collectors.joining()));
    }

    private static String rows(int slots, String pipeline) {
        return IntStream.range(0, slots).mapToObj(i -> row(pipeline, i, "1")).collect(Collectors.joining());
    }

    private static String row(String pipeline, int slot, String seenAfter) {
        long intended = BEGIN + 10L * slot;
        return pipeline + ",api," + intended + ","
                + (seenAfter.isEmpty()
                        ? intended + 600 + ","
                        : intended + ".5," + (intended + Long.parseLong(seenAfter)))
                + "\n";
    }

    private Path promising(String promise) throws IOException {
        return write("pipelines-" + promise.length() + ".yaml", """
                timezone: UTC
                %s
                pipelines:
                  web:
                    promise: %s
                    keys: {stores: ["9901"], skus: ["RUNG-{0001..0050}"]}
                    source: {kafka: {bootstrap: "127.0.0.1:9", topic: sales, value: '{"store": "{store}", "sku": "{sku}", "n": {delta}}'}}
                    stages:
                      - api: {http: {url: "http://127.0.0.1:9/{store}/{sku}", count: /quantity}}
                """.formatted(
                        promise.contains(" in: ") ? PEAKS : "", promise));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }
}
