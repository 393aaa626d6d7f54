package rung.testbed;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.DVFileWriter;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.DeleteWriteResult;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/**
 * Writes one Iceberg table of counts, one row for each unit, without a query engine. For one thread, and for a table that
 * nobody else writes to; but {@link #compact()} and {@link #expire} may also serve a table of version 2 that an engine upserts
 * into meanwhile.
 */
public final class InventoryTable {
    /** Store and SKU, which name the row; the count; and when it was written. */
    public static final Schema SCHEMA = new Schema(
            List.of(
                    Types.NestedField.required(1, "store_id", Types.StringType.get()),
                    Types.NestedField.required(2, "sku_id", Types.StringType.get()),
                    Types.NestedField.optional(3, "quantity", Types.LongType.get()),
                    Types.NestedField.optional(4, "updated_at", Types.TimestampType.withZone())),
            Set.of(1, 2));

    private static final Schema KEY = SCHEMA.select("store_id", "sku_id");
    private static final int METADATA_FILES_KEPT = 20;

    private final Table table;
    private final Supplier<OffsetDateTime> now;

    /** Where each row is, for format version 3 only; good for the snapshot {@code locatedIn}. */
    private final Map<StoreSku, Location> locations = new HashMap<>();

    private final Map<String, DeleteFile> vectors = new HashMap<>();
    private long locatedIn = -1;

    private InventoryTable(Table table, Supplier<OffsetDateTime> now) {
        this.table = table;
        this.now = now;
    }

    /**
     * Creates an empty table; its namespace must exist.
     *
     * @param formatVersion 2, where an upsert writes equality deletes, or 3, where it writes deletion vectors
     * @param spec over {@link #SCHEMA}, and of {@code store_id} or {@code sku_id} only, as a unit must keep its partition
     */
    public static InventoryTable create(Catalog catalog, TableIdentifier name, int formatVersion, PartitionSpec spec) {
        if (formatVersion != 2 && formatVersion != 3) {
            throw new IllegalArgumentException("format version is not 2 or 3: " + formatVersion);
        }
        Table table = catalog.buildTable(name, SCHEMA)
                .withPartitionSpec(spec)
                .withProperty(TableProperties.FORMAT_VERSION, String.valueOf(formatVersion))
                .withProperty(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true")
                .withProperty(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, String.valueOf(METADATA_FILES_KEPT))
                .create();
        return of(table);
    }

    /**
     * Opens the table, or creates it, of format version 2 and with its namespace, and puts {@code counts} into it first.
     *
     * @param summary goes into the first snapshot's summary
     */
    static InventoryTable openOrCreate(
            Catalog catalog, TableIdentifier name, Map<StoreSku, Long> counts, Map<String, String> summary)
            throws IOException {
        SupportsNamespaces namespaces = (SupportsNamespaces) catalog;
        if (!namespaces.namespaceExists(name.namespace())) {
            namespaces.createNamespace(name.namespace());
        }
        InventoryTable opened = catalog.tableExists(name)
                ? of(catalog.loadTable(name))
                : create(catalog, name, 2, PartitionSpec.unpartitioned());
        if (opened.table.currentSnapshot() == null) {
            opened.append(counts, summary);
        }
        return opened;
    }

    /** Writes to an existing table with this {@link #SCHEMA}. */
    public static InventoryTable of(Table table) {
        return new InventoryTable(table, () -> OffsetDateTime.now(ZoneOffset.UTC));
    }

    /** The table, as it was after the last commit made here. */
    public Table table() {
        return table;
    }

    /** Adds one row for each unit in one commit; the caller answers for none of them being there. Nothing for no units. */
    public void append(Map<StoreSku, Long> counts) throws IOException {
        append(counts, Map.of());
    }

    private void append(Map<StoreSku, Long> counts, Map<String, String> summary) throws IOException {
        if (counts.isEmpty()) {
            return;
        }
        AppendFiles append = table.newAppend();
        summary.forEach(append::set);
        write(rows(counts)).forEach(written -> append.appendFile(written.file()));
        append.commit();
    }

    /** Puts each unit's count in place of the one it had, if any, in one commit. Nothing for no units. */
    public void upsert(Map<StoreSku, Long> counts) throws IOException {
        upsert(counts, Map.of());
    }

    /** As {@link #upsert(Map)}, and writes {@code summary} into the snapshot's summary, in the same commit. */
    void upsert(Map<StoreSku, Long> counts, Map<String, String> summary) throws IOException {
        if (counts.isEmpty()) {
            return;
        }
        RowDelta delta = table.newRowDelta();
        summary.forEach(delta::set);
        if (TableUtil.formatVersion(table) == 2) {
            List<Record> rows = rows(counts);
            write(rows).forEach(written -> delta.addRows(written.file()));
            deleteEqual(rows).forEach(delta::addDeletes);
            delta.commit();
            return;
        }
        locate();
        DeleteWriteResult deletes = deleteAt(counts.keySet());
        List<Written> added = write(rows(counts));
        added.forEach(written -> delta.addRows(written.file()));
        deletes.deleteFiles().forEach(delta::addDeletes);
        deletes.rewrittenDeleteFiles().forEach(delta::removeDeletes);
        delta.validateDataFilesExist(deletes.referencedDataFiles());
        if (table.currentSnapshot() != null) {
            delta.validateFromSnapshot(table.currentSnapshot().snapshotId());
        }
        delta.commit();
        remember(added, deletes);
    }

    /** Rewrites all rows into one file for each partition, and leaves no delete behind. Nothing for an empty table. */
    public void compact() throws IOException {
        table.refresh();
        Snapshot start = table.currentSnapshot();
        if (start == null) {
            return;
        }
        List<Record> rows = new ArrayList<>();
        try (CloseableIterable<Record> live =
                IcebergGenerics.read(table).useSnapshot(start.snapshotId()).build()) {
            live.forEach(rows::add);
        }
        RewriteFiles rewrite =
                table.newRewrite().validateFromSnapshot(start.snapshotId()).dataSequenceNumber(start.sequenceNumber());
        for (ManifestFile manifest : start.dataManifests(table.io())) {
            try (CloseableIterable<DataFile> files = ManifestFiles.read(manifest, table.io(), table.specs())) {
                files.forEach(file -> rewrite.deleteFile(file.copy()));
            }
        }
        for (ManifestFile manifest : start.deleteManifests(table.io())) {
            try (CloseableIterable<DeleteFile> files =
                    ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
                files.forEach(file -> rewrite.deleteFile(file.copy()));
            }
        }
        write(rows).forEach(written -> rewrite.addFile(written.file()));
        rewrite.commit();
    }

    /** Drops all snapshots but the latest {@code retainLast}, and the files that only they had. */
    public void expire(int retainLast) {
        table.expireSnapshots()
                .expireOlderThan(System.currentTimeMillis())
                .retainLast(retainLast)
                .commit();
    }

    /** Reads all counts from the table's current snapshot. */
    static Map<StoreSku, Long> read(Table table) throws IOException {
        Map<StoreSku, Long> counts = new TreeMap<>();
        if (table.currentSnapshot() == null) {
            return counts;
        }
        try (CloseableIterable<Record> rows = IcebergGenerics.read(table)
                .select("store_id", "sku_id", "quantity")
                .build()) {
            for (Record row : rows) {
                counts.put(unit(row), (Long) row.getField("quantity"));
            }
        }
        return counts;
    }

    private List<Record> rows(Map<StoreSku, Long> counts) {
        OffsetDateTime updatedAt = now.get();
        List<Record> rows = new ArrayList<>(counts.size());
        counts.forEach((unit, count) -> {
            GenericRecord row = GenericRecord.create(SCHEMA);
            row.setField("store_id", unit.store());
            row.setField("sku_id", unit.sku());
            row.setField("quantity", count);
            row.setField("updated_at", updatedAt);
            rows.add(row);
        });
        return rows;
    }

    /** One file for each partition that {@code rows} fall into. */
    private List<Written> write(List<Record> rows) throws IOException {
        GenericFileWriterFactory writers = new GenericFileWriterFactory.Builder(table)
                .dataFileFormat(FileFormat.PARQUET)
                .build();
        OutputFileFactory files = newFiles(FileFormat.PARQUET);
        List<Written> written = new ArrayList<>();
        for (Map.Entry<PartitionKey, List<Record>> part : byPartition(rows).entrySet()) {
            DataWriter<Record> writer = writers.newDataWriter(
                    files.newOutputFile(table.spec(), part.getKey()), table.spec(), part.getKey());
            try (writer) {
                part.getValue().forEach(writer::write);
            }
            written.add(new Written(writer.toDataFile(), part.getValue()));
        }
        return written;
    }

    private List<DeleteFile> deleteEqual(List<Record> rows) throws IOException {
        GenericFileWriterFactory writers = new GenericFileWriterFactory.Builder(table)
                .deleteFileFormat(FileFormat.PARQUET)
                .equalityFieldIds(new int[] {1, 2})
                .equalityDeleteRowSchema(KEY)
                .build();
        OutputFileFactory files = newFiles(FileFormat.PARQUET);
        List<DeleteFile> deletes = new ArrayList<>();
        for (Map.Entry<PartitionKey, List<Record>> part : byPartition(rows).entrySet()) {
            EqualityDeleteWriter<Record> writer = writers.newEqualityDeleteWriter(
                    files.newOutputFile(table.spec(), part.getKey()), table.spec(), part.getKey());
            GenericRecord key = GenericRecord.create(KEY);
            try (writer) {
                for (Record row : part.getValue()) {
                    key.setField("store_id", row.getField("store_id"));
                    key.setField("sku_id", row.getField("sku_id"));
                    writer.write(key);
                }
            }
            deletes.add(writer.toDeleteFile());
        }
        return deletes;
    }

    /** A data file has one deletion vector at most, so the new one holds what the old one held. */
    private DeleteWriteResult deleteAt(Set<StoreSku> units) throws IOException {
        BaseDeleteLoader loader = new BaseDeleteLoader(file -> table.io().newInputFile(file));
        DVFileWriter writer = new BaseDVFileWriter(newFiles(FileFormat.PUFFIN), path -> {
            DeleteFile vector = vectors.get(path);
            return loader.loadPositionDeletes(vector == null ? List.of() : List.of(vector), path);
        });
        try (writer) {
            for (StoreSku unit : units) {
                Location at = locations.get(unit);
                if (at != null) {
                    writer.delete(
                            at.file().location(),
                            at.row(),
                            table.spec(),
                            at.file().partition());
                }
            }
        }
        return writer.result();
    }

    /** Looks all rows up, unless what is known is of the current snapshot. */
    private void locate() throws IOException {
        table.refresh();
        Snapshot current = table.currentSnapshot();
        long snapshot = current == null ? -1 : current.snapshotId();
        if (snapshot == locatedIn) {
            return;
        }
        locations.clear();
        vectors.clear();
        if (current != null) {
            try (CloseableIterable<FileScanTask> tasks =
                    table.newScan().useSnapshot(snapshot).planFiles()) {
                for (FileScanTask task : tasks) {
                    locate(task);
                }
            }
        }
        locatedIn = snapshot;
    }

    private void locate(FileScanTask task) throws IOException {
        DataFile file = task.file();
        BaseDeleteLoader loader = new BaseDeleteLoader(delete -> table.io().newInputFile(delete));
        PositionDeleteIndex deleted = loader.loadPositionDeletes(task.deletes(), file.location());
        task.deletes().forEach(vector -> vectors.put(file.location(), vector));
        Schema columns = new Schema(KEY.findField(1), KEY.findField(2), MetadataColumns.ROW_POSITION);
        try (CloseableIterable<Record> rows = Parquet.read(table.io().newInputFile(file))
                .project(columns)
                .createReaderFunc(type -> GenericParquetReaders.buildReader(columns, type))
                .build()) {
            for (Record row : rows) {
                long position = (Long) row.getField(MetadataColumns.ROW_POSITION.name());
                if (!deleted.isDeleted(position)) {
                    locations.put(unit(row), new Location(file, position));
                }
            }
        }
    }

    private void remember(List<Written> added, DeleteWriteResult deletes) {
        for (DeleteFile vector : deletes.deleteFiles()) {
            vectors.put(vector.referencedDataFile(), vector);
        }
        for (Written written : added) {
            for (int row = 0; row < written.rows().size(); row++) {
                locations.put(unit(written.rows().get(row)), new Location(written.file(), row));
            }
        }
        locatedIn = table.currentSnapshot().snapshotId();
    }

    private Map<PartitionKey, List<Record>> byPartition(List<Record> rows) {
        PartitionKey key = new PartitionKey(table.spec(), SCHEMA);
        InternalRecordWrapper internal = new InternalRecordWrapper(SCHEMA.asStruct());
        Map<PartitionKey, List<Record>> parts = new LinkedHashMap<>();
        for (Record row : rows) {
            key.partition(internal.wrap(row));
            List<Record> part = parts.get(key);
            if (part == null) {
                part = new ArrayList<>();
                parts.put(key.copy(), part);
            }
            part.add(row);
        }
        return parts;
    }

    private OutputFileFactory newFiles(FileFormat format) {
        return OutputFileFactory.builderFor(table, 0, 0)
                .format(format)
                .operationId(UUID.randomUUID().toString())
                .build();
    }

    private static StoreSku unit(Record row) {
        return new StoreSku((String) row.getField("store_id"), (String) row.getField("sku_id"));
    }

    private record Location(DataFile file, long row) {}

    private record Written(DataFile file, List<Record> rows) {}
}
