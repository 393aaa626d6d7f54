package rung.probe.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** METHOD I.15: what is planned is the load that was asked for. */
class ArrivalsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int CELLS = 20;

    static Stream<Arguments> loads() {
        return Stream.of(
                        LoadCurve.hourly(10_000, HOUR),
                        LoadCurve.steady(0.01, Duration.ofDays(7)),
                        LoadCurve.steady(278, HOUR))
                .flatMap(curve -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(curve, seed)));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void theCountLiesWithinThePoissonBand(LoadCurve curve, long seed) {
        long count = 0;
        for (Arrivals arrivals = arrivals(curve, seed); arrivals.hasNext(); arrivals.next()) {
            count++;
        }

        assertInBand(count, curve.expected(), "seed " + seed);
    }

    @ParameterizedTest
    @MethodSource("loads")
    void gapsAreExponential(LoadCurve curve, long seed) {
        ExponentialDistribution gaps =
                new ExponentialDistribution(null, 1 / curve.stretches().get(0).perSecond());
        long[] observed = new long[CELLS];
        Instant last = NOON;
        for (Arrivals arrivals = arrivals(curve, seed); arrivals.hasNext(); ) {
            Instant now = arrivals.next().intended();
            observed[(int) (gaps.cumulativeProbability(LoadCurve.seconds(Duration.between(last, now))) * CELLS)]++;
            last = now;
        }

        double p = new ChiSquareTest().chiSquareTest(even(), observed);

        assertThat(p).as("seed %d: chance of gaps as odd as these", seed).isGreaterThan(0.001);
    }

    @ParameterizedTest
    @MethodSource("loads")
    void gapsDoNotDependOnTheGapBeforeThem(LoadCurve curve, long seed) {
        double median = Math.log(2) / curve.stretches().get(0).perSecond();
        long[][] pairs = new long[2][2];
        Instant last = NOON;
        int before = 0;
        for (Arrivals arrivals = arrivals(curve, seed); arrivals.hasNext(); ) {
            Instant now = arrivals.next().intended();
            int longer = LoadCurve.seconds(Duration.between(last, now)) > median ? 1 : 0;
            pairs[before][longer]++;
            before = longer;
            last = now;
        }

        assertThat(new ChiSquareTest().chiSquareTest(pairs)).as("seed %d", seed).isGreaterThan(0.001);
    }

    @ParameterizedTest
    @MethodSource("loads")
    void numbersRiseByOneAndMomentsNeverFall(LoadCurve curve, long seed) {
        long number = 0;
        Instant last = NOON;
        for (Arrivals arrivals = arrivals(curve, seed); arrivals.hasNext(); ) {
            Arrival arrival = arrivals.next();
            assertThat(arrival.number()).isEqualTo(number++);
            assertThat(arrival.intended()).isAfterOrEqualTo(last).isBefore(NOON.plus(curve.length()));
            last = arrival.intended();
        }
    }

    @Test
    void aHundredfoldStepChangesTheRateAtItsMoment() {
        LoadCurve quiet = LoadCurve.steady(2, Duration.ofMinutes(10));
        LoadCurve curve =
                quiet.then(LoadCurve.steady(200, Duration.ofMinutes(1))).then(quiet);
        int[] counts = new int[21 * 60];
        arrivals(curve, 7)
                .forEachRemaining(arrival ->
                        counts[(int) Duration.between(NOON, arrival.intended()).toSeconds()]++);

        for (int second = 0; second < counts.length; second++) {
            double expected = curve.perSecond(Duration.ofSeconds(second));
            PoissonDistribution poisson = new PoissonDistribution(expected);
            double chance = Math.min(
                    poisson.cumulativeProbability(counts[second]),
                    1 - poisson.cumulativeProbability(counts[second] - 1));
            assertThat(chance)
                    .as("seed 7: %d sales in second %d, where %s are expected", counts[second], second, expected)
                    .isGreaterThan(1e-7);
        }
    }

    @Test
    void aTimeWithoutLoadHasNoSalesAndHidesNoneAfterIt() {
        LoadCurve curve =
                LoadCurve.steady(0, HOUR).then(LoadCurve.steady(1, HOUR)).then(LoadCurve.steady(0, HOUR));
        List<Arrival> planned = new ArrayList<>();
        arrivals(curve, 7).forEachRemaining(planned::add);

        assertThat(planned)
                .allMatch(arrival -> !arrival.intended().isBefore(NOON.plus(HOUR))
                        && arrival.intended().isBefore(NOON.plus(HOUR.multipliedBy(2))));
        assertInBand(planned.size(), 3600, "seed 7");
    }

    @Test
    void theSameSeedPlansTheSameSalesAndAnotherOneOthers() {
        LoadCurve curve = LoadCurve.hourly(10_000, HOUR);

        assertThat(planned(curve, 7)).isEqualTo(planned(curve, 7)).isNotEqualTo(planned(curve, 8));
    }

    @Test
    void afterTheLastSaleThereIsNone() {
        Arrivals none = arrivals(LoadCurve.steady(0, HOUR), 7);

        assertThat(none.hasNext()).isFalse();
        assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
    }

    static void assertInBand(long count, double expected, String what) {
        double z = new NormalDistribution(null, 0, 1).inverseCumulativeProbability(0.9995);
        assertThat((double) count)
                .as("%s: the 99.9 %% band of a Poisson count of mean %s", what, expected)
                .isBetween(expected - z * Math.sqrt(expected), expected + z * Math.sqrt(expected));
    }

    private static List<Arrival> planned(LoadCurve curve, long seed) {
        List<Arrival> planned = new ArrayList<>();
        arrivals(curve, seed).forEachRemaining(planned::add);
        return planned;
    }

    private static Arrivals arrivals(LoadCurve curve, long seed) {
        return new Arrivals(curve, NOON, new SplittableRandom(seed));
    }

    private static double[] even() {
        double[] expected = new double[CELLS];
        Arrays.fill(expected, 1);
        return expected;
    }
}
