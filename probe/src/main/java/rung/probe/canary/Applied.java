package rung.probe.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads off one key's count how often each transaction in play on it was applied.
 *
 * <p>Quantities in play differ by a factor of four or more, and a pair of sale and return contributes between -1 and 2
 * times its quantity; four neighbouring values and a base of four make the reading unique. So what is read is the truth
 * as long as nothing but the transactions in play moves the count.
 *
 * <p>One transaction more, of a quantity that is not in play (a late duplicate of an older sale or return), either leaves
 * the count unexplained, or makes one of those in play read as applied too often, which it was not. It can also carry
 * into the quantity four times as large; that one is then not {@link Times#certain}. What is certain is never read as
 * applied once when it was not applied, nor as not applied when it was.
 */
final class Applied {
    private static final int MOST_ONCE_TOO_OFTEN = 2;
    private static final int CARRIES = 4;

    private Applied() {}

    /**
     * One transaction in play.
     *
     * @param quantity units of the sale
     * @param returning whether its return has been sent, too
     */
    record InPlay(int quantity, boolean returning) {
        private static final InPlay[] SALES = all(false);
        private static final InPlay[] RETURNS = all(true);

        private static InPlay[] all(boolean returning) {
            return IntStream.range(0, Integer.SIZE - 1)
                    .mapToObj(bit -> new InPlay(1 << bit, returning))
                    .toArray(InPlay[]::new);
        }

        /** A quantity by the number of its only bit, from 0. */
        static InPlay of(int quantityBit, boolean returning) {
            return returning ? RETURNS[quantityBit] : SALES[quantityBit];
        }

        private int least() {
            return returning ? -1 : 0;
        }
    }

    /**
     * How often one transaction was applied.
     *
     * @param count times that its sale was applied less times that its return was
     * @param certain false when a late duplicate of a quantity that is not in play would explain the same count
     */
    record Times(int count, boolean certain) {}

    /**
     * Explains by how much a count fell.
     *
     * @param inPlay by rising quantity, each at least four times the one before
     * @param fallen units by which the count lies below what it was without these transactions
     * @return how often each was applied, in the same order: 0 to 2 times, or -1 to 2 when returning; empty when nothing
     *     explains the count
     */
    static Optional<List<Times>> explain(List<InPlay> inPlay, long fallen) {
        List<Times> times = new ArrayList<>(inPlay.size());
        long rest = fallen;
        for (int i = 0; i < inPlay.size(); i++) {
            InPlay one = inPlay.get(i);
            boolean last = i + 1 == inPlay.size();
            long modulus = last ? Long.MAX_VALUE : inPlay.get(i + 1).quantity();
            int count = one.least();
            while (count <= MOST_ONCE_TOO_OFTEN && (rest - (long) count * one.quantity()) % modulus != 0) {
                count++;
            }
            if (count > MOST_ONCE_TOO_OFTEN) {
                return Optional.empty();
            }
            rest -= (long) count * one.quantity();
            boolean carried = i > 0
                    && one.quantity() == CARRIES * inPlay.get(i - 1).quantity()
                    && couldBeCarried(times.get(i - 1).count(), count);
            times.add(new Times(count, !carried));
        }
        return rest == 0 ? Optional.of(List.copyOf(times)) : Optional.empty();
    }

    /** Twice the lower quantity, once more or once less, turns 1 into -1 and carries, or 0 into 2 and borrows. */
    private static boolean couldBeCarried(int lower, int count) {
        return (lower == -1 && count >= 1) || (lower == MOST_ONCE_TOO_OFTEN && count <= 0);
    }
}
