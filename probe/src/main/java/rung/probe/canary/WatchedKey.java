package rung.probe.canary;

import org.jspecify.annotations.Nullable;
import rung.core.measure.StockKey;

/** A key with the sales that are watched on it, by rising quantity. */
final class WatchedKey implements KeyTable.Keyed {
    final StockKey key;

    @Nullable
    WatchedSale smallest;

    long baseline;
    boolean hasBaseline;
    boolean unexplained;
    boolean waits;
    boolean listed;

    WatchedKey(StockKey key) {
        this.key = key;
    }

    @Override
    public StockKey key() {
        return key;
    }

    void startFrom(long count) {
        baseline = count;
        hasBaseline = true;
    }

    void add(WatchedSale added) {
        WatchedSale smaller = null;
        WatchedSale larger = smallest;
        while (larger != null && larger.quantityBit <= added.quantityBit) {
            smaller = larger;
            larger = larger.larger;
        }
        added.larger = larger;
        link(smaller, added);
    }

    /** Takes out the entry of {@code slot}; returns whether there was one. */
    boolean remove(long slot) {
        WatchedSale smaller = null;
        WatchedSale one = smallest;
        while (one != null && one.sale.slot() != slot) {
            smaller = one;
            one = one.larger;
        }
        if (one == null) {
            return false;
        }
        link(smaller, one.larger);
        unexplained &= smallest != null;
        return true;
    }

    private void link(@Nullable WatchedSale smaller, @Nullable WatchedSale larger) {
        if (smaller == null) {
            smallest = larger;
        } else {
            smaller.larger = larger;
        }
    }
}
