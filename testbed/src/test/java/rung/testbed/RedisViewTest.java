package rung.testbed;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

class RedisViewTest extends CountViewContract {
    @TempDir
    private static Path folder;

    private static Redis server;
    private static RedisClient client;
    private static RedisView view;

    @BeforeAll
    static void start() throws IOException {
        server = Redis.start(folder);
        client = RedisClient.create(server.uri());
        view = RedisView.of(server.uri());
    }

    @AfterAll
    static void stop() {
        view.close();
        client.close();
        server.close();
    }

    @Override
    CountView empty() {
        client.flushAll();
        return view;
    }

    @Override
    void lose() {
        client.flushAll();
    }

    @Override
    void lose(StoreSku unit) {
        client.hdel("inventory:" + unit.store(), unit.sku());
    }
}
