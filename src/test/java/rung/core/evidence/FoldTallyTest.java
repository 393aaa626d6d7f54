package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rung.core.evidence.Slots.NOON;
import static rung.core.evidence.Slots.at;
import static rung.core.evidence.Slots.look;
import static rung.core.evidence.Slots.seen;
import static rung.core.evidence.Slots.tally;
import static rung.core.evidence.Slots.unmeasured;
import static rung.core.evidence.Slots.unseen;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rung.core.measure.Cycle;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;

/** When a fold is made, and when it is taken in the place of its slots. */
class FoldTallyTest {
    @Test
    void aPendingSaleKeepsTheFoldOpenAndALostOneIsSetAside() {
        assertThat(hour(9_000, seen(0, 1, 2)).fold().orElseThrow().aside()).isEmpty();
        assertThat(hour(9_000, seen(0, 1, 2), unmeasured(9)).fold()).isPresent();
        assertThat(hour(6_599, unseen(3_000)).fold()).isEmpty();

        assertThat(hour(6_600, unseen(3_000)).fold()).isPresent();

        Fold lost = hour(7_000, unseen("a", 3_000, 5), unseen("b", 3_001, 5), seen("a", 3_010, 1, 2))
                .fold()
                .orElseThrow();

        assertThat(lost.counts()).isEqualTo(new WindowCounts(1, 1, 1, 0, 0, 0));
        assertThat(lost.aside())
                .containsExactly(new Fold.Aside(at(3_000), at(3_012)), new Fold.Aside(at(3_001), Instant.MAX));
    }

    @Test
    void slotsTooYoungForTheQuantilesKeepTheFoldOpen() {
        assertThat(hour(3_604, seen(3_599.5, 1, 2)).fold()).isEmpty();
        assertThat(hour(3_605, seen(3_599.5, 1, 2)).fold()).isPresent();
    }

    @Test
    void aFoldTooYoungForTheQuantilesKeepsTheFoldOpenThatItIsPartOf() {
        Fold fold = hour(3_605, seen(3_599.5, 1, 2)).fold().orElseThrow();
        FoldTally young = new FoldTally(new TimeWindow("day", NOON, at(86_400)), look(3_604));
        FoldTally old = new FoldTally(new TimeWindow("day", NOON, at(86_400)), look(3_605));

        young.add(fold, List.of());
        old.add(fold, List.of());

        assertThat(young.fold()).isEmpty();
        assertThat(old.fold()).isPresent();
    }

    @Test
    void theFirstAndTheLastSixteenCommitsAreKeptToBeToldFromTheNextFoldsOnes() {
        FoldTally tally = hour(90_000);
        for (int i = 0; i < 40; i++) {
            tally.add(WindowTallyTest.in(new Cycle("c" + i), 10 * i));
        }

        Fold fold = tally.fold().orElseThrow();

        assertThat(fold.cycles()).isEqualTo(40);
        assertThat(fold.borderCycles())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 40)
                        .filter(i -> i < 16 || i >= 24)
                        .mapToObj(i -> new Cycle("c" + i))
                        .toList());
    }

    @Test
    void aFoldIsMadeOfFoldsInTheirOrderWithTheSlotsThatTheySetAsideAndOnceTheyDecideNothingBeforeThem() {
        Fold first = hour(90_000, unseen(10), seen(20, 1, 2)).fold().orElseThrow();
        TimeWindow day = new TimeWindow("day", NOON, at(86_400));
        FoldTally tally = new FoldTally(day, look(90_000));
        FoldTally waiting = new FoldTally(new TimeWindow("day", at(-10), at(86_400)), look(90_000));

        assertThatThrownBy(() -> tally.add(first, List.of(unseen(11)))).isInstanceOf(IllegalArgumentException.class);
        tally.add(first, List.of(unseen(10)));
        waiting.add(unseen(-5));

        assertThatThrownBy(() -> tally.add(first, List.of(unseen(10))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not the next of");
        assertThat(waiting.takes(first))
                .as("a sale of the fold may overtake the one before it")
                .isFalse();
        assertThat(tally.fold().orElseThrow().aside()).containsExactly(new Fold.Aside(at(10), at(22)));
    }

    @Test
    void aSlotBeforeAFoldIsOutOfOrderAfterIt() {
        FoldTally second = new FoldTally(new TimeWindow("one", at(3_600), at(7_200)), look(90_000));
        second.add(seen(3_610, 1, 2));
        Fold fold = second.fold().orElseThrow();
        WindowTally empty = tally(look(90_000));
        WindowTally straddled = tally(look(90_000), seen(3_601, 1, 2));

        empty.add(fold, List.of());
        straddled.add(fold, List.of());

        assertThatThrownBy(() -> empty.add(seen(3_599.9, 1, 2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> straddled.add(seen(3_600.9, 1, 2))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFoldDoesNotFollowItsTally() {
        FoldTally tally = hour(9_000, seen(0, 1, 2));
        Fold fold = tally.fold().orElseThrow();

        tally.add(seen(10, 1, 2));

        assertThat(fold.staleness().count()).isEqualTo(1);
        assertThat(fold.widths().count()).isEqualTo(1);
        assertThat(fold.slips().count()).isEqualTo(1);
    }

    @Test
    void aFoldIsTakenInItsOrderAtItsEdgesAndInsideTheWindow() {
        Fold fold = hour(9_000, seen(0, 1, 2)).fold().orElseThrow();

        assertThat(tally(look(9_000)).takes(fold)).isTrue();
        assertThat(tally(look(9_000), seen(3_599, 1, 2)).takes(fold))
                .as("a slot that straddled its begin may have come before")
                .isTrue();
        assertThat(tally(look(9_000), seen(3_600, 1, 2)).takes(fold)).isFalse();
        assertThat(tally(look(9_000, Duration.ZERO, Slots.span(300))).takes(fold))
                .as("other edges")
                .isFalse();
        assertThat(tally(look(9_000, Duration.ZERO, Slots.EDGE, Slots.span(300)))
                        .takes(fold))
                .as("more edges")
                .isFalse();
        assertThat(new WindowTally(new TimeWindow("late", at(1), at(86_400)), look(9_000)).takes(fold))
                .isFalse();
        assertThat(new WindowTally(new TimeWindow("short", NOON, at(3_599)), look(9_000)).takes(fold))
                .isFalse();
        WindowTally twice = tally(look(9_000));
        twice.add(fold, List.of());
        assertThatThrownBy(() -> twice.add(fold, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFoldIsTakenWhenAllItsSlotsAreOldEnoughForTheQuantilesOrNone() {
        Look young = look(9_000, Duration.ZERO, Slots.span(6_000));
        FoldTally maker = new FoldTally(new TimeWindow("hour", at(3_600), at(7_200)), young);
        maker.add(seen(3_600, 1, 2));
        maker.add(seen(7_000, 1, 2));
        Fold fold = maker.fold().orElseThrow();
        TimeWindow window = new TimeWindow("window", NOON, at(60_000));

        WindowTally none = new WindowTally(window, look(3_900, Duration.ZERO, Slots.span(6_000)));
        WindowTally half = new WindowTally(window, look(7_500, Duration.ZERO, Slots.span(6_000)));

        assertThat(half.takes(fold)).isFalse();
        assertThat(none.takes(fold)).isTrue();
        none.add(fold, List.of());
        assertThat(none.evidence().histogram().count()).isZero();
        assertThat(none.evidence().counts().seen()).isEqualTo(2);
        assertThat(none.evidence().resolution()).isPresent();
    }

    @Test
    void aFoldIsNotTakenWhileAnEarlierUnseenSaleWaitsToBeOvertakenInIt() {
        FoldTally second = new FoldTally(new TimeWindow("one", at(3_600), at(7_200)), look(90_000));
        second.add(seen(3_600, 1, 2));
        Fold fold = second.fold().orElseThrow();

        assertThat(tally(look(90_000), unseen(3_500)).takes(fold)).isFalse();
        assertThat(tally(look(90_000), unseen(3_500), seen(3_590, 30, 40)).takes(fold))
                .as("overtaken only within the fold's hour")
                .isFalse();
        assertThat(tally(look(90_000), unseen(3_500), seen(3_550, 1, 2)).takes(fold))
                .isTrue();
    }

    @Test
    void aFoldIsNotTakenWhileASaleThatItSetAsideMayStillBeInTimeAtAnEdge() {
        Look look = look(7_000, Duration.ZERO, Slots.EDGE, Slots.span(20_000));
        Fold whole = fold(look, seen(2_000, 1, 2));
        Fold holed = fold(look, unseen(2_000));

        assertThat(tally(look).takes(whole))
                .as("all mature or none at each edge")
                .isTrue();
        assertThat(tally(look).takes(holed)).isFalse();
        assertThat(tally(look(23_601, Duration.ZERO, Slots.EDGE, Slots.span(20_000)))
                        .takes(holed))
                .isFalse();
        assertThat(tally(look(23_602, Duration.ZERO, Slots.EDGE, Slots.span(20_000)))
                        .takes(holed))
                .isTrue();
    }

    private static Fold fold(Look look, SlotOutcome slot) {
        FoldTally maker = new FoldTally(new TimeWindow("hour", NOON, at(3_600)), look);
        maker.add(slot);
        return maker.fold().orElseThrow();
    }

    @Test
    void aWindowOfFoldsSaysWhatItsSlotsSay() {
        List<SlotOutcome> first = List.of(
                WindowTallyTest.in(new Cycle("a"), 0),
                Slots.handedAfter(0.3, WindowTallyTest.in(new Cycle("b"), 10)),
                unmeasured(20),
                seen(30, 100, 200));
        List<SlotOutcome> second = List.of(
                WindowTallyTest.in(new Cycle("b"), 3_600),
                WindowTallyTest.in(new Cycle("c"), 3_610),
                seen(3_620, 4, 6),
                unmeasured(3_630));
        WindowTally slots = tally(look(90_000));
        WindowTally folds = tally(look(90_000));

        for (List<SlotOutcome> hour : List.of(first, second)) {
            double begin = hour == first ? 0 : 3_600;
            FoldTally maker = new FoldTally(new TimeWindow("hour", at(begin), at(begin + 3_600)), look(90_000));
            hour.forEach(maker::add);
            folds.add(maker.fold().orElseThrow(), List.of());
            hour.forEach(slots::add);
        }

        assertThat(folds.evidence())
                .usingRecursiveComparison()
                .ignoringFields("histogram")
                .isEqualTo(slots.evidence());
        assertThat(folds.evidence().cycles()).isEqualTo(3);
        assertThat(folds.evidence().histogram().encode())
                .isEqualTo(slots.evidence().histogram().encode());
    }

    @Test
    void aFoldOfFoldsKnowsTheFirstAndTheLastCommitsOfTheirOwn() {
        FoldTally hour = hour(9_000);
        IntStream.range(0, 100).forEach(i -> hour.add(WindowTallyTest.in(cycle(i), 30 * i)));
        FoldTally day = hour(9_000);

        day.add(hour.fold().orElseThrow(), List.of());

        List<Cycle> ends = IntStream.concat(IntStream.range(0, 16), IntStream.range(84, 100))
                .mapToObj(FoldTallyTest::cycle)
                .toList();
        assertThat(hour.fold().orElseThrow().borderCycles()).containsExactlyElementsOf(ends);
        assertThat(day.fold().orElseThrow().borderCycles())
                .as("the last ones, which the next day is to know again, are not the first ones")
                .containsExactlyElementsOf(ends);
    }

    private static Cycle cycle(int number) {
        return new Cycle("c" + number);
    }

    @Test
    void whatWasSetAsideIsToldAsItIsKnownByNow() {
        Fold fold = hour(9_000, unseen(10), seen(20, 1, 2)).fold().orElseThrow();
        WindowTally lost = tally(look(50_000));
        WindowTally late = tally(look(50_000));

        lost.add(fold, List.of(unseen("", 10, 8)));
        late.add(fold, List.of(seen(10, 7_000, 7_001)));

        assertThat(lost.evidence())
                .usingRecursiveComparison()
                .ignoringFields("histogram")
                .isEqualTo(
                        tally(look(50_000), unseen("", 10, 8), seen(20, 1, 2)).evidence());
        assertThat(late.evidence())
                .usingRecursiveComparison()
                .ignoringFields("histogram")
                .isEqualTo(tally(look(50_000), seen(10, 7_000, 7_001), seen(20, 1, 2))
                        .evidence());
        assertThatThrownBy(() -> tally(look(50_000)).add(fold, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tally(look(50_000)).add(fold, List.of(unseen(11))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static FoldTally hour(double seconds, SlotOutcome... slots) {
        FoldTally tally = new FoldTally(new TimeWindow("hour", NOON, at(3_600)), look(seconds));
        List.of(slots).forEach(tally::add);
        return tally;
    }
}
