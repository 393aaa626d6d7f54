package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.StockKey;
import rung.testbed.InventoryTable;
import rung.testbed.RestCatalog;
import rung.testbed.StoreSku;

/**
 * A table in a cloud's storage, read by Iceberg's own module for it, which the user brings along. The cloud is a server of this
 * test: what this proves is what is asked and how answers are taken, not that the cloud answers so.
 */
abstract class CloudStorageContract {
    static final String SECRET = "hushhush";

    private static final StockKey JACKET = new StockKey("9901", "RUNG-0001");
    private static final String NAME = "inventory.positions";
    private static final int UNAVAILABLE = 501;

    @TempDir
    private Path folder;

    private String good = SECRET;
    private boolean broken;
    private RestCatalog catalog;
    private RecordingStorage storage;
    private InventoryTable table;

    /** The engine that has its libraries. */
    abstract String jars();

    abstract String fileIo();

    /** The location of all tables. */
    abstract String warehouse();

    /** What the user writes beside {@code io-impl}, with {@link #SECRET} in it. */
    abstract Map<String, String> properties(String endpoint);

    /** Whether a request has the secret at the place where the service looks for it. */
    abstract boolean carries(Door.Said said, String secret);

    abstract RecordingStorage.Answer refusal();

    abstract RecordingStorage.Answer absence();

    /** What is asked for: a path below the storage's folder, whose first name is the bucket's or container's. */
    abstract String file(Door.Said said);

    abstract RecordingStorage.Answer found(Door.Said said, Path file) throws IOException;

    @BeforeEach
    void createTable() throws IOException {
        Path files = Files.createDirectories(folder.resolve("files"));
        catalog = RestCatalog.start(
                folder,
                Map.of(
                        "warehouse",
                        warehouse(),
                        "io-impl",
                        BucketFileIO.class.getName(),
                        BucketFileIO.FOLDER,
                        files.toString()));
        ((SupportsNamespaces) catalog.backend()).createNamespace(Namespace.of("inventory"));
        table = InventoryTable.create(catalog.backend(), TableIdentifier.parse(NAME), 2, PartitionSpec.unpartitioned());
        storage = RecordingStorage.speaking(said -> answer(files, said));
        show(5);
    }

    @AfterEach
    void stop() {
        storage.close();
        catalog.close();
    }

    private RecordingStorage.Answer answer(Path files, Door.Said said) throws IOException {
        if (broken) {
            return RecordingStorage.Answer.of(UNAVAILABLE, "text/plain", "not now");
        }
        if (!carries(said, good)) {
            return refusal();
        }
        Path file = files.resolve(file(said));
        return Files.isRegularFile(file) ? found(said, file) : absence();
    }

    @Test
    void theCountIsReadFromTheFilesThatTheTableNamesWithTheSecretInItsPlace() throws Exception {
        try (LibStage stage = open()) {
            String first = stage.look();
            show(4);
            String second = stage.look();

            assertThat(List.of(first, second)).containsExactly("5", "4");
        }
        assertThat(storage.heard()).allSatisfy(said -> {
            assertThat(said.header("Host")).isEqualTo(storage.authority());
            assertThat(carries(said, SECRET)).as(said.toString()).isTrue();
        });
        assertThat(storage.heard().stream().map(this::file))
                .anyMatch(file -> file.endsWith(".avro"))
                .anyMatch(file -> file.endsWith(".parquet"))
                .allMatch(file -> file.contains("/retail/inventory/positions/"));
    }

    @Test
    void whoIsRefusedIsToldWithoutTheSecret() throws Exception {
        good = "another";
        try (LibStage stage = open()) {
            assertThat(stage.look())
                    .startsWith("[DENIED]: ")
                    .contains("access is refused; are the storage's credentials right")
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void aFileThatIsGoneIsAGapThatSaysSo() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("files"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                Files.delete(file);
            }
        }
        try (LibStage stage = open()) {
            assertThat(stage.look())
                    .startsWith("[NOT_FOUND]: ")
                    .contains("a file that the table names is gone from the storage")
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void aStorageThatFailsIsAGapWithoutTheSecret() throws Exception {
        broken = true;
        try (LibStage stage = open()) {
            assertThat(stage.look()).startsWith("[").contains(NAME).doesNotContain(SECRET);
        }
    }

    private LibStage open() throws Exception {
        Map<String, String> all = new HashMap<>(properties(storage.uri()));
        all.put("uri", catalog.uri().toString());
        all.put("io-impl", fileIo());
        return LibStage.open(jars(), all, NAME, JACKET);
    }

    private void show(long count) throws IOException {
        table.upsert(Map.of(new StoreSku(JACKET.store(), JACKET.sku()), count));
    }
}
