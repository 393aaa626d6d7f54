package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalHistogramTest {
    private static final long SEED = 7;
    private static final Duration LONGEST = Duration.ofDays(7);

    private final IntervalHistogram histogram = new IntervalHistogram();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 999_999, 1_000_000, 1_000_001, 2_047_000_001L, 5_000_123_456L, 471_999_999_999L})
    void anIntervalNeverShrinksAndGrowsByAThousandthAtMost(long nanos) {
        Duration value = Duration.ofNanos(nanos);

        histogram.record(value, value);

        double seconds = nanos / 1e9;
        assertThat(histogram.lowerAt(1).orElseThrow())
                .isLessThanOrEqualTo(seconds)
                .isGreaterThanOrEqualTo(seconds - 0.001 - seconds / 1_000);
        assertThat(histogram.upperAt(1).orElseThrow())
                .isGreaterThanOrEqualTo(seconds)
                .isLessThanOrEqualTo(seconds + 0.001 + seconds / 1_000);
    }

    @Test
    void ranksCountFromOneInRisingOrder() {
        for (int second : new int[] {3, 1, 2, 2}) {
            histogram.record(Duration.ofSeconds(second - 1), Duration.ofSeconds(second));
        }

        assertThat(histogram.count()).isEqualTo(4);
        assertThat(histogram.upperAt(0)).isEmpty();
        assertThat(histogram.upperAt(1)).hasValue(1);
        assertThat(histogram.upperAt(3).orElseThrow()).isBetween(2.0, 2.002);
        assertThat(histogram.upperAt(4).orElseThrow()).isBetween(3.0, 3.003);
        assertThat(histogram.upperAt(5)).isEmpty();
        assertThat(histogram.lowerAt(1)).hasValue(0);
        assertThat(histogram.lowerAt(5)).isEmpty();
    }

    @Test
    void everyRankOfAMonthIsTheValueThatItCountsTo() {
        int times = 131;
        for (int millis = 1; millis <= 2_000; millis++) {
            Duration value = Duration.ofMillis(millis);
            for (int i = 0; i < times; i++) {
                histogram.record(value, value);
            }
        }

        for (int rank = 1; rank <= histogram.count(); rank += rank % times == 0 ? 1 : times - 1) {
            int millis = (rank + times - 1) / times;
            double expected = millis / 1e3;
            assertThat(histogram.upperAt(rank)).as("rank %d", rank).hasValue(expected);
            assertThat(histogram.lowerAt(rank)).as("rank %d", rank).hasValue(expected);
        }
    }

    @Test
    void valuesAreCountedBelowADurationByEitherEnd() {
        histogram.record(Duration.ZERO, Duration.ofSeconds(1));
        histogram.record(Duration.ofSeconds(1), Duration.ofSeconds(2));
        histogram.record(Duration.ofSeconds(4), Duration.ofMillis(5_001));
        histogram.recordAtLeast(Duration.ofSeconds(9));
        histogram.record(LONGEST, LONGEST.plusDays(1));

        for (IntervalHistogram one : List.of(histogram, IntervalHistogram.decode(histogram.encode()))) {
            assertThat(one.surelyWithin(Duration.ofMillis(-1))).isZero();
            assertThat(one.possiblyWithin(Duration.ofMillis(-1))).isZero();
            assertThat(one.surelyWithin(Duration.ofMillis(999))).isZero();
            assertThat(one.possiblyWithin(Duration.ZERO)).isEqualTo(1);
            assertThat(one.surelyWithin(Duration.ofSeconds(1))).isEqualTo(1);
            assertThat(one.surelyWithin(Duration.ofSeconds(2)))
                    .as("2 s may stand for 2.001 s")
                    .isEqualTo(2);
            assertThat(one.surelyWithin(Duration.ofSeconds(5))).isEqualTo(2);
            assertThat(one.possiblyWithin(Duration.ofSeconds(5))).isEqualTo(3);
            assertThat(one.surelyWithin(LONGEST)).isEqualTo(3);
            assertThat(one.possiblyWithin(LONGEST.plusDays(9))).isEqualTo(5);
            assertThat(one.bounded()).isEqualTo(3);
        }
    }

    @Test
    void whatIsCountedBelowADurationIsWhatTheRanksSay() {
        Random random = new Random(SEED);
        for (int i = 0; i < 500; i++) {
            Duration atLeast = Duration.ofMillis((long) Math.exp(random.nextDouble() * 20));
            histogram.record(atLeast, atLeast.plusMillis(random.nextInt(60_000)));
        }
        IntervalHistogram settled = IntervalHistogram.decode(histogram.encode());

        for (int i = 0; i < 300; i++) {
            Duration most = Duration.ofMillis((long) Math.exp(random.nextDouble() * 20));
            long surely = 0;
            long possibly = 0;
            for (long rank = 1; rank <= 500; rank++) {
                surely += histogram.upperAt(rank).orElseThrow() <= most.toMillis() / 1e3 ? 1 : 0;
                possibly += histogram.lowerAt(rank).orElseThrow() <= most.toMillis() / 1e3 ? 1 : 0;
            }
            for (IntervalHistogram one : List.of(histogram, settled)) {
                assertThat(one.surelyWithin(most)).as("%s", most).isEqualTo(surely);
                assertThat(one.possiblyWithin(most)).as("%s", most).isEqualTo(possibly);
            }
        }
    }

    @Test
    void whatLiesBeyondTheRangeIsCounted() {
        histogram.record(Duration.ofSeconds(1), LONGEST);
        histogram.record(Duration.ofSeconds(1), LONGEST.plusNanos(1));
        histogram.record(LONGEST.plusMillis(1), LONGEST.plusDays(30));

        assertThat(histogram.count()).isEqualTo(3);
        assertThat(histogram.upperAt(1)).isPresent();
        assertThat(histogram.upperAt(2)).isEmpty();
        assertThat(histogram.lowerAt(3)).as("it is at least the range").hasValue(604_800.0);
    }

    @Test
    void whatHasNoUpperEndIsCounted() {
        histogram.recordAtLeast(Duration.ofSeconds(9));

        assertThat(histogram.count()).isEqualTo(1);
        assertThat(histogram.lowerAt(1).orElseThrow()).isBetween(8.99, 9.0);
        assertThat(histogram.upperAt(1)).isEmpty();
    }

    @Test
    void aReadBeforeTheSaleWasDueGivesALowerEndOfZero() {
        histogram.record(Duration.ofMillis(-3), Duration.ofMillis(2));

        assertThat(histogram.lowerAt(1)).hasValue(0);
    }

    @Test
    void noIntervalIsRefusedAndLeavesNoTrace() {
        assertThatThrownBy(() -> histogram.record(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> histogram.record(Duration.ofSeconds(-2), Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(histogram.count()).isZero();
    }

    @Test
    void mergedInAnyOrderAndThroughItsBytesItEqualsDirectRecording() {
        Random random = new Random(SEED);
        List<IntervalHistogram> parts = new ArrayList<>();
        for (int part = 0; part < 12; part++) {
            IntervalHistogram one = new IntervalHistogram();
            for (int i = random.nextInt(50); i > 0; i--) {
                Duration atLeast = Duration.ofMillis((long) Math.exp(random.nextDouble() * 21));
                if (random.nextInt(10) == 0) {
                    one.recordAtLeast(atLeast);
                    histogram.recordAtLeast(atLeast);
                } else {
                    Duration atMost = atLeast.plusMillis(random.nextInt(10_000));
                    one.record(atLeast, atMost);
                    histogram.record(atLeast, atMost);
                }
            }
            parts.add(IntervalHistogram.decode(one.encode()));
        }
        for (int order = 0; order < 5; order++) {
            Collections.shuffle(parts, random);
            IntervalHistogram merged = new IntervalHistogram();
            parts.forEach(merged::add);

            assertSame(merged, histogram);
            assertSame(IntervalHistogram.decode(merged.encode()), histogram);
        }
    }

    @Test
    void aDecodedHistogramGoesOnRecording() {
        IntervalHistogram decoded = IntervalHistogram.decode(histogram.encode());
        decoded.record(Duration.ZERO, LONGEST);
        histogram.record(Duration.ZERO, LONGEST);

        assertSame(decoded, histogram);
    }

    @Test
    void whatIsAddedIsKeptAsIfItHadBeenRecordedHere() {
        IntervalHistogram other = new IntervalHistogram();
        for (int millis : new int[] {1, 5, 7, 9}) {
            histogram.record(Duration.ofMillis(millis), Duration.ofMillis(millis));
        }
        IntervalHistogram sum = IntervalHistogram.decode(histogram.encode());
        for (int millis : new int[] {5, 8, 9, 12}) {
            other.record(Duration.ofMillis(millis), Duration.ofMillis(millis));
            histogram.record(Duration.ofMillis(millis), Duration.ofMillis(millis));
        }

        sum.add(other);

        assertSame(sum, histogram);
        assertThat(sum.encode()).as("5 and 9 are held once").isEqualTo(histogram.encode());
    }

    @Test
    void countsThatDoNotAddUpAreNoHistogram() {
        histogram.record(Duration.ofSeconds(1), Duration.ofSeconds(2));
        histogram.recordAtLeast(Duration.ofSeconds(9));
        ByteBuffer bytes = ByteBuffer.wrap(histogram.encode()).putLong(2 * Long.BYTES, 2);
        CRC32 crc = new CRC32();
        crc.update(bytes.array(), Long.BYTES, bytes.capacity() - Long.BYTES);
        bytes.putLong(0, crc.getValue());

        assertThatThrownBy(() -> IntervalHistogram.decode(bytes.array()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 values without an upper end, not 1");
    }

    @Test
    void aCopyDoesNotFollowItsOriginal() {
        histogram.record(Duration.ZERO, Duration.ofSeconds(1));
        IntervalHistogram copy = histogram.copy();

        histogram.recordAtLeast(Duration.ofDays(10));

        assertThat(copy.count()).isEqualTo(1);
    }

    @Test
    void everyFlippedBitAndEveryCutIsNoticed() {
        Random random = new Random(SEED);
        for (int i = 0; i < 200; i++) {
            histogram.record(Duration.ofMillis(random.nextInt(1_000)), Duration.ofSeconds(1 + random.nextInt(1_000)));
        }
        byte[] good = histogram.encode();

        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> IntervalHistogram.decode(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int length = 0; length < good.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(good, length);
            assertThatThrownBy(() -> IntervalHistogram.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    static void assertSame(IntervalHistogram actual, IntervalHistogram expected) {
        assertThat(actual.count()).isEqualTo(expected.count());
        for (long rank = 1; rank <= expected.count(); rank++) {
            assertThat(actual.lowerAt(rank)).isEqualTo(expected.lowerAt(rank));
            assertThat(actual.upperAt(rank)).isEqualTo(expected.upperAt(rank));
        }
    }
}
