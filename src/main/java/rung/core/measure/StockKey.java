package rung.core.measure;

/**
 * A position of stock: one SKU in one store. Rung only ever touches keys that its configuration reserves for it.
 *
 * @param store the store's id as the pipeline writes it, not blank
 * @param sku the SKU's id as the pipeline writes it, not blank
 */
public record StockKey(String store, String sku) {
    public StockKey {
        if (store.isBlank() || sku.isBlank()) {
            throw new IllegalArgumentException("store or sku is blank: '" + store + "', '" + sku + "'");
        }
    }

    /** Mixed, for numbered stores and SKUs make sums of their hashes collide, and maps of many keys slow. */
    @Override
    public int hashCode() {
        int sum = store.hashCode() * 0x9E3779B9 + sku.hashCode();
        int mixed = (sum ^ sum >>> 16) * 0x85EBCA6B;
        return mixed ^ mixed >>> 13;
    }

    @Override
    public String toString() {
        return store + "/" + sku;
    }
}
