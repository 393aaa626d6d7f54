package rung.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A retailer in a box: a Kafka broker, an Iceberg REST catalog and a Redis, all on 127.0.0.1, and a shop on top when asked for. */
public final class Testbed implements AutoCloseable {
    private static final int PARTITIONS = 3;
    private static final int START_WITHIN_SECONDS = 120;

    private final Opened opened;
    private final Broker broker;
    private final RestCatalog catalog;
    private final Redis redis;
    private final Stock stock;

    private Testbed(Opened opened, Broker broker, RestCatalog catalog, Redis redis, Stock stock) {
        this.opened = opened;
        this.broker = broker;
        this.catalog = catalog;
        this.redis = redis;
        this.stock = stock;
    }

    /**
     * Starts the servers, and creates the topic {@code pos.transactions}. Returns when all of them can be used.
     *
     * @param folder where they keep their files; created when absent, and to be kept until {@link #close()} has returned
     * @param stock what a shop opens with
     * @throws IOException when one of them does not start; then none is left running
     */
    public static Testbed start(Path folder, Stock stock) throws IOException, InterruptedException {
        Opened opened = new Opened();
        ExecutorService starters = Executors.newFixedThreadPool(3, Daemons.named("start"));
        try {
            Future<Broker> broker = starters.submit(() -> opened.add(Broker.start(folder.resolve("kafka"))));
            Future<RestCatalog> catalog = starters.submit(() -> opened.add(RestCatalog.start(folder.resolve("lake"))));
            Future<Redis> redis = starters.submit(() -> opened.add(Redis.start(folder.resolve("redis"))));
            createTopic(broker.get().bootstrap());
            Testbed testbed = new Testbed(opened, broker.get(), catalog.get(), redis.get(), stock);
            starters.shutdown();
            return testbed;
        } catch (ExecutionException | InterruptedException e) {
            starters.shutdown();
            boolean ended = starters.awaitTermination(START_WITHIN_SECONDS, TimeUnit.SECONDS);
            opened.close();
            if (e instanceof InterruptedException interrupt) {
                throw interrupt;
            }
            throw new IOException("the testbed did not start" + (ended ? "" : " in time") + ": " + e.getCause(), e);
        }
    }

    /** Creates the tables, fills them and the hot view from the stock, and starts pipelines, tills and API. To be called once. */
    public Shop openShop(TestbedSettings settings) throws IOException {
        return opened.add(Shop.open(broker.bootstrap(), redis.uri(), catalog, stock, settings));
    }

    /** Host and port of the Kafka broker. */
    public String bootstrap() {
        return broker.bootstrap();
    }

    /** The catalog's server, which can be asked for its address, its files and its counters. */
    public RestCatalog catalog() {
        return catalog;
    }

    /** Where Redis is, such as {@code redis://127.0.0.1:6379}. */
    public URI redis() {
        return redis.uri();
    }

    /** Closes the shop, if one is open, and ends all servers. */
    @Override
    public void close() {
        opened.close();
    }

    private static void createTopic(String bootstrap) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(TransactionFeed.TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }
}
