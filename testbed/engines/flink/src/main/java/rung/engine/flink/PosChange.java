package rung.engine.flink;

/**
 * What one transaction does to a count. Public, with a public constructor, because Flink serializes it as such.
 *
 * @param transaction its id, the same when the till reports it again
 * @param quantity by how much the count changes: negative for a sale, positive for a return or the opening stock
 */
public record PosChange(String transaction, String store, String sku, long quantity) {}
