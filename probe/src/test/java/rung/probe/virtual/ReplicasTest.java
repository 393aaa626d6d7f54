package rung.probe.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rung.core.measure.Injection;
import rung.core.measure.Reading;
import rung.core.time.VirtualTimeline;

class ReplicasTest {
    private static final List<Duration> CACHES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(4));
    private static final Injection SALE = Sales.sale(0);

    private final VirtualTimeline timeline = new VirtualTimeline(Sales.NOON);

    @Test
    void readsAreAnsweredInTurnEachFromItsOwnCache() {
        Replicas replicas = Replicas.inTurn(timeline, 1000, Duration.ZERO, CACHES);
        replicas.enter(SALE);

        assertThat(List.of(count(replicas), count(replicas))).containsExactly(1000L, 1000L);
        timeline.advance(Duration.ofSeconds(2));
        assertThat(List.of(count(replicas), count(replicas), count(replicas))).containsExactly(999L, 1000L, 999L);
        timeline.advance(Duration.ofSeconds(2));
        assertThat(List.of(count(replicas), count(replicas))).containsExactly(999L, 999L);
    }

    @Test
    void readsAtRandomFindEachReplicaEquallyOften() {
        Replicas replicas = Replicas.atRandom(timeline, 1000, Duration.ZERO, CACHES, new SplittableRandom(7));
        replicas.enter(SALE);
        timeline.advance(Duration.ofSeconds(2));

        int fresh = 0;
        for (int i = 0; i < 10_000; i++) {
            fresh += count(replicas) == 999 ? 1 : 0;
        }

        assertThat(fresh / 10_000.0).as("seed 7").isCloseTo(0.5, within(0.02));
    }

    private static long count(Replicas replicas) {
        Map<?, Long> counts = replicas.read(Set.of(SALE.key())).stream()
                .map(Reading.Counts.class::cast)
                .findFirst()
                .orElseThrow()
                .counts();
        return counts.values().iterator().next();
    }
}
