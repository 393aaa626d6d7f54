package rung.core.calibration;

import java.time.Duration;

/**
 * How a pipeline of this process was measured on the wall clock, whose every sale shows exactly so long after it was
 * handed over.
 *
 * @param stage at which it shows, for a person
 * @param lag after which a sale shows
 * @param poll asked for between two looks
 * @param achieved between two looks, on average
 * @param sales that were measured, at least 1
 * @param held sales of them whose interval held the truth
 * @param width to within how much 95 % of the stalenesses were known
 * @param upper the 95 % point of what the stalenesses were at most
 */
public record KnownLag(
        String stage,
        Duration lag,
        Duration poll,
        Duration achieved,
        long sales,
        long held,
        Duration width,
        Duration upper) {
    public KnownLag {
        if (sales < 1 || held < 0 || held > sales) {
            throw new IllegalArgumentException(held + " of " + sales + " intervals hold the lag of " + lag);
        }
    }
}
