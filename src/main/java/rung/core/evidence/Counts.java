package rung.core.evidence;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * How often each number of milliseconds occurred, to three digits. While it records it is a histogram of HdrHistogram;
 * what is only read, kept or added to another is a sorted list of what occurred, a hundredth of its size. Reading does
 * not change it once it is such a list. Not thread-safe.
 */
final class Counts {
    private static final int DIGITS = 3;
    private static final int MOST_VARINT_BYTES = 10;

    /** A list is merged with one so many times shorter at most; with a shorter one, most of the merge would be copying. */
    private static final int MERGE_FACTOR = 4;

    /** For a list of so many values, as of a day, it pays to write down what is being recorded: more such lists follow. */
    private static final int LONG_LIST = 512;

    private static final long[] NONE = {};

    /** Says which numbers count as the same; holds none. */
    private static final Histogram SCALE = new Histogram(IntervalHistogram.LONGEST_MILLIS, DIGITS);

    private long[] values = NONE;
    private long[] counts = NONE;
    private long total;
    private @Nullable Histogram recording;

    /** How many occurred up to each of the values; absent until somebody asks, and after a change. */
    private volatile long @Nullable [] passed;

    void record(long millis) {
        recording().recordValue(millis);
        total++;
    }

    void add(Counts other) {
        other.settle();
        if (other.values.length >= LONG_LIST) {
            settle();
        }
        total += other.total;
        if (recording == null && values.length <= MERGE_FACTOR * other.values.length) {
            merge(other);
            return;
        }
        Histogram mine = recording();
        for (int i = 0; i < other.values.length; i++) {
            mine.recordValueWithCount(other.values[i], other.counts[i]);
        }
    }

    private void merge(Counts other) {
        int most = values.length + other.values.length;
        long[] newValues = new long[most];
        long[] newCounts = new long[most];
        int size = 0;
        int theirs = 0;
        int mine = 0;
        while (mine < values.length || theirs < other.values.length) {
            long mineOrMost = mine < values.length ? values[mine] : Long.MAX_VALUE;
            long theirsOrMost = theirs < other.values.length ? other.values[theirs] : Long.MAX_VALUE;
            boolean isMine = mineOrMost <= theirsOrMost;
            boolean isTheirs = theirsOrMost <= mineOrMost;
            newValues[size] = isMine ? values[mine] : other.values[theirs];
            newCounts[size] = (isMine ? counts[mine] : 0) + (isTheirs ? other.counts[theirs] : 0);
            mine += isMine ? 1 : 0;
            theirs += isTheirs ? 1 : 0;
            size++;
        }
        values = Arrays.copyOf(newValues, size);
        counts = Arrays.copyOf(newCounts, size);
        passed = null;
    }

    private Histogram recording() {
        Histogram current = recording;
        if (current == null) {
            current = new Histogram(DIGITS);
            for (int i = 0; i < values.length; i++) {
                current.recordValueWithCount(values[i], counts[i]);
            }
            recording = current;
        }
        return current;
    }

    private void settle() {
        Histogram current = recording;
        if (current != null) {
            list(current);
            recording = null;
        }
    }

    /** Writes down what {@code histogram} recorded. */
    private void list(Histogram histogram) {
        long[] newValues = new long[64];
        long[] newCounts = new long[64];
        int size = 0;
        for (HistogramIterationValue value : histogram.recordedValues()) {
            if (size == newValues.length) {
                newValues = Arrays.copyOf(newValues, 2 * size);
                newCounts = Arrays.copyOf(newCounts, 2 * size);
            }
            newValues[size] = histogram.lowestEquivalentValue(value.getValueIteratedTo());
            newCounts[size++] = value.getCountAtValueIteratedTo();
        }
        values = Arrays.copyOf(newValues, size);
        counts = Arrays.copyOf(newCounts, size);
        passed = null;
    }

    /** The same as a list; this one goes on recording, so that a copy after every value costs no histogram. */
    Counts copy() {
        Counts copy = new Counts();
        Histogram current = recording;
        if (current != null) {
            copy.list(current);
        } else {
            copy.values = values;
            copy.counts = counts;
        }
        copy.total = total;
        return copy;
    }

    long total() {
        return total;
    }

    /** The largest number that counts as the same as {@code millis}. */
    static long highest(long millis) {
        return SCALE.highestEquivalentValue(millis);
    }

    /** Gives each largest number that counts as the same, smallest first, with how often it occurred. */
    void each(IntervalHistogram.Each each) {
        Counts list = recording == null ? this : copy();
        for (int i = 0; i < list.values.length; i++) {
            each.accept(highest(list.values[i]), list.counts[i]);
        }
    }

    /** Gives each least number that counts as the same, smallest first, with how often it occurred. */
    void eachLowest(IntervalHistogram.Each each) {
        Counts list = recording == null ? this : copy();
        for (int i = 0; i < list.values.length; i++) {
            each.accept(list.values[i], list.counts[i]);
        }
    }

    /** The least number that counts as the same as the {@code rank}-th smallest, rank from 1 to the total. */
    long lowestAt(long rank) {
        if (rank < 1 || rank > total) {
            throw new IllegalArgumentException(total + " values have no rank " + rank);
        }
        Histogram current = recording;
        if (current != null) {
            // The middle between the percentiles of two neighbouring ranks: no rounding error moves it to another rank.
            return current.lowestEquivalentValue(current.getValueAtPercentile(100 * (rank - 0.5) / total));
        }
        int i = 0;
        long passed = counts[0];
        while (passed < rank) {
            passed += counts[++i];
        }
        return values[i];
    }

    /** The largest number that counts as the same as the {@code rank}-th smallest, rank from 1 to the total. */
    long highestAt(long rank) {
        return highest(lowestAt(rank));
    }

    /** How many numbers count as one of which the least is at most {@code millis}. */
    long beginningUpTo(long millis) {
        if (millis < 0) {
            return 0;
        }
        Histogram current = recording;
        if (current != null) {
            return current.getCountBetweenValues(0, Math.min(millis, current.getMaxValue()));
        }
        int found = Arrays.binarySearch(values, millis);
        int last = found >= 0 ? found : -found - 2;
        return last < 0 ? 0 : passed()[last];
    }

    private long[] passed() {
        long[] sums = passed;
        if (sums == null) {
            sums = counts.clone();
            Arrays.parallelPrefix(sums, Long::sum);
            passed = sums;
        }
        return sums;
    }

    /** How many numbers count as one of which the largest is at most {@code millis}. */
    long endingUpTo(long millis) {
        if (millis < 0) {
            return 0;
        }
        boolean isLargest = SCALE.highestEquivalentValue(millis) == millis;
        return beginningUpTo(isLargest ? millis : SCALE.lowestEquivalentValue(millis) - 1);
    }

    /** How many bytes {@link #write} needs at most. */
    int mostBytes() {
        settle();
        return (1 + 2 * values.length) * MOST_VARINT_BYTES;
    }

    void write(ByteBuffer buffer) {
        settle();
        varint(buffer, values.length);
        long before = 0;
        for (int i = 0; i < values.length; i++) {
            varint(buffer, values[i] - before);
            varint(buffer, counts[i]);
            before = values[i];
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws BufferUnderflowException when it was cut
     */
    static Counts read(ByteBuffer buffer) {
        Varints numbers = new Varints(buffer);
        int size = Math.toIntExact(numbers.next());
        if (size > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        Counts read = new Counts();
        read.values = new long[size];
        read.counts = new long[size];
        long value = 0;
        for (int i = 0; i < size; i++) {
            value += numbers.next();
            read.values[i] = value;
            read.counts[i] = numbers.next();
            read.total += read.counts[i];
        }
        numbers.end();
        return read;
    }

    /** Reads numbers out of the array behind a buffer: most of the time of a long report goes there. */
    private static final class Varints {
        private final ByteBuffer buffer;
        private final byte[] bytes;
        private final int end;
        private int at;

        private Varints(ByteBuffer buffer) {
            this.buffer = buffer;
            this.bytes = buffer.array();
            this.at = buffer.arrayOffset() + buffer.position();
            this.end = buffer.arrayOffset() + buffer.limit();
        }

        private long next() {
            long value = 0;
            for (int shift = 0; at < end; shift += 7) {
                byte next = bytes[at++];
                value |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new BufferUnderflowException();
        }

        /** Leaves the buffer behind what was read. */
        private void end() {
            buffer.position(at - buffer.arrayOffset());
        }
    }

    private static void varint(ByteBuffer buffer, long value) {
        long left = value;
        for (; left >= 0x80; left >>>= 7) {
            buffer.put((byte) (left | 0x80));
        }
        buffer.put((byte) left);
    }
}
