package rung.core.calibration;

import java.time.Duration;
import java.util.List;

/**
 * What the machine adds to what is measured on it.
 *
 * @param span for which it was watched
 * @param slip how much later than scheduled a sale was handed over
 * @param tooLate sales that were handed over so late that their slots would be unmeasured
 * @param looks what a look costs, at stages that cost next to nothing themselves
 * @param lags pipelines of known lag, at least one
 * @param clocks how good they are
 */
public record Machine(
        Duration span, Spread slip, long tooLate, List<ReadCost> looks, List<KnownLag> lags, Clocks clocks) {
    public Machine {
        looks = List.copyOf(looks);
        lags = List.copyOf(lags);
        if (lags.isEmpty()) {
            throw new IllegalArgumentException("no pipeline of known lag was measured");
        }
    }
}
