package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.core.time.VirtualTimeline;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;
import rung.testbed.InventoryTable;
import rung.testbed.RestCatalog;
import rung.testbed.StoreSku;

/** A table in a bucket, read by Iceberg's own S3 client with keys that the catalog lends, or with the user's own. */
class IcebergLentCredentialsTest {
    private static final StockKey JACKET = new StockKey("9901", "RUNG-0001");

    @TempDir
    private Path folder;

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.now());
    private final Lender lender = new Lender();
    private RestCatalog catalog;
    private Bucket bucket;
    private Door door;
    private InventoryTable table;

    /** Lends keys to whoever asks for them as Iceberg's clients do. */
    private final class Lender implements Door.Keeper {
        private String accessKey = "";
        private Optional<Instant> until = Optional.empty();

        @Override
        public Optional<Door.Answer> answer(Door.Said said) {
            return Optional.empty();
        }

        @Override
        public String handed(Door.Said said, String json) {
            if (!said.uri().getPath().endsWith("/tables/positions")
                    || !said.header("X-Iceberg-Access-Delegation").equals("vended-credentials")) {
                return json;
            }
            String ends = until.map(moment -> ",\"s3.session-token-expires-at-ms\":\"" + moment.toEpochMilli() + "\"")
                    .orElse("");
            return json.substring(0, json.lastIndexOf('}')) + ",\"config\":{\"s3.access-key-id\":\"" + accessKey
                    + "\",\"s3.secret-access-key\":\"hushhush\",\"s3.session-token\":\"hushhush\"" + ends + "}}";
        }

        private void lend(String key) {
            bucket.admit(key);
            accessKey = key;
        }
    }

    @BeforeEach
    void createTable() throws IOException {
        Path buckets = folder.resolve("buckets");
        catalog = RestCatalog.start(
                folder,
                Map.of(
                        "warehouse",
                        "s3://warehouse/retail",
                        "io-impl",
                        BucketFileIO.class.getName(),
                        BucketFileIO.FOLDER,
                        buckets.toString()));
        ((SupportsNamespaces) catalog.backend()).createNamespace(Namespace.of("inventory"));
        table = InventoryTable.create(
                catalog.backend(), TableIdentifier.of("inventory", "positions"), 2, PartitionSpec.unpartitioned());
        bucket = Bucket.serve(buckets);
        door = Door.before(catalog.uri(), lender);
        show(5);
    }

    @AfterEach
    void stop() {
        door.close();
        bucket.close();
        catalog.close();
    }

    @Test
    void aTableInABucketIsReadWithTheKeysOfTheUser() throws Exception {
        bucket.admit("MINE");
        try (Stage stage = open(Map.of("s3.access-key-id", "MINE", "s3.secret-access-key", "hushhush"))) {
            Map<StockKey, Long> first = look(stage);
            show(4);

            assertThat(first).isEqualTo(Map.of(JACKET, 5L));
            assertThat(look(stage)).isEqualTo(Map.of(JACKET, 4L));
        }
        assertThat(new HashSet<>(bucket.said())).containsExactly("MINE");
    }

    @Test
    void aTableInABucketIsReadWithTheKeysThatTheCatalogLends() throws Exception {
        lender.lend("LENT1");
        try (Stage stage = open(delegated())) {
            assertThat(look(stage)).isEqualTo(Map.of(JACKET, 5L));
        }
        assertThat(new HashSet<>(bucket.said())).containsExactly("LENT1");
    }

    @Test
    void lentKeysThatEndAreAGapAndTheNextLookHasNewOnes() throws Exception {
        lender.lend("LENT1");
        try (Stage stage = open(delegated())) {
            look(stage);
            bucket.expire("LENT1");
            show(4);
            Look dead = Look.at(stage, Set.of(JACKET));
            lender.lend("LENT2");

            assertThat(dead.faults()).containsExactly(Fault.DENIED);
            assertThat(dead.gaps().get(JACKET))
                    .contains("have those expired that the catalog lent?")
                    .doesNotContain("hushhush");
            assertThat(look(stage)).isEqualTo(Map.of(JACKET, 4L));
        }
    }

    @Test
    void lentKeysAreRenewedWhenHalfTheirLifeIsOver() throws Exception {
        lender.lend("LENT1");
        lender.until = Optional.of(timeline.now().plus(Duration.ofHours(1)));
        try (Stage stage = open(delegated())) {
            look(stage);
            lender.lend("LENT2");
            timeline.advance(Duration.ofMinutes(29));
            look(stage);
            List<String> before = List.copyOf(bucket.said());
            lender.until = Optional.of(timeline.now().plus(Duration.ofHours(1)));
            timeline.advance(Duration.ofMinutes(2));
            look(stage);
            bucket.expire("LENT1");
            show(4);

            assertThat(look(stage)).isEqualTo(Map.of(JACKET, 4L));
            assertThat(new HashSet<>(before)).containsExactly("LENT1");
            assertThat(bucket.said().subList(before.size(), bucket.said().size()))
                    .isNotEmpty()
                    .containsOnly("LENT2");
        }
    }

    @Test
    void aFileThatIsGoneFromTheBucketIsAGapThatSaysSo() throws Exception {
        bucket.admit("MINE");
        try (Stage stage = open(Map.of("s3.access-key-id", "MINE", "s3.secret-access-key", "hushhush"))) {
            look(stage);
            show(4);
            try (Stream<Path> files = Files.walk(folder.resolve("buckets"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".parquet"))
                        .toList()) {
                    Files.delete(file);
                }
            }

            Look gone = Look.at(stage, Set.of(JACKET));

            assertThat(gone.faults()).containsExactly(Fault.NOT_FOUND);
            assertThat(gone.gaps().get(JACKET))
                    .contains("a file that the table names is gone from the storage; was it removed");
        }
    }

    private static Map<String, String> delegated() {
        return Map.of("header.X-Iceberg-Access-Delegation", "vended-credentials");
    }

    private Stage open(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("uri", door.uri());
        all.put("io-impl", S3FileIO.class.getName());
        all.put("s3.endpoint", bucket.endpoint());
        all.put("s3.path-style-access", "true");
        all.put("client.region", "us-east-1");
        return IcebergSettings.of(all, "inventory.positions").open(timeline);
    }

    private void show(long count) throws IOException {
        table.upsert(Map.of(new StoreSku(JACKET.store(), JACKET.sku()), count));
    }

    private static Map<StockKey, Long> look(Stage stage) throws InterruptedException {
        return Look.at(stage, Set.of(JACKET)).counts();
    }
}
