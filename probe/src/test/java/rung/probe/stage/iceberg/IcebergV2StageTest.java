package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.io.DataWriter;
import org.junit.jupiter.api.Test;
import rung.core.measure.StockKey;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;
import rung.testbed.InventoryTable;

/** Format version 2, one partition: equality deletes, position deletes, and files rewritten by copy-on-write. */
class IcebergV2StageTest extends IcebergStageContract {
    @Override
    int formatVersion() {
        return 2;
    }

    @Override
    PartitionSpec spec() {
        return PartitionSpec.unpartitioned();
    }

    @Test
    void aKeyThatOneCommitWritesTwiceHasItsLastCount() throws Exception {
        show(Map.of(JACKET, 10L, SHOES, 20L));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET, SHOES));

        DataFile file = write(List.of(row(JACKET, 9L), row(JACKET, 8L)));
        commit(table.table().newRowDelta().addRows(file).addDeletes(deleteByIds(JACKET)), deleteAt(file, 0));
        CountingFileIO.takeOpened();

        assertThat(Look.at(stage, Set.of(JACKET, SHOES)).counts()).isEqualTo(Map.of(JACKET, 8L, SHOES, 20L));
        assertThat(openedDataFiles()).containsExactly(file.location());
    }

    @Test
    void aKeyThatOneCommitWritesAndTakesBackIsAbsent() throws Exception {
        show(Map.of(SHOES, 20L));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET, SHOES));

        DataFile file = write(List.of(row(JACKET, 9L)));
        commit(table.table().newRowDelta().addRows(file), deleteAt(file, 0));

        Look look = Look.at(stage, Set.of(JACKET, SHOES));
        assertThat(look.counts()).isEqualTo(Map.of(SHOES, 20L));
        assertThat(look.absent()).containsExactly(JACKET);
    }

    @Test
    void aPositionDeleteTakesAnOldRowAway() throws Exception {
        show(Map.of(JACKET, 10L));
        DataFile old = addedLast();
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET));

        DataFile file = write(List.of(row(JACKET, 9L)));
        commit(table.table().newRowDelta().addRows(file), deleteAt(old, 0));
        CountingFileIO.takeOpened();
        Look replaced = Look.at(stage, Set.of(JACKET));
        List<String> opened = openedDataFiles();
        commit(table.table().newRowDelta(), deleteAt(file, 0));

        assertThat(replaced.counts()).isEqualTo(Map.of(JACKET, 9L));
        assertThat(opened).containsExactly(file.location());
        assertThat(Look.at(stage, Set.of(JACKET)).absent()).containsExactly(JACKET);
    }

    @Test
    void aPositionDeleteReachesARowThatACompactionMoved() throws Exception {
        show(Map.of(JACKET, 10L));
        show(Map.of(JACKET, 9L));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET));
        table.compact();
        Look.at(stage, Set.of(JACKET));

        commit(table.table().newRowDelta(), deleteAt(addedLast(), 0));

        assertThat(Look.at(stage, Set.of(JACKET)).absent()).containsExactly(JACKET);
    }

    @Test
    void copyOnWriteIsFollowedByTheNewFileOnly() throws Exception {
        show(Map.of(JACKET, 10L, SHOES, 20L));
        DataFile old = addedLast();
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET, SHOES));

        DataFile file = write(List.of(row(JACKET, 9L), row(SHOES, 20L)));
        table.table().newOverwrite().deleteFile(old).addFile(file).commit();
        CountingFileIO.takeOpened();
        Look rewritten = Look.at(stage, Set.of(JACKET, SHOES));
        List<String> opened = openedDataFiles();
        DataFile without = write(List.of(row(SHOES, 20L)));
        table.table().newOverwrite().deleteFile(file).addFile(without).commit();

        assertThat(rewritten.counts()).isEqualTo(Map.of(JACKET, 9L, SHOES, 20L));
        assertThat(opened).containsExactly(file.location());
        assertThat(Look.at(stage, Set.of(JACKET, SHOES)).absent()).containsExactly(JACKET);
    }

    private static void commit(RowDelta delta, DeleteFile delete) {
        delta.addDeletes(delete).commit();
    }

    private DataFile addedLast() {
        Snapshot head = table.table().currentSnapshot();
        return SnapshotChanges.builderFor(table.table())
                .snapshot(head)
                .build()
                .addedDataFiles()
                .iterator()
                .next();
    }

    private static Record row(StockKey key, long count) {
        return GenericRecord.create(InventoryTable.SCHEMA)
                .copy("store_id", key.store(), "sku_id", key.sku(), "quantity", count);
    }

    private DataFile write(List<Record> rows) throws IOException {
        Table written = table.table();
        DataWriter<Record> writer = new GenericFileWriterFactory.Builder(written)
                .dataFileFormat(FileFormat.PARQUET)
                .build()
                .newDataWriter(newFiles(written).newOutputFile(), written.spec(), null);
        try (writer) {
            rows.forEach(writer::write);
        }
        return writer.toDataFile();
    }

    private DeleteFile deleteByIds(StockKey key) throws IOException {
        Table written = table.table();
        EqualityDeleteWriter<Record> writer = new GenericFileWriterFactory.Builder(written)
                .deleteFileFormat(FileFormat.PARQUET)
                .equalityFieldIds(new int[] {1, 2})
                .equalityDeleteRowSchema(written.schema().select("store_id", "sku_id"))
                .build()
                .newEqualityDeleteWriter(newFiles(written).newOutputFile(), written.spec(), null);
        try (writer) {
            writer.write(GenericRecord.create(written.schema().select("store_id", "sku_id"))
                    .copy("store_id", key.store(), "sku_id", key.sku()));
        }
        return writer.toDeleteFile();
    }

    private DeleteFile deleteAt(DataFile file, long position) throws IOException {
        Table written = table.table();
        PositionDeleteWriter<Record> writer = new GenericFileWriterFactory.Builder(written)
                .deleteFileFormat(FileFormat.PARQUET)
                .build()
                .newPositionDeleteWriter(newFiles(written).newOutputFile(), written.spec(), null);
        try (writer) {
            writer.write(PositionDelete.<Record>create().set(file.location(), position));
        }
        return writer.toDeleteFile();
    }
}
