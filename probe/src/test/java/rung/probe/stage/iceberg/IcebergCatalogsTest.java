package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;
import rung.testbed.InventoryTable;
import rung.testbed.RestCatalog;
import rung.testbed.StoreSku;

/** Catalogs of each kind, and what they ask to be shown before they answer. */
class IcebergCatalogsTest {
    private static final StockKey JACKET = new StockKey("9901", "RUNG-0001");
    private static final String TOKENS = "/v1/oauth/tokens";

    @TempDir
    private Path folder;

    private final Timeline timeline = SystemTimeline.start();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private RestCatalog catalog;
    private InventoryTable table;

    @BeforeEach
    void createTable() throws IOException {
        catalog = RestCatalog.start(folder);
        ((SupportsNamespaces) catalog.backend()).createNamespace(Namespace.of("inventory"));
        table = InventoryTable.create(
                catalog.backend(), TableIdentifier.of("inventory", "positions"), 2, PartitionSpec.unpartitioned());
        show(5);
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        catalog.close();
    }

    @Test
    void aTokenIsSentAsItIs() throws Exception {
        Door door = doorFor(said -> said.header("Authorization").equals("Bearer t0ken"));

        assertThat(look(stage(door, Map.of("token", "t0ken")))).isEqualTo(Map.of(JACKET, 5L));
    }

    @Test
    void aNameAndAPasswordAreSentAsBasicAuthentication() throws Exception {
        String expected = "Basic " + Base64.getEncoder().encodeToString("rung:hush".getBytes(StandardCharsets.UTF_8));
        Door door = doorFor(said -> said.header("Authorization").equals(expected));

        Stage stage = stage(
                door,
                Map.of(
                        "rest.auth.type",
                        "basic",
                        "rest.auth.basic.username",
                        "rung",
                        "rest.auth.basic.password",
                        "hush"));

        assertThat(look(stage)).isEqualTo(Map.of(JACKET, 5L));
    }

    @Test
    void whoIsRefusedIsToldWithoutTheSecret() throws Exception {
        Door door = doorFor(said -> false);

        Look refused = Look.at(stage(door, Map.of("token", "hushhush")), Set.of(JACKET));

        assertThat(refused.faults()).containsExactly(Fault.DENIED);
        assertThat(refused.gaps().get(JACKET))
                .endsWith("access is refused; are the catalog's credentials right?")
                .doesNotContain("hushhush");
    }

    /** Hands out tokens for a credential, each good until it is revoked. */
    private static final class TokenServer implements Door.Keeper {
        private final AtomicInteger issued = new AtomicInteger();
        private final List<Map<String, String>> asked = new ArrayList<>();
        private final int secondsGood;

        private TokenServer(int secondsGood) {
            this.secondsGood = secondsGood;
        }

        @Override
        public Optional<Door.Answer> answer(Door.Said said) {
            if (said.uri().getPath().equals(TOKENS)) {
                asked.add(form(said.body()));
                return Optional.of(new Door.Answer(
                        200,
                        "{\"access_token\":\"t" + issued.incrementAndGet()
                                + "\",\"token_type\":\"bearer\",\"expires_in\":"
                                + secondsGood
                                + ",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\"}"));
            }
            return said.header("Authorization").equals("Bearer t" + issued.get())
                    ? Optional.empty()
                    : Optional.of(Door.Answer.refused());
        }

        private void revoke() {
            issued.incrementAndGet();
        }

        private static Map<String, String> form(String body) {
            Map<String, String> fields = new HashMap<>();
            for (String pair : body.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
            return fields;
        }
    }

    @Test
    void aCredentialIsExchangedForATokenWithItsScope() throws Exception {
        TokenServer tokens = new TokenServer(3600);
        Stage stage = stage(door(tokens), Map.of("credential", "rung:hush", "scope", "PRINCIPAL_ROLE:probe"));

        Map<StockKey, Long> first = look(stage);
        Map<StockKey, Long> second = look(stage);

        assertThat(first).isEqualTo(Map.of(JACKET, 5L));
        assertThat(second).isEqualTo(Map.of(JACKET, 5L));
        assertThat(tokens.asked).singleElement().satisfies(form -> assertThat(form)
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_id", "rung")
                .containsEntry("client_secret", "hush")
                .containsEntry("scope", "PRINCIPAL_ROLE:probe"));
    }

    @Test
    void aTokenIsRenewedBeforeItEnds() throws Exception {
        TokenServer tokens = new TokenServer(1);
        Stage stage = stage(door(tokens), Map.of("credential", "rung:hush"));
        Map<StockKey, Long> first = look(stage);

        await().until(() -> tokens.issued.get() >= 3);

        assertThat(first).isEqualTo(Map.of(JACKET, 5L));
        await().until(() -> look(stage).equals(Map.of(JACKET, 5L)));
    }

    @Test
    void aTokenThatDiedIsAGapAndTheNextLookHasANewOne() throws Exception {
        TokenServer tokens = new TokenServer(3600);
        Stage stage = stage(door(tokens), Map.of("credential", "rung:hush"));
        look(stage);
        tokens.revoke();
        show(4);

        Look dead = Look.at(stage, Set.of(JACKET));

        assertThat(dead.faults()).containsExactly(Fault.DENIED);
        assertThat(dead.gaps().get(JACKET)).doesNotContain("hush");
        assertThat(look(stage)).isEqualTo(Map.of(JACKET, 4L));
    }

    @ParameterizedTest
    @CsvSource({"us-east-1, execute-api", "ap-south-1, glue", "eu-west-1, s3tables"})
    void requestsAreSignedAsAwsDescribesIt(String region, String service) throws Exception {
        Door door = doorFor(said -> Signature.isRight(said, "AKID", "s3cret", region + "/" + service));
        Map<String, String> properties = Map.of(
                "rest.auth.type",
                "sigv4",
                "rest.auth.sigv4.delegate-auth-type",
                "none",
                "rest.signing-region",
                region,
                "rest.signing-name",
                service,
                "rest.access-key-id",
                "AKID",
                "rest.secret-access-key",
                "s3cret",
                "warehouse",
                "123456789012");

        Map<StockKey, Long> counts = look(stage(door, properties));

        assertThat(counts).isEqualTo(Map.of(JACKET, 5L));
        assertThat(door.heard().get(0).uri()).hasPath("/v1/config").hasParameter("warehouse", "123456789012");
    }

    @Test
    void aSignatureOfAnotherSecretIsRefused() throws Exception {
        Door door = doorFor(said -> Signature.isRight(said, "AKID", "s3cret", "us-east-1/glue"));
        Map<String, String> properties = Map.of(
                "rest.auth.type",
                "sigv4",
                "rest.auth.sigv4.delegate-auth-type",
                "none",
                "rest.signing-region",
                "us-east-1",
                "rest.signing-name",
                "glue",
                "rest.access-key-id",
                "AKID",
                "rest.secret-access-key",
                "hushhush");

        Look refused = Look.at(stage(door, properties), Set.of(JACKET));

        assertThat(refused.faults()).containsExactly(Fault.DENIED);
        assertThat(refused.gaps().get(JACKET)).doesNotContain("hushhush");
    }

    @Test
    void aJdbcCatalogIsReadAndNothingIsCreatedInItsDatabase() throws Exception {
        String database = "jdbc:sqlite:" + folder.resolve("catalog.db").toAbsolutePath();
        // The catalog's name is a column of its tables.
        Stage stage = open(Map.of("type", "jdbc", "uri", database, "warehouse", "file:" + folder, "name", "backend"));
        String empty = "jdbc:sqlite:" + folder.resolve("empty.db").toAbsolutePath();
        Stage nothing = open(Map.of("type", "jdbc", "uri", empty, "warehouse", "file:" + folder));

        assertThat(look(stage)).isEqualTo(Map.of(JACKET, 5L));
        show(4);
        assertThat(look(stage)).isEqualTo(Map.of(JACKET, 4L));
        assertThat(Look.at(nothing, Set.of(JACKET)).gaps()).containsOnlyKeys(JACKET);
        try (Connection connection = DriverManager.getConnection(empty);
                ResultSet tables = connection.getMetaData().getTables(null, null, "iceberg%", new String[] {"TABLE"})) {
            assertThat(tables.next()).isFalse();
        }
    }

    @Test
    void aPasswordInACatalogsUriIsInNoMessage() throws Exception {
        Stage stage = open(Map.of(
                "type", "jdbc", "uri", "jdbc:nothing://rung:hushhush@db/c?password=hushhush", "warehouse", "file:/w"));

        Look look = Look.at(stage, Set.of(JACKET));

        assertThat(look.gaps().get(JACKET)).contains("jdbc:nothing://db").doesNotContain("hushhush");
    }

    @ParameterizedTest
    @CsvSource({
        "nessie, iceberg-nessie",
        "hive, iceberg-hive-metastore",
        "glue, software.amazon.awssdk:glue",
        "bigquery, iceberg-bigquery"
    })
    void whatIsNotBroughtAlongIsNamedWithItsArtifact(String type, String artifact) throws Exception {
        Look look = Look.at(open(Map.of("type", type, "uri", "http://127.0.0.1:1")), Set.of(JACKET));

        assertThat(look.faults()).containsExactly(Fault.NOT_FOUND);
        assertThat(look.gaps().get(JACKET)).contains("put " + artifact + " and what it needs into lib/");
    }

    @ParameterizedTest
    @CsvSource({
        "org.apache.iceberg.gcp.gcs.GCSFileIO, iceberg-gcp",
        "org.apache.iceberg.azure.adlsv2.ADLSFileIO, iceberg-azure"
    })
    void soIsWhatReadsAStorage(String fileIo, String artifact) throws Exception {
        Stage stage = open(Map.of("uri", catalog.uri().toString(), "io-impl", fileIo));

        assertThat(Look.at(stage, Set.of(JACKET)).gaps().get(JACKET))
                .contains("there is no class " + fileIo + "; put " + artifact);
    }

    private void show(long count) throws IOException {
        table.upsert(Map.of(new StoreSku(JACKET.store(), JACKET.sku()), count));
    }

    private Door doorFor(Predicate<Door.Said> admits) throws IOException {
        return door(said -> admits.test(said) ? Optional.empty() : Optional.of(Door.Answer.refused()));
    }

    private Door door(Door.Keeper keeper) throws IOException {
        Door door = Door.before(catalog.uri(), keeper);
        opened.add(door);
        return door;
    }

    private Stage stage(Door door, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("uri", door.uri());
        all.put("io-impl", CountingFileIO.class.getName());
        return open(all);
    }

    private Stage open(Map<String, String> properties) {
        Stage stage = IcebergSettings.of(properties, "inventory.positions").open(timeline);
        opened.add(stage);
        return stage;
    }

    private static Map<StockKey, Long> look(Stage stage) throws InterruptedException {
        return Look.at(stage, Set.of(JACKET)).counts();
    }
}
