package rung.reporter.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rung.core.evidence.State;
import rung.core.measure.CacheAge;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.measure.Told;
import rung.reporter.Calibrations;
import rung.reporter.FakeFacts;
import rung.reporter.Ladders;
import rung.reporter.report.FreshnessReport;

class ConsoleTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration SLOT = Duration.ofSeconds(1);
    private static final Duration QUICK = Duration.ofMillis(200);
    private static final Duration POLL = Duration.ofMillis(250);

    @Test
    void threePipelinesFitAScreenAndTheVerdictComesFirst() {
        String page = Console.render(threePipelines(), Style.UNCOLOURED);

        assertThat(page).isEqualTo("""
                VERDICT   rule: at least 95 % of a window's sales in time, said at 95 % confidence
                  ✓ hot-view    T4 ◆ sub-second inventory   promised T4 at api   kept
                                100 % within 5 s (at least 99.6 %), 1,199 slots · p95 200 ms (at most 200 ms)
                  ✗ lakehouse   T2 ▲ near real-time         promised T3 at api   missed in evening, 22 Nov, 17:32 to 17:42
                                30 % of 600 slots late after 5 min · kept T2: 100 % within 30 min (at least 99.3 %), 600 slots
                                p95 11 min (10 min 59 s to 11 min) · oldest unseen sale 20 s · T3 is reached by architecture
                  ? warehouse   no tier proven yet          promised T3 at api   undecided
                                60 slots so far, none late after 5 min
                                needs 13 more clean slots, once the unseen sales behind them are known in time or late
                                missed T4: 100 % of 239 slots late after 5 s · p95 at least 2 min 53 s
                                oldest unseen sale 3 min 04 s, and rising · 1 wrong count
                STAGES    p50 / p95 from the till to the count at each stage, over the whole period
                    hot-view    stream 60 ms / 60 ms → api 200 ms / 200 ms
                    lakehouse   table 8.0 s / 8.0 s → api 12 s / 11 min
                                about 67 % of the wait is before table, which commits about every 10 s
                    warehouse   load 800 ms / 800 ms → api at least 50 s / at least 2 min 53 s
                QUALITY         resolution  slip p99  slots  unmeasured  pending  lost  wrong counts  residue
                    hot-view        200 ms       0 s  1,199           0        0     0             0        0
                    lakehouse       250 ms       0 s  1,200           0       20     0             0       12
                    warehouse       250 ms       0 s    245           0      185     0             1        0
                INSTRUMENT   not calibrated: how exact this build is on its machine was not measured; run rung calibrate
                PERIOD    22 Nov 2026, 17:30:00 IST (UTC+05:30) to 22 Nov 2026, 17:50:00 IST (UTC+05:30) · 20 min · run r1 · rung 0.1
                """);
    }

    @Test
    void whatExplainsAStageHasALineOfItsOwn() {
        FakeFacts facts = telling(
                new FakeFacts(NOON, NOON.plusSeconds(1200), pipeline("p", promise(3), NOON, "table", "hot", "api"))
                        .seen("p", "table", 0, 1000, Duration.ofSeconds(8))
                        .seen("p", "hot", 0, 1000, Duration.ofSeconds(9))
                        .seen("p", "api", 0, 1000, Duration.ofSeconds(9)));

        assertThat(Console.render(report(facts, 1200), Style.UNCOLOURED)).contains("""
                STAGES    p50 / p95 from the till to the count at each stage, over the whole period
                    p   table 8.0 s / 8.0 s → hot 9.0 s / 9.0 s → api 9.0 s / 9.0 s
                        about 89 % of the wait is before table, which commits about every 12 s
                        table: 14 commits by flink and spark, every 10 s (longest 31 s), 2 replace
                        hot: answers of caches, up to 41 s old
                """, """
                  note: At hot, a cache gave an answer that it had held for 41 s, though the answer itself allows 30 s.
                """);
    }

    @Test
    void timeForTheCountsIsPartOfWhatAPollWaits() {
        FakeFacts facts = telling(
                new FakeFacts(NOON, NOON.plusSeconds(1200), pipeline("p", promise(3), NOON, "table", "hot", "api"))
                        .seen("p", "table", 0, 1000, Duration.ofSeconds(8)));

        assertThat(StageTable.render(List.of(report(facts, 1200))))
                .contains("| 100 ms (90 ms for counts) | 1,000 |", "| 100 ms | 0 |");
    }

    @Test
    void whatAStageCannotProveStandsBesideTheVerdict() {
        PipelineSetup files = new PipelineSetup(
                "p",
                promise(3),
                NOON,
                SLOT,
                List.of(StageSetup.polled("api", POLL, Duration.ZERO)
                        .withCaveat(Optional.of("freshness not provable: there is no commit log"))));
        FakeFacts facts = new FakeFacts(NOON, NOON.plusSeconds(1200), files).seen("p", "api", 0, 1000, QUICK);

        assertThat(Console.render(report(facts, 1200), Style.UNCOLOURED)).contains("""
                  ✓ p   T4 ◆ sub-second inventory   promised T3 at api   kept
                        At api: freshness not provable: there is no commit log. · 100 % within 5 min (at least 99.6 %), 1,000 slots
                """);
    }

    @Test
    void anEngineWithALongNameDoesNotWidenThePage() {
        FakeFacts facts = new FakeFacts(NOON, NOON.plusSeconds(60), pipeline("p", promise(3), NOON, "api"));
        for (int i = 0; i < 3; i++) {
            facts.committed(
                    "p",
                    "api",
                    NOON.plusSeconds(i),
                    commit(i, "append", NOON, ("engine" + i + "\u001b[31m\n").repeat(40)));
        }

        String page = Console.render(report(facts, 60), Style.UNCOLOURED);

        assertThat(page).contains("api: 3 commits by engine0").doesNotContain("\u001b");
        assertThat(page.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(118));
    }

    /** Fourteen appends and two compactions, one of the appends late; pages out of a cache; and queries. */
    private static FakeFacts telling(FakeFacts facts) {
        facts.polled("p", "table", NOON, NOON.plusSeconds(1200), Told.queried(Duration.ofMillis(900)))
                .polled(
                        "p",
                        "hot",
                        NOON,
                        NOON.plusSeconds(1200),
                        new Told(
                                Optional.empty(),
                                Optional.of(CacheAge.of(Duration.ofSeconds(41), Optional.of(Duration.ofSeconds(30))))));
        int written = 0;
        for (int i = 0; i < 16; i++) {
            boolean compaction = i == 5 || i == 9;
            written += i == 7 ? 31 : compaction ? 0 : 10;
            Instant at = NOON.plusSeconds(written);
            String engine = compaction ? "trino" : i == 3 ? "spark" : "flink";
            facts.committed("p", "table", at.plusSeconds(1), commit(i, compaction ? "replace" : "append", at, engine));
        }
        return facts;
    }

    private static Commit commit(int number, String operation, Instant written, String engine) {
        return new Commit(
                new Cycle("c" + number),
                new Cycle("c" + (number - 1)),
                operation,
                written,
                Optional.empty(),
                Optional.empty(),
                new Commit.Writer(engine, "job", "" + number, Optional.empty()),
                1,
                1);
    }

    @Test
    void theStagesOfSeveralRunsAreATable() {
        assertThat(StageTable.render(List.of(threePipelines()))).isEqualTo("""
                | pipeline | stage | tier kept | p50 | p95 | a commit every | known to within | a poll waits | sales |
                | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
                | hot-view | stream | T4 | 60 ms | 60 ms | 10 s | 60 ms | – | 1,200 |
                | hot-view | api | T4 | 200 ms | 200 ms | 10 s | 200 ms | 0 s | 1,199 |
                | lakehouse | table | T3 | 8.0 s | 8.0 s | 10 s | 250 ms | – | 1,190 |
                | lakehouse | api | T2 | 12 s | 11 min | 12 s | 250 ms | 0 s | 1,200 |
                | warehouse | load | invalid | 800 ms | 800 ms | 48 s | 250 ms | – | 235 |
                | warehouse | api | undecided, T3 not missed | at least 50 s | at least 2 min 53 s | 2 min 51 s | 250 ms | 0 s | 245 |
                """);
    }

    @Test
    void factsThatNoMachineMeasuredMissNoCalibration() {
        FreshnessReport report = report(
                new FakeFacts(NOON, NOON.plusSeconds(600), pipeline("p", Promise.none("api"), NOON, "api")), 600);

        assertThat(Console.renderUnmeasured(report, Style.UNCOLOURED))
                .doesNotContain("INSTRUMENT")
                .isEqualTo(Console.render(report, Style.UNCOLOURED).replaceFirst("INSTRUMENT .*\n", ""));
    }

    @Test
    void aCalibratedInstrumentSaysWhatItResolves() {
        FakeFacts facts = new FakeFacts(NOON, NOON.plusSeconds(600), pipeline("p", Promise.none("api"), NOON, "api"))
                .calibrated(Calibrations.of(NOON.minusSeconds(5), 2));

        assertThat(Console.render(report(facts, 600), Style.UNCOLOURED)).contains("""
                INSTRUMENT   This build on this machine knows a sale's staleness to within 31 ms when it looks every 10 ms (95 % of
                             sales), sends within 1.2 ms of its schedule (99 %), and said "kept" falsely in 2 and "missed" falsely in
                             1 of 400 known windows (at most 5 % allowed for each). Calibrated 22 Nov 2026, 17:29:55 IST (UTC+05:30).
                """);
    }

    @Test
    void theLadderSaysInWhichHoleAPercentileLies() {
        assertThat(verdictOfDelay(Duration.ofSeconds(12)))
                .contains("p95 12 s", ": faster than the band of tier 3, slower than tier 4 by 7.0 s");
        assertThat(verdictOfDelay(Duration.ofMinutes(47))).contains("p95 47 min", "slower than tier 2 by 17 min");
        assertThat(verdictOfDelay(Duration.ofMinutes(2))).doesNotContain("band", "slower");
    }

    private static String verdictOfDelay(Duration delay) {
        return Console.render(one("p", promise(3), facts -> facts.seen("p", "api", 0, 1000, delay)), Style.UNCOLOURED);
    }

    @Test
    void aPercentileThatTheSampleCannotSupportIsNotPrinted() {
        String few = Console.render(
                one("p", promise(3), facts -> facts.seen("p", "api", 0, 40, Duration.ofSeconds(41))), Style.UNCOLOURED);
        String one = Console.render(
                one("p", promise(3), facts -> facts.seen("p", "api", 0, 1, Duration.ofSeconds(41))), Style.UNCOLOURED);

        assertThat(few).contains("p95 at least 41 s").doesNotContain("p95 41 s");
        assertThat(one).contains("p95 –");
    }

    @Test
    void anInvalidWindowSaysWhyAndNoShare() {
        String page = Console.render(
                one("p", promise(3), facts -> facts.seen("p", "api", 0, 590, QUICK)
                        .unmeasured("p", "api", 590, 13)),
                Style.UNCOLOURED);

        assertThat(page)
                .contains("! p   no tier proven   promised T3 at api   invalid")
                .contains("13 of 603 slots are unmeasured, more than 2 %.")
                .doesNotContain("within");
    }

    @Test
    void withoutAPromiseTheTierIsShownAndWhatWouldProveMore() {
        String page = Console.render(
                one("p", Promise.none("api"), facts -> facts.seen("p", "api", 0, 100, Duration.ofMinutes(1))),
                Style.UNCOLOURED);

        assertThat(page)
                .contains("– p   T3 ● operational real-time   no promise at api")
                .contains("100 % within 5 min (at least", "missed T4: 100 % of 100 slots late after 5 s");
    }

    @Test
    void anUndecidedFasterTierSaysWhatWouldDecideIt() {
        String page = Console.render(
                one("p", promise(3), facts -> facts.seen("p", "api", 0, 80, QUICK)
                        .seen("p", "api", 80, 2, Duration.ofSeconds(6))),
                Style.UNCOLOURED);

        assertThat(page).containsPattern("T4 undecided, needs [0-9]+ more clean slots, about ");
    }

    @Test
    void aDeadPipelineIsOffTheLadderAndItsLostSalesAreSaid() {
        Instant end = NOON.plus(Duration.ofHours(100));
        FakeFacts dead = new FakeFacts(NOON, end, pipeline("p", promise(3), NOON, "api")).unseen("p", "api", 0, 100);

        String page = Console.render(report(dead, 360_000), Style.UNCOLOURED);

        assertThat(page)
                .contains("✗ p   T0 ✕ off the ladder   promised T3 at api   missed")
                .contains("100 sales lost", ", and rising");
    }

    @Test
    void nothingMeasuredSaysSo() {
        String page = Console.render(one("p", promise(3), facts -> facts), Style.UNCOLOURED);

        assertThat(page).contains("nothing measured yet").doesNotContain("100 %", "kept");
    }

    @Test
    void anEdgeThatPollingCannotJudgeSaysSo() {
        PipelineSetup coarse = new PipelineSetup(
                "p", promise(4), NOON, SLOT, List.of(StageSetup.polled("api", Duration.ofSeconds(1), Duration.ZERO)));
        FakeFacts facts = new FakeFacts(NOON, NOON.plusSeconds(7200), coarse).seen("p", "api", 0, 500, QUICK);

        assertThat(Console.render(report(facts, 7200), Style.UNCOLOURED))
                .contains("polls are too far apart to judge 5 s");
    }

    @Test
    void aReportWithoutPipelinesIsShort() {
        FreshnessReport nothing = report(new FakeFacts(NOON, NOON.plusSeconds(60)), 60);

        assertThat(Console.render(nothing, Style.UNCOLOURED))
                .startsWith("VERDICT")
                .hasLineCount(5);
        assertThat(Console.plain(nothing)).isEmpty();
    }

    @Test
    void hostileNamesCannotReachTheTerminal() {
        String hostile = "a\u001b[31mb\r\nVERDICT\tfine\u202egnorw\u200f\u0007\u009b2J\u2028z\ud800";
        FreshnessReport report =
                one(hostile, new Promise(3, hostile, List.of()), facts -> facts.seen(hostile, hostile, 0, 100, QUICK));

        for (Style style : List.of(Style.UNCOLOURED, Style.ASCII)) {
            String page = Console.render(report, style);
            assertThat(page.lines().filter(line -> line.startsWith("VERDICT"))).hasSize(1);
            assertThat(page.replace("\n", "").codePoints()).noneMatch(ConsoleTest::movesTheTerminal);
        }
        assertThat(Console.plain(report).split("\t", -1)).hasSize(15);
        assertThat(Console.plain(report).strip().codePoints())
                .noneMatch(point -> point != '\t' && movesTheTerminal(point));
        assertThat(new Progress(
                                Duration.ZERO,
                                Optional.empty(),
                                List.of(new Progress.Pipeline(hostile, 1, 1, Optional.empty(), State.KEPT)))
                        .line(Style.UNCOLOURED)
                        .codePoints())
                .noneMatch(ConsoleTest::movesTheTerminal);
    }

    private static boolean movesTheTerminal(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR;
    }

    @Test
    void longNamesDoNotWidenThePage() {
        String name = "a-pipeline-with-a-name-as-long-as-a-sentence-without-any-space-in-it-and-then-some".repeat(3);
        FreshnessReport report =
                one(name, new Promise(3, name, List.of()), facts -> facts.seen(name, name, 0, 300, QUICK));

        assertThat(Console.render(report, Style.UNCOLOURED).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(118));
        assertThat(Console.render(threePipelines(), Style.ASCII).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(118));
    }

    @Test
    void asciiStyleIsAsciiAndKeepsTheVerdicts() {
        String page = Console.render(threePipelines(), Style.ASCII);

        assertThat(page).isASCII().contains("  OK   hot-view", "  FAIL lakehouse", "  ??   warehouse");
    }

    @Test
    void coloursAddNothingButColour() {
        String coloured = Console.render(threePipelines(), new Style(true, true));

        assertThat(coloured).contains("\u001b[38;5;35m✓\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(Console.render(threePipelines(), Style.UNCOLOURED));
        assertThat(Console.render(threePipelines(), Style.UNCOLOURED)).doesNotContain("\u001b");
    }

    @Test
    void plainIsOneTabSeparatedRecordForEachPipeline() {
        assertThat(Console.plain(threePipelines()).lines())
                .containsExactly(
                        "hot-view\tmet\t4\t4\tapi\t2026-11-22T12:00:00Z\t2026-11-22T12:20:00Z"
                                + "\t1199\t0\t1.000000\t0.996912\t0\t0.200\t0.000\t0",
                        "lakehouse\tmissed\t2\t3\tapi\t2026-11-22T12:02:00Z\t2026-11-22T12:12:00Z"
                                + "\t600\t180\t0.700000\t0.637634\t3924\t660.479\t19.771\t12",
                        "warehouse\tundecided\t\t3\tapi\t2026-11-22T12:00:00Z\t2026-11-22T12:20:00Z"
                                + "\t60\t0\t1.000000\t0.939960\t13\t\t184.310\t0");
    }

    @Test
    void aClaimThatEndsBeforeAnOutageSaysSo() {
        String page = Console.render(
                one("p", promise(1), facts -> facts.seen("p", "api", 0, 100, QUICK)
                        .unseen("p", "api", 100, 100)),
                Style.UNCOLOURED);

        assertThat(page).contains("✓ p", "the first 100 of 200 slots", "oldest unseen sale", "and rising");
    }

    @Test
    void aPromiseAtAllTimesIsMissedInAPeakThoughThePeriodKeptIt() {
        FakeFacts facts = new FakeFacts(NOON, NOON.plusSeconds(7200), pipeline("p", promise(3), NOON, "api"))
                .seen("p", "api", 0, 3600, QUICK)
                .seen("p", "api", 3600, 100, Duration.ofMinutes(10))
                .seen("p", "api", 3700, 3300, QUICK);

        String page = Console.render(
                report(facts, 7200, new TimeWindow("rush", NOON.plusSeconds(3600), NOON.plusSeconds(3700))),
                Style.UNCOLOURED);

        assertThat(page)
                .contains("✗ p   T2 ▲ near real-time   promised T3 at api   missed in rush, 22 Nov, 18:30 to 18:31");
    }

    private static FreshnessReport threePipelines() {
        Instant end = NOON.plusSeconds(1200);
        FakeFacts facts = new FakeFacts(
                        NOON,
                        end,
                        pipeline("hot-view", promise(4), NOON, "stream", "api"),
                        pipeline("lakehouse", new Promise(3, "api", List.of("evening")), NOON, "table", "api"),
                        pipeline("warehouse", promise(3), NOON.plusSeconds(955), "load", "api"))
                .ticking()
                .polled("hot-view", "api", NOON, end, 4790)
                .polled("lakehouse", "api", NOON, end, 4790)
                .polled("warehouse", "api", NOON, end, 4790)
                .residue("lakehouse", 12)
                .anomaly("warehouse", "api", Fact.Anomaly.Kind.WRONG_COUNT, NOON.plusSeconds(1000));
        facts.seen("hot-view", "stream", 0, 1200, Duration.ofMillis(60)).seen("hot-view", "api", 0, 1199, QUICK);
        facts.seen("lakehouse", "table", 0, 1190, Duration.ofSeconds(8))
                .seen("lakehouse", "api", 0, 300, Duration.ofSeconds(11))
                .seen("lakehouse", "api", 300, 180, Duration.ofMinutes(11))
                .seen("lakehouse", "api", 480, 700, Duration.ofSeconds(12))
                .unseen("lakehouse", "api", 1180, 20);
        facts.seen("warehouse", "load", 0, 235, Duration.ofMillis(800))
                .seen("warehouse", "api", 0, 60, Duration.ofSeconds(50))
                .unseen("warehouse", "api", 60, 185);
        return report(facts, 1200, new TimeWindow("evening", NOON.plusSeconds(120), NOON.plusSeconds(720)));
    }

    private static FreshnessReport one(String name, Promise promise, FakeFactsWriter facts) {
        PipelineSetup setup = pipeline(name, promise, NOON, promise.stage());
        return report(facts.write(new FakeFacts(NOON, NOON.plusSeconds(7200), setup)), 7200);
    }

    private interface FakeFactsWriter {
        FakeFacts write(FakeFacts facts);
    }

    private static FreshnessReport report(FakeFacts facts, int seconds, TimeWindow... declared) {
        Instant end = NOON.plusSeconds(seconds);
        return FreshnessReport.of(facts, Ladders.RETAIL, List.of(declared), new TimeWindow("run", NOON, end), end);
    }

    private static Promise promise(int tier) {
        return new Promise(tier, "api", List.of());
    }

    private static PipelineSetup pipeline(String name, Promise promise, Instant firstSlot, String... stages) {
        return new PipelineSetup(
                name,
                promise,
                firstSlot,
                SLOT,
                Stream.of(stages)
                        .map(stage -> StageSetup.polled(stage, POLL, Duration.ZERO))
                        .toList());
    }
}
