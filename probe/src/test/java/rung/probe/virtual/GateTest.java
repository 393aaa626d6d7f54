package rung.probe.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static final Duration EDGE = Duration.ofMinutes(5);
    private static final int YEARS = 20;

    @Test
    void whatComesWhileItIsClosedGoesInItsOrderAtTheEndAndAllElseAtOnce() {
        Sales sales = new Sales();
        Gate gate = Gate.closedDuring(sales.timeline, List.of(stretch(20, 50), stretch(70, 80)), sales);

        sales.through(gate, 8, Delays.always(Duration.ofSeconds(10)));

        assertThat(sales.order()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L).stream()
                        .flatMap(slot -> sales.shown(slot).stream())
                        .map(shown -> Duration.between(Sales.NOON, shown).toSeconds()))
                .containsExactly(10L, 50L, 50L, 50L, 50L, 60L, 80L, 80L);
    }

    @Test
    void stretchesThatOverlapAreRefused() {
        Sales sales = new Sales();
        Gate gate = Gate.closedDuring(sales.timeline, List.of(stretch(5, 8), stretch(7, 9)), sales);

        assertThatThrownBy(() -> sales.through(gate, 1, Delays.always(Duration.ofSeconds(10))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins before the one before it ended");
    }

    @Test
    void aFixedPhaseComesBackEachPeriod() {
        Iterator<Stretch> hourly = Stretches.every(Sales.NOON, Duration.ofHours(1), Duration.ofMinutes(6));

        assertThat(hourly.next()).isEqualTo(stretch(0, 360));
        assertThat(hourly.next()).isEqualTo(stretch(3600, 3960));
        assertThat(hourly.next()).isEqualTo(stretch(7200, 7560));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void burstsAtTheBoundaryMakeAsManySalesLateAsWasAskedFor(long seed) {
        Duration mean = Duration.ofMinutes(10);
        double share = Stretches.burstShare(0.05, EDGE, mean);

        double late = lateShare(Stretches.bursts(Sales.NOON, share, mean, new SplittableRandom(seed)));

        assertThat(late).as("seed %d", seed).isCloseTo(0.05, within(0.0025));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void stallsAtTheBoundaryMakeAsManySalesLateAsWasAskedFor(long seed) {
        Duration length = Duration.ofMinutes(10);
        double share = Stretches.stallShare(0.05, EDGE, length);

        double late = lateShare(Stretches.stalls(Sales.NOON, share, length, new SplittableRandom(seed)));

        assertThat(late).as("seed %d", seed).isCloseTo(0.05, within(0.0025));
    }

    @Test
    void drawnStretchesAreInEquilibriumFromTheirFirstMomentOn() {
        int bursts = 0;
        int stalls = 0;
        for (long seed = 0; seed < 10_000; seed++) {
            Instant later = Sales.NOON.plusSeconds(240);
            if (covers(Stretches.bursts(Sales.NOON, 0.1, Duration.ofMinutes(10), new SplittableRandom(seed)), later)) {
                bursts++;
            }
            if (covers(Stretches.stalls(Sales.NOON, 0.1, Duration.ofMinutes(10), new SplittableRandom(seed)), later)) {
                stalls++;
            }
        }

        assertThat(bursts / 10_000.0).as("seeds 0 to 9999").isCloseTo(0.1, within(0.012));
        assertThat(stalls / 10_000.0).as("seeds 0 to 9999").isCloseTo(0.1, within(0.012));
    }

    @Test
    void spellsThatAreTooShortCannotMakeThatManyLate() {
        assertThatThrownBy(() -> Stretches.burstShare(0.05, EDGE, Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Stretches.stallShare(0.05, EDGE, EDGE)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The share of time that lies more than the edge before the end of a stretch. */
    private static double lateShare(Iterator<Stretch> stretches) {
        Duration span = Duration.ofDays(365L * YEARS);
        List<Double> late = new ArrayList<>();
        Instant end = Sales.NOON.plus(span);
        for (Stretch one = stretches.next(); one.from().isBefore(end); one = stretches.next()) {
            late.add(Math.max(
                    0, Delays.seconds(Duration.between(one.from(), one.until()).minus(EDGE))));
        }
        return late.stream().mapToDouble(Double::doubleValue).sum() / span.toSeconds();
    }

    private static boolean covers(Iterator<Stretch> stretches, Instant moment) {
        Stretch one = stretches.next();
        while (!one.until().isAfter(moment)) {
            one = stretches.next();
        }
        return !one.from().isAfter(moment);
    }

    private static Stretch stretch(long from, long until) {
        return new Stretch(Sales.NOON.plusSeconds(from), Sales.NOON.plusSeconds(until));
    }
}
