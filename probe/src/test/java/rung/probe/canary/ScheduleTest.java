package rung.probe.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SLOT = Duration.ofSeconds(1);
    private static final int KEYS = 50;
    private static final int SLOTS = 100_000;

    /** Chi-square with 49 degrees of freedom exceeds this once in 100,000 times. */
    private static final double CHI_SQUARE_49 = 100;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 20261122, Long.MIN_VALUE})
    void aSaleIsDueAnywhereInItsSlotAndNowhereElse(long seed) {
        Schedule schedule = schedule(seed, "sales");
        int[] bins = new int[50];
        for (int i = 0; i < SLOTS; i++) {
            long offset = offset(schedule, i);
            assertThat(offset).as("seed %d", seed).isBetween(0L, SLOT.toNanos() - 1);
            bins[(int) (offset * 50 / SLOT.toNanos())]++;
        }

        assertThat(chiSquare(bins)).as("seed %d", seed).isLessThan(CHI_SQUARE_49);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 20261122, Long.MIN_VALUE})
    void everyKeyIsDrawnAlike(long seed) {
        Schedule schedule = schedule(seed, "sales");
        int[] bins = new int[KEYS];
        for (int i = 0; i < SLOTS; i++) {
            bins[schedule.planned(i).key()]++;
        }

        assertThat(chiSquare(bins)).as("seed %d", seed).isLessThan(CHI_SQUARE_49);
    }

    @Test
    void aSlotIsTheSameWheneverItIsAskedFor() {
        Schedule schedule = schedule(7, "sales");
        Schedule again = schedule(7, "sales");
        for (int i = 999; i >= 0; i--) {
            assertThat(again.planned(i)).isEqualTo(schedule.planned(i));
        }
    }

    @Test
    void aSeedHasOneScheduleInEveryVersionSoThatARunCanBePlannedAgain() {
        Schedule schedule =
                new Schedule(7, "sales", Instant.parse("2026-01-01T12:00:00Z"), Duration.ofSeconds(10), 400);

        assertThat(schedule.planned(0))
                .isEqualTo(new Schedule.Planned(0, Instant.parse("2026-01-01T12:00:09.576101071Z"), 194));
        assertThat(schedule.planned(1))
                .isEqualTo(new Schedule.Planned(1, Instant.parse("2026-01-01T12:00:17.643464863Z"), 364));
        assertThat(schedule.planned(1_000_000))
                .isEqualTo(new Schedule.Planned(1_000_000, Instant.parse("2026-04-27T05:46:49.212611229Z"), 276));
    }

    @Test
    void pipelinesAndSeedsHaveSchedulesOfTheirOwn() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());

        assertThat(equalKeys(schedule(7, "Aa"), schedule(7, "BB"))).isBetween(0.015, 0.025);
        assertThat(equalKeys(schedule(7, "sales"), schedule(8, "sales"))).isBetween(0.015, 0.025);
        assertThat(equalKeys(schedule(7, "sales"), schedule(7 + 0x9E3779B97F4A7C15L, "sales")))
                .isBetween(0.015, 0.025);
    }

    @Test
    void neighbouringSlotsSeedsKeysAndMomentsAreUnrelated() {
        Schedule one = schedule(7, "sales");
        Schedule other = schedule(8, "sales");

        assertUnrelated(i -> offset(one, i), i -> offset(one, i + 1));
        assertUnrelated(i -> offset(one, i), i -> offset(other, i));
        assertUnrelated(i -> offset(one, i), i -> one.planned(i).key());
        assertUnrelated(i -> one.planned(i).key(), i -> offset(one, i + 1));
        assertUnrelated(i -> one.planned(i).key(), i -> one.planned(i + 1).key());
        assertUnrelated(i -> offset(one, i), i -> offset(one, i + 60));
    }

    @Test
    void noSlotRepeatsTheStreamOfItsNeighbour() {
        Schedule seven = schedule(7, "sales");
        for (long shift = -100; shift <= 100; shift++) {
            Schedule shifted = schedule(7 + shift * 0x9E3779B97F4A7C15L, "sales");
            if (shift != 0) {
                long by = shift;
                assertThat(equalKeys(i -> seven.planned(i + 200 + by).key(), i -> shifted.planned(i + 200)
                                .key()))
                        .isLessThan(0.2);
            }
        }
    }

    @Test
    void thereMustBeKeys() {
        assertThatThrownBy(() -> new Schedule(7, "sales", NOON, SLOT, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no keys to draw from");
    }

    private static Schedule schedule(long seed, String pipeline) {
        return new Schedule(seed, pipeline, NOON, SLOT, KEYS);
    }

    private static long offset(Schedule schedule, long slot) {
        return Duration.between(
                        NOON.plus(SLOT.multipliedBy(slot)),
                        schedule.planned(slot).intended())
                .toNanos();
    }

    private static double chiSquare(int[] bins) {
        double expected = (double) SLOTS / bins.length;
        double sum = 0;
        for (int bin : bins) {
            sum += (bin - expected) * (bin - expected) / expected;
        }
        return sum;
    }

    private static double equalKeys(Schedule one, Schedule other) {
        int equal = 0;
        for (int i = 0; i < 20_000; i++) {
            equal += one.planned(i).key() == other.planned(i).key() ? 1 : 0;
        }
        return equal / 20_000.0;
    }

    private static double equalKeys(LongToDoubleFunction one, LongToDoubleFunction other) {
        int equal = 0;
        for (int i = 0; i < 100; i++) {
            equal += one.applyAsDouble(i) == other.applyAsDouble(i) ? 1 : 0;
        }
        return equal / 100.0;
    }

    /** Pearson's correlation within five standard errors of nothing. */
    private static void assertUnrelated(LongToDoubleFunction one, LongToDoubleFunction other) {
        int n = 50_000;
        double sumX = 0;
        double sumY = 0;
        double sumXx = 0;
        double sumYy = 0;
        double sumXy = 0;
        for (int i = 0; i < n; i++) {
            double x = one.applyAsDouble(i);
            double y = other.applyAsDouble(i);
            sumX += x;
            sumY += y;
            sumXx += x * x;
            sumYy += y * y;
            sumXy += x * y;
        }
        double correlation =
                (n * sumXy - sumX * sumY) / Math.sqrt((n * sumXx - sumX * sumX) * (n * sumYy - sumY * sumY));
        assertThat(Math.abs(correlation)).isLessThan(5 / Math.sqrt(n));
    }
}
