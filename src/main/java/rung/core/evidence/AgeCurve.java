package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An age over wall time: stretch after stretch without a gap, in each of which it is either zero or rises by a second
 * each second. Every figure weighs moments, never reads or sales. A figure costs a pass over the stretches, a quantile
 * some fifty.
 */
public final class AgeCurve {
    /**
     * A part of the curve, in which it does not fall.
     *
     * @param from belongs to it
     * @param to does not belong to it; later than {@code from}
     * @param age at {@code from}; zero when it does not rise
     * @param rises whether it rises; otherwise nothing is waited for
     */
    public record Stretch(Instant from, Instant to, Duration age, boolean rises) {
        public Stretch {
            if (!from.isBefore(to)) {
                throw new IllegalArgumentException("from " + from + " is not before to " + to);
            }
            if (age.isNegative() || (!rises && !age.isZero())) {
                throw new IllegalArgumentException("age " + age + " is negative, or neither zero nor rising");
            }
        }

        private Duration ageAt(Instant moment) {
            return rises ? age.plus(Duration.between(from, moment)) : age;
        }
    }

    /** Puts stretches one after the other, cut to a span of time. */
    static final class Builder {
        private final Instant from;
        private final Instant to;
        private final List<Stretch> stretches = new ArrayList<>();

        Builder(Instant from, Instant to) {
            this.from = from;
            this.to = to;
        }

        /** The age is zero from {@code begin} until {@code end}. */
        void fresh(Instant begin, Instant end) {
            Instant first = later(begin, from);
            Instant last = earlier(end, to);
            if (first.isBefore(last)) {
                stretches.add(new Stretch(first, last, Duration.ZERO, false));
            }
        }

        /** From {@code begin} until {@code end} the age is the time since {@code since}. */
        void rising(Instant begin, Instant end, Instant since) {
            Instant first = later(begin, from);
            Instant last = earlier(end, to);
            if (first.isBefore(last)) {
                stretches.add(new Stretch(first, last, Duration.between(since, first), true));
            }
        }

        AgeCurve build() {
            return new AgeCurve(stretches);
        }
    }

    private final List<Stretch> stretches;
    private final long[] ages;
    private final long[] lengths;
    private final long total;

    /**
     * @param stretches at least one; each begins where the one before it ended
     */
    AgeCurve(List<Stretch> stretches) {
        this.stretches = List.copyOf(stretches);
        if (stretches.isEmpty()) {
            throw new IllegalArgumentException("a curve without stretches");
        }
        for (int i = 1; i < stretches.size(); i++) {
            if (!stretches.get(i).from().equals(stretches.get(i - 1).to())) {
                throw new IllegalArgumentException("a gap or an overlap before " + stretches.get(i));
            }
        }
        this.ages = stretches.stream().mapToLong(one -> one.age().toNanos()).toArray();
        this.lengths = stretches.stream()
                .mapToLong(one -> Duration.between(one.from(), one.to()).toNanos())
                .toArray();
        this.total = Duration.between(from(), to()).toNanos();
    }

    /** Where it begins. */
    public Instant from() {
        return stretches.get(0).from();
    }

    /** Where it ends; the first moment that is not part of it. */
    public Instant to() {
        return stretches.get(stretches.size() - 1).to();
    }

    /** Its stretches, to draw it. */
    public List<Stretch> stretches() {
        return stretches;
    }

    /**
     * The age at {@code moment}; costs a bisection.
     *
     * @throws IllegalArgumentException when the curve does not reach there
     */
    public Duration at(Instant moment) {
        if (moment.isBefore(from()) || !moment.isBefore(to())) {
            throw new IllegalArgumentException(moment + " is not between " + from() + " and " + to());
        }
        int first = 0;
        int last = stretches.size() - 1;
        while (first < last) {
            int middle = (first + last + 1) >>> 1;
            if (stretches.get(middle).from().isAfter(moment)) {
                last = middle - 1;
            } else {
                first = middle;
            }
        }
        return stretches.get(first).ageAt(moment);
    }

    /** The average over time. */
    public Duration mean() {
        double sum = 0;
        for (int i = 0; i < ages.length; i++) {
            sum += (ages[i] + largest(i)) / 2.0 * lengths[i];
        }
        return Duration.ofNanos(Math.round(sum / total));
    }

    /** The age that is reached in the end at the worst moment. */
    public Duration peak() {
        long peak = 0;
        for (int i = 0; i < ages.length; i++) {
            peak = Math.max(peak, largest(i));
        }
        return Duration.ofNanos(peak);
    }

    /** The share of time with an age over {@code age}, from 0 to 1. */
    public double shareOver(Duration age) {
        return (double) nanosOver(age.toNanos()) / total;
    }

    /** The smallest age that is not exceeded for a share {@code quantile} of the time, from 0 to 1. */
    public Duration quantile(double quantile) {
        if (!(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("not a share: " + quantile);
        }
        double mayExceed = (1 - quantile) * total;
        long exceeded = -1;
        long enough = peak().toNanos();
        while (enough - exceeded > 1) {
            long middle = exceeded + (enough - exceeded) / 2;
            if (nanosOver(middle) <= mayExceed) {
                enough = middle;
            } else {
                exceeded = middle;
            }
        }
        return Duration.ofNanos(enough);
    }

    private long nanosOver(long age) {
        long over = 0;
        for (int i = 0; i < ages.length; i++) {
            if (ages[i] > age) {
                over += lengths[i];
            } else if (stretches.get(i).rises()) {
                over += Math.max(0, largest(i) - age);
            }
        }
        return over;
    }

    private long largest(int stretch) {
        return stretches.get(stretch).rises() ? ages[stretch] + lengths[stretch] : ages[stretch];
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
