package rung.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of a measurement cannot be wrong. */
class MeasureTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Injection SALE =
            new Injection("r1", "sales", 7, Injection.Kind.SALE, new StockKey("42", "sku-1"), 4, NOON);

    @Test
    void aReturnUndoesItsSaleUnderItsOwnId() {
        Injection comeback = SALE.returned(NOON.plusSeconds(9));

        assertThat(comeback.delta() + SALE.delta()).isZero();
        assertThat(SALE.delta()).isEqualTo(-4);
        assertThat(SALE.id()).isEqualTo("rung-r1-sales-7-s");
        assertThat(comeback.id()).isEqualTo("rung-r1-sales-7-r");
        assertThat(comeback.intended()).isEqualTo(NOON.plusSeconds(9));
        assertThatThrownBy(() -> comeback.returned(NOON)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -4, 3, 6})
    void anInjectionMovesAPositivePowerOfTwo(int quantity) {
        assertThatThrownBy(() ->
                        new Injection("r1", "sales", 0, Injection.Kind.SALE, new StockKey("42", "x"), quantity, NOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("" + quantity);
    }

    @Test
    void theSmallestIntegerIsNoQuantityThoughItHasOneBit() {
        assertThatThrownBy(() -> new Injection(
                        "r1", "sales", 0, Injection.Kind.SALE, new StockKey("42", "x"), Integer.MIN_VALUE, NOON))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStageIsBelievedAfterThreePollsOrItsCacheLife() {
        assertThat(StageSetup.polled("api", Duration.ofSeconds(2), Duration.ofSeconds(5))
                        .settling())
                .isEqualTo(Duration.ofSeconds(6));
        assertThat(StageSetup.polled("api", Duration.ofSeconds(2), Duration.ofSeconds(7))
                        .settling())
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(StageSetup.polled("api", Duration.ofSeconds(2), Duration.ZERO)
                        .patience())
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void ofSeveralLooksTheTimesAddUpAndTheOldestAnswersAreKept() {
        Told one = new Told(Optional.of(Duration.ofMillis(3)), cached(40, 30));
        Told other = new Told(Optional.of(Duration.ofMillis(4)), cached(50, 45));

        assertThat(one.and(Told.NOTHING)).isEqualTo(one);
        assertThat(Told.NOTHING.and(one)).isEqualTo(one);
        assertThat(one.and(other)).isEqualTo(other.and(one));
        assertThat(one.and(other).queried()).contains(Duration.ofMillis(7));
        assertThat(one.and(other).caches().map(CacheAge::largest)).contains(Duration.ofSeconds(50));
        assertThat(one.and(other).caches().flatMap(CacheAge::outlived))
                .contains(new CacheAge.Outlived(Duration.ofSeconds(40), Duration.ofSeconds(30)));
    }

    @Test
    void anAnswerAtTheEndOfItsLifeHasNotOutlivedIt() {
        assertThat(cached(30, 30).flatMap(CacheAge::outlived)).isEmpty();
        assertThat(cached(31, 30).flatMap(CacheAge::outlived)).isPresent();
        assertThat(CacheAge.of(Duration.ofDays(1), Optional.empty()).outlived()).isEmpty();
    }

    private static Optional<CacheAge> cached(long age, long life) {
        return Optional.of(CacheAge.of(Duration.ofSeconds(age), Optional.of(Duration.ofSeconds(life))));
    }

    @Test
    void impossibleTimesAreRefused() {
        assertThatThrownBy(() -> new Outcome.Seen(NOON, NOON.minusNanos(1), Cycle.unknown()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SlotOutcome(NOON, NOON.minusNanos(1), "", new Outcome.Unmeasured("x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TimeWindow("empty", NOON, NOON)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Reading.Counts(NOON, NOON.minusNanos(1), Map.of(), Set.of(), Cycle.unknown()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Reading.Gap(NOON, NOON.minusNanos(1), Set.of(), Fault.TIMEOUT, "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StockKey(" ", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PipelineSetup("sales", Promise.none("api"), NOON, Duration.ZERO, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWindowHoldsItsFirstMomentAndNotTheFirstAfterIt() {
        TimeWindow window = new TimeWindow("evening", NOON, NOON.plusSeconds(60));

        assertThat(window.contains(NOON)).isTrue();
        assertThat(window.contains(NOON.plusSeconds(60))).isFalse();
        assertThat(window.contains(NOON.minusNanos(1))).isFalse();
    }

    @Test
    void theHashesOfNumberedStoresAndSkusHardlyCollide() {
        Set<Integer> hashes = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            hashes.add(new StockKey(Integer.toString(9900 + i % 100), "RUNG-" + i / 100).hashCode());
        }

        assertThat(hashes).hasSizeGreaterThan(99_500);
    }
}
