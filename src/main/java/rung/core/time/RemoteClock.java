package rung.core.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A clock on another machine, known only by the stamps in its answers. A stamp was made between the sending of a request
 * and the arrival of its answer; so the offset lay between {@code stamp - acknowledged} and {@code stamp + resolution -
 * sent}. All answers together narrow it down, each of them widened by {@link #DRIFT_PPM} of the time since it was asked
 * for.
 *
 * <p>State and cost do not grow with the answers. For one thread.
 */
public final class RemoteClock {
    /** How fast two clocks in order may part, in millionths: the rate up to which NTP slews, and more than quartz errs. */
    public static final int DRIFT_PPM = 500;

    private static final long NANOS_PER_NANO_OF_DRIFT = 1_000_000 / DRIFT_PPM;

    private record Known(Instant origin, Instant latest, Duration lower, Duration upper) {
        /** What the bounds are worth at {@code moment}; the lower may pass the upper. */
        private Duration lowerAt(Instant moment) {
            return lower.minusNanos(driftRoundedUp(origin, moment));
        }

        private Duration upperAt(Instant moment) {
            return upper.plusNanos(driftRoundedUp(origin, moment));
        }
    }

    private final Duration resolution;
    private Optional<Known> known = Optional.empty();
    private Optional<ClockOffset.Stepped> stepped = Optional.empty();

    /**
     * A clock that nothing is known of.
     *
     * @param resolution to which it cuts its stamps: a millisecond for Kafka; zero when they are exact
     */
    public RemoteClock(Duration resolution) {
        if (resolution.isNegative()) {
            throw new IllegalArgumentException("resolution is negative: " + resolution);
        }
        this.resolution = resolution;
    }

    /**
     * Takes an answer; answers may come in any order.
     *
     * @param sent when the request was sent, on the local timeline
     * @param acknowledged when its answer had come, on the local timeline
     * @param stamp what the remote clock said in between, cut to its resolution
     */
    public void observe(Instant sent, Instant acknowledged, Instant stamp) {
        if (acknowledged.isBefore(sent)) {
            throw new IllegalArgumentException("acknowledged at " + acknowledged + ", before it was sent at " + sent);
        }
        Duration atLeast = Duration.between(acknowledged, stamp);
        Duration atMost = Duration.between(sent, stamp).plus(resolution);
        Instant origin = known.map(Known::origin).orElse(sent);
        Duration lower = atLeast.plusNanos(driftRoundedDown(origin, sent));
        Duration upper = atMost.minusNanos(driftRoundedDown(origin, sent));
        Known now = known.map(before -> new Known(
                        origin,
                        acknowledged.isAfter(before.latest()) ? acknowledged : before.latest(),
                        lower.compareTo(before.lower()) > 0 ? lower : before.lower(),
                        upper.compareTo(before.upper()) < 0 ? upper : before.upper()))
                .orElse(new Known(origin, acknowledged, lower, upper));
        known = Optional.of(now);
        Duration gap = now.lowerAt(now.latest()).minus(now.upperAt(now.latest()));
        if (stepped.isEmpty() && !gap.isNegative() && !gap.isZero()) {
            stepped = Optional.of(new ClockOffset.Stepped(acknowledged, gap));
        }
    }

    /**
     * The offset at {@code moment}; absent before the first answer. Once the remote clock was stepped it stays so: whoever
     * wants to go on begins with a new one.
     *
     * @throws IllegalArgumentException when {@code moment} is before an answer that was taken
     */
    public Optional<ClockOffset> offset(Instant moment) {
        known.filter(one -> moment.isBefore(one.latest())).ifPresent(one -> {
            throw new IllegalArgumentException(moment + " is before the last answer, at " + one.latest());
        });
        if (stepped.isPresent()) {
            return stepped.map(one -> one);
        }
        return known.map(one -> new ClockOffset.Between(one.lowerAt(moment), one.upperAt(moment)));
    }

    private static long driftRoundedDown(Instant origin, Instant moment) {
        return Math.floorDiv(Duration.between(origin, moment).toNanos(), NANOS_PER_NANO_OF_DRIFT);
    }

    private static long driftRoundedUp(Instant origin, Instant moment) {
        return -Math.floorDiv(Duration.between(moment, origin).toNanos(), NANOS_PER_NANO_OF_DRIFT);
    }
}
