package rung.probe.source;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import rung.core.measure.StockKey;

/**
 * The positions of stock that one pipeline's canary may touch: every reserved SKU in every reserved store.
 *
 * @param stores not empty, no duplicates
 * @param skus not empty, no duplicates
 */
public record ReservedKeys(List<String> stores, List<String> skus) {
    public ReservedKeys {
        stores = List.copyOf(stores);
        skus = List.copyOf(skus);
        requireDistinct("stores", stores);
        requireDistinct("skus", skus);
    }

    public int size() {
        return stores.size() * skus.size();
    }

    /** The {@code index}-th key, from 0; neighbours lie in different stores. */
    public StockKey key(int index) {
        return new StockKey(stores.get(index % stores.size()), skus.get(index / stores.size()));
    }

    public boolean contains(StockKey key) {
        return stores.contains(key.store()) && skus.contains(key.sku());
    }

    /** All of them. */
    public Set<StockKey> all() {
        return stores.stream()
                .flatMap(store -> skus.stream().map(sku -> new StockKey(store, sku)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void requireDistinct(String name, List<String> values) {
        if (values.isEmpty() || new TreeSet<>(values).size() != values.size()) {
            throw new IllegalArgumentException(name + " are empty or repeat themselves: " + values);
        }
    }
}
