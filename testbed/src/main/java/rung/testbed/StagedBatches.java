package rung.testbed;

import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.types.Types;

/** The Iceberg table of batches that wait to be merged: changes of stock, one partition for each batch. For one thread. */
final class StagedBatches {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "batch_id", Types.LongType.get()),
            Types.NestedField.required(2, "store_id", Types.StringType.get()),
            Types.NestedField.required(3, "sku_id", Types.StringType.get()),
            Types.NestedField.required(4, "quantity_change", Types.LongType.get()));
    private static final String BATCH = "rung.batch";

    /** The latest one that added a batch is among them: batches are dropped at most once for each that was added. */
    private static final int SNAPSHOTS_KEPT = 5;

    private final Table table;

    private StagedBatches(Table table) {
        this.table = table;
    }

    /** Opens the table, or creates it; its namespace must exist. */
    static StagedBatches openOrCreate(Catalog catalog, TableIdentifier name) {
        return new StagedBatches(
                catalog.tableExists(name)
                        ? catalog.loadTable(name)
                        : catalog.buildTable(name, SCHEMA)
                                .withPartitionSpec(PartitionSpec.builderFor(SCHEMA)
                                        .identity("batch_id")
                                        .build())
                                .create());
    }

    /** The number of the latest batch, 0 when there was none. */
    long latest() throws IOException {
        table.refresh();
        return table.currentSnapshot() == null ? 0 : Long.parseLong(Offsets.latest(table, BATCH));
    }

    /** The place in the topic up to which all is in a batch. */
    Offsets place() throws IOException {
        table.refresh();
        return table.currentSnapshot() == null ? Offsets.beginning() : Offsets.of(table);
    }

    /** Appends one batch, which takes the topic up to {@code place}, in one commit. */
    void add(long batch, Map<StoreSku, Long> changes, Offsets place) throws IOException {
        PartitionKey partition = new PartitionKey(table.spec(), SCHEMA);
        GenericRecord row = GenericRecord.create(SCHEMA);
        row.setField("batch_id", batch);
        partition.partition(row);
        OutputFileFactory files = OutputFileFactory.builderFor(table, 0, batch)
                .format(FileFormat.PARQUET)
                .operationId(UUID.randomUUID().toString())
                .build();
        DataWriter<Record> writer = new GenericFileWriterFactory.Builder(table)
                .dataFileFormat(FileFormat.PARQUET)
                .build()
                .newDataWriter(files.newOutputFile(table.spec(), partition), table.spec(), partition);
        try (writer) {
            changes.forEach((unit, change) -> {
                row.setField("store_id", unit.store());
                row.setField("sku_id", unit.sku());
                row.setField("quantity_change", change);
                writer.write(row);
            });
        }
        AppendFiles append = table.newAppend().appendFile(writer.toDataFile()).set(BATCH, Long.toString(batch));
        place.summary().forEach(append::set);
        append.commit();
    }

    /** The changes of each batch that came after {@code batch} and is staged still, the oldest first. */
    NavigableMap<Long, Map<StoreSku, Long>> after(long batch) throws IOException {
        table.refresh();
        NavigableMap<Long, Map<StoreSku, Long>> batches = new TreeMap<>();
        try (CloseableIterable<Record> rows = IcebergGenerics.read(table)
                .where(Expressions.greaterThan("batch_id", batch))
                .build()) {
            for (Record row : rows) {
                StoreSku unit = new StoreSku((String) row.getField("store_id"), (String) row.getField("sku_id"));
                batches.computeIfAbsent((Long) row.getField("batch_id"), id -> new TreeMap<>())
                        .merge(unit, (Long) row.getField("quantity_change"), Long::sum);
            }
        }
        return batches;
    }

    /** Drops all batches up to {@code batch}, which included. */
    void drop(long batch) {
        table.newDelete()
                .deleteFromRowFilter(Expressions.lessThanOrEqual("batch_id", batch))
                .commit();
        table.expireSnapshots()
                .expireOlderThan(System.currentTimeMillis())
                .retainLast(SNAPSHOTS_KEPT)
                .commit();
    }
}
