package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import rung.core.measure.SlotOutcome;

/**
 * What a shopper sees of one window's staleness: the chance that the count on the page is right, which for a SKU that
 * sells at {@code r} is the mean of {@code exp(-r S)} over the window, and its complement, the chance that a unit that is
 * gone is promised once more. Never fold two windows into one: sales and staleness peak together.
 *
 * <p>Sales of the SKU are taken as Poisson, and stages as first in, first out.
 */
public final class DisplayAccuracy {
    private final double ratePerSecond;
    private final Instant at;
    private double worst;
    private double best;
    private long slots;
    private long seen;

    /**
     * @param salesPerHour of the SKU in the store, over all channels
     * @param at the moment up to which facts are complete
     */
    public DisplayAccuracy(double salesPerHour, Instant at) {
        if (!(salesPerHour > 0)) {
            throw new IllegalArgumentException("sales per hour are not positive: " + salesPerHour);
        }
        this.ratePerSecond = salesPerHour / Duration.ofHours(1).toSeconds();
        this.at = at;
    }

    /** Takes a slot: one that was seen between two bounds, a pending one at its age, an unmeasured one at the worst. */
    public void add(SlotOutcome slot) {
        slots++;
        slot.outcome()
                .match(
                        shown -> {
                            seen++;
                            worst += right(Duration.between(slot.intended(), shown.firstSeen()));
                            best += right(Duration.between(slot.intended(), shown.lastMissing()));
                        },
                        missing -> worst += right(Duration.between(slot.intended(), at)),
                        nothing -> {});
    }

    private double right(Duration staleness) {
        return Math.exp(-ratePerSecond * staleness.toNanos() / 1e9);
    }

    /** The share of right counts at least, upper ends taken and pending sales at their age; NaN without slots. */
    public double rightAtLeast() {
        return slots == 0 ? Double.NaN : worst / slots;
    }

    /** The share of right counts at most, lower ends taken and pending sales left out; NaN when nothing was seen. */
    public double rightAtMost() {
        return seen == 0 ? Double.NaN : best / seen;
    }
}
