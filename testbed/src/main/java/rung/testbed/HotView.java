package rung.testbed;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** The first reference pipeline: Kafka to Redis, transaction by transaction. A count is read from Redis when it is asked for. */
final class HotView implements CountSource, AutoCloseable {
    private final RedisClient redis;
    private final TransactionFeed feed;

    private HotView(RedisClient redis, TransactionFeed feed) {
        this.redis = redis;
        this.feed = feed;
    }

    static HotView open(String bootstrap, URI redisUri, Map<StoreSku, Long> counts) {
        RedisClient redis = RedisClient.create(redisUri);
        load(redis, counts);
        return new HotView(redis, TransactionFeed.start(bootstrap, "hot-view", fresh -> apply(redis, fresh)));
    }

    @Override
    public Optional<Count> unit(String store, String sku) throws IOException {
        String quantity;
        try {
            quantity = redis.hget(hash(store), sku);
        } catch (JedisException e) {
            throw new IOException("Redis does not answer: " + e.getMessage(), e);
        }
        return Optional.ofNullable(quantity).map(count -> new Count(Long.parseLong(count), OptionalLong.empty()));
    }

    TransactionFeed feed() {
        return feed;
    }

    @Override
    public void close() {
        feed.close();
        redis.close();
    }

    private static void load(RedisClient redis, Map<StoreSku, Long> counts) {
        Map<String, Map<String, String>> stores = new TreeMap<>();
        counts.forEach((unit, count) -> stores.computeIfAbsent(hash(unit.store()), store -> new TreeMap<>())
                .put(unit.sku(), count.toString()));
        try (Pipeline pipeline = redis.pipelined()) {
            stores.forEach(pipeline::hset);
            pipeline.sync();
        }
    }

    /** All or none, so that a second try after a failure counts nothing twice. */
    private static boolean apply(RedisClient redis, List<PosTransaction> fresh) throws IOException {
        if (fresh.isEmpty()) {
            return true;
        }
        try (AbstractTransaction transaction = redis.multi()) {
            for (PosTransaction sale : fresh) {
                transaction.hincrBy(hash(sale.unit().store()), sale.unit().sku(), sale.quantity());
            }
            transaction.exec();
        } catch (JedisException e) {
            throw new IOException("Redis does not answer: " + e.getMessage(), e);
        }
        return true;
    }

    private static String hash(String store) {
        return "inventory:" + store;
    }
}
