package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactorTest {
    private static final TableIdentifier NAME = TableIdentifier.of("inventory", "positions");
    private static final StoreSku UNIT = new StoreSku("0001", "A");

    @TempDir
    private Path folder;

    private RestCatalog catalog;
    private InventoryTable engine;
    private Compactor compactor;

    @BeforeEach
    void start() throws IOException {
        catalog = RestCatalog.start(folder);
        ((SupportsNamespaces) catalog.backend()).createNamespace(Namespace.of("inventory"));
        engine = InventoryTable.create(catalog.backend(), NAME, 2, PartitionSpec.unpartitioned());
        compactor = new Compactor(catalog.backend(), NAME);
    }

    @AfterEach
    void stop() {
        catalog.close();
    }

    @Test
    void anEmptyTableIsLeftAlone() throws IOException {
        compactor.round();

        assertThat(table().currentSnapshot()).isNull();
    }

    @Test
    void theSixthCommitIsFollowedByARewriteThatKeepsTheCount() throws IOException {
        for (long count = 1; count <= 5; count++) {
            engine.upsert(Map.of(UNIT, count));
            compactor.round();
        }
        assertThat(operations()).doesNotContain(DataOperations.REPLACE);
        engine.upsert(Map.of(UNIT, 6L));

        compactor.round();
        compactor.round();

        assertThat(operations()).containsOnlyOnce(DataOperations.REPLACE).endsWith(DataOperations.REPLACE);
        assertThat(table().currentSnapshot().summary())
                .containsEntry("total-data-files", "1")
                .containsEntry("total-delete-files", "0");
        assertThat(LiveRows.of(table())).isEqualTo(Map.of(UNIT, 6L));
    }

    @Test
    void theCommitBeforeARewriteIsAmongTheSnapshotsThatAreKept() throws IOException {
        for (long count = 1; count <= 30; count++) {
            engine.upsert(Map.of(UNIT, count));
            compactor.round();
            assertThat(operations()).contains(DataOperations.OVERWRITE);
        }

        assertThat(operations()).hasSizeLessThan(20);
        assertThat(LiveRows.of(table())).isEqualTo(Map.of(UNIT, 30L));
    }

    private Table table() {
        return catalog.backend().loadTable(NAME);
    }

    private List<String> operations() {
        List<String> operations = new ArrayList<>();
        for (Snapshot snapshot : table().snapshots()) {
            operations.add(snapshot.operation());
        }
        return operations;
    }
}
