package rung.probe.canary;

import org.jspecify.annotations.Nullable;
import rung.core.measure.StockKey;

/**
 * One value per key, which knows its key. Keys are never removed, for the ring has no more of them than it began with.
 * A look-up touches the table and the value; a map of nodes takes four times the memory.
 */
final class KeyTable<V extends KeyTable.Keyed> {
    /** What can be found by its key. */
    interface Keyed {
        StockKey key();
    }

    private static final int SMALLEST = 16;

    private @Nullable V[] places = empty(SMALLEST);
    private int size;

    /** The value of {@code key}; absent when there is none. */
    @Nullable
    V find(StockKey key) {
        return places[place(key)];
    }

    /**
     * Adds a value.
     *
     * @throws IllegalStateException when its key has one
     */
    void add(V value) {
        if (2 * (size + 1) > places.length) {
            grow();
        }
        int place = place(value.key());
        if (places[place] != null) {
            throw new IllegalStateException("there already: " + value.key());
        }
        places[place] = value;
        size++;
    }

    private void grow() {
        @Nullable V[] before = places;
        places = empty(2 * before.length);
        for (V value : before) {
            if (value != null) {
                places[place(value.key())] = value;
            }
        }
    }

    /** Where the value of {@code key} is, or would be. */
    private int place(StockKey key) {
        int mask = places.length - 1;
        int place = key.hashCode() & mask;
        for (V there = places[place]; there != null && !there.key().equals(key); there = places[place]) {
            place = place + 1 & mask;
        }
        return place;
    }

    @SuppressWarnings("unchecked")
    private static <V> @Nullable V[] empty(int length) {
        return (@Nullable V[]) new Keyed[length];
    }
}
