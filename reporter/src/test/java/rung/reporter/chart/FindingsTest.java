package rung.reporter.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rung.core.evidence.IntervalHistogram;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Mark;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;
import rung.reporter.Ladders;

/** What each chart says of evidence that was made by hand: marks, sentences and numbers. */
class FindingsTest {
    private static final TimeWindow HOUR = SimulatedDay.hours("hour", 9, 10);
    private static final Instant LOOK = HOUR.to().plusSeconds(3_600);
    private static final Subject SUBJECT = new Subject("s", "bopis at api", Ladders.RETAIL, 3, SimulatedDay.ZONE);
    private static final Period PERIOD = new Period(HOUR, List.of(), LOOK);

    private final List<SlotOutcome> slots = new ArrayList<>();

    private static Instant sale(int number) {
        return HOUR.from().plusSeconds(30L * number);
    }

    private void seen(int sales, int atLeast, int atMost) {
        for (int i = 0; i < sales; i++) {
            Instant at = sale(slots.size());
            slots.add(new SlotOutcome(
                    at, at, "", new Outcome.Seen(at.plusSeconds(atLeast), at.plusSeconds(atMost), Cycle.unknown())));
        }
    }

    private void unseen(int sales) {
        for (int i = 0; i < sales; i++) {
            Instant at = sale(slots.size());
            slots.add(new SlotOutcome(at, at, "", new Outcome.Unseen(LOOK)));
        }
    }

    private void unmeasured(int sales) {
        for (int i = 0; i < sales; i++) {
            Instant at = sale(slots.size());
            slots.add(new SlotOutcome(at, at, "", new Outcome.Unmeasured("refused")));
        }
    }

    private SimulatedDay day() {
        return SimulatedDay.of(HOUR, LOOK, slots);
    }

    @Test
    void theStripPutsItsMarksWhereTheDurationsAre() {
        seen(100, 10, 10);

        Figure strip = LadderStrip.of(SUBJECT, day().evidence());

        assertThat(strip.reading()).isEqualTo("p50 10 s, p95 10 s, p99 at least 10 s; promised 5 min");
        // 190 units for log10(86400) = 4.9365 decades: 10 s is at 38.5, 5 min at 95.3
        assertThat(strip.svg()).contains("<circle class=\"c-dot\" cx=\"38.5\"");
        assertThat(Pictures.paths(strip.svg(), "c-flag")).containsExactly("M95.3 24V0L101.3 3L95.3 6");
        assertThat(Pictures.paths(strip.svg(), "c-whisker").get(0))
                .as("an arrow that is open to the right")
                .startsWith("M38.5 13H47.5M43.5 9L47.5 13L43.5 17");
        assertThat(strip.table().rows()).contains(List.of("p50", "10", "10.007", "10.007"));
    }

    @Test
    void theStripOfNothingIsHatched() {
        Figure strip = LadderStrip.of(SUBJECT, day().evidence());

        assertThat(strip.reading()).isEqualTo("Nothing is known yet; promised 5 min");
        assertThat(Pictures.classes(strip.svg())).contains("c-hatch").doesNotContain("c-dot", "c-bar", "c-whisker");
    }

    @Test
    void theCurveEndsBelowAllWhereSalesWereNotSeen() {
        seen(93, 20, 25);
        unseen(7);

        Figure ecdf = Ecdf.of(SUBJECT, day().evidence(), LOOK);

        assertThat(ecdf.reading())
                .isEqualTo(
                        "95 % of sales take at least 20 s; 93 % within the promised 5 min; 7 of 100 not seen by 7 Nov, 11:00.");
        assertThat(Pictures.texts(ecdf.svg())).contains("7 of 100 not seen", "promised: 95 % within 5 min");
        // The plot reaches from 28 (all) to 290 (none): 93 % is 243.7 above the ground.
        assertThat(Pictures.paths(ecdf.svg(), "c-surely"))
                .singleElement()
                .asString()
                .startsWith("M78 290H")
                .contains("V46.3H");
        assertThat(ecdf.table().rows())
                .contains(
                        List.of("5", "exact", "100", "0", "0"),
                        List.of("300", "exact", "100", "93", "93"),
                        List.of("20", "to three digits", "100", "0", "93"),
                        List.of("30", "to three digits", "100", "93", "93"));
    }

    @Test
    void theSurelySeenFollowThePossiblySeen() {
        seen(100, 20, 60);

        Figure ecdf = Ecdf.of(SUBJECT, day().evidence(), LOOK);

        // 610 units for 1 s to 10 min, 219.6 a decade: 20 s is at 363.7, 60 s at 468.4; a column is one unit.
        assertThat(Pictures.paths(ecdf.svg(), "c-possibly")).containsExactly("M78 290H364V28H688");
        assertThat(Pictures.paths(ecdf.svg(), "c-surely")).containsExactly("M78 290H469V28H688");
    }

    @Test
    void aSaleThatStraddlesTheEdgeIsNeitherWithinItNorSurelyLater() {
        seen(1, 200, 400);

        assertThat(StalenessOverTime.of(SUBJECT, PERIOD, slots).reading())
                .startsWith("0 of 1 sale within the promised 5 min, 0 surely later;");
    }

    @Test
    void slotsThatWereNotMeasuredAreNoSalesThatWereNotSeen() {
        seen(90, 20, 25);
        unmeasured(10);

        Figure ecdf = Ecdf.of(SUBJECT, day().evidence(), LOOK);

        assertThat(ecdf.reading())
                .contains("90 % to 100 % within the promised 5 min; 10 of 100 not seen or not measured");
    }

    @Test
    void theSpectrumEndsWhereTheSampleDoes() {
        seen(100, 10, 10);

        Figure spectrum = Spectrum.of(SUBJECT, day().evidence());

        assertThat(spectrum.reading())
                .isEqualTo("p50 10 s, p75 10 s, p90 10 s, p95 10 s. P99 needs at least 368 sales, there are 100;"
                        + " it is at least 10 s.");
        assertThat(Pictures.texts(spectrum.svg())).contains("too few sales");
        assertThat(Pictures.paths(spectrum.svg(), "c-hatch")).hasSize(1);
        assertThat(spectrum.table().rows().get(4)).startsWith("p99", "10", "", "", "368");
    }

    @Test
    void theSpectrumTellsUnseenSalesFromTooFew() {
        seen(80, 10, 10);
        unseen(20);

        Figure spectrum = Spectrum.of(SUBJECT, day().evidence());

        assertThat(spectrum.reading())
                .isEqualTo("p50 10 s. Too many sales were not seen to know p75; it is at least 10 s.");
        assertThat(Pictures.texts(spectrum.svg())).contains("not seen").doesNotContain("too few sales");
    }

    @Test
    void eachSaleIsABarFromItsLowerToItsUpperEnd() {
        seen(1, 10, 100);
        unseen(1);
        unmeasured(2);
        seen(1, 400, 400);

        Figure figure = StalenessOverTime.of(SUBJECT, PERIOD, slots);

        assertThat(figure.reading())
                .isEqualTo(
                        "1 of 3 sales within the promised 5 min, 2 surely later; the slowest that showed took 6 min 40 s,"
                                + " sold at 09:02; 1 not seen by 7 Nov, 11:00; 2 slots not measured.");
        // 586 units for the hour. The axis: 1 s at 260, 4 h at 28, 55.8 units a decade.
        assertThat(Pictures.paths(figure.svg(), "c-mark"))
                .containsExactlyInAnyOrder("M78 204.2V148.4", "M97.5 114.8V114.8");
        assertThat(Pictures.paths(figure.svg(), "c-open"))
                .singleElement()
                .asString()
                .startsWith("M78.9 ");
        assertThat(Pictures.paths(figure.svg(), "c-strong")).hasSize(1);
        assertThat(figure.table().rows())
                .containsExactly(
                        List.of("2026-11-07 09:00:00", "seen", "10", "100"),
                        List.of("2026-11-07 09:00:30", "not seen", "7170", ""),
                        List.of("2026-11-07 09:01:00", "not measured", "", ""),
                        List.of("2026-11-07 09:01:30", "not measured", "", ""),
                        List.of("2026-11-07 09:02:00", "seen", "400", "400"));
    }

    @Test
    void tooManySalesForBarsAreDrawnAsSpansAndSaidToBe() {
        for (int i = 0; i < StalenessOverTime.MOST_BARS + 1; i++) {
            Instant at = HOUR.from().plusMillis(i);
            slots.add(new SlotOutcome(
                    at, at, "", new Outcome.Seen(at.plusSeconds(9), at.plusSeconds(10 + i % 91), Cycle.unknown())));
        }

        Figure figure = StalenessOverTime.of(SUBJECT, PERIOD, slots);

        assertThat(figure.reading()).endsWith("Drawn as the span from the least to the largest in each 12 s.");
        assertThat(Pictures.paths(figure.svg(), "c-span"))
                .singleElement()
                .asString()
                .matches("M79 [0-9.]+V[0-9.]+");
        assertThat(Pictures.paths(figure.svg(), "c-mark")).isEmpty();
        assertThat(figure.table().rows()).hasSize(StalenessOverTime.MOST_BARS + 1);
    }

    @Test
    void theHeatmapCountsEachSaleAtItsUpperEnd() {
        seen(60, 10, 25);
        seen(30, 100, 400);
        unseen(2);
        unmeasured(28);

        Figure heatmap = Heatmap.of(SUBJECT, PERIOD, HeatCell.of(HOUR, slots, 4));

        assertThat(heatmap.reading())
                .isEqualTo(
                        "Half of 92 sales took at most 25 s; worst from 7 Nov, 09:30 to 09:45: 30 of 30 not surely within the"
                                + " promised 5 min; 2 not seen by 7 Nov, 11:00; 28 slots not measured.");
        assertThat(heatmap.table().rows())
                .containsExactly(
                        List.of("2026-11-07 09:00:00", "2026-11-07 09:15:00", "20", "30", "30"),
                        List.of("2026-11-07 09:15:00", "2026-11-07 09:30:00", "20", "30", "30"),
                        List.of("2026-11-07 09:30:00", "2026-11-07 09:45:00", "300", "450", "30"),
                        List.of("2026-11-07 09:45:00", "2026-11-07 10:00:00", "not seen", "", "2"),
                        List.of("2026-11-07 09:45:00", "2026-11-07 10:00:00", "not measured", "", "28"));
        assertThat(Pictures.paths(heatmap.svg(), "c-h6")).as("thirty, the most").isNotEmpty();
    }

    @Test
    void aColumnWithoutSalesIsHatchedAndOneAfterTheLookIsNot() {
        List<HeatCell> cells = List.of(
                new HeatCell(HOUR.from(), HOUR.from().plusSeconds(900), new IntervalHistogram(), 3),
                new HeatCell(HOUR.to().minusSeconds(900), HOUR.to(), new IntervalHistogram(), 0));

        Figure heatmap =
                Heatmap.of(SUBJECT, new Period(HOUR, List.of(), HOUR.from().plusSeconds(1_800)), cells);

        assertThat(heatmap.reading()).isEqualTo("Nothing was measured: 3 slots without a sale.");
        assertThat(heatmap.table().rows()).hasSize(1);
        assertThat(Pictures.paths(heatmap.svg(), "c-strong"))
                .singleElement()
                .asString()
                .doesNotContain("M5", "M6");
    }

    @Test
    void segmentsSayThatTheyDoNotAddUp() {
        seen(100, 1, 1);
        SimulatedDay topic = SimulatedDay.of(HOUR, LOOK, List.copyOf(slots));
        slots.clear();
        seen(100, 41, 41);

        Figure figure = SegmentBars.of(
                SUBJECT, List.of(new Segment("topic", topic.evidence()), new Segment("table", day().evidence())));

        assertThat(figure.reading())
                .isEqualTo(
                        "Half of the sales had reached table after 41 s; the largest step of the median is before table,"
                                + " 40 s. Steps are differences of medians: they do not add up to the wait of any sale.");
        assertThat(Pictures.paths(figure.svg(), "c-half")).hasSize(2);
        assertThat(figure.table().rows()).extracting(row -> row.get(0)).containsExactly("topic", "table");
    }

    @Test
    void whereTheWaitIsNeedsEveryMedian() {
        seen(3, 1, 1);

        Figure figure = SegmentBars.of(SUBJECT, List.of(new Segment("topic", day().evidence())));

        assertThat(figure.reading())
                .isEqualTo("When half of the sales reached topic is not known, so neither is where the wait is.");
    }

    @Test
    void theLongestGapBetweenCommitsWithDataIsTold() {
        List<Fact.CommitSeen> commits = List.of(
                commit(0, "append"),
                commit(60, "append"),
                commit(90, "replace"),
                commit(120, "overwrite"),
                commit(840, "append"),
                commit(900, "delete"));

        Figure figure = CommitTimeline.of(
                SUBJECT, new Period(HOUR, List.of(), HOUR.from().plusSeconds(1_000)), commits);

        assertThat(figure.reading())
                .isEqualTo(
                        "4 commits brought data; half of the gaps between them were at most 1 min; the longest was 12 min,"
                                + " from 09:02 (promised 5 min); 1 commit only rearranged data.");
        assertThat(Pictures.texts(figure.svg())).contains("longest gap 12 min", "promised 5 min");
        // 610 units for the hour: five minutes are 50.8.
        assertThat(Pictures.paths(figure.svg(), "c-promise")).containsExactly("M78 146H128.8M78 141V151M128.8 141V151");
        assertThat(Pictures.paths(figure.svg(), "c-commit"))
                .containsExactly("M78 36V66M88.2 36V66M98.3 36V66M220.3 36V66");
        assertThat(figure.table().rows()).hasSize(6);
    }

    @Test
    void aGapThatNoCommitEndedIsAtLeastThatLong() {
        Figure figure = CommitTimeline.of(
                SUBJECT, new Period(HOUR, List.of(), LOOK), List.of(commit(0, "append"), commit(60, "append")));

        assertThat(figure.reading()).contains("the longest is at least 59 min, from 09:01");
    }

    private static Fact.CommitSeen commit(int second, String operation) {
        Instant at = HOUR.from().plusSeconds(second);
        return new Fact.CommitSeen(
                "bopis",
                "table",
                at,
                new Commit(
                        new Cycle("c" + second),
                        Cycle.unknown(),
                        operation,
                        at,
                        Optional.empty(),
                        Optional.empty(),
                        new Commit.Writer("flink", "", "", Optional.empty()),
                        10,
                        1));
    }

    @Test
    void theAgeRisesUntilASaleShows() {
        Instant first = HOUR.from();
        slots.add(new SlotOutcome(
                first,
                first,
                "",
                new Outcome.Seen(first.plusSeconds(2_820), first.plusSeconds(2_825), Cycle.unknown())));
        Instant second = HOUR.from().plusSeconds(3_000);
        slots.add(
                new SlotOutcome(second, second, "", new Outcome.Seen(second, second.plusSeconds(5), Cycle.unknown())));

        Figure figure = AgeOverTime.of(SUBJECT, PERIOD, day().age());

        assertThat(figure.reading())
                .startsWith("At its oldest the count was 47 min to ")
                .contains("older than the promised 5 min for 70 % to ");
        assertThat(Pictures.paths(figure.svg(), "c-surely"))
                .singleElement()
                .asString()
                .startsWith("M78 250L");
        assertThat(figure.table().rows()).isNotEmpty();
    }

    @Test
    void anIdIsFitForAPage() {
        assertThatThrownBy(() -> new Subject("a b", "x", Ladders.RETAIL, 3, SimulatedDay.ZONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Subject("a", "x", Ladders.RETAIL, 7, SimulatedDay.ZONE))
                .hasMessage("the ladder has no tier 7");
    }

    @Test
    void slotsOfAWindowAreDividedIntoColumns() {
        IntStream.range(0, 120).forEach(i -> seen(1, 1, 2));

        List<HeatCell> cells = HeatCell.of(HOUR, slots, 7);

        assertThat(cells).hasSize(7);
        assertThat(cells.get(0).from()).isEqualTo(HOUR.from());
        assertThat(cells.get(6).to()).isEqualTo(HOUR.to());
        assertThat(cells.stream().mapToLong(HeatCell::seen).sum()).isEqualTo(120);
        assertThat(Duration.between(cells.get(0).from(), cells.get(0).to()))
                .isBetween(Duration.ofSeconds(514), Duration.ofSeconds(515));
    }

    @Test
    void whatWasNotedIsDrawnWithTheNumberThatItHasInTheList() {
        Mark first = new Mark(HOUR.from().plusSeconds(600), Optional.empty(), "loader 4.2");
        Mark second = new Mark(HOUR.from().plusSeconds(1_200), Optional.of("sales"), "60 s commits");
        Period noted = new Period(HOUR, List.of(), List.of(first, second), LOOK);

        String svg = AgeOverTime.of(SUBJECT, noted, Optional.empty()).svg();

        assertThat(svg).contains("c-mark-number\"").contains(">1</text>").contains(">2</text>");
        assertThat(AgeOverTime.of(SUBJECT, PERIOD, Optional.empty()).svg()).doesNotContain("c-mark");
    }
}
