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

    /** Takes the signs of life one by one, in constant memory. */
    static final class Beats {
        private long ticks;
        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;
        private Instant lastWall = Instant.MIN;
        private Instant gapFrom = Instant.MIN;
        private Duration longestGap = Duration.ZERO;
        private ClockCheck worst = new ClockCheck(Instant.MIN, Duration.ZERO);

        void add(Fact.Ticked tick) {
            if (ticks == 0) {
                first = tick.at();
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

        Pulse pulse() {
            return new Pulse(ticks, first, last, gapFrom, longestGap, worst);
        }
    }
}
