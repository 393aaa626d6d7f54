package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rung.core.evidence.Slots.at;
import static rung.core.evidence.Slots.look;
import static rung.core.evidence.Slots.seen;
import static rung.core.evidence.Slots.tally;
import static rung.core.evidence.Slots.unmeasured;
import static rung.core.evidence.Slots.unseen;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;

class WindowTallyTest {
    @Test
    void anEmptyWindowSaysNothingAndNeverZero() {
        WindowEvidence evidence = tally(look(60)).evidence();

        assertThat(evidence.counts()).isEqualTo(new WindowCounts(0, 0, 0, 0, 0, 0));
        assertThat(evidence.cycles()).isZero();
        assertThat(evidence.age()).isEmpty();
        assertThat(evidence.largestAge()).isZero();
        assertThat(evidence.resolution()).isEmpty();
        assertThat(evidence.slip()).isEmpty();
        assertThat(evidence.quantiles()).hasSize(4).allSatisfy(quantile -> {
            assertThat(quantile.lower()).isEmpty();
            assertThat(quantile.estimate()).isEmpty();
            assertThat(quantile.upper()).isEmpty();
        });
    }

    @Test
    void aWindowThatHasNotBegunIsEmpty() {
        assertThat(tally(look(-3_600)).evidence().counts().injected()).isZero();
    }

    @Test
    void anInjectionIsSeenPendingLostOrNone() {
        WindowEvidence evidence = tally(
                        look(5_000), seen(0, 1, 2), unseen(1_399.9), unseen(1_400), unseen(1_400.1), unmeasured(1_500))
                .evidence();

        assertThat(evidence.counts()).isEqualTo(new WindowCounts(5, 4, 1, 1, 2, 1));
    }

    @Test
    void aSlotOutOfOrderOrOutsideTheWindowIsRefused() {
        WindowTally tally = tally(look(5_000), seen(10, 1, 2), seen(10, 1, 2));

        assertThatThrownBy(() -> tally.add(seen(9.999, 1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("out of order");
        assertThatThrownBy(() -> tally.add(seen(86_400, 1, 2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tally(look(5_000)).add(seen(-1, 1, 2))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "looked at after {0} s: {1} of 10 slots are mature")
    @CsvSource({"100, 10", "99, 9", "90, 9", "50, 5"})
    void maturityIsFixedByTimeAndNeverByOutcomes(double seconds, long mature) {
        WindowTally clean = tally(look(seconds, Duration.ZERO, Slots.span(300)));
        WindowTally mixed = tally(look(seconds, Duration.ZERO, Slots.span(300)));
        for (int i = 0; i < 10; i++) {
            clean.add(seen(10 * i, 1, 2));
            mixed.add(List.of(seen(10 * i, 1, 2), unseen(10 * i), unmeasured(10 * i))
                    .get(i % 3));
        }

        assertThat(clean.evidence().histogram().count()).isEqualTo(mature);
        assertThat(mixed.evidence().histogram().count()).isEqualTo(mature);
    }

    @Test
    void slotsNeedNoMoreMaturityThanTheSlowestEdge() {
        WindowTally tally = tally(look(80_000), seen(79_995, 1, 2), seen(79_995.1, 1, 2));

        assertThat(tally.evidence().histogram().count()).isEqualTo(1);
    }

    @Test
    void anOutagePushesTheUpperQuantilesToAbsent() {
        WindowTally tally = tally(look(50_000));
        for (int i = 0; i < 200; i++) {
            tally.add(i < 100 ? seen(10 * i, 1, 2) : unseen("", 10 * i, 30));
        }

        Quantile p95 = tally.evidence().quantiles().get(2);

        assertThat(p95.upper()).isEmpty();
        assertThat(p95.estimate()).isEmpty();
        assertThat(p95.lower().orElseThrow()).isBetween(29.9, 30.0);
    }

    @Test
    void resolutionAndSlipArePointsOfTheirDistributions() {
        WindowTally tally = tally(look(50_000));
        for (int i = 0; i < 100; i++) {
            tally.add(Slots.handedAfter(i < 98 ? 0.001 : 0.2, seen(10 * i, 1, i < 95 ? 1.25 : 30)));
        }

        assertThat(tally.evidence().resolution()).hasValue(0.25);
        assertThat(tally.evidence().slip()).isEqualTo(OptionalDouble.of(0.2));
    }

    @Test
    void aSlipBeyondFiftyMillisecondsIsUnmeasuredAndASaleThatWaitsHasASlipToo() {
        WindowEvidence evidence = tally(
                        look(5_000),
                        Slots.handedAfter(0.05, seen(0, 1, 2)),
                        Slots.handedAfter(0.05, unseen(4_990)),
                        Slots.handedAfter(0.050000001, seen(4_991, 1, 2)),
                        Slots.handedAfter(0.3, unseen(4_992)))
                .evidence();

        assertThat(evidence.counts()).isEqualTo(new WindowCounts(4, 4, 2, 2, 0, 2));
        assertThat(evidence.slip()).hasValue(0.3);
    }

    @Test
    void aCycleCountsOnceHoweverManySalesItBroughtAndHoweverItsSalesInterleave() {
        WindowTally tally = tally(look(50_000));
        for (int i = 0; i < 30; i++) {
            tally.add(in(new Cycle("c" + i % 3), 10 * i));
        }
        tally.add(in(Cycle.unknown(), 400));

        assertThat(tally.evidence().cycles()).isEqualTo(3);
    }

    @Test
    void aLookWithEdgesOutOfOrderIsRefused() {
        assertThatThrownBy(() -> look(0, Duration.ZERO, Slots.EDGE, Slots.EDGE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theStatesAfterEverySlotAreThoseOfTheEvidence() {
        long seed = 7;
        Random random = new Random(seed);
        Look look =
                look(90_000, Duration.ofSeconds(1), Slots.span(5), Slots.span(60), Slots.span(300), Slots.span(1_800));
        WindowTally tally = tally(look);
        Set<List<State>> met = new HashSet<>();
        for (int i = 0; i < 400; i++) {
            double staleness = i < 200 ? 20 * random.nextDouble() : 250 + 100 * random.nextDouble();
            tally.add(seen(10 * i, staleness, staleness));

            List<State> states = tally.states();

            met.add(states);
            assertThat(states)
                    .as("after %d slots, seed %d", i + 1, seed)
                    .isEqualTo(tally.evidence().edges().stream()
                            .map(EdgeEvidence::state)
                            .toList());
        }
        assertThat(met)
                .as("an edge that is polled too coarsely stays undecided; the others change")
                .contains(List.of(State.UNDECIDED, State.KEPT, State.KEPT, State.KEPT))
                .contains(List.of(State.UNDECIDED, State.MISSED, State.MISSED, State.KEPT));
    }

    static SlotOutcome in(Cycle cycle, double due) {
        return new SlotOutcome(at(due), at(due), "", new Outcome.Seen(at(due + 1), at(due + 2), cycle));
    }
}
