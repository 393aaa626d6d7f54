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

    @Override
    public String toString() {
        return store + "/" + sku;
    }
}
