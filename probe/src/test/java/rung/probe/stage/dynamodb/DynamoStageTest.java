package rung.probe.stage.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.probe.stage.Look;
import rung.probe.stage.Relay;
import rung.probe.stage.Stage;
import rung.probe.stage.StageContract;
import rung.testbed.DynamoDb;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

@Timeout(180)
class DynamoStageTest extends StageContract {
    private static final Login LOGIN = new Login("hotview", "sesame", Optional.empty());
    private static final Map<String, String> KEY = Map.of("store_id", "{store}", "sku_id", "{sku}");

    private static DynamoDb server;
    private static DynamoDbClient writer;

    private final String table = "counts-" + UUID.randomUUID();
    private final Set<StockKey> shown = new HashSet<>();
    private Relay relay;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws IOException {
        try {
            server = DynamoDb.start(folder);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.contains("was not downloaded")) {
                Assumptions.abort(reason);
            }
            throw e;
        }
        writer = DynamoDbClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("hotview", "sesame")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            writer.close();
            server.close();
        }
    }

    @BeforeEach
    void connect() throws IOException {
        createTable(table, ScalarAttributeType.S);
        relay = Relay.to(server.endpoint().getPort());
    }

    @AfterEach
    void disconnect() throws IOException {
        relay.close();
    }

    private static void createTable(String name, ScalarAttributeType storeType) {
        writer.createTable(create -> create.tableName(name)
                .attributeDefinitions(
                        AttributeDefinition.builder()
                                .attributeName("store_id")
                                .attributeType(storeType)
                                .build(),
                        AttributeDefinition.builder()
                                .attributeName("sku_id")
                                .attributeType(ScalarAttributeType.S)
                                .build())
                .keySchema(
                        KeySchemaElement.builder()
                                .attributeName("store_id")
                                .keyType(KeyType.HASH)
                                .build(),
                        KeySchemaElement.builder()
                                .attributeName("sku_id")
                                .keyType(KeyType.RANGE)
                                .build())
                .billingMode(BillingMode.PAY_PER_REQUEST));
    }

    @Override
    protected Stage open() {
        return settings(table, KEY, Set.of(), "quantity").open(timeline);
    }

    private DynamoSettings settings(String name, Map<String, String> key, Set<String> numbers, String count) {
        return new DynamoSettings(
                name,
                key,
                numbers,
                count,
                true,
                Optional.empty(),
                Optional.of(URI.create("http://127.0.0.1:" + relay.port())),
                Optional.of(LOGIN),
                Duration.ofSeconds(10),
                5_000);
    }

    @Override
    protected void show(Map<StockKey, Long> counts) {
        List<WriteRequest> writes = new ArrayList<>();
        shown.removeAll(counts.keySet());
        shown.forEach(gone -> writes.add(WriteRequest.builder()
                .deleteRequest(DeleteRequest.builder().key(primaryKey(gone)).build())
                .build()));
        counts.forEach((key, count) -> writes.add(WriteRequest.builder()
                .putRequest(PutRequest.builder()
                        .item(item(key, AttributeValue.fromN(count.toString())))
                        .build())
                .build()));
        for (int i = 0; i < writes.size(); i += 25) {
            List<WriteRequest> batch = writes.subList(i, Math.min(i + 25, writes.size()));
            assertThat(writer.batchWriteItem(write -> write.requestItems(Map.of(table, batch)))
                            .unprocessedItems())
                    .isEmpty();
        }
        shown.clear();
        shown.addAll(counts.keySet());
    }

    @Override
    protected boolean write(StockKey key, Written form) {
        AttributeValue value =
                switch (form) {
                    case TEXT -> AttributeValue.fromS("12");
                    case NULL -> AttributeValue.fromNul(true);
                    case FRACTION -> AttributeValue.fromN("12.5");
                    case WORD -> AttributeValue.fromS("many");
                };
        put(table, item(key, value));
        return true;
    }

    private static void put(String table, Map<String, AttributeValue> item) {
        writer.putItem(put -> put.tableName(table).item(item));
    }

    private static Map<String, AttributeValue> item(StockKey key, AttributeValue count) {
        Map<String, AttributeValue> item = new HashMap<>(primaryKey(key));
        item.put("quantity", count);
        item.put("padding", AttributeValue.fromS("not asked for"));
        return item;
    }

    private static Map<String, AttributeValue> primaryKey(StockKey key) {
        return Map.of("store_id", AttributeValue.fromS(key.store()), "sku_id", AttributeValue.fromS(key.sku()));
    }

    @Override
    protected void cut() throws IOException {
        relay.cut();
    }

    @Override
    protected void stall() {
        relay.stall();
    }

    @Override
    protected void tear() {
        relay.tear();
    }

    @Override
    protected void restore() throws IOException {
        relay.mend();
    }

    @Override
    protected String address() {
        return "table " + table + " at http://127.0.0.1:" + relay.port();
    }

    @Test
    void readsACountOutOfAMapThatASharedItemHolds() throws Exception {
        put(
                table,
                Map.of(
                        "store_id",
                        AttributeValue.fromS("9901"),
                        "sku_id",
                        AttributeValue.fromS("all"),
                        "items",
                        AttributeValue.fromM(Map.of(
                                JACKET.sku(), AttributeValue.fromM(Map.of("on_hand", AttributeValue.fromN("7")))))));

        Look look =
                at(settings(table, Map.of("store_id", "{store}", "sku_id", "all"), Set.of(), "items.{sku}.on_hand"));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 7L));
        assertThat(look.absent()).containsExactly(SHOES);
        assertThat(look.readings()).hasSize(1);
    }

    @Test
    void readsKeysThatAreNumbers() throws Exception {
        String numbered = table + "-n";
        createTable(numbered, ScalarAttributeType.N);
        put(
                numbered,
                Map.of(
                        "store_id",
                        AttributeValue.fromN("9901"),
                        "sku_id",
                        AttributeValue.fromS(JACKET.sku()),
                        "quantity",
                        AttributeValue.fromN("7")));

        assertThat(at(settings(numbered, KEY, Set.of("store_id"), "quantity")).counts())
                .isEqualTo(Map.of(JACKET, 7L));
        Look mistaken = at(settings(numbered, KEY, Set.of(), "quantity"));
        assertThat(mistaken.faults()).containsExactly(Fault.NOT_FOUND);
        assertThat(mistaken.gaps().get(JACKET)).endsWith("; are key and numbers right?");
    }

    @Test
    void namesAnAttributeAndATableThatAreNotThere() throws Exception {
        show(Map.of(JACKET, 5L));

        assertThat(at(settings(table, KEY, Set.of(), "units")).gaps())
                .isEqualTo(Map.of(
                        JACKET, address() + ", key 9901/RUNG-0001: attribute units is not there; is count right?"));
        assertThat(at(settings("nowhere", KEY, Set.of(), "quantity")).gaps().get(JACKET))
                .isEqualTo("table nowhere at http://127.0.0.1:" + relay.port()
                        + " does not exist there; are table and region right?");
    }

    @Test
    void keepsTheCapacityThatItSpent() throws Exception {
        show(Map.of(JACKET, 5L));
        try (DynamoStage stage = new DynamoStage(timeline, settings(table, KEY, Set.of(), "quantity"))) {
            stage.read(Set.of(JACKET));

            assertThat(stage.unitsSpent()).isEqualTo(1);
        }
    }

    private Look at(DynamoSettings settings) throws InterruptedException {
        try (Stage stage = settings.open(timeline)) {
            return Look.at(stage, Set.of(JACKET, SHOES));
        }
    }
}
