package rung.probe.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final long SEED = 7;
    private static final Supplier<Duration> SECOND = Delays.always(Duration.ofSeconds(1));
    private static final int MANY = 20_000;

    private final Sales sales = new Sales();

    @Test
    void aShareIsLostAndNothingElse() {
        sales.through(Faults.losing(Faults.chance(0.03, random()), sales), MANY, SECOND);

        int lost = MANY - sales.order().size();
        assertThat(lost).as("seed %d: 600, give or take four errors", SEED).isBetween(504, 696);
        assertThat(sales.order()).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void aShareIsAppliedAgainLater() {
        Supplier<Duration> later = Delays.always(Duration.ofSeconds(90));

        sales.through(Faults.doubling(sales.timeline, Faults.chance(0.01, random()), later, sales), MANY, SECOND);

        List<List<Instant>> twice = LongStream.range(0, MANY)
                .mapToObj(sales::shown)
                .filter(shown -> shown.size() > 1)
                .toList();
        assertThat(twice.size())
                .as("seed %d: 200, give or take four errors", SEED)
                .isBetween(144, 256);
        assertThat(twice).allSatisfy(shown -> assertThat(shown)
                .containsExactly(shown.get(0), shown.get(0).plusSeconds(90)));
        assertThat(sales.order()).hasSize(MANY + twice.size());
    }

    @Test
    void aDeadPartitionNeverShowsItsKeysAndAllOthersAtOnce() {
        sales.through(Faults.losing(Faults.on(key -> key.store().equals("1")), sales), 120, SECOND);

        assertThat(sales.order()).hasSize(110).noneMatch(slot -> slot % 12 == 0);
    }

    @Test
    void aCorrectionBringsWhatWasForgotten() {
        sales.through(
                Faults.correcting(
                        sales.timeline,
                        sale -> sale.slot() == 3,
                        Delays.always(Duration.ofHours(2)),
                        Transit.delayed(sales.timeline, SECOND, sales)),
                10,
                SECOND);

        assertThat(sales.shown(3)).containsExactly(Sales.NOON.plusSeconds(4 + 7200 + 1));
        assertThat(sales.shown(4)).containsExactly(Sales.NOON.plusSeconds(5 + 1));
    }

    @Test
    void aDoubleThatHealsLeavesTheCountRight() {
        sales.through(
                Faults.healing(
                        sales.timeline, sale -> sale.slot() == 3, Duration.ofSeconds(5), Duration.ofSeconds(10), sales),
                10,
                SECOND);

        assertThat(sales.shown(3))
                .containsExactly(Sales.NOON.plusSeconds(4), Sales.NOON.plusSeconds(9), Sales.NOON.plusSeconds(19));
        assertThat(sales.units()).isEqualTo(10);
    }

    @Test
    void aWindowOfFiftyIsShuffledWithinItselfOnly() {
        sales.through(new Shuffle(sales.timeline, 50, Duration.ofHours(1), random(), sales), 1_000, SECOND);

        for (int i = 0; i < 1_000; i += 50) {
            assertThat(sales.order().subList(i, i + 50))
                    .as("seed %d", SEED)
                    .isNotEqualTo(LongStream.range(i, i + 50).boxed().toList())
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(i, i + 50).boxed().toList());
        }
        assertThat(inversions(sales.order()) / (20 * 50 * 49 / 2.0))
                .as("seed %d: half of all pairs, as in uniformly random orders", SEED)
                .isBetween(0.45, 0.55);
    }

    @Test
    void aWindowThatIsNotFilledIsPassedOnWhenItsFirstHasWaitedLongEnough() {
        sales.through(new Shuffle(sales.timeline, 50, Duration.ofMinutes(10), random(), sales), 60, SECOND);

        assertThat(sales.shown(0)).containsExactly(Sales.NOON.plusSeconds(50));
        assertThat(sales.shown(50)).containsExactly(Sales.NOON.plusSeconds(51 + 600));
        assertThat(sales.order()).hasSize(60);
    }

    private static long inversions(List<Long> order) {
        long inversions = 0;
        for (int i = 0; i < order.size(); i++) {
            for (int j = i + 1; j < order.size(); j++) {
                if (order.get(i) > order.get(j)) {
                    inversions++;
                }
            }
        }
        return inversions;
    }

    private static SplittableRandom random() {
        return new SplittableRandom(SEED);
    }
}
