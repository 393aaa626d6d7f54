package rung.probe.virtual;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import rung.core.measure.Injection;
import rung.core.measure.StockKey;
import rung.core.time.VirtualTimeline;

/**
 * What a retailer's pipeline does wrong. Each fault is a stretch of its own, put before the healthy rest; which
 * transactions it strikes is told by {@link #chance} or any other condition.
 */
public final class Faults {
    private Faults() {}

    /**
     * Each transaction with the same probability, whatever happened to others.
     *
     * @param share from 0 to 1
     */
    public static Predicate<Injection> chance(double share, SplittableRandom random) {
        Delays.requireShare(share);
        return injection -> random.nextDouble() < share;
    }

    /** Sales only; returns stay whole. */
    public static Predicate<Injection> sales() {
        return injection -> injection.kind() == Injection.Kind.SALE;
    }

    /** Transactions on the keys that {@code keys} names: a partition, a store. */
    public static Predicate<Injection> on(Predicate<StockKey> keys) {
        return injection -> keys.test(injection.key());
    }

    /** Never shows the transactions that {@code struck} names: losses, a dead partition. */
    public static Transit losing(Predicate<Injection> struck, Transit next) {
        return Transit.split(struck, Transit.nowhere(), next);
    }

    /** Applies those that {@code struck} names again, {@code later} than it applied them first. */
    public static Transit doubling(
            VirtualTimeline timeline, Predicate<Injection> struck, Supplier<Duration> later, Transit next) {
        return Transit.split(struck, Transit.both(next, Transit.delayed(timeline, later, next)), next);
    }

    /** Forgets those that {@code struck} names, until a correction brings them, {@code later}. */
    public static Transit correcting(
            VirtualTimeline timeline, Predicate<Injection> struck, Supplier<Duration> later, Transit next) {
        return Transit.split(struck, Transit.delayed(timeline, later, next), next);
    }

    /**
     * Applies sales that {@code struck} names again, {@code doubled} later, and takes the second one back, {@code healed}
     * later still. Leaves returns alone.
     */
    public static Transit healing(
            VirtualTimeline timeline, Predicate<Injection> struck, Duration doubled, Duration healed, Transit next) {
        Transit twice = sale -> {
            next.enter(sale);
            timeline.after(doubled, () -> next.enter(sale));
            timeline.after(doubled.plus(healed), () -> next.enter(sale.returned(timeline.now())));
        };
        return Transit.split(sales().and(struck), twice, next);
    }
}
