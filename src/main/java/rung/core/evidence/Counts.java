package rung.core.evidence;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How often each number of milliseconds occurred, to three digits, on the scale of HdrHistogram. While it records there is a
 * cell for each step of the scale; what is only read, kept or added to another is a sorted list of what occurred, a
 * hundredth of its size. Reading does not change it once it is such a list. Not thread-safe.
 *
 * <p>The cells are not those of the library's own histogram because a report of a month adds tens of thousands of lists up
 * and writes as many down, where the library goes through its cells at ten times the cost; that both agree is tested.
 */
final class Counts {
    private static final int DIGITS = 3;
    private static final int MOST_VARINT_BYTES = 10;

    /** So many bits of a number tell it from its neighbours: three digits need eleven. */
    private static final int BITS = 11;

    /** Steps of the scale for each further doubling: half of the numbers of so many bits. */
    private static final int STEPS = 1 << (BITS - 1);

    private static final long[] NONE = {};

    /** Says which numbers count as the same; holds none. */
    private static final Histogram SCALE = new Histogram(IntervalHistogram.LONGEST_MILLIS, DIGITS);

    private long[] values = NONE;
    private long[] counts = NONE;
    private long total;

    /** How often each step of the scale occurred, while it records; the last step that occurred is among them. */
    private long @Nullable [] cells;

    /** How many occurred up to each of the values; absent until somebody asks, and after a change. */
    private volatile long @Nullable [] passed;

    /** The place of a number on the scale, from 0. */
    static int step(long millis) {
        int doublings = Math.max(0, Long.SIZE - BITS - Long.numberOfLeadingZeros(millis));
        return doublings * STEPS + (int) (millis >>> doublings);
    }

    /** The least number at a place. */
    static long lowest(int step) {
        int doublings = Math.max(0, step / STEPS - 1);
        return (long) (step - doublings * STEPS) << doublings;
    }

    void record(long millis) {
        record(millis, 1);
    }

    private void record(long millis, long count) {
        int step = step(millis);
        recording(step)[step] += count;
        total += count;
    }

    void add(Counts other) {
        other.settle();
        for (int i = 0; i < other.values.length; i++) {
            record(other.values[i], other.counts[i]);
        }
    }

    /** Cells to record in, as many as {@code step} needs. */
    private long[] recording(int step) {
        long[] current = cells;
        if (current != null && step < current.length) {
            return current;
        }
        int most = Math.max(step, values.length == 0 ? 0 : step(values[values.length - 1]));
        int needed = (most / STEPS + 1) * STEPS;
        if (current != null) {
            current = Arrays.copyOf(current, needed);
        } else {
            current = new long[needed];
            for (int i = 0; i < values.length; i++) {
                current[step(values[i])] = counts[i];
            }
        }
        cells = current;
        return current;
    }

    private void settle() {
        long[] current = cells;
        if (current != null) {
            list(current);
            cells = null;
        }
    }

    /** Writes down what occurred. */
    private void list(long[] recorded) {
        long[] newValues = new long[64];
        long[] newCounts = new long[64];
        int size = 0;
        for (int step = 0; step < recorded.length; step++) {
            if (recorded[step] > 0) {
                if (size == newValues.length) {
                    newValues = Arrays.copyOf(newValues, 2 * size);
                    newCounts = Arrays.copyOf(newCounts, 2 * size);
                }
                newValues[size] = lowest(step);
                newCounts[size++] = recorded[step];
            }
        }
        values = Arrays.copyOf(newValues, size);
        counts = Arrays.copyOf(newCounts, size);
        passed = null;
    }

    /** The same as a list; this one goes on recording, so that a copy after every value costs no histogram. */
    Counts copy() {
        Counts copy = new Counts();
        long[] current = cells;
        if (current != null) {
            copy.list(current);
        } else {
            copy.values = values;
            copy.counts = counts;
            copy.passed = passed;
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
        Counts list = cells == null ? this : copy();
        for (int i = 0; i < list.values.length; i++) {
            each.accept(highest(list.values[i]), list.counts[i]);
        }
    }

    /** Gives each least number that counts as the same, smallest first, with how often it occurred. */
    void eachLowest(IntervalHistogram.Each each) {
        Counts list = cells == null ? this : copy();
        for (int i = 0; i < list.values.length; i++) {
            each.accept(list.values[i], list.counts[i]);
        }
    }

    /** The least number that counts as the same as the {@code rank}-th smallest, rank from 1 to the total. */
    long lowestAt(long rank) {
        if (rank < 1 || rank > total) {
            throw new IllegalArgumentException(total + " values have no rank " + rank);
        }
        long[] current = cells;
        if (current != null) {
            int step = 0;
            for (long upTo = current[0]; upTo < rank; upTo += current[step]) {
                step++;
            }
            return lowest(step);
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
        long[] current = cells;
        if (current != null) {
            long upTo = 0;
            int last = Math.min(step(millis), current.length - 1);
            for (int step = 0; step <= last; step++) {
                upTo += current[step];
            }
            return upTo;
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
