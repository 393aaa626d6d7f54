package rung.probe.stage.iceberg;

import java.io.IOException;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.types.Types;
import rung.core.measure.StockKey;

/** A table whose counts are put right by rewriting its one file, in any format version and whatever its schema becomes. */
final class RowTable {
    /** As narrow as counts are written. */
    static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "store_id", Types.IntegerType.get()),
            Types.NestedField.required(2, "sku_id", Types.StringType.get()),
            Types.NestedField.optional(3, "quantity", Types.IntegerType.get()),
            Types.NestedField.optional(4, "note", Types.StringType.get()));

    private static final int COUNT = 3;

    private final Table table;

    private RowTable(Table table) {
        this.table = table;
    }

    static RowTable create(Catalog catalog, TableIdentifier name, int formatVersion) {
        return new RowTable(catalog.buildTable(name, SCHEMA)
                .withPartitionSpec(PartitionSpec.unpartitioned())
                .withProperty(TableProperties.FORMAT_VERSION, Integer.toString(formatVersion))
                .create());
    }

    Table table() {
        return table;
    }

    /** Adds a file; the caller answers for its keys being new. */
    DataFile append(Map<StockKey, Long> counts) throws IOException {
        DataFile file = write(counts);
        table.newAppend().appendFile(file).commit();
        return file;
    }

    /** Puts a file in the place of another, as copy-on-write does. */
    DataFile replace(DataFile old, Map<StockKey, Long> counts) throws IOException {
        DataFile file = write(counts);
        table.newOverwrite().deleteFile(old).addFile(file).commit();
        return file;
    }

    /** A file in today's schema and partitioning, in no commit yet. */
    DataFile write(Map<StockKey, Long> counts) throws IOException {
        PartitionKey partition = new PartitionKey(table.spec(), table.schema());
        partition.partition(row(counts.entrySet().iterator().next()));
        DataWriter<Record> writer = new GenericFileWriterFactory.Builder(table)
                .dataFileFormat(FileFormat.PARQUET)
                .build()
                .newDataWriter(
                        IcebergStageContract.newFiles(table).newOutputFile(table.spec(), partition),
                        table.spec(),
                        partition);
        try (writer) {
            for (Map.Entry<StockKey, Long> count : counts.entrySet()) {
                writer.write(row(count));
            }
        }
        return writer.toDataFile();
    }

    private GenericRecord row(Map.Entry<StockKey, Long> count) {
        GenericRecord row = GenericRecord.create(table.schema());
        row.setField("store_id", Integer.valueOf(count.getKey().store()));
        row.setField("sku_id", count.getKey().sku());
        Types.NestedField quantity = table.schema().findField(COUNT);
        boolean isWide = quantity.type().equals(Types.LongType.get());
        row.setField(
                quantity.name(),
                isWide
                        ? (Object) count.getValue()
                        : Integer.valueOf(count.getValue().intValue()));
        return row;
    }
}
