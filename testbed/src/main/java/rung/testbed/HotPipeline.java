package rung.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A reference pipeline: all counts in an Iceberg table, which is the truth, and beside it those of the hot units in two views, one
 * in Redis and one in DynamoDB, to which every event of the topic is applied at once. A view that was lost is made again from the
 * table and the events after it. Counts are served at {@code /hot/inventory/{store}/{sku}}, from Redis, and at
 * {@code /hot-dynamodb/inventory/{store}/{sku}}; both read through to the table when the view has no answer.
 */
public final class HotPipeline implements AutoCloseable {
    static final TableIdentifier TABLE = TableIdentifier.of("inventory", "hot_positions");

    private static final int HOT_SKUS = 10;

    private final Opened opened;
    private final CountApi api;
    private final Lakehouse truth;
    private final HotView redisView;
    private final HotView dynamoDbView;
    private final URI redis;
    private final URI dynamoDb;
    private final String bootstrap;
    private final Stock stock;

    private HotPipeline(
            Opened opened,
            CountApi api,
            Lakehouse truth,
            HotView redisView,
            HotView dynamoDbView,
            URI redis,
            URI dynamoDb,
            String bootstrap,
            Stock stock) {
        this.opened = opened;
        this.api = api;
        this.truth = truth;
        this.redisView = redisView;
        this.dynamoDbView = dynamoDbView;
        this.redis = redis;
        this.dynamoDb = dynamoDb;
        this.bootstrap = bootstrap;
        this.stock = stock;
    }

    /**
     * Starts a Redis and a DynamoDB, opens the table, or creates it with the stock in it, and starts from the table's place in the
     * topic. Returns when both views have their counts. Hot are the units of {@link #hotUnits}.
     *
     * @param folder gets what the two servers write
     * @param commitEvery time between the table's commits
     * @param progress gets a sentence when something takes time, such as the download of DynamoDB
     * @throws IOException when a part of it does not start; then none is left running
     */
    public static HotPipeline start(
            Path folder,
            String bootstrap,
            RestCatalog rest,
            Stock stock,
            Duration commitEvery,
            Consumer<String> progress)
            throws IOException {
        Opened opened = new Opened();
        try {
            URI redis = opened.add(Redis.start(folder.resolve("redis"))).uri();
            URI dynamoDb = opened.add(DynamoDb.start(folder.resolve("dynamodb"), progress))
                    .endpoint();
            HotPipeline pipeline = start(opened, bootstrap, rest, stock, hotUnits(stock), commitEvery, redis, dynamoDb);
            pipeline.redisView.awaitFilled();
            pipeline.dynamoDbView.awaitFilled();
            return pipeline;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** As above, over servers that go on when this is closed. */
    static HotPipeline start(
            String bootstrap,
            RestCatalog rest,
            Stock stock,
            Set<StoreSku> hot,
            Duration commitEvery,
            URI redis,
            URI dynamoDb)
            throws IOException {
        Opened opened = new Opened();
        try {
            return start(opened, bootstrap, rest, stock, hot, commitEvery, redis, dynamoDb);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static HotPipeline start(
            Opened opened,
            String bootstrap,
            RestCatalog rest,
            Stock stock,
            Set<StoreSku> hot,
            Duration commitEvery,
            URI redis,
            URI dynamoDb)
            throws IOException {
        Catalog catalog = rest.connect();
        if (catalog instanceof AutoCloseable client) {
            opened.add(client);
        }
        Lakehouse truth = opened.add(Lakehouse.open(bootstrap, catalog, TABLE, stock.counts(), commitEvery));
        CountSource table = CountSource.of(truth.view()::counts);
        HotView redisView = opened.add(
                HotView.open(bootstrap, "hot-redis", RedisView.of(redis), hot, () -> catalog.loadTable(TABLE), table));
        HotView dynamoDbView = opened.add(HotView.open(
                bootstrap, "hot-dynamodb", DynamoDbView.of(dynamoDb), hot, () -> catalog.loadTable(TABLE), table));
        CountApi api = opened.add(CountApi.start(Map.of("hot", redisView, "hot-dynamodb", dynamoDbView)));
        return new HotPipeline(opened, api, truth, redisView, dynamoDbView, redis, dynamoDb, bootstrap, stock);
    }

    /** All reserved units, and of those that the tills sell the first ten SKUs of each store. */
    public static Set<StoreSku> hotUnits(Stock stock) {
        List<String> skus = stock.sold().stream()
                .map(StoreSku::sku)
                .distinct()
                .sorted()
                .limit(HOT_SKUS)
                .toList();
        Set<StoreSku> hot = stock.sold().stream()
                .filter(unit -> skus.contains(unit.sku()))
                .collect(Collectors.toCollection(HashSet::new));
        hot.addAll(stock.reserved());
        return Set.copyOf(hot);
    }

    /** Starts tills that sell the stock's units that are not reserved, until the pipeline is closed. */
    public void openTills(int transactionsPerHour, long seed) {
        opened.add(Tills.open(new TopicLine(bootstrap), stock.sold(), transactionsPerHour, seed));
    }

    /** The topic that the transactions are read from. */
    public String topic() {
        return TransactionFeed.TOPIC;
    }

    /** The table's name, with its namespace. */
    public String table() {
        return TABLE.toString();
    }

    /** Where the API is; {@code /livez} there answers 200 while the pipeline is open. */
    public URI uri() {
        return api.uri();
    }

    /** Where the view in Redis is: the hash {@code inventory:{store}} has the count of each hot SKU. */
    public URI redis() {
        return redis;
    }

    /**
     * Where the view in DynamoDB is: the table {@code inventory} has an item for each hot unit, with the key {@code store_id}
     * and {@code sku_id}, and {@code quantity}. It takes any credentials and any region.
     */
    public URI dynamoDb() {
        return dynamoDb;
    }

    Lakehouse truth() {
        return truth;
    }

    HotView redisView() {
        return redisView;
    }

    HotView dynamoDbView() {
        return dynamoDbView;
    }

    @Override
    public void close() {
        opened.close();
    }
}
