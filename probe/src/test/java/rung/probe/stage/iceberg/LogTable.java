package rung.probe.stage.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import rung.core.measure.StockKey;

/** A table of transactions, as a sink that only appends leaves it. */
final class LogTable {
    private static final Schema SCHEMA = new Schema(List.of(
            Types.NestedField.required(1, "store_id", Types.StringType.get()),
            Types.NestedField.required(2, "sku_id", Types.StringType.get()),
            Types.NestedField.optional(3, "quantity", Types.LongType.get()),
            Types.NestedField.optional(4, "transaction_id", Types.StringType.get())));

    /** One line of the log. */
    record Row(StockKey key, @Nullable Long delta, @Nullable String transaction) {
        static Row of(StockKey key, long delta) {
            return new Row(key, delta, UUID.randomUUID().toString());
        }
    }

    private final Table table;

    private LogTable(Table table) {
        this.table = table;
    }

    static LogTable create(Catalog catalog, TableIdentifier name) {
        return new LogTable(catalog.buildTable(name, SCHEMA)
                .withPartitionSpec(
                        PartitionSpec.builderFor(SCHEMA).identity("store_id").build())
                .withProperty(TableProperties.FORMAT_VERSION, "2")
                .create());
    }

    Table table() {
        return table;
    }

    /** One commit. */
    void append(Row... rows) throws IOException {
        AppendFiles append = table.newAppend();
        for (DataFile file : write(List.of(rows))) {
            append.appendFile(file);
        }
        append.commit();
    }

    /** Deletes all rows of the keys and adds {@code rows}, in one commit. */
    void replace(Set<StockKey> gone, List<Row> rows) throws IOException {
        RowDelta delta = table.newRowDelta();
        for (DataFile file : write(rows)) {
            delta.addRows(file);
        }
        Schema ids = SCHEMA.select("store_id", "sku_id");
        for (StockKey key : gone) {
            EqualityDeleteWriter<Record> writer = new GenericFileWriterFactory.Builder(table)
                    .deleteFileFormat(FileFormat.PARQUET)
                    .equalityFieldIds(new int[] {1, 2})
                    .equalityDeleteRowSchema(ids)
                    .build()
                    .newEqualityDeleteWriter(
                            files().newOutputFile(table.spec(), partition(key.store())),
                            table.spec(),
                            partition(key.store()));
            try (writer) {
                writer.write(GenericRecord.create(ids).copy("store_id", key.store(), "sku_id", key.sku()));
            }
            delta.addDeletes(writer.toDeleteFile());
        }
        delta.commit();
    }

    /** Rewrites all rows into one file for each store. */
    void compact() throws IOException {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterable<Record> live = IcebergGenerics.read(table).build()) {
            for (Record row : live) {
                rows.add(new Row(
                        new StockKey((String) row.getField("store_id"), (String) row.getField("sku_id")),
                        (Long) row.getField("quantity"),
                        (String) row.getField("transaction_id")));
            }
        }
        RewriteFiles rewrite = table.newRewrite();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                rewrite.deleteFile(task.file());
                task.deletes().forEach(rewrite::deleteFile);
            }
        }
        for (DataFile file : write(rows)) {
            rewrite.addFile(file);
        }
        rewrite.commit();
    }

    private List<DataFile> write(List<Row> rows) throws IOException {
        List<DataFile> written = new ArrayList<>();
        List<String> stores =
                rows.stream().map(row -> row.key().store()).distinct().toList();
        for (String store : stores) {
            DataWriter<Record> writer = new GenericFileWriterFactory.Builder(table)
                    .dataFileFormat(FileFormat.PARQUET)
                    .build()
                    .newDataWriter(
                            files().newOutputFile(table.spec(), partition(store)), table.spec(), partition(store));
            try (writer) {
                for (Row row : rows) {
                    if (row.key().store().equals(store)) {
                        writer.write(record(row));
                    }
                }
            }
            written.add(writer.toDataFile());
        }
        return written;
    }

    private static Record record(Row row) {
        GenericRecord written = GenericRecord.create(SCHEMA);
        written.setField("store_id", row.key().store());
        written.setField("sku_id", row.key().sku());
        written.setField("quantity", row.delta());
        written.setField("transaction_id", row.transaction());
        return written;
    }

    private PartitionKey partition(String store) {
        PartitionKey partition = new PartitionKey(table.spec(), SCHEMA);
        partition.partition(GenericRecord.create(SCHEMA).copy("store_id", store, "sku_id", ""));
        return partition;
    }

    private OutputFileFactory files() {
        return IcebergStageContract.newFiles(table);
    }
}
