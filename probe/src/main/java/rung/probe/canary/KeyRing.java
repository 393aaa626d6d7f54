package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;
import rung.core.measure.StockKey;
import rung.core.time.Nanos;

/**
 * Which quantities are in play on which synthetic key. Quantities are powers of two, and no two neighbours are in play at
 * once: a key's count then tells for each of its transactions whether it was applied never, once or twice. A quantity
 * comes back only when it has been out of play for a whole quarantine, so that a late duplicate of an old sale cannot
 * pass for a new one.
 */
final class KeyRing {
    /** In the order in which a fresh key uses them: the first four, and the last four, may all be in play at once. */
    private static final int[] ROTATION = {1, 4, 16, 64, 2, 8, 32, 128};

    private static final int QUANTITIES = ROTATION.length;

    /** When each quantity is free again, as {@link Nanos}; {@link #NEVER_USED} in the beginning. */
    private static final long[] FRESH = new long[QUANTITIES];

    private static final long NEVER_USED = Long.MIN_VALUE;

    static {
        Arrays.fill(FRESH, NEVER_USED);
    }

    private static final class Uses implements KeyTable.Keyed {
        private final StockKey key;
        private long[] freeFrom = FRESH;
        private byte inPlay;

        private Uses(StockKey key) {
            this.key = key;
        }

        @Override
        public StockKey key() {
            return key;
        }

        private boolean isInPlay(int rotation) {
            return (inPlay >> rotation & 1) == 1;
        }

        private void turn(int rotation) {
            inPlay ^= (byte) (1 << rotation);
        }

        private void restUntil(int rotation, Instant end) {
            if (freeFrom == FRESH) {
                freeFrom = FRESH.clone();
            }
            freeFrom[rotation] = Nanos.of(end);
        }
    }

    private final Duration quarantine;
    private final KeyTable<Uses> keys = new KeyTable<>();

    KeyRing(Duration quarantine) {
        this.quarantine = quarantine;
    }

    /** Takes a free quantity of {@code key} into play, the one that rested longest; empty when there is none. */
    OptionalInt take(StockKey key, Instant now) {
        Uses uses = keys.find(key);
        if (uses == null) {
            uses = new Uses(key);
            keys.add(uses);
        }
        long nowNanos = Nanos.of(now);
        int best = -1;
        for (int i = 0; i < QUANTITIES; i++) {
            if (isFree(uses, i, nowNanos) && (best < 0 || uses.freeFrom[i] < uses.freeFrom[best])) {
                best = i;
            }
        }
        if (best < 0) {
            return OptionalInt.empty();
        }
        uses.turn(best);
        return OptionalInt.of(ROTATION[best]);
    }

    /** Takes {@code quantity} of {@code key} out of play and into its quarantine. */
    void release(StockKey key, int quantity, Instant now) {
        Uses uses = keys.find(key);
        for (int i = 0; uses != null && i < QUANTITIES; i++) {
            if (ROTATION[i] == quantity && uses.isInPlay(i)) {
                uses.turn(i);
                uses.restUntil(i, now.plus(quarantine));
                return;
            }
        }
        throw new IllegalStateException(quantity + " of " + key + " is not in play");
    }

    private static boolean isFree(Uses uses, int candidate, long nowNanos) {
        if (uses.isInPlay(candidate) || uses.freeFrom[candidate] > nowNanos) {
            return false;
        }
        for (int i = 0; i < QUANTITIES; i++) {
            if (uses.isInPlay(i) && areNeighbours(ROTATION[i], ROTATION[candidate])) {
                return false;
            }
        }
        return true;
    }

    private static boolean areNeighbours(int a, int b) {
        return a == 2 * b || b == 2 * a;
    }
}
