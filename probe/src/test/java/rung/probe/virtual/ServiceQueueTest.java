package rung.probe.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.time.VirtualTimeline;

class ServiceQueueTest {
    private static final int MANY = 100_000;

    @Test
    void transactionsAreServedOneAfterTheOtherInTheOrderInWhichTheyCame() {
        Sales sales = new Sales();
        ServiceQueue queue = new ServiceQueue(
                sales.timeline, Delays.always(Duration.ofSeconds(5)), Delays.always(Duration.ofSeconds(3)), sales);

        sales.through(queue, 3, Delays.always(Duration.ofSeconds(4)));

        assertThat(sales.shown(0)).as("nobody else there").containsExactly(Sales.NOON.plusSeconds(7));
        assertThat(sales.shown(1))
                .as("behind one that came at 5 and was served from 7 to 10")
                .containsExactly(Sales.NOON.plusSeconds(13));
        assertThat(sales.shown(2))
                .as("behind one that came at 10 and was served from 13 to 16")
                .containsExactly(Sales.NOON.plusSeconds(19));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 0.8})
    void theSojournInAnMM1QueueIsExponentialWithMeanOneOverMuLessLambda(double load) {
        double mu = 2;
        double lambda = mu * load;
        SplittableRandom random = new SplittableRandom(7);
        VirtualTimeline timeline = new VirtualTimeline(Sales.NOON);
        Map<Long, Instant> entered = new HashMap<>();
        List<Double> sojourns = new ArrayList<>();
        Supplier<Duration> gaps = Delays.exponential(Delays.ofSeconds(10 / (9 * lambda)), random.split());
        Supplier<Duration> ours = Delays.exponential(Delays.ofSeconds(10 / lambda), random.split());
        ServiceQueue queue = new ServiceQueue(
                timeline,
                gaps,
                Delays.exponential(Delays.ofSeconds(1 / mu), random.split()),
                sale -> sojourns.add(Delays.seconds(
                        Duration.between(entered.getOrDefault(sale.slot(), Instant.MAX), timeline.now()))));
        for (long slot = 0; slot < MANY; slot++) {
            timeline.advance(ours.get());
            entered.put(slot, timeline.now());
            queue.enter(Sales.sale(slot));
        }
        timeline.advance(Duration.ofHours(1));

        double mean = 1 / (mu - lambda);
        assertThat(sojourns).hasSize(MANY);
        assertThat(sojourns.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
                .as("seed 7, load %s", load)
                .isCloseTo(mean, within(0.03 * mean));
        double beyond = sojourns.stream().filter(sojourn -> sojourn > 3 * mean).count() / (double) MANY;
        assertThat(beyond).as("seed 7, load %s", load).isCloseTo(Math.exp(-3), within(0.005));
    }
}
