package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;

class DisplayAccuracyTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final DisplayAccuracy hourly = new DisplayAccuracy(1, NOON.plusSeconds(7200));

    @Test
    void aCountThatIsAnHourOldIsRightWithTheChanceThatNothingSoldInThatHour() {
        hourly.add(slot(new Outcome.Seen(NOON.plusSeconds(1800), NOON.plusSeconds(3600), Cycle.unknown())));

        assertThat(hourly.rightAtLeast()).isCloseTo(Math.exp(-1), within(1e-12));
        assertThat(hourly.rightAtMost()).isCloseTo(Math.exp(-0.5), within(1e-12));
    }

    @Test
    void aPendingSaleCountsAtItsAgeAtTheWorstAndIsLeftOutAtTheBest() {
        hourly.add(slot(new Outcome.Seen(NOON, NOON, Cycle.unknown())));
        hourly.add(slot(new Outcome.Unseen(NOON)));

        assertThat(hourly.rightAtLeast()).isCloseTo((1 + Math.exp(-2)) / 2, within(1e-12));
        assertThat(hourly.rightAtMost()).isEqualTo(1);
    }

    @Test
    void bothBoundsAreMeansOverTheSales() {
        hourly.add(slot(new Outcome.Seen(NOON, NOON, Cycle.unknown())));
        hourly.add(slot(new Outcome.Seen(NOON.plusSeconds(3600), NOON.plusSeconds(7200), Cycle.unknown())));

        assertThat(hourly.rightAtLeast()).isCloseTo((1 + Math.exp(-2)) / 2, within(1e-12));
        assertThat(hourly.rightAtMost()).isCloseTo((1 + Math.exp(-1)) / 2, within(1e-12));
    }

    @Test
    void anUnmeasuredSlotIsWrongAtTheWorst() {
        hourly.add(slot(new Outcome.Seen(NOON, NOON, Cycle.unknown())));
        hourly.add(slot(new Outcome.Unmeasured("refused")));

        assertThat(hourly.rightAtLeast()).isEqualTo(0.5);
    }

    @Test
    void withoutSlotsNothingIsKnown() {
        assertThat(hourly.rightAtLeast()).isNaN();
        assertThat(hourly.rightAtMost()).isNaN();
    }

    @Test
    void aSkuThatNeverSellsHasNoAccuracy() {
        assertThatThrownBy(() -> new DisplayAccuracy(0, NOON)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SlotOutcome slot(Outcome outcome) {
        return new SlotOutcome(NOON, NOON, "", outcome);
    }
}
