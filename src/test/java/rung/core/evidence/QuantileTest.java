package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Distribution-free intervals from order statistics. */
class QuantileTest {
    private static final long SEED = 11;
    private static final int RUNS = 600;

    @ParameterizedTest(name = "p{1} of {0}: [{2}, {3}]")
    @CsvSource({
        "100, 0.5, 40, 61",
        "100, 0.95, 90, 100",
        "100, 0.99, 97, 101",
        "300, 0.95, 277, 293",
        "300, 0.99, 293, 301",
        "1000, 0.95, 936, 964",
        "1000, 0.99, 983, 997"
    })
    void theRanksAreThoseOfTheMethod(long n, double quantile, long lower, long upper) {
        assertThat(Quantile.lowerRank(n, quantile)).isEqualTo(lower);
        assertThat(Quantile.upperRank(n, quantile)).isEqualTo(upper);
    }

    @Test
    void theRanksAreThoseThatTheBinomialDistributionInvertsTo() {
        Random random = new Random(SEED);
        for (double quantile : WindowEvidence.QUANTILES) {
            for (int i = 0; i < 2_000; i++) {
                int n = i < 1_000 ? i + 1 : 1 + random.nextInt(1 << (10 + i % 15));
                BinomialDistribution oracle = new BinomialDistribution(null, n, quantile);

                assertThat(Quantile.lowerRank(n, quantile))
                        .as("p%s of %d, seed %d", quantile, n, SEED)
                        .isEqualTo(oracle.inverseCumulativeProbability(0.025));
                assertThat(Quantile.upperRank(n, quantile))
                        .as("p%s of %d, seed %d", quantile, n, SEED)
                        .isEqualTo(oracle.inverseCumulativeProbability(1 - 0.025) + 1L);
            }
        }
    }

    @Test
    void theQuantilesOwnRankIsNotMovedByRoundingErrors() {
        for (double quantile : WindowEvidence.QUANTILES) {
            for (long n = 1; n <= 20_000; n++) {
                long exact = new BigDecimal(Double.toString(quantile))
                        .multiply(BigDecimal.valueOf(n))
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact();
                assertThat(Quantile.rank(n, quantile)).isEqualTo(exact);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9, 0.95, 0.99, 0.999})
    void theFewestValuesForAQuantileAreTheFirstThatHaveItsUpperRank(double quantile) {
        long fewest = Quantile.fewestFor(quantile);

        assertThat(Quantile.upperRank(fewest, quantile)).isEqualTo(fewest);
        assertThat(Quantile.upperRank(fewest - 1, quantile)).isGreaterThan(fewest - 1);
    }

    @Test
    void anEmptyHistogramHasNoQuantile() {
        Quantile quantile = Quantile.of(0.5, new IntervalHistogram());

        assertThat(quantile)
                .isEqualTo(new Quantile(0.5, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty()));
    }

    @Test
    void aRankThatDoesNotExistLeavesTheUpperEndOpenAndNeverTheLower() {
        IntervalHistogram histogram = new IntervalHistogram();
        for (int i = 1; i <= 100; i++) {
            histogram.record(Duration.ofSeconds(i - 1), Duration.ofSeconds(i));
        }

        Quantile p99 = Quantile.of(0.99, histogram);

        assertThat(p99.upper()).isEmpty();
        assertThat(p99.estimate().orElseThrow()).isBetween(99.0, 99.1);
        assertThat(p99.lower().orElseThrow()).as("rank 97").isBetween(95.9, 96.0);
    }

    @ParameterizedTest(name = "{0} of 1000 pending")
    @ValueSource(ints = {30, 60, 500, 1_000})
    void pendingSlotsPushTheUpperEndToAbsentAndNeverBelow(int pending) {
        IntervalHistogram histogram = new IntervalHistogram();
        for (int i = 0; i < 1_000; i++) {
            if (i < pending) {
                histogram.recordAtLeast(Duration.ofSeconds(3));
            } else {
                histogram.record(Duration.ofSeconds(1), Duration.ofSeconds(2));
            }
        }

        Quantile p95 = Quantile.of(0.95, histogram);

        assertThat(p95.lower().orElseThrow()).isGreaterThanOrEqualTo(pending >= 65 ? 2.99 : 0.99);
        if (pending > 36) {
            assertThat(p95.upper()).isEmpty();
        } else {
            assertThat(p95.upper().orElseThrow()).isBetween(2.0, 2.01);
        }
        assertThat(p95.estimate().isPresent()).isEqualTo(pending <= 50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uniform", "lognormal", "pareto", "bimodal"})
    void anIntervalCoversTheTruthInNineteenOfTwentyWindows(String distribution) {
        double atLeast = 0.935 - 3 * Math.sqrt(0.05 * 0.95 / RUNS);
        for (double quantile : new double[] {0.5, 0.95, 0.99}) {
            double truth = inverse(distribution).applyAsDouble(quantile);
            Random random = new Random(SEED);
            int covered = 0;
            for (int run = 0; run < RUNS; run++) {
                covered += covers(truth, Quantile.of(quantile, sample(distribution, random))) ? 1 : 0;
            }

            System.out.printf(
                    "%s p%.0f, seed %d: %.1f %% of %d intervals cover %.3f s%n",
                    distribution, 100 * quantile, SEED, 100.0 * covered / RUNS, RUNS, truth);
            assertThat(covered / (double) RUNS).isGreaterThanOrEqualTo(atLeast);
        }
    }

    private static IntervalHistogram sample(String distribution, Random random) {
        IntervalHistogram histogram = new IntervalHistogram();
        ToDoubleFunction<Double> inverse = inverse(distribution);
        for (int i = 0; i < 300; i++) {
            Duration value = Duration.ofNanos((long) (inverse.applyAsDouble(random.nextDouble()) * 1e9));
            histogram.record(value, value);
        }
        return histogram;
    }

    private static boolean covers(double truth, Quantile interval) {
        return interval.lower().orElseThrow() <= truth
                && (interval.upper().isEmpty() || truth <= interval.upper().getAsDouble());
    }

    private static ToDoubleFunction<Double> inverse(String distribution) {
        return switch (distribution) {
            case "uniform" -> u -> 60 * u;
            case "lognormal" ->
                u -> Math.exp(2
                        + new org.apache.commons.math3.distribution.NormalDistribution(null, 0, 1)
                                .inverseCumulativeProbability(Math.max(u, 1e-12)));
            case "pareto" -> u -> 2 * Math.pow(1 - u, -1 / 1.5);
            case "bimodal" -> u -> u < 0.9501 ? 2 + u : 1_700 + 100 * u;
            default -> throw new IllegalArgumentException(distribution);
        };
    }
}
