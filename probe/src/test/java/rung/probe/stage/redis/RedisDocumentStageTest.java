package rung.probe.stage.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.probe.stage.Answer;
import rung.probe.stage.Look;
import rung.probe.stage.Relay;
import rung.probe.stage.Stage;
import rung.probe.stage.StageContract;
import rung.testbed.Redis;

class RedisDocumentStageTest extends StageContract {
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
        return settings("redis://127.0.0.1:" + relay.port()).open(timeline);
    }

    @Override
    protected void show(Map<StockKey, Long> counts) {
        writer.flushAll();
        counts.forEach(
                (key, count) -> writer.set("inventory:" + key.store() + ":" + key.sku(), document(count.toString())));
    }

    @Override
    protected boolean write(StockKey key, Written form) {
        String count =
                switch (form) {
                    case TEXT -> "\"12\"";
                    case NULL -> "null";
                    case FRACTION -> "12.5";
                    case WORD -> "\"many\"";
                };
        writer.set("inventory:" + key.store() + ":" + key.sku(), document(count));
        return true;
    }

    @Override
    protected Optional<Stage> openDenied() {
        writer.configSet("requirepass", "sesame");
        writer.auth("sesame");
        return Optional.of(
                settings("redis://default:hushhush@127.0.0.1:" + relay.port()).open(timeline));
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

    private static RedisSettings settings(String uri) {
        return settings(uri, new Held(Held.As.DOCUMENT, "/stock/quantity"));
    }

    private static RedisSettings settings(String uri, Held held) {
        return new RedisSettings(URI.create(uri), "inventory:{store}:{sku}", held, Duration.ofSeconds(1));
    }

    private static String document(String count) {
        return "{\"name\": \"a jacket\", \"stock\": {\"quantity\": " + count + "}}";
    }

    @Test
    void namesWhatIsNoDocumentAndWhatIsNotInIt() throws Exception {
        writer.set("inventory:9901:RUNG-0001", "5 or so");
        writer.set("inventory:9901:RUNG-0002", "{}");

        Look look = Look.at(stage(), Set.of(JACKET, SHOES));

        assertThat(look.gaps())
                .isEqualTo(Map.of(
                        JACKET,
                        address()
                                + " key inventory:9901:RUNG-0001 pointer /stock/quantity holds no JSON; are key and type"
                                + " right?",
                        SHOES,
                        address()
                                + " key inventory:9901:RUNG-0002 pointer /stock/quantity has nothing there; is pointer"
                                + " right?"));
    }

    @Test
    void aServerWithoutRedisJsonIsAGapWithItsCure() throws Exception {
        Stage stage = settings("redis://127.0.0.1:" + relay.port(), new Held(Held.As.JSON, "$.quantity"))
                .open(timeline);
        try (stage) {
            Look look = Look.at(stage, Set.of(JACKET));

            assertThat(look.faults()).containsExactly(Fault.NOT_FOUND);
            assertThat(look.gaps().get(JACKET))
                    .isEqualTo(
                            address() + " does not know JSON.GET; is type right? Load RedisJSON, or, where the document"
                                    + " is a plain string, write type: string and its pointer");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[5] | COUNT",
                "[\"5\"] | COUNT",
                "[] | NOT_FOUND",
                "[5, 6] | AMBIGUOUS",
                "[null] | NOT_A_COUNT",
                "5 | MALFORMED",
                "five | MALFORMED"
            })
    void readsWhatRedisJsonMatches(String answer, String expected) throws Exception {
        Answer collected = new Answer();
        Documents.matched(false, answer, JACKET, "there", collected);

        Look look = Look.of(collected.readings(timeline.now(), timeline.now(), Cycle.unknown()));

        if (expected.equals("COUNT")) {
            assertThat(look.counts()).isEqualTo(Map.of(JACKET, 5L));
        } else {
            assertThat(look.faults()).containsExactly(Fault.valueOf(expected));
            assertThat(look.gaps().get(JACKET)).endsWith("right?");
        }
    }
}
