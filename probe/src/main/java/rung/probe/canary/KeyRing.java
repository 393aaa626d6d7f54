package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import rung.core.measure.StockKey;

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

    private static final class Uses {
        private final Instant[] freeFrom = new Instant[QUANTITIES];
        private final boolean[] inPlay = new boolean[QUANTITIES];
    }

    private final Duration quarantine;
    private final Map<StockKey, Uses> keys = new HashMap<>();

    KeyRing(Duration quarantine) {
        this.quarantine = quarantine;
    }

    /** Takes a free quantity of {@code key} into play, the one that rested longest; empty when there is none. */
    OptionalInt take(StockKey key, Instant now) {
        Uses uses = keys.computeIfAbsent(key, any -> new Uses());
        int best = -1;
        for (int i = 0; i < QUANTITIES; i++) {
            if (isFree(uses, i, now) && (best < 0 || restedLonger(uses.freeFrom[i], uses.freeFrom[best]))) {
                best = i;
            }
        }
        if (best < 0) {
            return OptionalInt.empty();
        }
        uses.inPlay[best] = true;
        return OptionalInt.of(ROTATION[best]);
    }

    /** Takes {@code quantity} of {@code key} out of play and into its quarantine. */
    void release(StockKey key, int quantity, Instant now) {
        Uses uses = keys.get(key);
        for (int i = 0; uses != null && i < QUANTITIES; i++) {
            if (ROTATION[i] == quantity && uses.inPlay[i]) {
                uses.inPlay[i] = false;
                uses.freeFrom[i] = now.plus(quarantine);
                return;
            }
        }
        throw new IllegalStateException(quantity + " of " + key + " is not in play");
    }

    private static boolean isFree(Uses uses, int candidate, Instant now) {
        Instant freeFrom = uses.freeFrom[candidate];
        if (uses.inPlay[candidate] || (freeFrom != null && freeFrom.isAfter(now))) {
            return false;
        }
        for (int i = 0; i < QUANTITIES; i++) {
            if (uses.inPlay[i] && areNeighbours(ROTATION[i], ROTATION[candidate])) {
                return false;
            }
        }
        return true;
    }

    private static boolean areNeighbours(int a, int b) {
        return a == 2 * b || b == 2 * a;
    }

    private static boolean restedLonger(Instant a, Instant b) {
        return b != null && (a == null || a.isBefore(b));
    }
}
