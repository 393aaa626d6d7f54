package rung.reporter.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
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
    private static final double LOG_2 = Math.log(2);
    private static final double MILLIS = 1e3;

    private final long[] boundsMillis;
    private final long[] counts;
    private final TreeMap<Integer, long[]> natives = new TreeMap<>();
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
        int found = Arrays.binarySearch(boundsMillis, millis);
        int bucket = found >= 0 ? found : -found - 1;
        counts[bucket] += count;
        sumMillis += millis * count;
        if (millis == 0) {
            zeros += count;
        } else {
            natives.computeIfAbsent(index(millis), key -> new long[1])[0] += count;
        }
        return bucket;
    }

    /** The native bucket of a value: the least i with value at most 2^(i/8) s. */
    private static int index(long millis) {
        return (int) Math.ceil(Math.log(millis / MILLIS) / LOG_2 * PER_DOUBLING);
    }

    int buckets() {
        return counts.length;
    }

    /** What was counted until now. */
    Counted counted() {
        int[] indices = new int[natives.size()];
        long[] nativeCounts = new long[natives.size()];
        int i = 0;
        for (Map.Entry<Integer, long[]> one : natives.entrySet()) {
            indices[i] = one.getKey();
            nativeCounts[i++] = one.getValue()[0];
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
