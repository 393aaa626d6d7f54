package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static rung.core.evidence.Slots.look;
import static rung.core.evidence.Slots.seen;
import static rung.core.evidence.Slots.span;
import static rung.core.evidence.Slots.tally;
import static rung.core.evidence.Slots.unmeasured;
import static rung.core.evidence.Slots.unseen;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The age of the oldest sale that a reader cannot see; holes leave it a minute after they were overtaken. */
class AgesTest {
    @Test
    void nothingWaitingHasNoAge() {
        WindowEvidence evidence = tally(look(60), seen(0, 1, 2), unmeasured(10)).evidence();

        assertThat(evidence.age()).isEmpty();
        assertThat(evidence.largestAge()).isEqualTo(span(2));
    }

    @ParameterizedTest
    @ValueSource(doubles = {60, 600, 6_000})
    void aDeadPipelinesAgeRisesWithoutAnyEvent(double seconds) {
        WindowEvidence evidence =
                tally(look(seconds), seen(0, 1, 2), unseen(10), unseen(20)).evidence();

        assertThat(evidence.age()).contains(span(seconds - 10));
        assertThat(evidence.largestAge()).isEqualTo(span(seconds - 10));
    }

    @Test
    void anOvertakenSaleIsStillWaitedForUntilTheHolesPatienceEnds() {
        WindowEvidence evidence = tally(look(82), unseen(0), seen(20, 1, 2)).evidence();
        WindowEvidence before = tally(look(81.9), unseen(0), seen(20, 1, 2)).evidence();

        assertThat(before.age()).contains(span(81.9));
        assertThat(evidence.age()).isEmpty();
    }

    @Test
    void aHoleLeavesTheAgeButStaysLateAndLost() {
        WindowEvidence evidence =
                tally(look(4_000), unseen("", 0, 9), seen(20, 1, 2)).evidence();

        assertThat(evidence.age()).isEmpty();
        assertThat(evidence.largestAge())
                .as("overtaken at 22 s, left a minute later")
                .isEqualTo(span(82));
        assertThat(evidence.edges().get(0).late()).isEqualTo(1);
        assertThat(evidence.edges().get(0).certainlyLate()).isEqualTo(1);
        assertThat(evidence.counts()).isEqualTo(new WindowCounts(2, 2, 1, 0, 1, 0));
    }

    @Test
    void aDeadLaneKeepsRisingWhileOthersGoOn() {
        WindowEvidence evidence = tally(
                        look(3_000), unseen("dead", 0, 0), seen("alive", 10, 1, 2), seen("alive", 20, 1, 2))
                .evidence();

        assertThat(evidence.age()).contains(span(3_000));
    }

    @Test
    void onlyASaleThatWasDueLaterOvertakes() {
        WindowEvidence evidence = tally(look(3_000), seen(0, 1, 2), unseen(10)).evidence();

        assertThat(evidence.age()).contains(span(2_990));
    }

    @Test
    void theEarliestOfTheLaterSalesOvertakes() {
        WindowEvidence evidence =
                tally(look(90), unseen(0), seen(10, 79, 80), seen(20, 1, 2)).evidence();

        assertThat(evidence.age())
                .as("overtaken by the third sale at 22 s, long before the second showed")
                .isEmpty();
        assertThat(evidence.largestAge()).isEqualTo(span(82));
    }

    @Test
    void theOldestOfSeveralWaitingCountsAndAHoleBeforeItDoesNotHideIt() {
        WindowEvidence evidence = tally(look(500), unseen(0), seen(20, 1, 2), unseen(100), unseen(200))
                .evidence();

        assertThat(evidence.age()).contains(span(400));
        assertThat(evidence.counts().pending()).isEqualTo(3);
    }
}
