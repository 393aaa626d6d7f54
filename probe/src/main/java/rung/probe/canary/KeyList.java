package rung.probe.canary;

import java.util.AbstractSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rung.core.measure.StockKey;

/**
 * Distinct keys in their order. Most that is asked of a round's keys is one after the other; what is needed to tell
 * whether a key is among them is built when that is asked.
 */
final class KeyList extends AbstractSet<StockKey> {
    private final List<StockKey> keys;
    private @Nullable Set<StockKey> index;

    /** @param keys distinct */
    KeyList(List<StockKey> keys) {
        this.keys = List.copyOf(keys);
    }

    @Override
    public Iterator<StockKey> iterator() {
        return keys.iterator();
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public boolean contains(Object key) {
        if (index == null) {
            index = new HashSet<>(keys);
        }
        return index.contains(key);
    }
}
