package rung.probe.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.config.ConfigException;
import rung.core.config.YamlFile;
import rung.probe.stage.StageSettings;
import rung.probe.stage.http.HttpSettings;
import rung.probe.stage.iceberg.IcebergSettings;
import rung.probe.stage.redis.RedisSettings;

class StagesTest {
    @Test
    void readsAPageWithItsDefaults() throws Exception {
        assertThat(read("http: {url: 'http://a/{store}/{sku}', count: /quantity}"))
                .isEqualTo(HttpSettings.of("http://a/{store}/{sku}", "/quantity"));
    }

    @Test
    void readsAllThatCanBeSaidOfAPage() throws Exception {
        assertThat(read("http: {url: 'http://a/{store}', count: '/items/{sku}', cycle: /snapshot,"
                        + " headers: {Accept: application/json}, timeout: 250ms, parallelism: 8}"))
                .isEqualTo(new HttpSettings(
                        "http://a/{store}",
                        "/items/{sku}",
                        Optional.of("/snapshot"),
                        Map.of("Accept", "application/json"),
                        Duration.ofMillis(250),
                        8,
                        1_000_000));
    }

    @Test
    void readsHashesAndStringsOfRedis() throws Exception {
        assertThat(read("redis: {uri: 'redis://a'}")).isEqualTo(RedisSettings.hashes(URI.create("redis://a")));
        assertThat(read("redis: {uri: 'redis://a', type: string}"))
                .isEqualTo(RedisSettings.strings(URI.create("redis://a")));
        assertThat(read("redis: {uri: 'redis://a/2', key: 's:{store}', field: 'k:{sku}', timeout: 50ms}"))
                .isEqualTo(new RedisSettings(
                        URI.create("redis://a/2"), "s:{store}", Optional.of("k:{sku}"), Duration.ofMillis(50)));
    }

    @Test
    void readsATable() throws Exception {
        assertThat(read("iceberg: {catalog: {uri: 'http://a'}, table: inventory.positions}"))
                .isEqualTo(IcebergSettings.of(Map.of("uri", "http://a"), "inventory.positions"));
        assertThat(read("iceberg: {catalog: {uri: 'http://a', warehouse: w}, table: i.p, store: s, sku: k, count: c,"
                        + " branch: audit, timeout: 3s}"))
                .isEqualTo(new IcebergSettings(
                        Map.of("uri", "http://a", "warehouse", "w"),
                        "i.p",
                        "s",
                        "k",
                        "c",
                        new IcebergSettings.Row(),
                        Optional.of("audit"),
                        Duration.ofSeconds(3)));
    }

    @Test
    void readsATableOfTransactions() throws Exception {
        assertThat(model("model: log")).isEqualTo(new IcebergSettings.Log(Optional.empty()));
        assertThat(model("model: log, transaction: tx")).isEqualTo(new IcebergSettings.Log(Optional.of("tx")));
    }

    private static IcebergSettings.Model model(String keys) throws ConfigException {
        return ((IcebergSettings) read("iceberg: {catalog: {uri: 'http://a'}, table: i.p, " + keys + "}")).model();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "htp: {url: 'http://a'} | did you mean \"http\"?",
                "{} | names no kind of stage; write one of iceberg, http, redis",
                "{http: {url: 'http://a/{store}/{sku}', count: /q}, redis: {uri: 'redis://a'}} | names 2 kinds",
                "http: {url: 'http://a/{store}', count: /q} | neither url nor count names {sku}",
                "http: {url: 'http://a/{store}/{sku}', cuont: /q} | did you mean \"count\"?",
                "redis: {uri: 'redis://a', type: list} | is not known here; write one of hash, string",
                "redis: {uri: 'redis://a', type: string, field: f} | stage.redis.field",
                "iceberg: {catalog: {uri: 'http://a'}, table: positions} | write it like inventory.positions",
                "iceberg: {catalog: {type: rest}, table: a.b} | the catalog has no uri",
                "iceberg: {catalog: {uri: 'http://a'}, table: a.b, store: x, sku: x} | not three different columns",
                "iceberg: {catalog: {uri: 'http://a'}, table: a.b, model: log, transaction: quantity} | not four"
                        + " different",
                "iceberg: {catalog: {uri: 'http://a'}, table: a.b, transaction: tx} | write model: log beside it",
                "iceberg: {catalog: {uri: 'http://a'}, table: a.b, model: rows} | is not known here; did you mean"
                        + " \"row\"?",
                "iceberg: {catalog: {uri: 'http://a'}, table: a.b, timeout: 0s} | must be longer than nothing",
            })
    void saysWhatIsWrong(String stage, String message) {
        assertThatThrownBy(() -> read(stage))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aUriThatCannotBeReadIsNotRepeated() {
        assertThatThrownBy(() -> read("redis: {uri: 'redis://u:hush hush@a'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("percent-encode special characters")
                .hasMessageNotContaining("hush");
    }

    private static StageSettings read(String stage) throws ConfigException {
        YamlFile file = YamlFile.parse(
                "pipelines.yaml", stage.startsWith("{") ? "stage: " + stage : "stage:\n  " + stage, Map.of());
        Optional<StageSettings> settings = Stages.read(file.root().section("stage"));
        file.verify();
        return settings.orElseThrow();
    }
}
