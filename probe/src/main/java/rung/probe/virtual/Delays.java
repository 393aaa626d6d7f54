package rung.probe.virtual;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import rung.core.time.VirtualTimeline;

/**
 * How long a stretch of a simulated pipeline takes, one draw per transaction. What is drawn is never negative and never
 * cut. Each draw takes one number from the generator that was handed in.
 */
public final class Delays {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private Delays() {}

    /** Each transaction takes as long as any other. */
    public static Supplier<Duration> always(Duration delay) {
        return () -> delay;
    }

    /**
     * Drawn by inverse transform. The library inverts some distributions numerically; {@link #lognormal} and {@link
     * #pareto} have formulas of their own.
     *
     * @param seconds a distribution that has no negative values
     */
    public static Supplier<Duration> drawn(RealDistribution seconds, SplittableRandom random) {
        if (!(seconds.getSupportLowerBound() >= 0)) {
            throw new IllegalArgumentException(
                    "a delay is not negative, but its distribution begins at " + seconds.getSupportLowerBound() + " s");
        }
        return () -> ofSeconds(seconds.inverseCumulativeProbability(random.nextDouble()));
    }

    /**
     * Long-tailed, as most latencies are.
     *
     * @param sigma standard deviation of the delay's natural logarithm, more than zero
     */
    public static Supplier<Duration> lognormal(Duration median, double sigma, SplittableRandom random) {
        requirePositive("median", seconds(median));
        requirePositive("sigma", sigma);
        return () ->
                ofSeconds(seconds(median) * Math.exp(sigma * NORMAL.inverseCumulativeProbability(openUnit(random))));
    }

    /**
     * A heavy tail: of the delays beyond any long one, the share {@code 2^-shape} is more than twice as long.
     *
     * @param least the shortest delay, more than zero
     * @param shape more than zero; up to 1 the mean is infinite, up to 2 the variance is
     */
    public static Supplier<Duration> pareto(Duration least, double shape, SplittableRandom random) {
        requirePositive("least", seconds(least));
        requirePositive("shape", shape);
        return () -> ofSeconds(seconds(least) * Math.pow(1 - random.nextDouble(), -1 / shape));
    }

    /**
     * Without memory: who has waited waits as long as who has not.
     *
     * @param mean more than zero
     */
    public static Supplier<Duration> exponential(Duration mean, SplittableRandom random) {
        requirePositive("mean", seconds(mean));
        return () -> ofSeconds(-seconds(mean) * Math.log1p(-random.nextDouble()));
    }

    /**
     * Two pipelines in one: what most take, and what a few take.
     *
     * @param share of transactions that take {@code one}, from 0 to 1
     */
    public static Supplier<Duration> mixed(
            double share, Supplier<Duration> one, Supplier<Duration> other, SplittableRandom random) {
        requireShare(share);
        return () -> random.nextDouble() < share ? one.get() : other.get();
    }

    /** A pipeline that grows slower: {@code first} now, and {@code perHour} more with each hour from now on. */
    public static Supplier<Duration> drifting(VirtualTimeline timeline, Duration first, Duration perHour) {
        if (first.isNegative() || perHour.isNegative()) {
            throw new IllegalArgumentException("a delay is not negative: " + first + ", " + perHour + " more per hour");
        }
        Instant start = timeline.now();
        return () -> {
            double hours = seconds(Duration.between(start, timeline.now())) / 3600;
            return first.plus(ofSeconds(seconds(perHour) * hours));
        };
    }

    static void requireShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share lies between 0 and 1, not at " + share);
        }
    }

    /** To the nanosecond; also of times that a long has not enough nanoseconds for. */
    static Duration ofSeconds(double seconds) {
        double whole = Math.floor(seconds);
        if (!(Math.abs(whole) < Long.MAX_VALUE)) {
            throw new ArithmeticException("no duration: " + seconds + " s");
        }
        return Duration.ofSeconds((long) whole, Math.round((seconds - whole) * 1e9));
    }

    static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    /** Between 0 and 1, both excluded: the middles of 2^52 equal parts. */
    private static double openUnit(SplittableRandom random) {
        return ((random.nextLong() >>> 12) + 0.5) * 0x1.0p-52;
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " is not more than zero: " + value);
        }
    }
}
