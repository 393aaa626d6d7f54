package rung.core.evidence;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.LongUnaryOperator;
import java.util.zip.CRC32;

/**
 * How often each value occurred, where each value is known as an interval: one histogram of lower ends, one of upper
 * ends, milliseconds at three digits from 1 ms to 7 days, rounded outwards so that an interval never shrinks. What lies
 * beyond the range, or has no upper end yet, is counted apart and never lost. Mergeable in any order. Not thread-safe.
 *
 * <p>Tiers are never judged from here: their edges are counted exactly.
 */
public final class IntervalHistogram {
    private static final int NANOS_PER_MILLI = 1_000_000;

    static final long LONGEST_MILLIS = Duration.ofDays(7).toMillis();

    /** What {@link #upperEnd} gives for whatever is longer than the range. */
    public static final long BEYOND_MILLIS = 2 * LONGEST_MILLIS;

    private final Counts lower;
    private final Counts upper;
    private long lowerBeyond;

    public IntervalHistogram() {
        this(new Counts(), new Counts(), 0);
    }

    private IntervalHistogram(Counts lower, Counts upper, long lowerBeyond) {
        this.lower = lower;
        this.upper = upper;
        this.lowerBeyond = lowerBeyond;
    }

    /**
     * Records a value that lies between the two.
     *
     * @throws IllegalArgumentException when the upper end is negative or below the lower
     */
    public void record(Duration atLeast, Duration atMost) {
        if (atMost.isNegative() || atMost.compareTo(atLeast) < 0) {
            throw new IllegalArgumentException("no interval: from " + atLeast + " to " + atMost);
        }
        recordLower(atLeast);
        long millis = ceilMillis(atMost);
        if (millis <= LONGEST_MILLIS) {
            upper.record(millis);
        }
    }

    /** Records a value of which only the lower end is known: it is still growing, or was never measured. */
    public void recordAtLeast(Duration atLeast) {
        recordLower(atLeast);
    }

    private void recordLower(Duration atLeast) {
        long millis = Math.max(0, atLeast.toMillis());
        if (millis > LONGEST_MILLIS) {
            lowerBeyond++;
        } else {
            lower.record(millis);
        }
    }

    /** Adds what {@code other} recorded. */
    public void add(IntervalHistogram other) {
        lower.add(other.lower);
        upper.add(other.upper);
        lowerBeyond += other.lowerBeyond;
    }

    IntervalHistogram copy() {
        return new IntervalHistogram(lower.copy(), upper.copy(), lowerBeyond);
    }

    /** How many values were recorded. */
    public long count() {
        return lower.total() + lowerBeyond;
    }

    /** How many values have no upper end, or one beyond the range. */
    private long upperBeyond() {
        return count() - upper.total();
    }

    /** How many values are surely at most {@code most}: their upper end is. From 0 to {@link #possiblyWithin}. */
    public long surelyWithin(Duration most) {
        return upper.endingUpTo(inRange(most));
    }

    /** How many values are possibly at most {@code most}: their lower end is. */
    public long possiblyWithin(Duration most) {
        return lower.beginningUpTo(inRange(most));
    }

    private static long inRange(Duration duration) {
        return Math.min(duration.toMillis(), LONGEST_MILLIS);
    }

    /** Is given what occurred, and how often. */
    @FunctionalInterface
    public interface Each {
        void accept(long millis, long count);
    }

    /**
     * Gives each upper end within the range, in milliseconds at three digits and rounded up, smallest first: those that
     * {@link #upperEnd} gives for the values one by one.
     */
    public void upperEnds(Each each) {
        upper.each(each);
    }

    /** Gives each lower end within the range, in milliseconds at three digits and rounded down, smallest first. */
    public void lowerEnds(Each each) {
        lower.eachLowest(each);
    }

    /** An upper end in milliseconds as a histogram counts it: at three digits, rounded up; {@link #BEYOND_MILLIS} beyond the range. */
    public static long upperEnd(Duration atMost) {
        long millis = ceilMillis(atMost);
        return millis > LONGEST_MILLIS ? BEYOND_MILLIS : Counts.highest(millis);
    }

    /** How many values have an upper end within the range; it is not known of the others, or beyond seven days. */
    public long bounded() {
        return upper.total();
    }

    /** The {@code rank}-th smallest lower end in seconds, rank from 1, at most the range; absent beyond the count. */
    OptionalDouble lowerAt(long rank) {
        return rank > lower.total() && rank <= count()
                ? OptionalDouble.of(LONGEST_MILLIS / 1e3)
                : seconds(lower, rank, lower::lowestAt);
    }

    /** The {@code rank}-th smallest upper end in seconds, rank from 1; absent where it has no upper end yet. */
    OptionalDouble upperAt(long rank) {
        return seconds(upper, rank, upper::highestAt);
    }

    private static OptionalDouble seconds(Counts counts, long rank, LongUnaryOperator millisAt) {
        return rank < 1 || rank > counts.total()
                ? OptionalDouble.empty()
                : OptionalDouble.of(millisAt.applyAsLong(rank) / 1e3);
    }

    /** The histogram as bytes, for {@link #decode}. */
    public byte[] encode() {
        ByteBuffer buffer = ByteBuffer.allocate(3 * Long.BYTES + lower.mostBytes() + upper.mostBytes());
        buffer.putLong(0).putLong(lowerBeyond).putLong(upperBeyond());
        lower.write(buffer);
        upper.write(buffer);
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        ByteBuffer.wrap(bytes).putLong(checksum(bytes));
        return bytes;
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when the bytes are something else
     */
    public static IntervalHistogram decode(byte[] bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            if (buffer.getLong() != checksum(bytes)) {
                throw new IllegalArgumentException("the checksum does not match");
            }
            long lowerBeyond = buffer.getLong();
            long upperBeyond = buffer.getLong();
            Counts lower = Counts.read(buffer);
            Counts upper = Counts.read(buffer);
            IntervalHistogram histogram = new IntervalHistogram(lower, upper, lowerBeyond);
            if (histogram.upperBeyond() != upperBeyond) {
                throw new IllegalArgumentException(
                        upperBeyond + " values without an upper end, not " + histogram.upperBeyond());
            }
            return histogram;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not an interval histogram: " + e.getMessage(), e);
        }
    }

    /** Over all but the checksum itself, which comes first. */
    private static long checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, Long.BYTES, bytes.length - Long.BYTES);
        return crc.getValue();
    }

    private static long ceilMillis(Duration duration) {
        long millis = duration.toMillis();
        return duration.toNanosPart() % NANOS_PER_MILLI == 0 ? millis : millis + 1;
    }
}
