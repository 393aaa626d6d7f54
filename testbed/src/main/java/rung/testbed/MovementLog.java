package rung.testbed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.IncrementalAppendScan;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The counts that an append-only table of stock movements adds up to: the count of a unit is the sum of its movements, each
 * transaction taken once. Holds them in memory, and reads of each new snapshot only what it appended. For one thread, but
 * for {@link #counts()}.
 */
final class MovementLog {
    /** The rows of the POS database, column by column. */
    static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.required(2, "transaction_id", Types.StringType.get()),
            Types.NestedField.required(3, "store_id", Types.StringType.get()),
            Types.NestedField.required(4, "sku_id", Types.StringType.get()),
            Types.NestedField.required(5, "quantity", Types.IntegerType.get()),
            Types.NestedField.required(6, "kind", Types.StringType.get()),
            Types.NestedField.required(7, "occurred_at", Types.TimestampType.withZone()),
            Types.NestedField.required(8, "committed_at", Types.TimestampType.withZone()));

    private static final Schema READ = SCHEMA.select("transaction_id", "store_id", "sku_id", "quantity");
    private static final int REMEMBERED_IDS = 1_000_000;
    private static final int METADATA_FILES_KEPT = 20;
    private static final long NO_SNAPSHOT = -1;

    private final Catalog catalog;
    private final TableIdentifier name;
    private RecentIds recent = new RecentIds(REMEMBERED_IDS);
    private volatile TableView.Counts counts = new TableView.Counts(NO_SNAPSHOT, Map.of());

    MovementLog(Catalog catalog, TableIdentifier name) {
        this.catalog = catalog;
        this.name = name;
    }

    /** Creates the empty table; its namespace must exist. */
    static void create(Catalog catalog, TableIdentifier name) {
        catalog.buildTable(name, SCHEMA)
                .withPartitionSpec(PartitionSpec.unpartitioned())
                .withProperty(TableProperties.FORMAT_VERSION, "2")
                .withProperty(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true")
                .withProperty(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, String.valueOf(METADATA_FILES_KEPT))
                .create();
    }

    /** What the log added up to at the latest snapshot that was read. */
    TableView.Counts counts() {
        return counts;
    }

    /** Adds what was appended since the last time; when that cannot be told, because snapshots expired, reads all again. */
    void refresh() throws IOException {
        Table table = catalog.loadTable(name);
        Snapshot head = table.currentSnapshot();
        TableView.Counts before = counts;
        if (head == null || head.snapshotId() == before.snapshot()) {
            return;
        }
        if (table.snapshot(before.snapshot()) != null
                && SnapshotUtil.isAncestorOf(table, head.snapshotId(), before.snapshot())) {
            IncrementalAppendScan appended = table.newIncrementalAppendScan()
                    .fromSnapshotExclusive(before.snapshot())
                    .toSnapshot(head.snapshotId());
            counts = add(before, head, read(table, appended.planFiles()));
        } else {
            List<Record> all =
                    read(table, table.newScan().useSnapshot(head.snapshotId()).planFiles());
            recent = new RecentIds(REMEMBERED_IDS);
            counts = add(new TableView.Counts(NO_SNAPSHOT, Map.of()), head, all);
        }
    }

    private static List<Record> read(Table table, CloseableIterable<FileScanTask> files) throws IOException {
        List<Record> rows = new ArrayList<>();
        try (files) {
            for (FileScanTask file : files) {
                try (CloseableIterable<Record> some = Parquet.read(
                                table.io().newInputFile(file.file().location()))
                        .project(READ)
                        .createReaderFunc(type -> GenericParquetReaders.buildReader(READ, type))
                        .build()) {
                    some.forEach(rows::add);
                }
            }
        }
        return rows;
    }

    /** Leaves {@code before} as it is, as others may be reading it. */
    private TableView.Counts add(TableView.Counts before, Snapshot head, List<Record> rows) {
        Map<String, Map<String, Long>> stores = new HashMap<>(before.stores());
        Set<String> copied = new HashSet<>();
        for (Record row : rows) {
            if (!recent.add((String) row.getField("transaction_id"))) {
                continue;
            }
            String store = (String) row.getField("store_id");
            if (copied.add(store)) {
                stores.put(store, new HashMap<>(stores.getOrDefault(store, Map.of())));
            }
            long quantity = (Integer) row.getField("quantity");
            stores.getOrDefault(store, Map.of()).merge((String) row.getField("sku_id"), quantity, Long::sum);
        }
        return new TableView.Counts(head.snapshotId(), stores);
    }
}
