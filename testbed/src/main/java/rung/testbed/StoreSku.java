package rung.testbed;

/** One stock-keeping unit in one store: what a count is of. */
public record StoreSku(String store, String sku) implements Comparable<StoreSku> {
    public StoreSku {
        if (store.isBlank() || sku.isBlank()) {
            throw new IllegalArgumentException("store and SKU are not blank: \"" + store + "\", \"" + sku + "\"");
        }
    }

    @Override
    public int compareTo(StoreSku other) {
        int byStore = store.compareTo(other.store);
        return byStore != 0 ? byStore : sku.compareTo(other.sku);
    }
}
