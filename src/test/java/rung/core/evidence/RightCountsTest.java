package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;

class RightCountsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final TimeWindow HOUR = new TimeWindow("hour", NOON, NOON.plusSeconds(3_600));
    private static final Look LOOK = new Look(
            NOON.plus(Duration.ofHours(3)),
            new Rule(0.95, 0.95),
            List.of(Duration.ofMinutes(5)),
            Duration.ZERO,
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            Duration.ZERO);

    private final WindowTally tally = new WindowTally(HOUR, LOOK);
    private final DisplayAccuracy slotBySlot = new DisplayAccuracy(2, LOOK.at());

    /** exp(-2/h x 0.5 h) = 1/e for the upper end, exp(-2/h x 0.25 h) for the lower. */
    @Test
    void byHandOneSaleThatWasSeenBetweenAQuarterAndHalfAnHour() {
        add(seen(0, 900, 1_800));

        assertThat(right(2).atLeast()).isCloseTo(Math.exp(-1), within(1e-3));
        assertThat(right(2).atMost()).isCloseTo(Math.exp(-0.5), within(1e-3));
        assertThat(right(2).atLeast()).isLessThanOrEqualTo(Math.exp(-1));
        assertThat(right(2).atMost()).isGreaterThanOrEqualTo(Math.exp(-0.5));
    }

    /** At worst the one that is unseen for three hours counts at its age, at best it is left out. */
    @Test
    void byHandOneSeenAtOnceAndOneNotAtAll() {
        add(seen(0, 0, 0));
        add(new SlotOutcome(
                NOON.plusSeconds(10), NOON.plusSeconds(10), "", new Outcome.Unseen(NOON.plusSeconds(3_610))));

        assertThat(right(2).atLeast()).isCloseTo((1 + Math.exp(-2 * (3 - 10 / 3_600.0))) / 2, within(1e-3));
        assertThat(right(2).atMost()).isCloseTo(1, within(1e-12));
    }

    @Test
    void whatWasNotMeasuredIsWrongAtWorstAndRightAtBest() {
        add(seen(0, 900, 900));
        add(new SlotOutcome(NOON.plusSeconds(10), NOON.plusSeconds(10), "", new Outcome.Unmeasured("no key")));

        assertThat(right(2).atLeast()).isCloseTo(Math.exp(-0.5) / 2, within(1e-3));
        assertThat(right(2).atMost()).isCloseTo((Math.exp(-0.5) + 1) / 2, within(1e-3));
    }

    @Test
    void withoutSlotsNothingIsKnown() {
        assertThat(right(2).atLeast()).isNaN();
        assertThat(right(2).atMost()).isNaN();
        assertThatThrownBy(() -> right(0)).hasMessage("sales per hour are not positive: 0.0");
    }

    /** The histograms' three digits round outwards. */
    @Test
    void itIsWhatCountingSlotBySlotGives() {
        Random random = new Random(7);
        for (int i = 0; i < 3_600; i++) {
            double missed = -Math.log(random.nextDouble()) * 600;
            add(
                    random.nextInt(50) == 0
                            ? new SlotOutcome(
                                    NOON.plusSeconds(i),
                                    NOON.plusSeconds(i),
                                    "",
                                    new Outcome.Unseen(NOON.plusSeconds(i).plusMillis((long) (missed * 1_000))))
                            : seen(i, missed, missed + random.nextDouble() * 5));
        }

        RightCounts right = right(2);

        assertThat(right.atLeast()).isBetween(slotBySlot.rightAtLeast() - 1e-3, slotBySlot.rightAtLeast());
        assertThat(right.atMost()).isBetween(slotBySlot.rightAtMost(), slotBySlot.rightAtMost() + 1e-3);
    }

    /**
     * An article sells as a Poisson stream, each sale shows after a wait of its own window, and a shopper looks at a random
     * moment: the count is right when no sale of the last S is hidden. For S fixed the share is exp(-r S).
     */
    @Test
    void aSimulatedShopperSeesTheRightCountAsOften() {
        long seed = 20_261_122;
        System.out.println("shoppers, seed " + seed);
        Random random = new Random(seed);
        double staleHours = 0.2;
        double rate = 3;
        int shoppers = 200_000;
        long right = 0;

        for (int i = 0; i < shoppers; i++) {
            double sinceSale = -Math.log(random.nextDouble()) / rate;
            right += sinceSale > staleHours ? 1 : 0;
        }
        add(seen(0, staleHours * 3_600, staleHours * 3_600));

        double share = (double) right / shoppers;
        double deviation = Math.sqrt(share * (1 - share) / shoppers);
        assertThat(right(rate).atLeast()).isCloseTo(share, within(4 * deviation + 1e-3));
    }

    private void add(SlotOutcome slot) {
        tally.add(slot);
        slotBySlot.add(slot);
    }

    private RightCounts right(double salesPerHour) {
        return RightCounts.of(tally.evidence(), salesPerHour);
    }

    private static SlotOutcome seen(int second, double missed, double shown) {
        Instant intended = NOON.plusSeconds(second);
        return new SlotOutcome(
                intended,
                intended,
                "",
                new Outcome.Seen(
                        intended.plusMillis((long) (missed * 1_000)),
                        intended.plusMillis((long) (shown * 1_000)),
                        Cycle.unknown()));
    }
}
