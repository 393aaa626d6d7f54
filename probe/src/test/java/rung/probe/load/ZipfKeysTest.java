package rung.probe.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipfKeysTest {
    private static final int STORES = 5_000;
    private static final int SKUS = 200_000;
    private static final int DRAWS = 1_000_000;
    private static final int TOP = 50;

    @ParameterizedTest
    @ValueSource(doubles = {0.8, 1.0, 1.2})
    void theTopRanksOfABillionPositionsHaveTheirFrequencies(double exponent) {
        ZipfKeys keys = new ZipfKeys(STORES, SKUS, exponent, new SplittableRandom(7));
        long[] observed = new long[TOP + 1];
        for (int i = 0; i < DRAWS; i++) {
            Position drawn = keys.position();
            long rank = (long) drawn.sku() * STORES + drawn.store();
            observed[(int) Math.min(rank, TOP)]++;
        }

        double all = harmonic(STORES * SKUS, exponent);
        double[] expected = new double[TOP + 1];
        double rest = 1;
        for (int rank = 0; rank < TOP; rank++) {
            expected[rank] = Math.pow(rank + 1, -exponent) / all;
            rest -= expected[rank];
        }
        expected[TOP] = rest;
        assertThat(new ChiSquareTest().chiSquareTest(expected, observed))
                .as("seed 7, exponent %s: chance of frequencies as odd as these", exponent)
                .isGreaterThan(0.001);
    }

    @Test
    void everyPositionIsWithinTheStoresAndSkusAndFewOrOneWillDo() {
        ZipfKeys few = new ZipfKeys(3, 2, 1, new SplittableRandom(7));
        long[] observed = new long[6];
        for (int i = 0; i < 100_000; i++) {
            Position drawn = few.position();
            assertThat(drawn.store()).isBetween(0, 2);
            assertThat(drawn.sku()).isBetween(0, 1);
            observed[drawn.sku() * 3 + drawn.store()]++;
        }

        double[] expected = {1, 1 / 2.0, 1 / 3.0, 1 / 4.0, 1 / 5.0, 1 / 6.0};
        assertThat(new ChiSquareTest().chiSquareTest(expected, observed))
                .as("seed 7")
                .isGreaterThan(0.001);
        assertThat(new ZipfKeys(1, 1, 1, new SplittableRandom(7)).position()).isEqualTo(new Position(0, 0));
    }

    @Test
    void theSameSeedDrawsTheSameKeys() {
        ZipfKeys one = new ZipfKeys(STORES, SKUS, 1, new SplittableRandom(7));
        ZipfKeys same = new ZipfKeys(STORES, SKUS, 1, new SplittableRandom(7));

        for (int i = 0; i < 1_000; i++) {
            assertThat(one.position()).isEqualTo(same.position());
        }
    }

    @Test
    void morePositionsThanCanBeNumberedAreRefused() {
        assertThatThrownBy(() -> new ZipfKeys(50_000, 50_000, 1, new SplittableRandom(7)))
                .hasMessage("cannot draw from 50000 stores with 50000 SKUs each");
    }

    /** The sum of {@code r^-exponent} over the ranks: the first ones exactly, the rest by Euler and Maclaurin. */
    private static double harmonic(int ranks, double exponent) {
        int exactly = 1_000;
        double sum = 0;
        for (int rank = 1; rank < exactly; rank++) {
            sum += Math.pow(rank, -exponent);
        }
        double integral = exponent == 1
                ? Math.log((double) ranks / exactly)
                : (Math.pow(ranks, 1 - exponent) - Math.pow(exactly, 1 - exponent)) / (1 - exponent);
        double ends = (Math.pow(exactly, -exponent) + Math.pow(ranks, -exponent)) / 2;
        double slope = exponent * (Math.pow(exactly, -exponent - 1) - Math.pow(ranks, -exponent - 1)) / 12;
        return sum + integral + ends + slope;
    }
}
