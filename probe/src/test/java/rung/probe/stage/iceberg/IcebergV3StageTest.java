package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.junit.jupiter.api.Test;
import rung.core.measure.Cycle;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.probe.stage.Stage;
import rung.testbed.InventoryTable;

/** Format version 3, deletion vectors and row lineage, partitioned by store. */
class IcebergV3StageTest extends IcebergStageContract {
    @Override
    int formatVersion() {
        return 3;
    }

    @Override
    PartitionSpec spec() {
        return PartitionSpec.builderFor(InventoryTable.SCHEMA)
                .identity("store_id")
                .build();
    }

    @Test
    void afterAHoleEachCountIsOfTheCommitThatWroteIt() throws Exception {
        show(Map.of(JACKET, 1L, SHOES, 10L));
        Stage stage = stage();
        stage.read(Set.of(JACKET, SHOES));
        show(Map.of(JACKET, 2L, SHOES, 10L));
        show(Map.of(JACKET, 3L, SHOES, 10L));
        Cycle ofJacket = head();
        show(Map.of(JACKET, 3L, SHOES, 9L));
        Cycle ofShoes = head();
        table.expire(2);

        assertThat(cycles(stage.read(Set.of(JACKET, SHOES))))
                .isEqualTo(Map.of(Map.of(JACKET, 3L), ofJacket, Map.of(SHOES, 9L), ofShoes));
    }

    @Test
    void aCompactionThatKeepsTheLineageKeepsWhoseCountItIs() throws Exception {
        show(Map.of(JACKET, 1L, SHOES, 10L));
        show(Map.of(JACKET, 2L, SHOES, 10L));
        Cycle ofJacket = head();
        show(Map.of(JACKET, 2L, SHOES, 9L));
        Cycle ofShoes = head();
        show(Map.of(JACKET, 2L, SHOES, 9L, SHOES_ELSEWHERE, 5L));
        compactWithLineage();

        assertThat(cycles(stage().read(Set.of(JACKET, SHOES))))
                .isEqualTo(Map.of(Map.of(JACKET, 2L), ofJacket, Map.of(SHOES, 9L), ofShoes));
    }

    @Test
    void aCompactionThatDropsTheLineageLeavesTheHead() throws Exception {
        show(Map.of(JACKET, 1L, SHOES, 10L));
        show(Map.of(JACKET, 2L, SHOES, 10L));
        table.compact();

        assertThat(cycles(stage().read(Set.of(JACKET, SHOES))))
                .isEqualTo(Map.of(Map.of(JACKET, 2L, SHOES, 10L), head()));
    }

    private Cycle head() {
        return new Cycle(Long.toString(table.table().currentSnapshot().snapshotId()));
    }

    private static Map<Map<StockKey, Long>, Cycle> cycles(List<Reading> readings) {
        Map<Map<StockKey, Long>, Cycle> cycles = new HashMap<>();
        for (Reading reading : readings) {
            Reading.Counts counts = (Reading.Counts) reading;
            cycles.put(counts.counts(), counts.cycle());
        }
        return cycles;
    }

    /** As engines do that know of row lineage: the rows keep their ids and the commits that last wrote them. */
    private void compactWithLineage() throws IOException {
        Table compacted = table.table();
        Schema withLineage = MetadataColumns.schemaWithRowLineage(compacted.schema());
        Map<String, List<Record>> byStore = new HashMap<>();
        try (CloseableIterable<Record> rows =
                IcebergGenerics.read(compacted).project(withLineage).build()) {
            rows.forEach(row -> byStore.computeIfAbsent((String) row.getField("store_id"), first -> new ArrayList<>())
                    .add(row.copy()));
        }
        RewriteFiles rewrite = compacted
                .newRewrite()
                .validateFromSnapshot(compacted.currentSnapshot().snapshotId())
                .dataSequenceNumber(compacted.currentSnapshot().sequenceNumber());
        try (CloseableIterable<FileScanTask> tasks = compacted.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                rewrite.deleteFile(task.file());
                task.deletes().forEach(rewrite::deleteFile);
            }
        }
        for (List<Record> rows : byStore.values()) {
            PartitionKey partition = new PartitionKey(compacted.spec(), compacted.schema());
            partition.partition(new InternalRecordWrapper(withLineage.asStruct()).wrap(rows.get(0)));
            DataWriter<Record> writer = Parquet.writeData(newFiles(compacted)
                            .newOutputFile(compacted.spec(), partition)
                            .encryptingOutputFile())
                    .schema(withLineage)
                    .withSpec(compacted.spec())
                    .withPartition(partition)
                    .createWriterFunc(GenericParquetWriter::create)
                    .build();
            try (writer) {
                rows.forEach(writer::write);
            }
            rewrite.addFile(writer.toDataFile());
        }
        rewrite.commit();
    }
}
