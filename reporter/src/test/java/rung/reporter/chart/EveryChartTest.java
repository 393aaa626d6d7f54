package rung.reporter.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;
import rung.reporter.Ladders;

/** What holds for every chart of every evidence, also of none. */
class EveryChartTest {
    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_BYTES_OF_A_STRIP = 900;
    private static final TimeWindow HOUR = SimulatedDay.hours("hour", 9, 10);
    private static final String HOSTILE =
            "</title><script>alert('1')</script>&\"\u202Egnol\u0000\uD800 ]]>" + "x".repeat(10_000);

    record Case(String name, SimulatedDay day) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case("a day with a stall", Gallery.day()),
                new Case("an evening so far", Gallery.evening()),
                new Case("forty sales", Gallery.few(40)),
                new Case("nothing", Gallery.few(0)),
                new Case("one sale", by(1, at -> new Outcome.Seen(at, at.plusSeconds(7), Cycle.unknown()))),
                new Case("seen at once", by(50, at -> new Outcome.Seen(at, at, Cycle.unknown()))),
                new Case(
                        "a month late",
                        by(
                                50,
                                at -> new Outcome.Seen(
                                        at.plusSeconds(2_600_000), at.plusSeconds(2_600_001), Cycle.unknown()))),
                new Case("all unseen", by(50, at -> new Outcome.Unseen(HOUR.to()))),
                new Case("never looked at", by(50, Outcome.Unseen::new)),
                new Case("all unmeasured", by(50, at -> new Outcome.Unmeasured("refused"))));
    }

    private static SimulatedDay by(int sales, Function<Instant, Outcome> outcome) {
        List<SlotOutcome> slots = IntStream.range(0, sales)
                .mapToObj(i -> HOUR.from().plusSeconds(60L * i + 30))
                .map(at -> new SlotOutcome(at, at, "", outcome.apply(at)))
                .toList();
        return SimulatedDay.of(HOUR, HOUR.to().plus(Duration.ofDays(40)), slots);
    }

    private static List<Figure> figures(SimulatedDay day) {
        List<Figure> figures = new ArrayList<>();
        Gallery.all(figures, "chart", day);
        return figures;
    }

    private static Stream<Figure> withStrip(SimulatedDay day) {
        Subject subject = new Subject("row", "bopis-inventory", Ladders.RETAIL, 1, SimulatedDay.ZONE);
        return Stream.concat(figures(day).stream(), Stream.of(LadderStrip.of(subject, day.evidence())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAPictureThatAStrictPageMayHold(Case one) {
        withStrip(one.day()).forEach(figure -> {
            List<Element> elements = Pictures.elements(figure.svg());
            assertThat(elements)
                    .extracting(Element::getTagName)
                    .isSubsetOf("svg", "title", "desc", "path", "circle", "text");
            assertThat(elements).allSatisfy(element -> {
                for (int i = 0; i < element.getAttributes().getLength(); i++) {
                    assertThat(element.getAttributes().item(i).getNodeName())
                            .isIn(
                                    "xmlns",
                                    "class",
                                    "viewBox",
                                    "role",
                                    "aria-labelledby",
                                    "id",
                                    "d",
                                    "cx",
                                    "cy",
                                    "r",
                                    "x",
                                    "y",
                                    "text-anchor");
                }
            });
            assertThat(elements.get(0).getAttribute("role")).isEqualTo("img");
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesItsFindingForWhoCannotSeeIt(Case one) {
        figures(one.day()).forEach(figure -> {
            List<Element> elements = Pictures.elements(figure.svg());
            assertThat(elements.get(1).getTextContent()).isEqualTo(figure.title());
            assertThat(elements.get(2).getTextContent()).startsWith(figure.reading());
            assertThat(elements.get(0).getAttribute("aria-labelledby"))
                    .isEqualTo(elements.get(1).getAttribute("id") + " "
                            + elements.get(2).getAttribute("id"));
            assertThat(figure.reading()).endsWith(".").doesNotContainIgnoringCase("average", "mean ");
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyNumberIsOneAndHasOneDecimalAtMost(Case one) {
        withStrip(one.day()).forEach(figure -> {
            assertThat(figure.svg() + figure.reading() + figure.table().csv())
                    .doesNotContain("NaN", "Infinity", "Optional", "null");
            assertThat(Pictures.numbers(figure.svg())).allMatch(number -> number.matches("-?[0-9]+(\\.[0-9])?"));
            assertThat(Pictures.numbers(figure.svg()))
                    .as(figure.title())
                    .allMatch(number -> Math.abs(Double.parseDouble(number)) <= 720);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isSmallAndTheSameEachTime(Case one) {
        assertThat(figures(one.day())).isEqualTo(figures(one.day())).allSatisfy(figure -> assertThat(
                        figure.svg().getBytes(StandardCharsets.UTF_8))
                .as(figure.title())
                .hasSizeLessThan(MOST_BYTES));
        withStrip(one.day()).filter(figure -> figure.id().equals("row-strip")).forEach(strip -> assertThat(
                        strip.svg().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(MOST_BYTES_OF_A_STRIP));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theStyleSheetKnowsEveryClass(Case one) {
        withStrip(one.day()).forEach(figure -> assertThat(Pictures.classes(figure.svg()))
                .allSatisfy(name -> assertThat(ChartCss.text()).containsPattern("\\." + name + "\\b")));
    }

    @Test
    void namesOfOthersAreHarmlessAndCut() {
        SimulatedDay day = Gallery.few(40);
        Subject subject = new Subject("hostile", HOSTILE, Ladders.RETAIL, 3, SimulatedDay.ZONE);
        Period period = new Period(
                day.period().window(),
                List.of(new TimeWindow(HOSTILE, HOUR.from(), HOUR.to())),
                day.period().look());
        Fact.CommitSeen commit = new Fact.CommitSeen(
                HOSTILE,
                HOSTILE,
                HOUR.from().plusSeconds(60),
                new Commit(
                        new Cycle(HOSTILE),
                        Cycle.unknown(),
                        HOSTILE,
                        HOUR.from(),
                        Optional.empty(),
                        Optional.empty(),
                        new Commit.Writer(HOSTILE, HOSTILE, HOSTILE, Optional.empty()),
                        1,
                        1));

        List<Figure> figures = List.of(
                LadderStrip.of(subject, day.evidence()),
                Ecdf.of(subject, day.evidence(), period.look()),
                Spectrum.of(subject, day.evidence()),
                StalenessOverTime.of(subject, period, day.slots()),
                Heatmap.of(subject, period, HeatCell.of(HOUR, day.slots(), 10)),
                AgeOverTime.of(subject, period, day.age()),
                SegmentBars.of(subject, List.of(new Segment(HOSTILE, day.evidence()))),
                CommitTimeline.of(subject, period, List.of(commit)));

        assertThat(figures).allSatisfy(figure -> {
            assertThat(Pictures.elements(figure.svg()))
                    .extracting(Element::getTagName)
                    .doesNotContain("script");
            assertThat(figure.svg()).hasSizeLessThan(MOST_BYTES);
            for (String text : List.of(
                    figure.svg(),
                    figure.title(),
                    figure.reading(),
                    figure.table().csv())) {
                assertThat(text).doesNotContain("\u202E", "\u0000", "x".repeat(100));
            }
        });
    }
}
