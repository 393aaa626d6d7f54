package rung.probe.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rung.core.config.ConfigException;
import rung.core.config.YamlFile;
import rung.probe.source.SourceSettings;
import rung.probe.source.http.HttpSettings;
import rung.probe.source.jdbc.JdbcSettings;
import rung.probe.source.kafka.KafkaSettings;
import rung.probe.source.kafka.Registry;
import rung.probe.source.kafka.ValueFormat;

class SourcesTest {
    private static final String SCHEMA = "{\"type\": \"record\", \"name\": \"Sale\", \"fields\": ["
            + "{\"name\": \"s\", \"type\": \"string\"}, {\"name\": \"k\", \"type\": \"string\"},"
            + " {\"name\": \"d\", \"type\": \"int\"}]}";
    private static final String INSERT = "insert into t values (:store, :sku, :delta)";
    private static final String VALUE = "{\"s\": \"{store}\", \"k\": \"{sku}\", \"d\": {delta}}";

    @Test
    void readsATopicWithItsDefaults() throws Exception {
        assertThat(read("kafka: {bootstrap: 'a:1', topic: pos, value: '" + VALUE + "'}"))
                .isEqualTo(KafkaSettings.of("a:1", "pos", VALUE));
    }

    @Test
    void readsAllThatCanBeSaidOfATopic() throws Exception {
        assertThat(read("kafka: {bootstrap: 'a:1', topic: pos, key: '{sku}', value: '" + VALUE
                        + "', headers: {a: '{kind}'}, client: {compression.type: lz4}, delivery-timeout: 5s}"))
                .isEqualTo(new KafkaSettings(
                        "a:1",
                        "pos",
                        "{sku}",
                        VALUE,
                        Map.of("a", "{kind}"),
                        new ValueFormat.Json(),
                        Map.of("compression.type", "lz4"),
                        Duration.ofSeconds(5)));
    }

    @Test
    void readsATopicOfAvro() throws Exception {
        String kafka = "kafka: {bootstrap: 'a:1', topic: pos, value: '" + VALUE + "', format: avro, schema: '" + SCHEMA
                + "', registry: {url: 'http://r:8081', subject: s, register: true, headers: {Authorization: b}}}";

        assertThat(read(kafka)).isInstanceOfSatisfying(KafkaSettings.class, settings -> assertThat(settings.format())
                .isEqualTo(new ValueFormat.Avro(
                        SCHEMA, new Registry("http://r:8081", Optional.of("s"), true, Map.of("Authorization", "b")))));
        assertThatThrownBy(() -> read(kafka.replace("\"d\", \"type\": \"int\"", "\"d\", \"type\": \"string\"")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("source.kafka (line 2): value does not fit the schema: ");
        assertThatThrownBy(() -> read(kafka.replace(SCHEMA, "no/such/file.avsc")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "schema is neither a schema nor a file that can be read: no/such/file.avsc; write");
    }

    @Test
    void readsATable() throws Exception {
        assertThat(read("jdbc: {url: 'jdbc:x:y', insert: '" + INSERT + "'}"))
                .isEqualTo(JdbcSettings.of("jdbc:x:y", Map.of(), INSERT));
        assertThat(read("jdbc: {url: 'jdbc:x:y', properties: {user: till}, commit-time: none, delivery-timeout: 5s,"
                        + " insert: '" + INSERT + "'}"))
                .isEqualTo(new JdbcSettings(
                        "jdbc:x:y", Map.of("user", "till"), INSERT, Optional.of("none"), Duration.ofSeconds(5)));
        assertThatThrownBy(() -> read("jdbc: {url: 'jdbc:x:y', insert: 'insert into t values (:store)'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("source.jdbc (line 2): insert lacks :sku");
    }

    @Test
    void readsAnApi() throws Exception {
        assertThat(read("http: {url: 'http://p/sales', body: '" + VALUE + "'}"))
                .isEqualTo(HttpSettings.of("http://p/sales", VALUE));
        assertThat(read("http: {url: 'http://p/sales', method: put, headers: {A: b}, idempotency-header: K,"
                        + " idempotency-key: '{sku}', accept: [201, 409], check: get, parallelism: 2,"
                        + " delivery-timeout: 5s, body: '" + VALUE + "'}"))
                .isEqualTo(new HttpSettings(
                        "http://p/sales",
                        "PUT",
                        Map.of("A", "b"),
                        VALUE,
                        "K",
                        "{sku}",
                        Set.of(201, 409),
                        HttpSettings.Check.GET,
                        2,
                        Duration.ofSeconds(5)));
        assertThatThrownBy(() -> read("http: {url: 'http://p/sales', accept: [2xx], body: '" + VALUE + "'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("accept has \"2xx\", which is no status; write numbers such as 201");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> read("kafak: {}")).hasMessageContaining("did you mean \"kafka\"?");
        assertThatThrownBy(() -> read("kafka: {bootstrap: 'a:1', topic: pos, value: '[]'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the template lacks {store}");
        assertThatThrownBy(() -> read("kafka: {bootstrap: 'a:1', value: '" + VALUE + "'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("source.kafka.topic");
    }

    private static SourceSettings read(String source) throws ConfigException {
        YamlFile file = YamlFile.parse("pipelines.yaml", "source:\n  " + source, Map.of());
        Optional<SourceSettings> settings = Sources.read(file.root().section("source"));
        file.verify();
        return settings.orElseThrow();
    }
}
