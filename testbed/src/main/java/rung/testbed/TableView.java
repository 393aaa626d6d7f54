package rung.testbed;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** One Iceberg table's counts in memory, as a serving layer holds them: asks the catalog twice a second, reads what is new. */
final class TableView {
    /** Time from one look at the catalog to the next. */
    static final Duration POLL = Duration.ofMillis(500);

    private static final long NO_SNAPSHOT = -1;

    private final Catalog catalog;
    private final TableIdentifier name;
    private volatile Counts counts = new Counts(NO_SNAPSHOT, Map.of());

    private TableView(Catalog catalog, TableIdentifier name) {
        this.catalog = catalog;
        this.name = name;
    }

    /** Reads the table for the first time; for all later times {@link #refresh()} is to be called. */
    static TableView of(Catalog catalog, TableIdentifier name) throws IOException {
        TableView view = new TableView(catalog, name);
        view.refresh();
        return view;
    }

    /** What the view served last: all of one snapshot. */
    Counts counts() {
        return counts;
    }

    /** How many units have a count. */
    int units() {
        return counts.stores().values().stream().mapToInt(Map::size).sum();
    }

    /** Reads the table again, if it has a new snapshot. For one thread at a time. */
    void refresh() throws IOException {
        Table table = catalog.loadTable(name);
        Snapshot current = table.currentSnapshot();
        if (current == null || current.snapshotId() == counts.snapshot()) {
            return;
        }
        Map<String, Map<String, Long>> stores = new HashMap<>();
        InventoryTable.read(table)
                .forEach((unit, count) -> stores.computeIfAbsent(unit.store(), store -> new HashMap<>())
                        .put(unit.sku(), count));
        counts = new Counts(current.snapshotId(), stores);
    }

    /**
     * @param snapshot the id of the snapshot, negative before there was one
     * @param stores the counts by store and SKU; not to be changed
     */
    record Counts(long snapshot, Map<String, Map<String, Long>> stores) {}
}
