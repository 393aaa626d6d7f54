package rung.probe.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.ParetoDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rung.core.time.VirtualTimeline;

class DelaysTest {
    private static final long SEED = 20260101;
    private static final int DRAWS = 5_000;

    static Stream<Arguments> closedForms() {
        return Stream.of(
                Arguments.of(
                        Delays.lognormal(Duration.ofMinutes(20), 1.2, random()),
                        new LogNormalDistribution(Math.log(1200), 1.2)),
                Arguments.of(Delays.pareto(Duration.ofSeconds(2), 1.5, random()), new ParetoDistribution(2, 1.5)),
                Arguments.of(
                        Delays.exponential(Duration.ofMillis(1500), random()), new ExponentialDistribution(null, 1.5)),
                Arguments.of(
                        Delays.drawn(new UniformRealDistribution(3, 62), random()), new UniformRealDistribution(3, 62)),
                Arguments.of(
                        Delays.drawn(new LogNormalDistribution(1, 0.5), random()), new LogNormalDistribution(1, 0.5)),
                Arguments.of(Delays.drawn(new ParetoDistribution(2, 1.5), random()), new ParetoDistribution(2, 1.5)));
    }

    @ParameterizedTest
    @MethodSource("closedForms")
    void drawsFollowTheDistribution(Supplier<Duration> delays, RealDistribution distribution) {
        double[] seconds = Stream.generate(delays)
                .limit(DRAWS)
                .mapToDouble(Delays::seconds)
                .toArray();

        double p = new KolmogorovSmirnovTest().kolmogorovSmirnovTest(distribution, seconds);

        assertThat(p).as("seed %d: chance of a sample as odd as this one", SEED).isGreaterThan(0.001);
    }

    @Test
    void theSameSeedGivesTheSameDelays() {
        Supplier<Duration> one = Delays.lognormal(Duration.ofSeconds(3), 1, random());
        Supplier<Duration> same = Delays.lognormal(Duration.ofSeconds(3), 1, random());

        assertThat(Stream.generate(one).limit(100).toList())
                .isEqualTo(Stream.generate(same).limit(100).toList());
    }

    @Test
    void twoPlacesHoldTheirShares() {
        Supplier<Duration> two = Delays.mixed(
                0.9501, Delays.always(Duration.ofSeconds(3)), Delays.always(Duration.ofMinutes(40)), random());

        long fast = Stream.generate(two)
                .limit(200_000)
                .filter(Duration.ofSeconds(3)::equals)
                .count();

        double fourErrors = 4 * Math.sqrt(0.9501 * 0.0499 / 200_000);
        assertThat(fast / 200_000.0).as("seed %d", SEED).isCloseTo(0.9501, within(fourErrors));
    }

    @Test
    void aDriftGrowsWithTheTimeline() {
        VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-01-01T12:00:00Z"));
        Supplier<Duration> drifting = Delays.drifting(timeline, Duration.ofSeconds(3), Duration.ofSeconds(2));

        assertThat(drifting.get()).isEqualTo(Duration.ofSeconds(3));
        timeline.advance(Duration.ofMinutes(90));
        assertThat(drifting.get()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void aDistributionThatCouldBeNegativeIsNoDelay() {
        assertThatThrownBy(() -> Delays.drawn(new NormalDistribution(10, 1), random()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a delay is not negative, but its distribution begins at -Infinity s");
    }

    @Test
    void delaysBeyondTheNanosecondsOfALongAreNotCut() {
        assertThat(Delays.ofSeconds(1e12 + 0.25))
                .isEqualTo(Duration.ofSeconds(1_000_000_000_000L).plusMillis(250));
        assertThatThrownBy(() -> Delays.ofSeconds(Double.POSITIVE_INFINITY)).isInstanceOf(ArithmeticException.class);
    }

    private static SplittableRandom random() {
        return new SplittableRandom(SEED);
    }
}
