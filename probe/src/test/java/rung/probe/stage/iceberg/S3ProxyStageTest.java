package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;
import rung.testbed.InventoryTable;
import rung.testbed.RestCatalog;
import rung.testbed.S3Proxy;
import rung.testbed.StoreSku;

/** A table in the bucket of a server that is not AWS's and checks every request's signature as AWS does. */
@Tag("reference")
class S3ProxyStageTest {
    private static final StockKey JACKET = new StockKey("9901", "RUNG-0001");
    private static final String NAME = "inventory.positions";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path folder;

    private static S3Proxy bucket;
    private static RestCatalog catalog;
    private InventoryTable table;

    @BeforeAll
    static void start() throws IOException {
        bucket = S3Proxy.start(folder.resolve("s3"), "warehouse");
        Map<String, String> properties = new HashMap<>(bucket.properties());
        properties.put("warehouse", "s3://warehouse/retail");
        properties.put("io-impl", S3FileIO.class.getName());
        catalog = RestCatalog.start(folder.resolve("lake"), properties);
        ((SupportsNamespaces) catalog.backend()).createNamespace(Namespace.of("inventory"));
    }

    @AfterAll
    static void stop() {
        catalog.close();
        bucket.close();
    }

    @BeforeEach
    void createTable() throws IOException {
        catalog.backend().dropTable(TableIdentifier.parse(NAME));
        table = InventoryTable.create(catalog.backend(), TableIdentifier.parse(NAME), 2, PartitionSpec.unpartitioned());
        show(5);
    }

    @Test
    void whatIsWrittenThroughSignedRequestsIsReadThroughSignedRequests() throws Exception {
        try (Stage stage = open(Map.of())) {
            Look first = look(stage);
            show(4);
            Look second = look(stage);

            assertThat(first.counts()).isEqualTo(Map.of(JACKET, 5L));
            assertThat(second.counts()).isEqualTo(Map.of(JACKET, 4L));
        }
    }

    @Test
    void anotherSecretIsDeniedAndNotShown() throws Exception {
        try (Stage stage = open(Map.of("s3.secret-access-key", "hushhush"))) {
            Look refused = look(stage);

            assertThat(refused.faults()).containsExactly(Fault.DENIED);
            assertThat(refused.gaps().get(JACKET))
                    .contains("access is refused; are the storage's credentials right")
                    .doesNotContain("hushhush");
        }
    }

    @Test
    void anObjectThatIsGoneIsAGapThatSaysSo() throws Exception {
        try (Stage stage = open(Map.of())) {
            try (CloseableIterable<FileScanTask> tasks = table.table().newScan().planFiles()) {
                tasks.forEach(task -> delete(task.file()));
            }

            Look gone = look(stage);

            assertThat(gone.faults()).containsExactly(Fault.NOT_FOUND);
            assertThat(gone.gaps().get(JACKET)).contains("a file that the table names is gone from the storage");
        }
    }

    private void delete(DataFile file) {
        table.table().io().deleteFile(file.location());
    }

    private static Stage open(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(bucket.properties());
        all.put("uri", catalog.uri().toString());
        all.put("io-impl", S3FileIO.class.getName());
        all.putAll(properties);
        return new IcebergSettings(
                        all,
                        NAME,
                        IcebergSettings.DEFAULT_STORE_COLUMN,
                        IcebergSettings.DEFAULT_SKU_COLUMN,
                        IcebergSettings.DEFAULT_COUNT_COLUMN,
                        new IcebergSettings.Row(),
                        Optional.empty(),
                        PATIENCE)
                .open(SystemTimeline.start());
    }

    private void show(long count) throws IOException {
        table.upsert(Map.of(new StoreSku(JACKET.store(), JACKET.sku()), count));
    }

    private static Look look(Stage stage) throws InterruptedException {
        return Look.at(stage, Set.of(JACKET));
    }
}
