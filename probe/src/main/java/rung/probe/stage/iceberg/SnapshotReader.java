package rung.probe.stage.iceberg;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import rung.core.measure.StockKey;

/** Reads keys off one table: all there is of them at a snapshot, or what one commit did to them. */
interface SnapshotReader {
    /** What {@code snapshot} says of {@code keys}, deletes applied, in one scan. */
    Map<StockKey, Holding> truth(Snapshot snapshot, Set<StockKey> keys) throws IOException;

    /** What {@code commit} made of {@code before}, which is what its parent says. */
    Map<StockKey, Holding> after(Snapshot commit, Map<StockKey, Holding> before) throws IOException;

    /** The same counts after a compaction, which puts rows elsewhere. */
    Map<StockKey, Holding> moved(Map<StockKey, Holding> before);
}
