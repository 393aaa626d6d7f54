package rung.reporter.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import rung.core.evidence.IntervalHistogram;

/**
 * A histogram as Prometheus has them, with classic and native buckets, of durations in milliseconds at three digits and
 * rounded up. Folds keep them so; whether a sale is told alone or in a fold, it falls into the same buckets, and no bucket
 * shrinks when a log is replayed.
 */
final class DurationHistogram {
    /** A native bucket ends an eighth of a doubling after the one before it: 9 %. */
    static final int SCHEMA = 3;

    private static final double PER_DOUBLING = 1 << SCHEMA;
    private static final double MILLIS = 1e3;

    /** The native bucket of 1 ms, and of what is beyond the range: i with 2^(i/8) s the least that is not less. */
    private static final int FIRST = (int) Math.ceil(Math.log(1 / MILLIS) / Math.log(2) * PER_DOUBLING);

    private static final int LAST =
            (int) Math.ceil(Math.log(IntervalHistogram.BEYOND_MILLIS / MILLIS) / Math.log(2) * PER_DOUBLING);

    /** The longest whole number of milliseconds in each native bucket from {@link #FIRST} on. */
    private static final long[] NATIVE_MILLIS = IntStream.rangeClosed(FIRST, LAST)
            .mapToLong(index -> (long) Math.floor(Math.pow(2, index / PER_DOUBLING) * MILLIS))
            .toArray();

    private final long[] boundsMillis;
    private final long[] counts;
    private final long[] natives = new long[NATIVE_MILLIS.length];
    private long zeros;
    private long sumMillis;

    /** @param bounds the upper ends of the classic buckets, rising, each a whole number of milliseconds */
    DurationHistogram(Duration... bounds) {
        this.boundsMillis = Arrays.stream(bounds).mapToLong(Duration::toMillis).toArray();
        this.counts = new long[bounds.length + 1];
    }

    /** Takes one value and says which classic bucket it fell into, from 0. */
    int add(Duration value) {
        return add(IntervalHistogram.upperEnd(value), 1);
    }

    /** Takes {@code count} values of {@code millis}, as an {@link IntervalHistogram} gives them. */
    int add(long millis, long count) {
        int bucket = first(boundsMillis, millis);
        counts[bucket] += count;
        sumMillis += millis * count;
        if (millis == 0) {
            zeros += count;
        } else {
            natives[first(NATIVE_MILLIS, millis)] += count;
        }
        return bucket;
    }

    /** The first of rising {@code ends} that is not less than {@code millis}. */
    private static int first(long[] ends, long millis) {
        int low = 0;
        int high = ends.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int buckets() {
        return counts.length;
    }

    /** What was counted until now. */
    Counted counted() {
        int[] indices =
                IntStream.range(0, natives.length).filter(i -> natives[i] > 0).toArray();
        long[] nativeCounts = Arrays.stream(indices).mapToLong(i -> natives[i]).toArray();
        for (int i = 0; i < indices.length; i++) {
            indices[i] += FIRST;
        }
        double[] bounds = new double[counts.length];
        for (int bucket = 0; bucket < boundsMillis.length; bucket++) {
            bounds[bucket] = boundsMillis[bucket] / MILLIS;
        }
        bounds[boundsMillis.length] = Double.POSITIVE_INFINITY;
        return new Counted(bounds, counts.clone(), sumMillis / MILLIS, zeros, indices, nativeCounts);
    }

    /** The state of a histogram at one moment. */
    static final class Counted {
        /** Upper ends of the classic buckets in seconds, the last one infinite. */
        final double[] bounds;

        /** In each of them alone. */
        final long[] counts;

        /** In seconds. */
        final double sum;

        /** Values of nothing at all. */
        final long zeros;

        /** Of the native buckets with values in them. */
        final int[] indices;

        final long[] nativeCounts;

        private Counted(double[] bounds, long[] counts, double sum, long zeros, int[] indices, long[] nativeCounts) {
            this.bounds = bounds;
            this.counts = counts;
            this.sum = sum;
            this.zeros = zeros;
            this.indices = indices;
            this.nativeCounts = nativeCounts;
        }
    }
}
