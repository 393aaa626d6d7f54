package rung.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.State;
import rung.core.ladder.Verdict;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Fault;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.FakeFacts;
import rung.reporter.Ladders;
import rung.reporter.console.Console;
import rung.reporter.console.Style;

class FreshnessReportTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration SLOT = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration QUICK = Duration.ofMillis(200);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @Test
    void seventyThreeCleanSlotsKeepTheFastestTier() {
        FreshnessReport report = minutes(2, promise(3), facts -> facts.seen("p", "api", 0, 73, QUICK));

        assertThat(only(report).verdict()).isEqualTo(Verdict.MET);
        assertThat(only(report).tier()).hasValue(4);
        assertThat(edge(report, 4).slotsToKeep()).isZero();
        assertThat(report.exitCode()).isZero();
    }

    @Test
    void aCalibrationInAFormThatCannotBeReadIsNoneAndSpoilsNoReport() {
        FreshnessReport report = minutes(2, promise(3), facts -> facts.seen("p", "api", 0, 73, QUICK)
                .calibratedAs(NOON, "{\"schema\": \"another/9\"}"));

        assertThat(report.instrument()).isEmpty();
        assertThat(only(report).verdict()).isEqualTo(Verdict.MET);
    }

    @Test
    void seventyTwoCleanSlotsAreUndecidedAndNeedOneMore() {
        FreshnessReport report = minutes(2, promise(3), facts -> facts.seen("p", "api", 0, 72, QUICK));

        assertThat(only(report).verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(only(report).tier()).isEmpty();
        assertThat(edge(report, 3).slotsToKeep()).isEqualTo(1);
        assertThat(report.exitCode()).isEqualTo(4);
    }

    @Test
    void salesAMinuteLateKeepTierThreeAndMissTierFour() {
        FreshnessReport report = minutes(4, promise(4), facts -> facts.seen("p", "api", 0, 100, A_MINUTE));

        assertThat(only(report).verdict()).isEqualTo(Verdict.MISSED);
        assertThat(only(report).tier()).hasValue(3);
        assertThat(only(report).promised().run().notMissed()).isEqualTo(3);
        assertThat(edge(report, 4).late()).isEqualTo(100);
        assertThat(report.exitCode()).isEqualTo(3);
    }

    @Test
    void aPipelineThatDiesHalfwayMissesAndItsAgeRises() {
        FreshnessReport report = minutes(
                20, promise(3), facts -> facts.seen("p", "api", 0, 600, QUICK).unseen("p", "api", 600, 600));

        WindowReport run = only(report).promised().run();
        assertThat(only(report).verdict()).isEqualTo(Verdict.MISSED);
        assertThat(run.evidence().age()).isPresent();
        assertThat(run.evidence().age().orElseThrow()).isBetween(TEN_MINUTES.minus(SLOT), TEN_MINUTES);
        assertThat(run.evidence().counts().pending()).isEqualTo(600);
        assertThat(run.evidence().counts().lost()).isZero();
    }

    @Test
    void unseenSalesAreLostAfterAnHourAtTierThreeAndOnlyAfterTwoWithoutAPromise() {
        FreshnessReport promised = minutes(90, promise(3), facts -> facts.unseen("p", "api", 0, 10));
        FreshnessReport unpromised = minutes(90, Promise.none("api"), facts -> facts.unseen("p", "api", 0, 10));

        assertThat(only(promised).promised().run().evidence().counts().lost()).isEqualTo(10);
        assertThat(only(unpromised).promised().run().evidence().counts().lost()).isZero();
    }

    @Test
    void aBatchPipelineWaitsFourDaysBeforeItCallsASaleLost() {
        FreshnessReport after95Hours = minutes(95 * 60, promise(1), facts -> facts.unseen("p", "api", 0, 10));
        FreshnessReport after97Hours = minutes(97 * 60, promise(1), facts -> facts.unseen("p", "api", 0, 10));

        assertThat(only(after95Hours).promised().run().evidence().counts().lost())
                .isZero();
        assertThat(only(after97Hours).promised().run().evidence().counts().lost())
                .isEqualTo(10);
    }

    @Test
    void aSaleOvertakenForThePromisedEdgeLeavesTheAgeAndStaysUnseen() {
        FreshnessReport report =
                minutes(10, promise(3), facts -> facts.unseen("p", "api", 0, 1).seen("p", "api", 1, 100, QUICK));

        assertThat(only(report).promised().run().evidence().age()).isEmpty();
        assertThat(only(report).promised().run().evidence().counts().pending()).isEqualTo(1);
    }

    @Test
    void anUnseenSaleIsLateOnlyAfterTheEdgeAndTheStagesPatience() {
        Instant lastRead = NOON.plusSeconds(60);
        FreshnessReport settling = minutes(1, promise(4), facts -> waitingSince(facts, lastRead.minusMillis(6_200)));
        FreshnessReport late = minutes(1, promise(4), facts -> waitingSince(facts, lastRead.minusMillis(6_300)));

        assertThat(edge(settling, 4).slots()).isZero();
        assertThat(edge(late, 4).late()).isEqualTo(1);
    }

    private static FakeFacts waitingSince(FakeFacts facts, Instant intended) {
        Outcome unseen = new Outcome.Unseen(facts.until());
        return facts.put("p", "api", 53, new SlotOutcome(intended, intended, "", unseen));
    }

    @Test
    void nothingMeasuredIsNeverFresh() {
        FreshnessReport report = minutes(2, promise(3), facts -> facts);

        assertThat(only(report).verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(only(report).tier()).isEmpty();
        assertThat(only(report).promised().run().isEmpty()).isTrue();
    }

    @Test
    void withoutAPromiseTheTierIsSaidAndTheExitCodeIsZero() {
        FreshnessReport report = minutes(2, Promise.none("api"), facts -> facts.seen("p", "api", 0, 20, A_MINUTE));

        assertThat(only(report).verdict()).isEqualTo(Verdict.NO_PROMISE);
        assertThat(report.exitCode()).isZero();
    }

    @Test
    void theHeadlineIsTheTierOfTheWorstDeclaredWindow() {
        FakeFacts facts = facts(120, promise(3)).seen("p", "api", 0, 3600, QUICK);
        facts.seen("p", "api", 3600, 600, TEN_MINUTES).seen("p", "api", 4200, 1800, QUICK);

        FreshnessReport report = report(facts, 120, peak("peak", 60, 70));

        assertThat(only(report).promised().run().kept()).hasValue(2);
        assertThat(only(report).tier()).hasValue(2);
        assertThat(only(report).headline().window().name()).isEqualTo("peak");
        assertThat(only(report).judged().orElseThrow().window().name()).isEqualTo("period");
        assertThat(only(report).verdict()).isEqualTo(Verdict.MISSED);
    }

    @Test
    void aQuietRunOfTierFourDoesNotHideAPeakOfTierTwo() {
        FakeFacts facts = facts(300, promiseIn(3, "peak")).seen("p", "api", 0, 12_000, QUICK);
        facts.seen("p", "api", 12_000, 300, TEN_MINUTES).seen("p", "api", 12_300, 5_000, QUICK);

        FreshnessReport report = report(facts, 300, peak("peak", 200, 205));

        assertThat(only(report).promised().run().kept()).hasValue(4);
        assertThat(only(report).tier()).hasValue(2);
        assertThat(only(report).verdict()).isEqualTo(Verdict.MISSED);
    }

    @Test
    void theVerdictIsThatOfTheWorstPromisedWindow() {
        FakeFacts facts = facts(60, promiseIn(3, "evening")).seen("p", "api", 0, 600, QUICK);
        facts.seen("p", "api", 600, 600, TEN_MINUTES)
                .seen("p", "api", 1200, 600, QUICK)
                .unseen("p", "api", 1800, 300);

        FreshnessReport report =
                report(facts, 60, peak("evening", 0, 10), peak("evening", 10, 20), peak("other", 30, 35));

        assertThat(only(report).verdict()).isEqualTo(Verdict.MISSED);
        assertThat(only(report).judged().orElseThrow().window().from()).isEqualTo(NOON.plusSeconds(600));
    }

    @Test
    void offTheLadderIsWorseThanNothingKept() {
        FakeFacts facts = facts(60 * 60, promise(3)).unseen("p", "api", 0, 600).seen("p", "api", 600, 10, QUICK);

        FreshnessReport report = report(facts, 60 * 60, peak("dead", 0, 10), peak("thin", 10, 20));
        assertThat(only(report).headline().window().name()).isEqualTo("dead");
        assertThat(only(report).tier()).hasValue(0);
    }

    @Test
    void theRecordCountsEveryDeclaredWindowThatEnded() {
        FakeFacts facts = facts(60, promiseIn(3, "evening")).seen("p", "api", 0, 1200, QUICK);
        facts.seen("p", "api", 1200, 20, QUICK);

        FreshnessReport report = report(
                facts,
                40,
                peak("evening", 0, 10),
                peak("evening", 10, 20),
                peak("evening", 20, 30),
                peak("evening", 35, 45),
                peak("morning", 0, 2));

        NamedRecord record = only(report).promised().record("evening").orElseThrow();
        assertThat(record.record().windows()).isEqualTo(3);
        assertThat(record.record().kept()).isEqualTo(2);
        assertThat(record.tier()).isEqualTo(3);
        assertThat(only(report)
                        .promised()
                        .record("morning")
                        .orElseThrow()
                        .record()
                        .windows())
                .isEqualTo(1);
    }

    @Test
    void threeKeptOfThreeProveTheCubeRootOfFivePercent() {
        FakeFacts facts = facts(60, promiseIn(3, "evening")).seen("p", "api", 0, 1800, QUICK);

        FreshnessReport report =
                report(facts, 60, peak("evening", 0, 10), peak("evening", 10, 20), peak("evening", 20, 30));

        NamedRecord record = only(report).promised().record("evening").orElseThrow();
        assertThat(record.record().atLeast()).isCloseTo(Math.cbrt(0.05), within(1e-6));
    }

    @Test
    void withoutAPromiseTheRecordIsOverTheTierThatTheRunKept() {
        FakeFacts facts = facts(60, Promise.none("api")).seen("p", "api", 0, 1200, A_MINUTE);

        FreshnessReport report = report(facts, 60, peak("evening", 0, 10), peak("evening", 10, 20));

        NamedRecord record = only(report).promised().record("evening").orElseThrow();
        assertThat(record.tier()).isEqualTo(3);
        assertThat(record.record().kept()).isEqualTo(2);
    }

    @Test
    void aDeclaredWindowThatTheRunDidNotCoverIsInvalid() {
        FakeFacts facts = facts(60, promiseIn(3, "evening")).seen("p", "api", 300, 300, QUICK);

        FreshnessReport report = report(facts, 60, peak("evening", 0, 10));

        assertThat(only(report).verdict()).isEqualTo(Verdict.INVALID);
        assertThat(reasons(report.pipelines().get(0).judged().orElseThrow()))
                .containsExactly("Only 300 of its 600 slots were offered, less than 99 %.");
    }

    @Test
    void aWindowInProgressIsJudgedSoFarAndSaysWhereMeasuringBegan() {
        FakeFacts facts = facts(10, promiseIn(3, "evening")).seen("p", "api", 0, 300, QUICK);

        FreshnessReport report = report(facts, 10, peak("evening", -30, 240));

        assertThat(only(report).verdict()).isEqualTo(Verdict.MET);
        assertThat(only(report).judged().orElseThrow().notes())
                .contains("Measured only from 22 Nov 2026, 17:30:00 IST (UTC+05:30) on.");
    }

    @Test
    void aPromiseForWindowsThatHaveNotBegunIsUndecided() {
        FakeFacts facts = facts(10, promiseIn(3, "diwali")).seen("p", "api", 0, 500, QUICK);

        FreshnessReport report = report(facts, 10, peak("diwali", 20, 30));

        assertThat(only(report).verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(only(report).notes())
                .containsExactly(
                        "No window called diwali has begun in this period, so the promise was not put to the test.");
        assertThat(only(report).promised().windows()).isEmpty();
    }

    @Test
    void moreThanTwoInAHundredUnmeasuredSlotsAreInvalid() {
        FreshnessReport valid = minutes(
                11, promise(3), facts -> facts.seen("p", "api", 0, 588, QUICK).unmeasured("p", "api", 588, 12));
        FreshnessReport invalid = minutes(
                11, promise(3), facts -> facts.seen("p", "api", 0, 587, QUICK).unmeasured("p", "api", 587, 13));

        assertThat(only(valid).verdict()).isEqualTo(Verdict.MET);
        assertThat(only(invalid).verdict()).isEqualTo(Verdict.INVALID);
        assertThat(reasons(only(invalid).promised().run()))
                .containsExactly("13 of 600 slots are unmeasured, more than 2 %.");
        assertThat(invalid.exitCode()).isEqualTo(4);
    }

    @Test
    void twoUnmeasuredSlotsOfFewAreForgiven() {
        FreshnessReport valid = minutes(
                2, promise(3), facts -> facts.seen("p", "api", 0, 30, QUICK).unmeasured("p", "api", 30, 2));

        assertThat(only(valid).verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void salesHandedOverTooLateAreUnmeasured() {
        FreshnessReport invalid = minutes(2, promise(3), facts -> {
            for (int slot = 0; slot < 3; slot++) {
                Instant intended = NOON.plusSeconds(slot);
                Instant shown = intended.plusMillis(300);
                facts.put(
                        "p",
                        "api",
                        slot,
                        new SlotOutcome(
                                intended,
                                intended.plusMillis(51),
                                "",
                                new Outcome.Seen(intended, shown, Cycle.unknown())));
            }
            return facts.seen("p", "api", 3, 90, QUICK);
        });

        assertThat(reasons(only(invalid).promised().run()))
                .containsExactly("3 of 93 slots are unmeasured, more than 2 %.");
    }

    @Test
    void pollingAtLessThanHalfTheAskedRateIsInvalid() {
        FreshnessReport valid = minutes(2, promise(3), facts -> facts.seen("p", "api", 0, 100, QUICK)
                .polled("p", "api", NOON, NOON.plusSeconds(100), 200));
        FreshnessReport invalid = minutes(2, promise(3), facts -> facts.seen("p", "api", 0, 100, QUICK)
                .polled("p", "api", NOON, NOON.plusSeconds(100), 160));

        assertThat(only(valid).verdict()).isEqualTo(Verdict.MET);
        assertThat(reasons(only(invalid).promised().run()))
                .containsExactly("The stage was polled every 625 ms, more than twice the 250 ms asked for.");
    }

    @Test
    void aStageThatWasNotPolledInTheWindowIsInvalid() {
        FakeFacts facts = facts(40, promiseIn(3, "evening"))
                .seen("p", "api", 0, 1200, QUICK)
                .polled("p", "api", NOON, NOON.plusSeconds(600), 2400);

        FreshnessReport report = report(facts, 40, peak("evening", 10, 20));

        assertThat(reasons(only(report).judged().orElseThrow()))
                .containsExactly("The stage was not polled; a poll every 250 ms was asked for.");
    }

    @Test
    void clocksThatPartedAreInvalid() {
        FreshnessReport valid = minutes(1, promise(3), facts -> ticks(facts, 60, Duration.ofMillis(50)));
        FreshnessReport invalid = minutes(1, promise(3), facts -> ticks(facts, 60, Duration.ofMillis(51)));

        assertThat(reasons(only(valid).promised().run())).isEmpty();
        assertThat(reasons(only(invalid).promised().run()))
                .containsExactly("Wall clock and monotonic clock parted by 51 ms at 22 Nov 2026, 17:30:30 IST"
                        + " (UTC+05:30), more than 50 ms.");
    }

    @Test
    void aProbeThatPausedIsInvalid() {
        FreshnessReport invalid = minutes(1, promise(3), facts -> {
            facts.seen("p", "api", 0, 50, QUICK);
            for (int second = 0; second <= 60; second++) {
                if (second <= 20 || second >= 27) {
                    facts.tick(NOON.plusSeconds(second), Duration.ZERO);
                }
            }
            return facts;
        });

        assertThat(reasons(only(invalid).promised().run()))
                .containsExactly("The probe gave no sign of life for 7 s from 22 Nov 2026, 17:30:20 IST (UTC+05:30),"
                        + " longer than 5 s.");
    }

    @Test
    void aProbeThatDiedBeforeTheEndIsInvalid() {
        FreshnessReport invalid = minutes(1, promise(3), facts -> ticks(facts, 54, Duration.ZERO));

        assertThat(reasons(only(invalid).promised().run())).singleElement().satisfies(reason -> assertThat(reason)
                .contains("no sign of life for 7 s"));
    }

    @Test
    void aStageThatLacksSalesWhichAnotherStageKnowsProvesNothing() {
        Instant end = NOON.plus(Duration.ofMinutes(10));
        PipelineSetup setup = new PipelineSetup(
                "p",
                promise(4),
                NOON,
                SLOT,
                List.of(
                        StageSetup.polled("table", Duration.ofMillis(250), Duration.ZERO),
                        StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)));
        FakeFacts facts = new FakeFacts(NOON, end, setup)
                .seen("p", "table", 0, 400, QUICK)
                .seen("p", "api", 0, 291, QUICK);

        FreshnessReport report =
                FreshnessReport.of(facts, Ladders.RETAIL, List.of(), new TimeWindow("period", NOON, end), end);

        assertThat(only(report).verdict()).isEqualTo(Verdict.INVALID);
        assertThat(reasons(only(report).promised().run())).singleElement().satisfies(reason -> assertThat(reason)
                .startsWith("Only 291 of the 400 sales"));
        assertThat(only(report).stages().get(0).run().isValid()).isTrue();
    }

    @Test
    void factsMeasuredElsewhereAreSaidToBeUnchecked() {
        FreshnessReport report = minutes(2, promise(3), facts -> facts.seen("p", "api", 0, 80, QUICK));

        assertThat(only(report).promised().run().notes())
                .containsExactly(
                        "The poll period was not checked: the stage was read elsewhere.",
                        "Whether every slot has its sale, sending delays, wrong counts and residue were not checked"
                                + " either.",
                        "Clock and heartbeat were not checked: the facts were measured elsewhere.");
    }

    @Test
    void anInvalidWindowProvesNothing() {
        FreshnessReport invalid = minutes(
                11, promise(3), facts -> facts.seen("p", "api", 0, 587, QUICK).unmeasured("p", "api", 587, 13));

        WindowReport run = only(invalid).promised().run();
        assertThat(run.standing().kept()).isEqualTo(OptionalInt.of(4));
        assertThat(run.kept()).isEmpty();
        assertThat(run.notMissed()).isEqualTo(4);
        assertThat(run.state(Ladders.RETAIL.tier(3).orElseThrow())).isEqualTo(State.UNDECIDED);
    }

    @Test
    void anomaliesUnreadableTimeAndResidueAreCounted() {
        FreshnessReport report = minutes(2, promise(3), facts -> facts.seen("p", "api", 0, 80, QUICK)
                .anomaly("p", "api", Fact.Anomaly.Kind.DUPLICATE, NOON.plusSeconds(3))
                .anomaly("p", "api", Fact.Anomaly.Kind.DUPLICATE, NOON.plusSeconds(4))
                .anomaly("p", "api", Fact.Anomaly.Kind.WRONG_COUNT, NOON.plusSeconds(5))
                .anomaly("p", "api", Fact.Anomaly.Kind.WRONG_COUNT, NOON.plusSeconds(500))
                .unreadable("p", "api", NOON.minusSeconds(5), NOON.plusSeconds(10))
                .unreadable("p", "api", NOON.plusSeconds(5), NOON.plusSeconds(20))
                .faults("p", "api", NOON, NOON.plusSeconds(10), Map.of(Fault.TIMEOUT, 3L, Fault.DENIED, 1L))
                .faults("p", "api", NOON.plusSeconds(10), NOON.plusSeconds(20), Map.of(Fault.TIMEOUT, 2L))
                .faults("p", "api", NOON.plusSeconds(500), NOON.plusSeconds(510), Map.of(Fault.FAILED, 9L))
                .residue("p", 8));

        WindowReport run = only(report).promised().run();
        assertThat(run.faults()).isEqualTo(Map.of(Fault.TIMEOUT, 5L, Fault.DENIED, 1L));
        assertThat(ReportJson.write(report)).contains("\"denied\" : 1").contains("\"timeout\" : 5");
        assertThat(Console.render(report, Style.UNCOLOURED))
                .contains("unreadable for 20 s (looks: timeout 5, denied 1)");
        assertThat(run.anomalies(Fact.Anomaly.Kind.DUPLICATE)).isEqualTo(2);
        assertThat(run.anomalies(Fact.Anomaly.Kind.WRONG_COUNT)).isEqualTo(1);
        assertThat(run.anomalies(Fact.Anomaly.Kind.REGRESSION)).isZero();
        assertThat(run.unreadable()).isEqualTo(Duration.ofSeconds(20));
        assertThat(only(report).residueUnits()).isEqualTo(8);
    }

    @Test
    void aMissedPromiseOutweighsAnUndecidedOneInTheExitCode() {
        FakeFacts facts = new FakeFacts(
                        NOON, NOON.plusSeconds(600), pipeline("undecided", promise(3)), pipeline("missed", promise(4)))
                .seen("undecided", "api", 0, 10, QUICK)
                .seen("missed", "api", 0, 100, A_MINUTE);

        assertThat(report(facts, 10).exitCode()).isEqualTo(3);
    }

    @Test
    void aPromiseThatTheLadderOrThePipelineLacksIsRefused() {
        assertThatThrownBy(() -> minutes(2, promise(7), facts -> facts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pipeline p promises tier 7, which the ladder lacks");
        assertThatThrownBy(() -> minutes(2, new Promise(3, "shop", List.of()), facts -> facts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pipeline p has no stage shop to be judged at");
    }

    private interface Written {
        FakeFacts by(FakeFacts facts);
    }

    private static FakeFacts ticks(FakeFacts facts, int lastSecond, Duration jumpAtThirty) {
        facts.seen("p", "api", 0, 50, QUICK);
        for (int second = 0; second < lastSecond; second++) {
            facts.tick(NOON.plusSeconds(second), second < 30 ? Duration.ZERO : jumpAtThirty);
        }
        return facts;
    }

    private static FreshnessReport minutes(int minutes, Promise promise, Written facts) {
        return report(facts.by(facts(minutes, promise)), minutes);
    }

    private static FakeFacts facts(int minutes, Promise promise) {
        return new FakeFacts(NOON, NOON.plusSeconds(60L * minutes), pipeline("p", promise));
    }

    private static PipelineSetup pipeline(String name, Promise promise) {
        return new PipelineSetup(name, promise, NOON, SLOT, List.of(StageSetup.polled("api", POLL, Duration.ZERO)));
    }

    private static Promise promise(int tier) {
        return new Promise(tier, "api", List.of());
    }

    private static Promise promiseIn(int tier, String peak) {
        return new Promise(tier, "api", List.of(peak));
    }

    private static TimeWindow peak(String name, int fromMinute, int toMinute) {
        return new TimeWindow(name, NOON.plusSeconds(60L * fromMinute), NOON.plusSeconds(60L * toMinute));
    }

    private static FreshnessReport report(FakeFacts facts, int minutes, TimeWindow... declared) {
        Instant end = NOON.plusSeconds(60L * minutes);
        List<TimeWindow> windows = new ArrayList<>(List.of(declared));
        return FreshnessReport.of(facts, Ladders.RETAIL, windows, new TimeWindow("period", NOON, end), end);
    }

    private static PipelineReport only(FreshnessReport report) {
        return report.pipelines().get(0);
    }

    private static EdgeEvidence edge(FreshnessReport report, int tier) {
        return only(report).promised().run().at(Ladders.RETAIL.tier(tier).orElseThrow());
    }

    private static List<String> reasons(WindowReport window) {
        return window.invalidBecause();
    }
}
