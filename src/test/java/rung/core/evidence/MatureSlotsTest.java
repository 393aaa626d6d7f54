package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static rung.core.evidence.Slots.NOON;
import static rung.core.evidence.Slots.at;
import static rung.core.evidence.Slots.edge;
import static rung.core.evidence.Slots.look;
import static rung.core.evidence.Slots.seen;
import static rung.core.evidence.Slots.span;
import static rung.core.evidence.Slots.tally;
import static rung.core.evidence.Slots.unmeasured;
import static rung.core.evidence.Slots.unseen;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;

/** The share that is shown without a claim, at an edge of 5 s with 2 s of patience. */
class MatureSlotsTest {
    @ParameterizedTest(name = "looked at {0} s after noon: {1} of 5 slots, {2} late")
    @CsvSource({"6.999, 0, 0", "7, 1, 0", "17, 2, 1", "46.999, 4, 2", "47, 5, 2"})
    void aSlotIsMatureAtTheEdgeAndThePatienceWhateverBecameOfIt(double seconds, long slots, long late) {
        SlotOutcome[] outcomes = {seen(0, 1, 2), unseen(10), unmeasured(20), seen(30, 1, 2), seen(40, 1, 2)};

        MatureSlots mature = edge(look(seconds), outcomes).mature();

        assertThat(mature).isEqualTo(new MatureSlots(slots, late, 0));
    }

    @Test
    void aSaleThatShowedAtOnceIsNotCountedBeforeItsTime() {
        EdgeEvidence evidence = edge(look(14), seen(0, 1, 2), unseen(8), seen(9, 0.1, 0.2), seen(10, 0.1, 0.2));

        assertThat(evidence.slots()).as("the prefix ends at the unseen sale").isEqualTo(1);
        assertThat(evidence.matureSlots()).isEqualTo(1);
        assertThat(edge(look(16), seen(0, 1, 2), unseen(8), seen(9, 0.1, 0.2), seen(10, 0.1, 0.2))
                        .mature())
                .isEqualTo(new MatureSlots(3, 1, 0));
    }

    @Test
    void ofTwoSalesOfOneMomentBothAreOldEnoughThoughTheFirstMayStillShow() {
        EdgeEvidence evidence = edge(look(17), unseen(10), seen(10, 1, 2));

        assertThat(evidence.slots()).isZero();
        assertThat(evidence.mature()).isEqualTo(new MatureSlots(2, 1, 0));
    }

    @Test
    void theShareLiesBetweenWhatIsKnownInTimeAndWhatIsKnownLate() {
        EdgeEvidence evidence =
                edge(look(60), seen(0, 1, 2), seen(10, 3, 8), unseen("", 20, 9), unmeasured(30), seen(58, 1, 2));

        assertThat(evidence.matureShare()).contains(new ShareRange(0.25, 0.75));
    }

    @Test
    void withoutAMatureSlotThereIsNoShare() {
        assertThat(edge(look(60)).matureShare()).isEmpty();
        assertThat(edge(look(60), seen(59, 0.1, 0.2)).matureShare()).isEmpty();
        assertThat(edge(look(60), seen(59, 0.1, 0.2)).inTimeShare()).hasValue(1);
    }

    @Test
    void impossibleCountsAndRangesAreRefused() {
        assertThatThrownBy(() -> new MatureSlots(2, 3, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MatureSlots(3, 1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MatureSlots(3, 1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ShareRange(0.5, 0.4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ShareRange(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ShareRange(0, 1.1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new ShareRange(0.4, 0.5).contains(0.5)).isTrue();
        assertThat(new ShareRange(0.4, 0.5).contains(0.4)).isTrue();
        assertThat(new ShareRange(0.4, 0.5).contains(0.51)).isFalse();
        assertThat(new ShareRange(0.4, 0.5).contains(0.39)).isFalse();
    }

    @ParameterizedTest(name = "looked at {0} s after the hour began: taken {1}, {2} mature slots")
    @CsvSource({"18002, false, 1", "18003, false, 2", "18005.5, false, 2", "21601.999, false, 2", "21602, true, 2"})
    void anHourThatTheMaturityOfAnEdgeSplitsIsReadSlotBySlot(double seconds, boolean taken, long mature) {
        Look look = look(seconds, Duration.ZERO, span(18_000));
        FoldTally hour = new FoldTally(new TimeWindow("hour", NOON, at(3_600)), look);
        WindowTally day = tally(look);
        for (SlotOutcome slot : new SlotOutcome[] {seen(0, 1, 2), seen(1, 1, 2)}) {
            hour.add(slot);
            day.add(slot);
        }

        assertThat(tally(look).takes(hour.fold().orElseThrow())).isEqualTo(taken);
        assertThat(day.evidence().edges().get(0).matureSlots()).isEqualTo(mature);
    }

    @Test
    void anHourOfWhichNoSlotIsMatureIsTakenAndCountsForTheClaimAlone() {
        Look look = look(18_000, Duration.ZERO, span(18_000));
        FoldTally hour = new FoldTally(new TimeWindow("hour", NOON, at(3_600)), look);
        hour.add(seen(0, 1, 2));
        WindowTally day = tally(look);

        day.add(hour.fold().orElseThrow(), List.of());

        assertThat(day.evidence().edges().get(0).slots()).isEqualTo(1);
        assertThat(day.evidence().edges().get(0).matureSlots()).isZero();
    }

    @ParameterizedTest(name = "{0} h")
    @ValueSource(ints = {1, 2, 6})
    void theShareIsUnbiasedWhileHalfOfTheSalesAreStillOnTheirWayAndSomeAreLost(int hours) {
        long seed = 20_260_101;
        int runs = 400;
        double loss = 0.03;
        LogNormalDistribution lag = new LogNormalDistribution(null, Math.log(1_200), 1);
        double truth = (1 - loss) * lag.cumulativeProbability(1_800);
        Random random = new Random(seed);

        double sum = 0;
        double arrivedOnly = 0;
        for (int run = 0; run < runs; run++) {
            Look look = look(hours * 3_600, Duration.ZERO, span(1_800));
            EdgeTally edge = new EdgeTally(span(1_800), look);
            int inTime = 0;
            int arrived = 0;
            for (int slot = 0; slot < hours * 360; slot++) {
                double due = 10 * (slot + random.nextDouble());
                double staleness = random.nextDouble() < loss
                        ? Double.POSITIVE_INFINITY
                        : Math.exp(Math.log(1_200) + random.nextGaussian());
                boolean isKnown = due + staleness <= hours * 3_600 - 2;
                SlotOutcome sale = isKnown ? seen(due, staleness, staleness) : unseen(due);
                edge.add(sale, Lateness.of(sale));
                arrived += isKnown ? 1 : 0;
                inTime += isKnown && staleness <= 1_800 ? 1 : 0;
            }
            ShareRange share = edge.evidence().matureShare().orElseThrow();
            assertThat(share.atLeast()).isLessThanOrEqualTo(share.atMost());
            sum += share.atLeast();
            arrivedOnly += (double) inTime / arrived;
        }

        assertThat(sum / runs).as("seed " + seed).isCloseTo(truth, within(0.005));
        assertThat(arrivedOnly / runs).as("sales that arrived, as a contrast").isGreaterThan(truth + 0.05);
    }
}
