package rung.reporter.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.evidence.Look;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowTally;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;
import rung.reporter.Ladders;

/** The figures are computed by hand in the comments. */
class OutlookTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Mover FAST = new Mover("fast", 10);

    /**
     * Tier 3, 30 s to 5 min, ten sales an hour: exp(-10 x 300 / 3600) = 0.4346 and exp(-10 x 30 / 3600) = 0.9200; of 10,000
     * orders a tenth want the last unit, and 1,000 x (1 - 0.4346) = 565.4 of them are broken at worst.
     */
    @Test
    void whatAPromiseOfTier3IsWorthToAFastMover() {
        Outlook outlook = Outlook.of(Ladders.RETAIL.tier(3).orElseThrow(), FAST, Assumptions.USUAL);

        assertThat(outlook.right().atLeast()).isCloseTo(0.4346, within(1e-4));
        assertThat(outlook.right().atMost()).isCloseTo(0.9200, within(1e-4));
        assertThat(outlook.broken().atMost()).isCloseTo(565.4, within(0.1));
        assertThat(outlook.broken().atLeast()).isCloseTo(80.0, within(0.1));
    }

    /** Tier 4, at most 5 s: exp(-10 x 5 / 3600) = 0.98621, so 13.8 of 10,000 orders at worst, and none at best. */
    @Test
    void whatAPromiseOfTier4IsWorthToAFastMover() {
        Outlook outlook = Outlook.of(Ladders.RETAIL.tier(4).orElseThrow(), FAST, Assumptions.USUAL);

        assertThat(outlook.broken().atMost()).isCloseTo(13.8, within(0.1));
        assertThat(outlook.broken().atLeast()).isZero();
    }

    /** All sales seen after 6 min exactly: exp(-10 x 0.1) = 0.3679, and 1,000 x 0.6321 orders broken. */
    @Test
    void asMeasured() {
        Outlook outlook = Outlook.of(evidence(360, 0), 0, FAST, Assumptions.USUAL);

        assertThat(outlook.right().atLeast()).isCloseTo(0.3679, within(1e-3));
        assertThat(outlook.right().atMost()).isCloseTo(0.3679, within(1e-3));
        assertThat(outlook.broken().atMost()).isCloseTo(632.1, within(1.0));
    }

    /**
     * One in a hundred applied twice, stock counted once a day: x = 10 x 0.01 x 24 = 2.4, (1 - exp(-2.4)) / 2.4 = 0.3789; a
     * count that is wrong for good is no staleness and breaks no more promises here.
     */
    @Test
    void whatIsDoubledLeavesCountsWrongUntilTheStockIsCounted() {
        Outlook clean = Outlook.of(evidence(0, 0), 0, FAST, Assumptions.USUAL);
        Outlook doubled = Outlook.of(evidence(0, 0), 1, FAST, Assumptions.USUAL);

        assertThat(clean.right().atLeast()).isEqualTo(1);
        assertThat(doubled.right().atLeast()).isCloseTo(0.3789, within(1e-4));
        assertThat(doubled.broken()).isEqualTo(clean.broken());
    }

    @Test
    void withoutSalesNothingIsKnown() {
        WindowEvidence nothing = tally().evidence();

        Outlook outlook = Outlook.of(nothing, 0, FAST, Assumptions.USUAL);

        assertThat(outlook.right().isKnown()).isFalse();
        assertThat(outlook.broken().isKnown()).isFalse();
    }

    /**
     * A day of a shop: sales of an article as a Poisson stream, each shown after a wait drawn anew but first in, first out;
     * an order for the last unit is broken when a sale is hidden at its moment.
     */
    @Test
    void aSimulatedShopBreaksAsManyPromises() {
        long seed = 47;
        System.out.println("orders for a last unit, seed " + seed);
        Random random = new Random(seed);
        WindowTally tally = tally();
        double rate = 10 / 3600.0;
        int orders = 400_000;
        long broken = 0;
        double[] waits = {5, 60, 300, 600};
        for (int i = 0; i < 100; i++) {
            tally.add(seen(i, waits[i % 4], waits[i % 4]));
        }
        for (int i = 0; i < orders; i++) {
            double sinceSale = -Math.log(random.nextDouble()) / rate;
            broken += sinceSale < waits[random.nextInt(4)] ? 1 : 0;
        }

        Outlook outlook = Outlook.of(tally.evidence(), 0, FAST, Assumptions.USUAL);

        double share = (double) broken / orders;
        double error = 4 * Math.sqrt(share * (1 - share) / orders) + 1e-3;
        assertThat(outlook.broken().atMost() / 1_000).isCloseTo(share, within(error));
        assertThat(outlook.broken().atLeast() / 1_000).isCloseTo(share, within(error));
    }

    @Test
    void moversAreReadAsPeopleWriteThem() {
        assertThat(Assumptions.movers("slow=0.1, fast = 12"))
                .containsExactly(new Mover("slow", 0.1), new Mover("fast", 12));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fast | \"fast\" is no mover; write a name and sales per hour, such as fast=10",
                "fast=x | \"x\" is no number of sales per hour; write 0.1 or 10",
                "fast=0 | fast sells 0.0 an hour; write a number above 0, such as 0.1 or 10",
                "fast=NaN | fast sells NaN an hour; write a number above 0, such as 0.1 or 10",
                "a=1,a=2 | two movers have one name in \"a=1,a=2\"; tell them apart",
                "a=1, | \"\" is no mover; write a name and sales per hour, such as fast=10"
            })
    void mistakesInMoversAreToldWithTheirCure(String text, String message) {
        assertThatThrownBy(() -> Assumptions.movers(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void assumptionsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new Assumptions(List.of(), 0.1, Duration.ofDays(1)))
                .hasMessageContaining("no mover");
        assertThatThrownBy(() -> new Assumptions(List.of(FAST), 1.1, Duration.ofDays(1)))
                .hasMessageContaining("1.1");
        assertThatThrownBy(() -> new Assumptions(List.of(FAST), 0.1, Duration.ZERO))
                .hasMessageContaining("not positive");
    }

    private static WindowEvidence evidence(double seconds, double width) {
        WindowTally tally = tally();
        for (int i = 0; i < 100; i++) {
            tally.add(seen(i, seconds - width, seconds));
        }
        return tally.evidence();
    }

    private static WindowTally tally() {
        return new WindowTally(
                new TimeWindow("hour", NOON, NOON.plusSeconds(3_600)),
                new Look(
                        NOON.plus(Duration.ofHours(30)),
                        Ladders.RETAIL.rule(),
                        Ladders.RETAIL.edges(),
                        Duration.ZERO,
                        Duration.ofHours(2),
                        Duration.ofMinutes(5),
                        Duration.ZERO));
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
