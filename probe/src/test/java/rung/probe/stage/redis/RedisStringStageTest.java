package rung.probe.stage.redis;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import rung.core.measure.StockKey;
import rung.probe.stage.Relay;
import rung.probe.stage.Stage;
import rung.probe.stage.StageContract;
import rung.testbed.Redis;

class RedisStringStageTest extends StageContract {
    private static Redis redis;

    private Relay relay;
    private Jedis writer;

    @BeforeAll
    static void startRedis(@TempDir Path folder) throws IOException {
        redis = Redis.start(folder);
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void connect() throws IOException {
        writer = new Jedis(redis.uri());
        writer.flushAll();
        relay = Relay.to(redis.uri().getPort());
    }

    @AfterEach
    void disconnect() throws IOException {
        relay.close();
        writer.configSet("requirepass", "");
        writer.close();
    }

    @Override
    protected Stage open() {
        return RedisSettings.strings(URI.create("redis://127.0.0.1:" + relay.port()))
                .open(timeline);
    }

    @Override
    protected void show(Map<StockKey, Long> counts) {
        writer.flushAll();
        counts.forEach((key, count) -> writer.set("inventory:" + key.store() + ":" + key.sku(), String.valueOf(count)));
    }

    @Override
    protected boolean write(StockKey key, Written form) {
        if (form == Written.TEXT || form == Written.NULL) {
            return false; // all that Redis holds is text, and it knows no null
        }
        writer.set("inventory:" + key.store() + ":" + key.sku(), form == Written.FRACTION ? "12.5" : "many");
        return true;
    }

    @Override
    protected Optional<Stage> openDenied() {
        writer.configSet("requirepass", "sesame");
        writer.auth("sesame");
        return Optional.of(RedisSettings.strings(URI.create("redis://default:hushhush@127.0.0.1:" + relay.port()))
                .open(timeline));
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
        return "redis://127.0.0.1:" + relay.port() + "/0";
    }
}
