package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library's histogram is what these counts must agree with, step by step and rank by rank. */
class CountsTest {
    private static final long LONGEST = IntervalHistogram.LONGEST_MILLIS;

    @Test
    void scaleIsTheLibrarys() {
        Histogram scale = new Histogram(LONGEST, 3);
        int last = Counts.step(LONGEST);

        for (int step = 0; step <= last; step++) {
            long lowest = Counts.lowest(step);
            assertThat(scale.lowestEquivalentValue(lowest)).isEqualTo(lowest);
            assertThat(Counts.step(lowest)).isEqualTo(step);
            assertThat(Counts.step(scale.highestEquivalentValue(lowest))).isEqualTo(step);
            assertThat(scale.highestEquivalentValue(lowest) + 1).isEqualTo(Counts.lowest(step + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void countsAreTheLibrarys(long seed) {
        Random random = new Random(seed);
        Histogram library = new Histogram(LONGEST, 3);
        Counts counts = new Counts();
        for (int part = 0; part < 20; part++) {
            Counts some = random.nextBoolean() ? counts : new Counts();
            for (int i = random.nextInt(200); i > 0; i--) {
                long millis = (long) (LONGEST * Math.pow(random.nextDouble(), 1 + random.nextInt(12)));
                library.recordValue(millis);
                some.record(millis);
            }
            if (some != counts) {
                counts.add(random.nextBoolean() ? some : read(some));
            }
            assertSame(counts, library, random);
            assertSame(counts.copy(), library, random);
        }
    }

    private static Counts read(Counts counts) {
        ByteBuffer bytes = ByteBuffer.allocate(counts.mostBytes());
        counts.write(bytes);
        return Counts.read(bytes.flip());
    }

    private static void assertSame(Counts counts, Histogram library, Random random) {
        assertThat(counts.total()).isEqualTo(library.getTotalCount());
        for (int i = 0; i < 20 && counts.total() > 0; i++) {
            long rank = 1 + random.nextLong(counts.total());
            long value = library.getValueAtPercentile(100 * (rank - 0.5) / counts.total());
            assertThat(counts.lowestAt(rank)).isEqualTo(library.lowestEquivalentValue(value));
            assertThat(counts.highestAt(rank)).isEqualTo(library.highestEquivalentValue(value));
            long millis = random.nextLong(LONGEST);
            assertThat(counts.beginningUpTo(millis)).isEqualTo(library.getCountBetweenValues(0, millis));
        }
        List<Long> mine = new ArrayList<>();
        List<Long> theirs = new ArrayList<>();
        counts.each((millis, count) -> {
            mine.add(millis);
            mine.add(count);
        });
        library.recordedValues().forEach(value -> {
            theirs.add(library.highestEquivalentValue(value.getValueIteratedTo()));
            theirs.add(value.getCountAtValueIteratedTo());
        });
        assertThat(mine).isEqualTo(theirs);
    }
}
