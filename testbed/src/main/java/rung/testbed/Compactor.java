package rung.testbed;

import java.io.IOException;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Compacts a table of version 2 that an engine upserts into, whenever there were a few commits. For one thread. */
final class Compactor {
    private static final int EVERY_COMMITS = 6;

    /** More than there are between two compactions: an engine that starts again looks for its own latest commit among them. */
    private static final int SNAPSHOTS_KEPT = 12;

    private final Catalog catalog;
    private final TableIdentifier name;
    private long compactedAt;

    Compactor(Catalog catalog, TableIdentifier name) {
        this.catalog = catalog;
        this.name = name;
    }

    void round() throws IOException {
        Table table = catalog.loadTable(name);
        Snapshot current = table.currentSnapshot();
        if (current == null || current.sequenceNumber() < compactedAt + EVERY_COMMITS) {
            return;
        }
        InventoryTable compacted = InventoryTable.of(table);
        compacted.compact();
        compacted.expire(SNAPSHOTS_KEPT);
        compactedAt = table.currentSnapshot().sequenceNumber();
    }
}
