package rung.probe.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Injection;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;
import rung.probe.source.Delivery;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.testbed.Broker;

/** Values of Avro, as any reader finds them: by the number in front of them, which a registry of its own gave. */
@Timeout(120)
class AvroFormatTest {
    private static final String SCHEMA = """
            {"type": "record", "name": "Sale", "namespace": "pos", "fields": [
              {"name": "id", "type": "string"},
              {"name": "store", "type": "int"},
              {"name": "sku", "type": ["null", "string"]},
              {"name": "change", "type": "long"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
            """;
    private static final String VALUE = """
            {"id": "{transaction}", "store": {store}, "sku": {"string": "{sku}"}, "change": {delta}, "at": {time_millis}}
            """;
    private static final String SECRET = "hushhush";
    private static final ReservedKeys RESERVED = new ReservedKeys(List.of("9901"), List.of("RUNG-0001"));

    private static Broker broker;

    private final Timeline timeline = SystemTimeline.start();
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private TestRegistry registry;
    private String topic = "";

    @BeforeAll
    static void startBroker(@TempDir Path folder) throws Exception {
        broker = Broker.start(folder);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() throws Exception {
        registry = TestRegistry.start(SECRET);
        topic = Topic.create(broker.bootstrap(), "CreateTime");
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aValueIsReadWithTheSchemaThatItsNumberStandsFor() throws Exception {
        int id = registry.register(topic + "-value", SCHEMA);
        Injection sale = sale();
        try (Source source = source(false, SECRET)) {
            source.check();
            source.send(sale, deliveries::add);
            source.send(sale, deliveries::add);
            await().until(() -> deliveries.size() == 2);
        }

        assertThat(deliveries).hasOnlyElementsOfType(Delivery.Accepted.class);
        ByteBuffer value =
                ByteBuffer.wrap(Topic.messages(broker.bootstrap(), topic).get(0).value());
        assertThat(value.get()).isZero();
        int written = value.getInt();
        assertThat(written).isEqualTo(id);
        GenericRecord read = read(registry.schema(written), value);
        assertThat(read.get("id")).hasToString(sale.id());
        assertThat(read.get("store")).isEqualTo(9901);
        assertThat(read.get("sku")).hasToString("RUNG-0001");
        assertThat(read.get("change")).isEqualTo(-64L);
        assertThat(read.get("at")).isEqualTo(sale.intended().toEpochMilli());
        assertThat(registry.requests()).as("the check and the first value ask").hasSize(2);
    }

    private static GenericRecord read(String schema, ByteBuffer value) throws IOException {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return new GenericDatumReader<GenericRecord>(new Schema.Parser().parse(schema))
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }

    @Test
    void aSchemaThatIsNotThereIsRegisteredOnlyWhereThatIsWanted() throws Exception {
        try (Source source = source(false, SECRET)) {
            assertThatThrownBy(source::check)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("the schema is not registered under " + topic + "-value at ")
                    .hasMessageContaining("register it or write register: true");
            source.send(sale(), deliveries::add);
        }
        assertThat(deliveries).singleElement().isInstanceOf(Delivery.Refused.class);
        assertThat(registry.subjects()).isEmpty();

        try (Source source = source(true, SECRET)) {
            source.check();
            assertThat(registry.subjects()).as("the check registers nothing").isEmpty();
            source.send(sale(), deliveries::add);
            await().until(() -> deliveries.size() == 2);
        }
        assertThat(deliveries.get(1)).isInstanceOf(Delivery.Accepted.class);
        assertThat(registry.subjects()).containsExactly(topic + "-value");
    }

    @Test
    void aRegistryThatDoesNotLetUsInIsNamedWithoutTheSecret() {
        try (Source source = source(false, "another-" + SECRET)) {
            assertThatThrownBy(source::check)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "refuses to let Rung in (status 401); are the headers that grant access right?")
                    .hasMessageNotContaining(SECRET);
        }
    }

    @Test
    void aRegistryThatIsNotThereIsNamedAndTheTransactionRefused() {
        registry.close();
        try (Source source = source(false, SECRET)) {
            assertThatThrownBy(source::check)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot reach the schema registry at http://127.0.0.1:")
                    .hasMessageEndingWith("; is it up, and is registry.url right?");
            source.send(sale(), deliveries::add);
        }

        assertThat(deliveries).singleElement().isInstanceOfSatisfying(Delivery.Refused.class, refused -> assertThat(
                        refused.reason())
                .startsWith("cannot reach the schema registry at "));
        assertThat(Topic.messages(broker.bootstrap(), topic)).isEmpty();
    }

    @Test
    void aReservedStoreThatDoesNotFitTheSchemaIsRefused() throws Exception {
        registry.register(topic + "-value", SCHEMA);
        ReservedKeys large = new ReservedKeys(List.of("4000000000"), List.of("RUNG-0001"));
        try (Source source = settings(VALUE, false, SECRET).open(timeline, large)) {
            source.send(
                    new Injection("r", "sales", 0, Injection.Kind.SALE, large.key(0), 64, timeline.now()),
                    deliveries::add);
        }

        assertThat(deliveries).singleElement().isInstanceOfSatisfying(Delivery.Refused.class, refused -> assertThat(
                        refused.reason())
                .startsWith("value does not fit the schema: ")
                .contains("4000000000"));
        assertThat(Topic.messages(broker.bootstrap(), topic)).isEmpty();
    }

    @Test
    void aTemplateThatDoesNotFitTheSchemaIsAMistakeOfTheConfiguration() {
        assertThatThrownBy(() -> settings(VALUE.replace("{\"string\": \"{sku}\"}", "\"{sku}\""), false, SECRET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("value does not fit the schema: ")
                .hasMessageContaining("such as {\"string\": \"{sku}\"}");
        assertThatThrownBy(() -> settings(VALUE.replace("\"change\"", "\"delta\""), false, SECRET))
                .hasMessageContaining("value does not fit the schema: ")
                .hasMessageContaining("change");
        assertThatThrownBy(() -> new ValueFormat.Avro("{\"type\": \"recrod\"}", at(SECRET, false)))
                .hasMessageStartingWith("schema is no Avro schema: ");
        assertThatThrownBy(() -> new Registry("registry:8081", Optional.empty(), false, Map.of()))
                .hasMessageStartingWith("registry.url does not begin with http://host");
        assertThat(settings(VALUE, false, SECRET).toString()).doesNotContain(SECRET);
        assertThat(at(SECRET, false).toString()).doesNotContain(SECRET);
    }

    private Source source(boolean register, String word) {
        return settings(VALUE, register, word).open(timeline, RESERVED);
    }

    private KafkaSettings settings(String value, boolean register, String word) {
        return new KafkaSettings(
                broker.bootstrap(),
                topic,
                "{store}",
                value,
                Map.of(),
                new ValueFormat.Avro(SCHEMA, at(word, register)),
                Map.of(),
                Duration.ofSeconds(30));
    }

    private Registry at(String word, boolean register) {
        return new Registry(registry.url(), Optional.empty(), register, Map.of("Authorization", "Bearer " + word));
    }

    private Injection sale() {
        return new Injection("r", "sales", 0, Injection.Kind.SALE, RESERVED.key(0), 64, timeline.now());
    }
}
