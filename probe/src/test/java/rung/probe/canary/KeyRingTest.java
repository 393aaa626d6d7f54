package rung.probe.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.measure.StockKey;

class KeyRingTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration QUARANTINE = Duration.ofHours(1);
    private static final StockKey KEY = new StockKey("9901", "RUNG-0001");
    private static final StockKey OTHER = new StockKey("9901", "RUNG-0002");

    private final KeyRing ring = new KeyRing(QUARANTINE);

    @Test
    void aKeyUsesItsEightQuantitiesInTurn() {
        List<Integer> used = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int quantity = ring.take(KEY, NOON.plusSeconds(i)).orElseThrow();
            ring.release(KEY, quantity, NOON.plusSeconds(i));
            used.add(quantity);
        }

        assertThat(used).containsExactly(1, 4, 16, 64, 2, 8, 32, 128);
        assertThat(ring.take(KEY, NOON.plusSeconds(8))).isEmpty();
    }

    @Test
    void fourMayBeInPlayAtOnceAndThenTheKeyIsExhausted() {
        assertThat(List.of(take(), take(), take(), take())).containsExactly(1, 4, 16, 64);

        assertThat(ring.take(KEY, NOON)).isEmpty();
        assertThat(ring.take(OTHER, NOON)).hasValue(1);
    }

    @Test
    void aQuantityRestsForAWholeQuarantineAfterItsRelease() {
        for (int i = 0; i < 8; i++) {
            ring.release(KEY, take(), NOON);
        }

        assertThat(ring.take(KEY, NOON.plus(QUARANTINE).minusNanos(1))).isEmpty();
        assertThat(ring.take(KEY, NOON.plus(QUARANTINE))).hasValue(1);
    }

    @Test
    void whatRestedLongestComesBackFirst() {
        List<Integer> taken = List.of(take(), take(), take(), take());
        ring.release(KEY, taken.get(2), NOON.plusSeconds(1));
        ring.release(KEY, taken.get(0), NOON.plusSeconds(2));
        ring.release(KEY, taken.get(3), NOON.plusSeconds(3));
        ring.release(KEY, taken.get(1), NOON.plusSeconds(4));
        Instant later = NOON.plus(QUARANTINE).plusSeconds(10);

        List<Integer> next = new ArrayList<>();
        for (OptionalInt one = ring.take(KEY, later); one.isPresent(); one = ring.take(KEY, later)) {
            next.add(one.getAsInt());
        }

        assertThat(next).as("first those that were never used").containsExactly(2, 8, 32, 128);
    }

    @Test
    void releasingWhatIsNotInPlayIsAnError() {
        int taken = take();
        ring.release(KEY, taken, NOON);

        assertThatThrownBy(() -> ring.release(KEY, taken, NOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("1 of 9901/RUNG-0001 is not in play");
        assertThatThrownBy(() -> ring.release(KEY, 3, NOON)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ring.release(OTHER, 1, NOON)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neighboursAreNeverInPlayTogetherAndNothingIsReusedEarly(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> inPlay = new ArrayList<>();
        Map<Integer, Instant> released = new HashMap<>();
        Instant now = NOON;
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            now = now.plusSeconds(random.nextInt(900));
            if (!inPlay.isEmpty() && random.nextBoolean()) {
                int quantity = inPlay.remove(random.nextInt(inPlay.size()));
                ring.release(KEY, quantity, now);
                released.put(quantity, now);
            } else {
                OptionalInt quantity = ring.take(KEY, now);
                if (quantity.isPresent()) {
                    taken++;
                    int one = quantity.getAsInt();
                    assertThat(inPlay).as("seed %d", seed).doesNotContain(one, 2 * one);
                    assertThat(inPlay.stream().map(other -> 2 * other)).doesNotContain(one);
                    assertThat(released.getOrDefault(one, Instant.MIN).isAfter(now.minus(QUARANTINE)))
                            .isFalse();
                    inPlay.add(one);
                }
            }
        }

        assertThat(taken).isGreaterThan(5_000);
    }

    private int take() {
        return ring.take(KEY, NOON).orElseThrow();
    }
}
