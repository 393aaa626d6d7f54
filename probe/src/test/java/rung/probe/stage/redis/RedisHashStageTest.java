package rung.probe.stage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.probe.stage.Look;
import rung.probe.stage.Relay;
import rung.probe.stage.Stage;
import rung.probe.stage.StageContract;
import rung.testbed.Redis;

class RedisHashStageTest extends StageContract {
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
        return RedisSettings.hashes(uri("")).open(timeline);
    }

    @Override
    protected void show(Map<StockKey, Long> counts) {
        writer.flushAll();
        counts.forEach((key, count) -> writer.hset("inventory:" + key.store(), key.sku(), String.valueOf(count)));
    }

    @Override
    protected boolean write(StockKey key, Written form) {
        if (form == Written.TEXT || form == Written.NULL) {
            return false; // all that Redis holds is text, and it knows no null
        }
        writer.hset("inventory:" + key.store(), key.sku(), form == Written.FRACTION ? "12.5" : "many");
        return true;
    }

    @Override
    protected Optional<Stage> openDenied() {
        writer.configSet("requirepass", "sesame");
        writer.auth("sesame");
        return Optional.of(RedisSettings.hashes(URI.create("redis://default:hushhush@127.0.0.1:" + relay.port()))
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

    @Test
    void readsAllKeysInOneRound() throws Exception {
        show(Map.of(JACKET, 1L, SHOES_ELSEWHERE, 2L));

        List<Reading> readings = stage().read(Set.of(JACKET, SHOES, SHOES_ELSEWHERE));

        assertThat(readings).hasSize(1);
    }

    @Test
    void namesThePlaceOfAValueThatIsNoWholeNumber() throws Exception {
        write(JACKET, Written.WORD);

        assertThat(Look.at(stage(), Set.of(JACKET)).gaps().get(JACKET))
                .isEqualTo(address() + " key inventory:9901 field RUNG-0001 holds \"many\", not a whole number; is the"
                        + " stage's key right?");
    }

    @Test
    void leavesAGapForAKeyOfAnotherType() throws Exception {
        writer.set("inventory:9901", "5");
        writer.hset("inventory:9902", SHOES_ELSEWHERE.sku(), "6");

        Look look = Look.at(stage(), Set.of(JACKET, SHOES_ELSEWHERE));

        assertThat(look.counts()).isEqualTo(Map.of(SHOES_ELSEWHERE, 6L));
        assertThat(look.gaps().get(JACKET)).contains("key inventory:9901").contains("another type");
    }

    @Test
    void readsTheDatabaseThatTheUriNames() throws Exception {
        writer.select(3);
        writer.hset("inventory:9901", JACKET.sku(), "5");

        assertThat(at(RedisSettings.hashes(uri("/3")), Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 5L));
        assertThat(at(RedisSettings.hashes(uri("/2")), Set.of(JACKET)).absent()).containsExactly(JACKET);
    }

    @Test
    void logsInAndKeepsThePasswordSecret() throws Exception {
        show(Map.of(JACKET, 5L));
        writer.configSet("requirepass", "sesame");
        writer.auth("sesame");

        Look right = at(RedisSettings.hashes(uri("default:sesame", "")), Set.of(JACKET));
        Look wrong = at(RedisSettings.hashes(uri("default:hushhush", "")), Set.of(JACKET));
        Look none = at(RedisSettings.hashes(uri("")), Set.of(JACKET));

        assertThat(right.counts()).isEqualTo(Map.of(JACKET, 5L));
        assertThat(wrong.gaps().get(JACKET))
                .startsWith(address() + " refuses access: WRONGPASS")
                .endsWith("are the user and password in uri right?")
                .doesNotContain("hushhush");
        assertThat(none.gaps().get(JACKET)).startsWith(address() + " refuses access: NOAUTH");
        assertThat(RedisSettings.hashes(uri("default:hushhush", "")).toString()).doesNotContain("hushhush");
    }

    @Test
    void leavesAGapWhenTheAnswerComesTooLate() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            RedisSettings settings = new RedisSettings(
                    URI.create("redis://127.0.0.1:" + silent.getLocalPort()),
                    "inventory:{store}",
                    Held.field("{sku}"),
                    Duration.ofMillis(150));

            assertThat(at(settings, Set.of(JACKET)).gaps().get(JACKET))
                    .isEqualTo("cannot read redis://127.0.0.1:" + silent.getLocalPort()
                            + "/0: no answer within 150 ms; is Redis up, and is uri right?");
        }
    }

    @Test
    void settingsThatCannotWorkAreRefusedWithACure() {
        assertThatThrownBy(() -> RedisSettings.hashes(URI.create("http://u:hush@a")))
                .hasMessageStartingWith("uri does not begin with redis://host or rediss://host")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> RedisSettings.hashes(URI.create("redis://a/first")))
                .hasMessage("uri ends with /first, which is no number of a database; write /0 or nothing");
        assertThatThrownBy(() -> new RedisSettings(
                        URI.create("redis://a"), "inventory:{store}", Held.text(), Duration.ofSeconds(1)))
                .hasMessage("neither key nor field names {sku}; all SKUs would read the same count");
        assertThatThrownBy(() -> new RedisSettings(
                        URI.create("redis://a"), "inventory", Held.field("{sku}"), Duration.ofSeconds(1)))
                .hasMessage("neither key nor field names {store}; all stores would read the same count");
    }

    private Look at(RedisSettings settings, Set<StockKey> keys) throws InterruptedException {
        try (Stage stage = settings.open(timeline)) {
            return Look.at(stage, keys);
        }
    }

    private URI uri(String path) {
        return URI.create("redis://127.0.0.1:" + relay.port() + path);
    }

    private URI uri(String login, String path) {
        return URI.create("redis://" + login + "@127.0.0.1:" + relay.port() + path);
    }
}
