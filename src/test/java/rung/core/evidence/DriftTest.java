package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of 60 slots of 10 s at an edge of 5 min, of which 5 % may be late. */
class DriftTest {
    private static final Duration BLOCK = Duration.ofMinutes(10);
    private static final Duration EDGE = Duration.ofMinutes(5);
    private static final double LATE_ALLOWED = 0.05;
    private static final int SLOTS = 60;
    private static final int RUNS = 500;
    private static final int LIMIT = 5_000;
    private static final long SEED = 20_260_118;

    @ParameterizedTest
    @ValueSource(strings = {"even", "all or nothing", "spells of half a block"})
    void inControlAlarmsAreAThousandBlocksApart(String shape) {
        double mean = meanBlocksToAlarm(shape, LATE_ALLOWED);

        System.out.printf(
                "drift, in control, %s, seed %d: %.0f blocks to an alarm, mean of %d runs cut at %d%n",
                shape, SEED, mean, RUNS, LIMIT);
        assertThat(mean).isGreaterThanOrEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"even", "all or nothing", "spells of half a block"})
    void atFiftyPercentItAlarmsWithinTwelveBlocks(String shape) {
        double mean = meanBlocksToAlarm(shape, 0.5);

        System.out.printf(
                "drift, half is late, %s, seed %d: %.1f blocks to the alarm, mean of %d runs%n",
                shape, SEED, mean, RUNS);
        assertThat(mean).isLessThanOrEqualTo(12);
    }

    @Test
    void aGoodYearDoesNotDelayTheAlarm() {
        Drift fresh = drift();
        Drift experienced = drift();
        for (int i = 0; i < 50_000; i++) {
            experienced.add(SLOTS, 0);
        }
        for (int i = 0; i < 10; i++) {
            fresh.add(SLOTS, SLOTS / 2);
            experienced.add(SLOTS, SLOTS / 2);
        }

        assertThat(experienced.alarmedAt().orElseThrow() - 50_000)
                .isEqualTo(fresh.alarmedAt().orElseThrow());
    }

    @Test
    void blocksShorterThanTheSpellsAlarmTooOften() {
        double mean = meanBlocksToAlarm("spells of four blocks", LATE_ALLOWED);

        System.out.printf("drift, in control, contrast, seed %d: %.0f blocks to an alarm%n", SEED, mean);
        assertThat(mean).isLessThan(1_000);
    }

    @Test
    void itStaysAlarmedButTheEvidenceFallsAgain() {
        Drift drift = drift();
        for (int i = 0; i < 5_000; i++) {
            drift.add(SLOTS, SLOTS);
        }
        long alarmedAt = drift.alarmedAt().orElseThrow();
        double highest = drift.logEvidence();

        for (int i = 0; i < 100; i++) {
            drift.add(SLOTS, 0);
        }

        assertThat(alarmedAt).isEqualTo(3);
        assertThat(highest).isFinite();
        assertThat(drift.logEvidence()).isLessThan(highest);
        assertThat(drift.alarmedAt()).hasValue(alarmedAt);
        assertThat(drift.blocks()).isEqualTo(5_100);
    }

    @Test
    void aBlockWithoutSlotsSaysNothing() {
        Drift drift = drift();
        drift.add(SLOTS, SLOTS);
        double before = drift.logEvidence();

        drift.add(0, 0);
        drift.add(SLOTS, 0);

        assertThat(drift.blocks()).isEqualTo(3);
        Drift without = drift();
        without.add(SLOTS, SLOTS);
        without.add(SLOTS, 0);
        assertThat(drift.logEvidence())
                .isCloseTo(without.logEvidence(), within(1e-9))
                .isLessThan(before);
    }

    @ParameterizedTest(name = "{0} % late at {1} % allowed")
    @CsvSource({"5, 5", "0, 5", "1, 1", "100, 99.9", "0.1, 0.1"})
    void theAllowedShareOrLessIsNeverEvidence(double latePercent, double allowedPercent) {
        Drift drift = new Drift(BLOCK, EDGE, allowedPercent / 100);

        for (int i = 0; i < 100_000; i++) {
            drift.add(1_000, Math.min(Math.round(10 * latePercent), (long) (10 * allowedPercent)));
        }

        assertThat(drift.alarmedAt()).isEmpty();
        assertThat(drift.logEvidence()).isLessThanOrEqualTo(1e-6);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new Drift(Duration.ofSeconds(599), EDGE, LATE_ALLOWED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice the edge");
        assertThatThrownBy(() -> new Drift(Duration.ZERO, Duration.ZERO, LATE_ALLOWED))
                .isInstanceOf(IllegalArgumentException.class);
        for (double wrong : new double[] {0, 1, Double.NaN}) {
            assertThatThrownBy(() -> new Drift(BLOCK, EDGE, wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> drift().add(3, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> drift().add(3, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Drift drift() {
        return new Drift(BLOCK, EDGE, LATE_ALLOWED);
    }

    private static double meanBlocksToAlarm(String shape, double late) {
        Random random = new Random(SEED);
        double sum = 0;
        for (int run = 0; run < RUNS; run++) {
            Drift drift = drift();
            Supplier<Integer> blocks = blocks(shape, late, random);
            while (drift.alarmedAt().isEmpty() && drift.blocks() < LIMIT) {
                drift.add(SLOTS, blocks.get());
            }
            sum += drift.blocks();
        }
        return sum / RUNS;
    }

    /** Late slots of one block after the other, a share {@code late} of them in the long run. */
    private static Supplier<Integer> blocks(String shape, double late, Random random) {
        return switch (shape) {
            case "even" ->
                () -> {
                    int count = 0;
                    for (int slot = 0; slot < SLOTS; slot++) {
                        count += random.nextDouble() < late ? 1 : 0;
                    }
                    return count;
                };
            case "all or nothing" -> () -> random.nextDouble() < late ? SLOTS : 0;
            case "spells of half a block" -> spells(SLOTS / 2, late, random);
            case "spells of four blocks" -> spells(SLOTS * 4, late, random);
            default -> throw new IllegalArgumentException(shape);
        };
    }

    /** Spells that begin at any slot and reach over the borders of blocks. */
    private static Supplier<Integer> spells(int length, double late, Random random) {
        int[] left = {random.nextDouble() < late ? 1 + random.nextInt(length) : 0};
        double begin = late / (length * (1 - late));
        return () -> {
            int count = 0;
            for (int slot = 0; slot < SLOTS; slot++) {
                if (left[0] == 0 && random.nextDouble() < begin) {
                    left[0] = length;
                }
                if (left[0] > 0) {
                    left[0]--;
                    count++;
                }
            }
            return count;
        };
    }
}
