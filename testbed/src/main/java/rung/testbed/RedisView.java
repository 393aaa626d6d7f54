package rung.testbed;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** A view in Redis: the hash {@code inventory:{store}} has the count of each SKU, the key {@code inventory.place} the place. */
final class RedisView implements CountView {
    private static final String PLACE = "inventory.place";
    private static final String HASH = "inventory:";
    private static final int MOST_UNITS_AT_ONCE = 500;

    /** Keys: the place, then the hash of each unit. Arguments: from, to, then SKU and change of each unit. */
    private static final String ADD = """
            local place = redis.call('GET', KEYS[1])
            if place == ARGV[2] then return 1 end
            if place ~= ARGV[1] then return 0 end
            for i = 2, #KEYS do
              if redis.call('HEXISTS', KEYS[i], ARGV[2 * i - 1]) == 0 then return 0 end
            end
            for i = 2, #KEYS do
              redis.call('HINCRBY', KEYS[i], ARGV[2 * i - 1], ARGV[2 * i])
            end
            redis.call('SET', KEYS[1], ARGV[2])
            return 1
            """;

    private final RedisClient redis;

    private RedisView(RedisClient redis) {
        this.redis = redis;
    }

    static RedisView of(URI uri) {
        return new RedisView(RedisClient.create(uri));
    }

    @Override
    public Optional<Count> unit(String store, String sku) throws IOException {
        String quantity = ask(() -> redis.hget(HASH + store, sku));
        return Optional.ofNullable(quantity).map(count -> new Count(Long.parseLong(count), OptionalLong.empty()));
    }

    @Override
    public Optional<Offsets> place() throws IOException {
        return Optional.ofNullable(ask(() -> redis.get(PLACE))).map(Offsets::parse);
    }

    @Override
    public void replace(Map<StoreSku, Long> counts, Offsets place) throws IOException {
        Map<String, Map<String, String>> hashes = new TreeMap<>();
        counts.forEach((unit, count) -> hashes.computeIfAbsent(HASH + unit.store(), hash -> new TreeMap<>())
                .put(unit.sku(), count.toString()));
        ask(() -> {
            try (AbstractTransaction transaction = redis.multi()) {
                redis.keys(HASH + "*").forEach(transaction::del);
                hashes.forEach(transaction::hset);
                transaction.set(PLACE, place.toString());
                return transaction.exec();
            }
        });
    }

    @Override
    public boolean add(Map<StoreSku, Long> changes, Offsets from, Offsets to) throws IOException {
        List<String> keys = new ArrayList<>(List.of(PLACE));
        List<String> arguments = new ArrayList<>(List.of(from.toString(), to.toString()));
        changes.forEach((unit, change) -> {
            keys.add(HASH + unit.store());
            arguments.add(unit.sku());
            arguments.add(change.toString());
        });
        return Long.valueOf(1).equals(ask(() -> redis.eval(ADD, keys, arguments)));
    }

    @Override
    public int mostUnitsAtOnce() {
        return MOST_UNITS_AT_ONCE;
    }

    @Override
    public void close() {
        redis.close();
    }

    private static <T extends @Nullable Object> T ask(Supplier<T> question) throws IOException {
        try {
            return question.get();
        } catch (JedisException e) {
            throw new IOException("Redis does not answer: " + e.getMessage(), e);
        }
    }
}
