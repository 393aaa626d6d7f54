package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class HotPipelineTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration QUICK = Duration.ofMillis(500);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final StoreSku RESERVED = new StoreSku("9901", "RUNG-0001");
    private static final StoreSku COLD = new StoreSku("0001", "SKU-0004");
    private static final Stock STOCK = Stock.of(3, 4, List.of(RESERVED));
    private static final Set<StoreSku> HOT = Set.of(
            RESERVED,
            new StoreSku("0001", "SKU-0001"),
            new StoreSku("0002", "SKU-0002"),
            new StoreSku("0003", "SKU-0001"));
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Opened opened = new Opened();
    private Testbed testbed;
    private DynamoDb dynamoDb;
    private SoldTransactions sold;

    @BeforeEach
    void start() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        dynamoDb = opened.add(DynamoDbTest.startOrSkip(folder.resolve("dynamodb")));
        testbed = opened.add(Testbed.start(folder.resolve("testbed"), STOCK));
        sold = opened.add(new SoldTransactions(testbed.bootstrap(), STOCK, new Random(seed)));
    }

    @AfterEach
    void stop() {
        opened.close();
    }

    @Test
    void bothViewsAndTheTableCountEveryTransactionOnce() throws Exception {
        sold.sell(200);
        try (HotPipeline pipeline = open(QUICK)) {
            sold.sell(200);
            sold.repeatLatest(50);

            awaitAll(pipeline);
            assertThat(pipeline.truth().feed().repeated()).isEqualTo(sold.repeated());
            assertThat(pipeline.truth().feed().unreadable()).isEqualTo(sold.garbled());
            assertThat(InventoryTable.read(testbed.catalog().backend().loadTable(HotPipeline.TABLE)))
                    .isEqualTo(sold.expected());
            assertThat(sold.repeated()).isGreaterThan(50);
        }
    }

    @Test
    void aHotCountChangesBeforeTheTableIsCommittedAndAColdOneIsReadThrough() throws Exception {
        try (HotPipeline pipeline = open(NEVER)) {
            sold.sell(RESERVED, -3);
            sold.sell(COLD, -5);

            await().atMost(SOON).untilAsserted(() -> {
                assertThat(get(pipeline, "hot", RESERVED).path("quantity").longValue())
                        .isEqualTo(997);
                assertThat(get(pipeline, "hot-dynamodb", RESERVED)
                                .path("quantity")
                                .longValue())
                        .isEqualTo(997);
            });

            assertThat(get(pipeline, "hot", RESERVED).has("snapshot")).isFalse();
            assertThat(get(pipeline, "hot", COLD).path("quantity").longValue()).isEqualTo(1000);
            assertThat(get(pipeline, "hot", COLD).has("snapshot")).isTrue();
            assertThat(get(pipeline, "hot-dynamodb", COLD).has("snapshot")).isTrue();
            assertThat(get(pipeline, "hot", new StoreSku("9901", "none")).has("error"))
                    .isTrue();
        }
    }

    @Test
    void viewsThatAreLostAreMadeAgainFromTheTableAndTheTransactionsAfterIt() throws Exception {
        try (HotPipeline pipeline = open(QUICK);
                RedisClient redis = RedisClient.create(testbed.redis());
                DynamoDbClient dynamo = DynamoDbTest.client(dynamoDb.endpoint(), Region.EU_WEST_1, "another")) {
            sold.sell(150);
            awaitAll(pipeline);
            awaitRebuilds(
                    pipeline, 1); // counts that a view lacks are read through it, and do not tell that it was made
            sold.sell(50);
            redis.flushAll();
            for (String table : dynamo.listTables().tableNames()) {
                dynamo.deleteTable(delete -> delete.tableName(table));
            }
            sold.sell(50);
            sold.repeatLatest(80);

            awaitAll(pipeline);
            awaitRebuilds(pipeline, 2);

            redis.hdel("inventory:" + RESERVED.store(), RESERVED.sku());
            dynamo.deleteItem(delete -> delete.tableName("inventory")
                    .key(Map.of(
                            "store_id", AttributeValue.fromS(RESERVED.store()),
                            "sku_id", AttributeValue.fromS(RESERVED.sku()))));
            awaitAll(pipeline);
            sold.sell(RESERVED, -2);
            awaitAll(pipeline);
        }
    }

    @Test
    void viewsAreMadeOfAllTransactionsWhenTheTableHasNoneYet() throws Exception {
        try (HotPipeline pipeline = open(NEVER);
                RedisClient redis = RedisClient.create(testbed.redis())) {
            sold.sell(150);
            awaitHot(pipeline);
            redis.flushAll();
            sold.sell(20);

            awaitHot(pipeline);
            assertThat(pipeline.redisView().rebuilds()).isEqualTo(2);
            assertThat(pipeline.dynamoDbView().rebuilds()).isEqualTo(1);
        }
    }

    @Test
    void aPipelineThatIsOpenedAgainGoesOnWhereItsViewsAre() throws Exception {
        try (HotPipeline pipeline = open(NEVER)) {
            sold.sell(100);
            awaitHot(pipeline);
        }
        sold.repeatLatest(60);
        sold.sell(60);
        try (HotPipeline pipeline = open(QUICK)) {
            sold.sell(40);

            awaitAll(pipeline);
            assertThat(pipeline.redisView().rebuilds()).isZero();
            assertThat(pipeline.dynamoDbView().rebuilds()).isZero();
        }
        try (HotPipeline pipeline = open(QUICK)) {
            sold.sell(40);
            sold.repeatLatest(60);

            awaitAll(pipeline);
            assertThat(InventoryTable.read(testbed.catalog().backend().loadTable(HotPipeline.TABLE)))
                    .isEqualTo(sold.expected());
        }
    }

    @Test
    void hotAreAllReservedUnitsAndTheFirstTenSkusOfEachStore() {
        Stock stock = Stock.of(3, 12, List.of(RESERVED));

        assertThat(HotPipeline.hotUnits(stock))
                .hasSize(3 * 10 + 1)
                .contains(RESERVED, new StoreSku("0003", "SKU-0010"))
                .doesNotContain(new StoreSku("0003", "SKU-0011"));
    }

    private HotPipeline open(Duration commitEvery) throws IOException {
        return HotPipeline.start(
                testbed.bootstrap(), testbed.catalog(), STOCK, HOT, commitEvery, testbed.redis(), dynamoDb.endpoint());
    }

    private static void awaitRebuilds(HotPipeline pipeline, long atLeast) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(pipeline.redisView().rebuilds()).isGreaterThanOrEqualTo(atLeast);
            assertThat(pipeline.dynamoDbView().rebuilds()).isGreaterThanOrEqualTo(atLeast);
        });
    }

    /** All units as both APIs serve them, the cold ones read through. */
    private void awaitAll(HotPipeline pipeline) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(served(pipeline, "hot", STOCK.counts().keySet())).isEqualTo(sold.expected());
            assertThat(served(pipeline, "hot-dynamodb", STOCK.counts().keySet()))
                    .isEqualTo(sold.expected());
        });
    }

    private void awaitHot(HotPipeline pipeline) {
        await().atMost(SOON).untilAsserted(() -> {
            Map<StoreSku, Long> expected = new HashMap<>(sold.expected());
            expected.keySet().retainAll(HOT);
            assertThat(served(pipeline, "hot", HOT)).isEqualTo(expected);
            assertThat(served(pipeline, "hot-dynamodb", HOT)).isEqualTo(expected);
        });
    }

    private Map<StoreSku, Long> served(HotPipeline pipeline, String api, Set<StoreSku> units)
            throws IOException, InterruptedException {
        Map<StoreSku, Long> served = new HashMap<>();
        for (StoreSku unit : units) {
            served.put(unit, get(pipeline, api, unit).path("quantity").longValue());
        }
        return served;
    }

    private JsonNode get(HotPipeline pipeline, String api, StoreSku unit) throws IOException, InterruptedException {
        URI uri = pipeline.uri().resolve("/" + api + "/inventory/" + unit.store() + "/" + unit.sku());
        return JSON.readTree(http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }
}
