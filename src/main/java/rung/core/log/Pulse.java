package rung.core.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import rung.core.measure.Fact;
import rung.core.time.ClockCheck;

/**
 * The probe's signs of life in a window, as far as they tell whether the window can be trusted.
 *
 * @param ticks signs of life in it
 * @param first moment of the first one; {@link Instant#MAX} without any
 * @param last moment of the last one; {@link Instant#MIN} without any
 * @param gapFrom when the longest silence between two of them began
 * @param longestGap how long that silence was; zero with fewer than two
 * @param worst the check in which wall clock and monotonic clock parted the most
 */
public record Pulse(long ticks, Instant first, Instant last, Instant gapFrom, Duration longestGap, ClockCheck worst) {
    /** The pulse of these signs of life, oldest first. */
    public static Pulse of(List<Fact.Ticked> ticks) {
        Beats beats = new Beats();
        ticks.forEach(beats::add);
        return beats.pulse();
    }

    /**
     * The signs of life of a stretch, as far as those before and after it need to know.
     *
     * @param firstWall what the wall clock said at the first one
     * @param lastWall what the wall clock said at the last one
     */
    record Hour(Pulse pulse, Instant firstWall, Instant lastWall) {}

    /** Takes the signs of life one by one, in constant memory. */
    static final class Beats {
        private long ticks;
        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;
        private Instant firstWall = Instant.MIN;
        private Instant lastWall = Instant.MIN;
        private Instant gapFrom = Instant.MIN;
        private Duration longestGap = Duration.ZERO;
        private ClockCheck worst = new ClockCheck(Instant.MIN, Duration.ZERO);

        void add(Fact.Ticked tick) {
            if (ticks == 0) {
                first = tick.at();
                firstWall = tick.wall();
            } else {
                Duration gap = Duration.between(last, tick.at());
                if (gap.compareTo(longestGap) > 0) {
                    longestGap = gap;
                    gapFrom = last;
                }
                ClockCheck check = ClockCheck.between(last, lastWall, tick.at(), tick.wall());
                if (check.divergence().abs().compareTo(worst.divergence().abs()) > 0) {
                    worst = check;
                }
            }
            ticks++;
            last = tick.at();
            lastWall = tick.wall();
        }

        /** Takes the signs of life of an hour at once, in their order among the others. */
        void add(Hour hour) {
            if (hour.pulse().ticks() == 0) {
                return;
            }
            add(new Fact.Ticked(hour.pulse().first(), hour.firstWall()));
            if (hour.pulse().longestGap().compareTo(longestGap) > 0) {
                longestGap = hour.pulse().longestGap();
                gapFrom = hour.pulse().gapFrom();
            }
            if (hour.pulse()
                            .worst()
                            .divergence()
                            .abs()
                            .compareTo(worst.divergence().abs())
                    > 0) {
                worst = hour.pulse().worst();
            }
            ticks += hour.pulse().ticks() - 1;
            last = hour.pulse().last();
            lastWall = hour.lastWall();
        }

        /** What was taken, to be taken again at once. */
        Hour hour() {
            return new Hour(pulse(), firstWall, lastWall);
        }

        Pulse pulse() {
            return new Pulse(ticks, first, last, gapFrom, longestGap, worst);
        }
    }
}
