package rung.probe.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreSplitTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theStoresAddUpToTheLoadAndEachHasItsShare(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] weights = new double[200];
        Arrays.setAll(weights, store -> 1.0 / (store + 1));
        Arrivals arrivals = new Arrivals(LoadCurve.steady(278, Duration.ofHours(1)), NOON, random.split());
        StoreSplit split = StoreSplit.weighted(weights, random.split());
        long[] sales = new long[200];
        long total = 0;
        for (; arrivals.hasNext(); arrivals.next()) {
            sales[split.store()]++;
            total++;
        }

        assertThat(Arrays.stream(sales).sum()).isEqualTo(total);
        assertThat(new ChiSquareTest().chiSquareTest(weights, sales))
                .as("seed %d: chance of shares as odd as these", seed)
                .isGreaterThan(0.001);
    }

    @Test
    void hotStoresHaveTheirShareTogether() {
        StoreSplit split = StoreSplit.withHotStores(5_000, 3, 0.2, new SplittableRandom(7));

        int hot = 0;
        for (int i = 0; i < 100_000; i++) {
            hot += split.store() < 3 ? 1 : 0;
        }

        assertThat(hot).as("seed 7: 20,000, give or take four errors").isBetween(19_494, 20_506);
    }

    @Test
    void theSameSeedSplitsTheSameWay() {
        StoreSplit one = StoreSplit.even(200, new SplittableRandom(7));
        StoreSplit same = StoreSplit.even(200, new SplittableRandom(7));

        for (int i = 0; i < 1_000; i++) {
            assertThat(one.store()).isEqualTo(same.store());
        }
    }

    @Test
    void whatIsNoWeightIsRefused() {
        SplittableRandom random = new SplittableRandom(7);

        assertThatThrownBy(() -> StoreSplit.weighted(new double[] {1, -1}, random))
                .hasMessage("no weights of stores: [1.0, -1.0]");
        assertThatThrownBy(() -> StoreSplit.weighted(new double[] {0, 0}, random))
                .hasMessage("no weights of stores: [0.0, 0.0]");
        assertThatThrownBy(() -> StoreSplit.withHotStores(3, 3, 0.5, random))
                .hasMessage("3 of 3 stores with the share 0.5");
    }
}
