package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static rung.core.evidence.Slots.edge;
import static rung.core.evidence.Slots.handedAfter;
import static rung.core.evidence.Slots.look;
import static rung.core.evidence.Slots.seen;
import static rung.core.evidence.Slots.span;
import static rung.core.evidence.Slots.unmeasured;
import static rung.core.evidence.Slots.unseen;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.measure.SlotOutcome;

/** The resolved prefix and its brackets, at an edge of 5 s with 2 s of patience. */
class EdgeTallyTest {
    @Test
    void thePrefixEndsAtTheFirstUnresolvedSlot() {
        EdgeEvidence evidence = edge(look(24), seen(0, 1, 2), unseen(20), seen(21, 1, 2));

        assertThat(evidence.slots()).isEqualTo(1);
        assertThat(evidence.late()).isZero();
    }

    @Test
    void thePrefixContinuesOnceTheSlotThatEndedItIsKnown() {
        EdgeEvidence evidence = edge(look(24), seen(0, 1, 2), seen(20, 2, 3), seen(21, 1, 2));

        assertThat(evidence.slots()).isEqualTo(3);
    }

    @ParameterizedTest(name = "looked at {0} s after it was due: {1} slots")
    @CsvSource({"6.9, 1", "7.0, 1", "7.000000001, 3"})
    void anOutageStopsThePrefixUntilItsFirstSaleIsPastEdgeAndPatience(double seconds, long slots) {
        EdgeEvidence evidence = edge(look(10 + seconds), seen(0, 1, 2), unseen(10), seen(11, 1, 2));

        assertThat(evidence.slots()).isEqualTo(slots);
        assertThat(evidence.late()).isEqualTo(slots == 3 ? 1 : 0);
    }

    @Test
    void aSaleIsInTimeUpToTheEdgeAndLateANanosecondLater() {
        assertThat(edge(look(60), seen(0, 4, 5)).late()).isZero();
        assertThat(edge(look(60), seen(0, 4, 5.000000001)).late()).isEqualTo(1);
    }

    @Test
    void aCoarsePollThatStraddlesTheEdgeIsLateButConvictsNobody() {
        EdgeEvidence evidence = edge(look(60), seen(0, 3, 8), seen(10, 5, 10), seen(20, 4.9, 9));

        assertThat(evidence.late()).isEqualTo(3);
        assertThat(evidence.certainlyLate()).isEqualTo(1);
        assertThat(evidence.ambiguous()).isEqualTo(2);
    }

    @Test
    void aReadConvictsOnlyWhenItBeganAnEdgeAfterTheHandOver() {
        assertThat(edge(look(60), handedAfter(0.04, seen(0, 5.03, 6))).certainlyLate())
                .isZero();
        assertThat(edge(look(60), handedAfter(0.04, seen(0, 5.05, 6))).certainlyLate())
                .isEqualTo(1);
    }

    @Test
    void whatIsInTimeIsNeverConvictedAsWell() {
        EdgeEvidence evidence = edge(look(60), seen(0, 5, 5));

        assertThat(evidence.late()).isZero();
        assertThat(evidence.certainlyLate()).isZero();
    }

    @Test
    void anUnreadableStageConvictsNobody() {
        SlotOutcome[] slots = new SlotOutcome[100];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = unseen(10 * i);
        }

        EdgeEvidence evidence = edge(look(5_000), slots);

        assertThat(evidence.slots()).isEqualTo(100);
        assertThat(evidence.late()).isEqualTo(100);
        assertThat(evidence.certainlyLate()).isZero();
        assertThat(evidence.state()).isEqualTo(State.UNDECIDED);
    }

    @Test
    void anAnsweringStageThatShowsNothingIsMissedAfterTwoSlots() {
        EdgeEvidence one = edge(look(60), unseen("", 0, 6));
        EdgeEvidence two = edge(look(60), unseen("", 0, 6), unseen("", 10, 6));

        assertThat(one.state()).isEqualTo(State.UNDECIDED);
        assertThat(two.state()).isEqualTo(State.MISSED);
    }

    @ParameterizedTest(name = "edge {0} s, slip {1} s")
    @CsvSource({"5, 0.05, 0", "5, 0.050000001, 1", "2, 0.02, 0", "2, 0.021, 1", "300, 0.05, 0", "300, 0.051, 1"})
    void aSlipBeyondFiftyMillisecondsOrAHundredthOfTheEdgeSpoilsTheSlot(double edge, double slip, long unmeasured) {
        EdgeEvidence inTime =
                edge(look(900, Duration.ZERO, span(edge)), handedAfter(slip, seen(0, edge / 2, edge - 0.5)));
        EdgeEvidence late = edge(look(900, Duration.ZERO, span(edge)), handedAfter(slip, seen(0, edge + 1, edge + 2)));

        assertThat(inTime.unmeasured()).isEqualTo(unmeasured);
        assertThat(inTime.late()).isEqualTo(unmeasured);
        assertThat(late.late()).isEqualTo(1);
        assertThat(late.certainlyLate()).isEqualTo(1 - unmeasured);
    }

    @Test
    void anUnmeasuredSlotIsLateForKeptAndInTimeForMissed() {
        EdgeEvidence evidence = edge(look(60), unmeasured(0), unmeasured(10));

        assertThat(evidence.slots()).isEqualTo(2);
        assertThat(evidence.late()).isEqualTo(2);
        assertThat(evidence.unmeasured()).isEqualTo(2);
        assertThat(evidence.certainlyLate()).isZero();
        assertThat(evidence.state()).isEqualTo(State.UNDECIDED);
    }

    @Test
    void aSpoiltSlotNeedsNoWaiting() {
        EdgeEvidence evidence = edge(look(11), handedAfter(0.2, unseen(10)), seen(10.5, 0.1, 0.2));

        assertThat(evidence.slots()).isEqualTo(2);
        assertThat(evidence.unmeasured()).isEqualTo(1);
    }

    @ParameterizedTest(name = "polled each {0} ms: judged {1}")
    @CsvSource({"0, true", "250, true", "251, false"})
    void anEdgeFasterThanTwentyPollsIsNotJudged(long pollMillis, boolean judged) {
        SlotOutcome[] clean = new SlotOutcome[80];
        SlotOutcome[] late = new SlotOutcome[80];
        for (int i = 0; i < clean.length; i++) {
            clean[i] = seen(10 * i, 1, 2);
            late[i] = unseen("", 10 * i, 9);
        }
        Look look = look(5_000, Duration.ofMillis(pollMillis), Slots.EDGE);

        assertThat(edge(look, clean).judged()).isEqualTo(judged);
        assertThat(edge(look, clean).state()).isEqualTo(judged ? State.KEPT : State.UNDECIDED);
        assertThat(edge(look, late).state()).isEqualTo(judged ? State.MISSED : State.UNDECIDED);
    }

    @Test
    void anEmptyPrefixHasNoShare() {
        EdgeEvidence evidence = edge(look(60));

        assertThat(evidence.slots()).isZero();
        assertThat(evidence.inTimeShare()).isEmpty();
        assertThat(evidence.shareAtLeast()).isZero();
        assertThat(evidence.slotsToKeep()).isEqualTo(73);
        assertThat(evidence.state()).isEqualTo(State.UNDECIDED);
    }

    @Test
    void theShareOfThePrefixIsThatOfItsSlotsInTime() {
        assertThat(edge(look(60), seen(0, 1, 2), seen(10, 6, 7), seen(20, 1, 2), seen(30, 1, 2))
                        .inTimeShare())
                .hasValue(0.75);
    }

    @Test
    void eachEdgeHasItsOwnPrefix() {
        Look look = look(100, Duration.ofMillis(250), span(5), span(300));

        WindowEvidence evidence = Slots.tally(look, seen(0, 1, 2), unseen("", 10, 9), seen(20, 1, 2))
                .evidence();

        assertThat(evidence.at(span(5)).orElseThrow().slots()).isEqualTo(3);
        assertThat(evidence.at(span(300)).orElseThrow().slots()).isEqualTo(1);
        assertThat(evidence.at(span(7))).isEmpty();
    }
}
