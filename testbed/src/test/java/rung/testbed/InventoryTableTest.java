package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryTableTest {
    private static final TableIdentifier NAME = TableIdentifier.of("inventory", "positions");
    private static final StoreSku MILK = new StoreSku("0001", "MILK");
    private static final StoreSku TEA = new StoreSku("0002", "TEA");

    @TempDir
    private Path folder;

    private RestCatalog server;
    private Catalog catalog;

    @BeforeEach
    void start() throws IOException {
        server = RestCatalog.start(folder);
        catalog = server.connect();
        ((SupportsNamespaces) catalog).createNamespace(Namespace.of("inventory"));
    }

    @AfterEach
    void stop() throws Exception {
        ((AutoCloseable) catalog).close();
        server.close();
    }

    static Stream<Arguments> layouts() {
        PartitionSpec byStore = PartitionSpec.builderFor(InventoryTable.SCHEMA)
                .identity("store_id")
                .build();
        PartitionSpec byBucket = PartitionSpec.builderFor(InventoryTable.SCHEMA)
                .bucket("store_id", 3)
                .build();
        return Stream.of(2, 3).flatMap(version -> Stream.of(PartitionSpec.unpartitioned(), byStore, byBucket)
                .map(spec -> Arguments.of(version, spec)));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void countsReadBackAreTheLastOnesWritten(int version, PartitionSpec spec) throws IOException {
        long seed = 20261122;
        Random random = new Random(seed);
        InventoryTable writer = InventoryTable.create(catalog, NAME, version, spec);
        Map<StoreSku, Long> expected = counts(random, 30);
        writer.append(expected);

        for (int step = 1; step <= 7; step++) {
            Map<StoreSku, Long> upserts = counts(random, 8);
            writer.upsert(upserts);
            expected.putAll(upserts);
            assertThat(rows()).as("seed %d, step %d", seed, step).containsExactlyInAnyOrderEntriesOf(expected);
            if (step == 5) {
                writer.compact();
                assertThat(rows()).as("seed %d, compacted", seed).containsExactlyInAnyOrderEntriesOf(expected);
            }
            if (step % 3 == 0) {
                writer = InventoryTable.of(catalog.loadTable(NAME));
            }
        }
    }

    @Test
    void anUpsertOfFormatVersion2WritesAnEqualityDelete() throws IOException {
        InventoryTable writer = InventoryTable.create(catalog, NAME, 2, PartitionSpec.unpartitioned());
        writer.append(Map.of(MILK, 1L, TEA, 2L));
        writer.upsert(Map.of(MILK, 3L));

        assertThat(deletes()).singleElement().satisfies(delete -> {
            assertThat(delete.content()).isEqualTo(FileContent.EQUALITY_DELETES);
            assertThat(delete.equalityFieldIds()).containsExactly(1, 2);
        });
        assertThat(catalog.loadTable(NAME).currentSnapshot().operation()).isEqualTo("overwrite");
    }

    @Test
    void inFormatVersion3ADataFileHasOneDeletionVectorHoweverManyUpsertsThereWere() throws IOException {
        InventoryTable writer = InventoryTable.create(catalog, NAME, 3, PartitionSpec.unpartitioned());
        writer.append(Map.of(MILK, 1L, TEA, 2L, new StoreSku("0003", "RICE"), 3L));
        writer.upsert(Map.of(MILK, 3L));
        InventoryTable.of(catalog.loadTable(NAME)).upsert(Map.of(TEA, 4L));

        assertThat(deletes()).singleElement().satisfies(delete -> {
            assertThat(delete.format()).isEqualTo(FileFormat.PUFFIN);
            assertThat(delete.recordCount()).isEqualTo(2);
        });
        assertThat(rows()).containsEntry(MILK, 3L).containsEntry(TEA, 4L).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void compactionLeavesOneFileForEachPartitionAndNoDelete(int version) throws IOException {
        PartitionSpec byStore = PartitionSpec.builderFor(InventoryTable.SCHEMA)
                .identity("store_id")
                .build();
        InventoryTable writer = InventoryTable.create(catalog, NAME, version, byStore);
        writer.append(Map.of(MILK, 1L, TEA, 2L));
        writer.upsert(Map.of(MILK, 3L, TEA, 4L));
        long sequence = writer.table().currentSnapshot().sequenceNumber();

        writer.compact();

        Table table = catalog.loadTable(NAME);
        assertThat(table.currentSnapshot().operation()).isEqualTo("replace");
        assertThat(deletes()).isEmpty();
        assertThat(tasks()).hasSize(2).allSatisfy(task -> assertThat(task.file().dataSequenceNumber())
                .isEqualTo(sequence));
        assertThat(table.currentSnapshot().summary())
                .containsEntry("total-delete-files", "0")
                .containsEntry("total-data-files", "2");
        assertThat(rows()).containsOnly(Map.entry(MILK, 3L), Map.entry(TEA, 4L));
    }

    @Test
    void expiryKeepsTheLatestSnapshotsAndWhatTheyRead() throws IOException {
        InventoryTable writer = InventoryTable.create(catalog, NAME, 2, PartitionSpec.unpartitioned());
        writer.append(Map.of(MILK, 1L));
        for (long count = 2; count <= 6; count++) {
            writer.upsert(Map.of(MILK, count));
        }

        writer.expire(2);

        assertThat(catalog.loadTable(NAME).snapshots()).hasSize(2);
        assertThat(rows()).containsOnly(Map.entry(MILK, 6L));
    }

    @Test
    void aRowIsFoundByItsKeyAlone() throws IOException {
        InventoryTable writer = InventoryTable.create(catalog, NAME, 2, PartitionSpec.unpartitioned());
        writer.append(Map.of(MILK, 1L, new StoreSku("0002", "MILK"), 2L));
        List<Record> found = new ArrayList<>();

        try (CloseableIterable<Record> rows = IcebergGenerics.read(catalog.loadTable(NAME))
                .where(Expressions.and(Expressions.equal("store_id", "0001"), Expressions.equal("sku_id", "MILK")))
                .build()) {
            rows.forEach(found::add);
        }

        assertThat(found).singleElement().satisfies(row -> {
            assertThat(row.getField("quantity")).isEqualTo(1L);
            assertThat(row.getField("updated_at")).isNotNull();
        });
    }

    @Test
    void nothingIsWrittenForNoUnits() throws IOException {
        InventoryTable writer = InventoryTable.create(catalog, NAME, 3, PartitionSpec.unpartitioned());
        writer.append(Map.of());
        writer.upsert(Map.of());
        writer.compact();

        assertThat(catalog.loadTable(NAME).currentSnapshot()).isNull();
    }

    @Test
    void onlyFormatVersions2And3AreWritten() {
        assertThatThrownBy(() -> InventoryTable.create(catalog, NAME, 1, PartitionSpec.unpartitioned()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("format version is not 2 or 3: 1");
    }

    /** Through Iceberg's own reader, and failing when a unit has two rows. */
    private Map<StoreSku, Long> rows() throws IOException {
        Map<StoreSku, Long> counts = new HashMap<>();
        try (CloseableIterable<Record> rows =
                IcebergGenerics.read(catalog.loadTable(NAME)).build()) {
            for (Record row : rows) {
                StoreSku unit = new StoreSku((String) row.getField("store_id"), (String) row.getField("sku_id"));
                assertThat(counts.put(unit, (Long) row.getField("quantity")))
                        .as("rows of %s", unit)
                        .isNull();
            }
        }
        return counts;
    }

    private List<FileScanTask> tasks() throws IOException {
        List<FileScanTask> tasks = new ArrayList<>();
        try (CloseableIterable<FileScanTask> planned =
                catalog.loadTable(NAME).newScan().planFiles()) {
            planned.forEach(tasks::add);
        }
        return tasks;
    }

    private Set<DeleteFile> deletes() throws IOException {
        Set<DeleteFile> deletes = new HashSet<>();
        tasks().forEach(task -> deletes.addAll(task.deletes()));
        return deletes;
    }

    private static Map<StoreSku, Long> counts(Random random, int units) {
        Map<StoreSku, Long> counts = new HashMap<>();
        for (int unit = 0; unit < units; unit++) {
            counts.put(new StoreSku("000" + random.nextInt(5), "SKU-" + random.nextInt(9)), random.nextLong(1000));
        }
        return counts;
    }
}
