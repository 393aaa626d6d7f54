package rung.probe.canary;

import java.util.List;
import java.util.Optional;

/**
 * Reads off one key's count how often each transaction in play on it was applied. Quantities in play differ by a factor
 * of four or more, and a pair of sale and return contributes between -1 and 2 times its quantity; four neighbouring
 * values and a base of four make the reading unique.
 */
final class Applied {
    private static final int MOST_ONCE_TOO_OFTEN = 2;

    private Applied() {}

    /**
     * One transaction in play.
     *
     * @param quantity units of the sale
     * @param returning whether its return has been sent, too
     */
    record InPlay(int quantity, boolean returning) {
        private int least() {
            return returning ? -1 : 0;
        }
    }

    /**
     * Explains by how much a count fell.
     *
     * @param inPlay by rising quantity, each at least four times the one before
     * @param fallen units by which the count lies below what it was without these transactions
     * @return times that each was applied, sales less returns, in the same order: 0 to 2, or -1 to 2 when returning; empty
     *     when nothing explains the count
     */
    static Optional<int[]> explain(List<InPlay> inPlay, long fallen) {
        int[] times = new int[inPlay.size()];
        long rest = fallen;
        for (int i = 0; i < times.length; i++) {
            InPlay one = inPlay.get(i);
            long next = i + 1 < times.length ? inPlay.get(i + 1).quantity() : Long.MAX_VALUE;
            boolean found = false;
            for (int digit = one.least(); digit <= MOST_ONCE_TOO_OFTEN && !found; digit++) {
                long left = rest - (long) digit * one.quantity();
                if (i + 1 < times.length ? left % next == 0 : left == 0) {
                    times[i] = digit;
                    rest = left;
                    found = true;
                }
            }
            if (!found) {
                return Optional.empty();
            }
        }
        return rest == 0 ? Optional.of(times) : Optional.empty();
    }
}
