package rung.probe.virtual;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * When a simulated stage is stalled or out: endless series of stretches in rising order that do not overlap. The drawn
 * ones are in equilibrium from their first moment on, so that the share of time that they cover is what was asked for
 * over any span, in the mean.
 */
public final class Stretches {
    private Stretches() {}

    /** One of {@code length} each {@code period}: lateness at a fixed phase. */
    public static Iterator<Stretch> every(Instant first, Duration period, Duration length) {
        if (period.compareTo(length) < 0 || length.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("stretches of " + length + " each " + period + " overlap or never end");
        }
        return series(first, Delays.always(period.minus(length)), Delays.always(length), length);
    }

    /**
     * Spells of exponential length, with exponential gaps.
     *
     * @param share of time that spells cover, more than 0 and less than 1
     */
    public static Iterator<Stretch> bursts(Instant start, double share, Duration mean, SplittableRandom random) {
        Supplier<Duration> lengths = Delays.exponential(mean, random);
        Supplier<Duration> gaps = Delays.exponential(gap(share, mean), random);
        return inEquilibrium(start, share, gaps, lengths, lengths, random);
    }

    /**
     * Spells of one length, with exponential gaps.
     *
     * @param share of time that spells cover, more than 0 and less than 1
     */
    public static Iterator<Stretch> stalls(Instant start, double share, Duration length, SplittableRandom random) {
        Supplier<Duration> gaps = Delays.exponential(gap(share, length), random);
        Supplier<Duration> rest = () -> Delays.ofSeconds(Delays.seconds(length) * random.nextDouble());
        return inEquilibrium(start, share, gaps, Delays.always(length), rest, random);
    }

    /**
     * The share of time that {@link #bursts} must cover so that {@code lateShare} of all moments lie more than {@code edge}
     * before the end of a spell.
     *
     * @throws IllegalArgumentException when spells of that mean cannot make so many late
     */
    public static double burstShare(double lateShare, Duration edge, Duration mean) {
        double share = lateShare * Math.exp(Delays.seconds(edge) / Delays.seconds(mean));
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("spells of " + mean + " in the mean would have to cover the share "
                    + share + " of time for " + lateShare + " to be late by " + edge);
        }
        return share;
    }

    /** As {@link #burstShare}, for {@link #stalls}. */
    public static double stallShare(double lateShare, Duration edge, Duration length) {
        double share = lateShare / (1 - Delays.seconds(edge) / Delays.seconds(length));
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("spells of " + length + " would have to cover the share " + share
                    + " of time for " + lateShare + " to be late by " + edge);
        }
        return share;
    }

    private static Duration gap(double share, Duration mean) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("the share lies between 0 and 1, both excluded, not at " + share);
        }
        return Delays.ofSeconds(Delays.seconds(mean) * (1 - share) / share);
    }

    private static Iterator<Stretch> inEquilibrium(
            Instant start,
            double share,
            Supplier<Duration> gaps,
            Supplier<Duration> lengths,
            Supplier<Duration> rest,
            SplittableRandom random) {
        boolean begins = random.nextDouble() < share;
        return begins
                ? series(start, gaps, lengths, rest.get())
                : series(start.plus(gaps.get()), gaps, lengths, lengths.get());
    }

    private static Iterator<Stretch> series(
            Instant first, Supplier<Duration> gaps, Supplier<Duration> lengths, Duration firstLength) {
        return new Iterator<>() {
            private Instant from = first;
            private Duration length = firstLength;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Stretch next() {
                Stretch stretch = new Stretch(from, from.plus(length));
                from = stretch.until().plus(gaps.get());
                length = lengths.get();
                return stretch;
            }
        };
    }
}
