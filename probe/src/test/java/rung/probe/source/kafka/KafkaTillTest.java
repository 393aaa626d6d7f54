package rung.probe.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Injection;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;
import rung.probe.source.Delivery;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.source.Trace;
import rung.testbed.Broker;

@Timeout(120)
class KafkaTillTest {
    private static final String VALUE = "{\"store\": \"{store}\", \"sku\": \"{sku}\", \"delta\": {delta}}";
    private static final ReservedKeys RESERVED = new ReservedKeys(List.of("9901"), List.of("RUNG-0001"));
    private static final StockKey JACKET = RESERVED.key(0);

    private static Broker broker;

    private final Timeline timeline = SystemTimeline.start();
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startBroker(@TempDir Path folder) throws Exception {
        broker = Broker.start(folder);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            admin.createTopics(List.of(
                            new NewTopic("pos.transactions", 2, (short) 1),
                            new NewTopic("pos.refused", 1, (short) 1).configs(Map.of("max.message.bytes", "100")),
                            new NewTopic("pos.guarded", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void writesAMessageThatSaysWhatItIs() {
        Injection sale = sale(JACKET, 64);
        Instant before = timeline.now();
        try (Source source = source(KafkaSettings.of(broker.bootstrap(), "pos.transactions", VALUE))) {
            source.send(sale, deliveries::add);
            await().until(() -> !deliveries.isEmpty());
        }

        assertThat(deliveries).singleElement().isInstanceOf(Delivery.Accepted.class);
        assertThat(deliveries.get(0).at()).isBetween(before, timeline.now());
        ConsumerRecord<String, String> message = messages("pos.transactions", 2).get(0);
        assertThat(message.key()).isEqualTo("9901");
        assertThat(message.value()).isEqualTo("{\"store\": \"9901\", \"sku\": \"RUNG-0001\", \"delta\": -64}");
        assertThat(headers(message)).containsEntry("rung-synthetic", "true");
        assertThat(headers(message).get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void theTraceFollowsFromTheTransactionsId() {
        assertThat(Trace.parent(sale(JACKET, 1)))
                .isEqualTo(Trace.parent(sale(JACKET, 2)))
                .isNotEqualTo(Trace.parent(sale(JACKET, 1).returned(timeline.now())));
    }

    @Test
    void aKeyThatIsNotReservedIsRefusedAndNothingIsSent() {
        try (Source source = source(KafkaSettings.of(broker.bootstrap(), "pos.guarded", VALUE))) {
            assertThatThrownBy(() -> source.send(sale(new StockKey("0001", "RUNG-0001"), 1), deliveries::add))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0001/RUNG-0001 is not reserved");
        }

        assertThat(deliveries).isEmpty();
        assertThat(messages("pos.guarded", 1)).isEmpty();
    }

    @Test
    void aTopicThatCanBeWrittenPassesTheCheck() throws Exception {
        try (Source source = source(KafkaSettings.of(broker.bootstrap(), "pos.transactions", VALUE))) {
            source.check();
        }
    }

    @Test
    void theCheckNamesAMissingTopicAndOnesLikeIt() {
        try (Source source = source(KafkaSettings.of(broker.bootstrap(), "pos.transaction", VALUE))) {
            assertThatThrownBy(source::check)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("topic pos.transaction does not exist at " + broker.bootstrap()
                            + "; did you mean pos.transactions? (there are ");
        }
    }

    @Test
    void theCheckNamesABrokerThatCannotBeReached() {
        try (Source source = source(settings("127.0.0.1:1", "pos.transactions", Map.of()))) {
            assertThatThrownBy(source::check)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot reach Kafka at 127.0.0.1:1: ")
                    .hasMessageEndingWith("; is the broker up, and is bootstrap right?");
        }
    }

    @Test
    void theCheckNamesABrokerThatDoesNotLetUsIn() throws Exception {
        try (ServerSocket noTls = new ServerSocket(0)) {
            Thread plain = new Thread(() -> answerInPlainText(noTls), "no-tls");
            plain.setDaemon(true);
            plain.start();
            String bootstrap = "127.0.0.1:" + noTls.getLocalPort();
            KafkaSettings settings = new KafkaSettings(
                    bootstrap,
                    "pos.transactions",
                    "{store}",
                    VALUE,
                    Map.of(),
                    new ValueFormat.Json(),
                    Map.of("security.protocol", "SSL"),
                    Duration.ofSeconds(20));
            try (Source source = source(settings)) {
                assertThatThrownBy(source::check)
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith("Kafka at " + bootstrap + " refuses to let Rung in: ")
                        .hasMessageEndingWith("among the client properties right?");
            }
        }
    }

    private static void answerInPlainText(ServerSocket server) {
        try {
            while (true) {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write("Sorry, I do not speak TLS".getBytes(StandardCharsets.UTF_8));
                    client.getInputStream().read();
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    @Test
    void theCheckNamesAClientThatCannotBeMadeAndKeepsItsSecrets() {
        Map<String, String> client =
                Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN", "sasl.jaas.config", "hush hush");
        try (Source source = source(settings(broker.bootstrap(), "pos.transactions", client))) {
            assertThatThrownBy(source::check)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("are bootstrap and the client properties right?")
                    .hasMessageNotContaining("hush");
        }
    }

    @Test
    void aSendToABrokerThatCannotBeReachedIsRefusedOnceAndDoesNotThrow() {
        Instant before = timeline.now();
        try (Source source = source(settings("127.0.0.1:1", "pos.transactions", Map.of()))) {
            source.send(sale(JACKET, 1), deliveries::add);
        }

        assertThat(deliveries).singleElement().isInstanceOfSatisfying(Delivery.Refused.class, refused -> {
            assertThat(refused.reason())
                    .startsWith("cannot reach Kafka at 127.0.0.1:1: ")
                    .endsWith("is bootstrap right?");
            assertThat(refused.at()).isBetween(before, timeline.now());
        });
    }

    @Test
    void aSendThatTheBrokerRefusesIsReportedOnce() {
        try (Source source = source(KafkaSettings.of(broker.bootstrap(), "pos.refused", VALUE))) {
            source.send(sale(JACKET, 1), deliveries::add);
            await().until(() -> !deliveries.isEmpty());
        }

        assertThat(deliveries).singleElement().isInstanceOfSatisfying(Delivery.Refused.class, refused -> assertThat(
                        refused.reason())
                .startsWith("topic pos.refused at " + broker.bootstrap() + " did not take it: "));
    }

    @Test
    void aClientThatCannotBeMadeRefusesASend() {
        try (Source source = source(settings("nowhere", "pos.transactions", Map.of()))) {
            source.send(sale(JACKET, 1), deliveries::add);
        }

        assertThat(deliveries).singleElement().isInstanceOfSatisfying(Delivery.Refused.class, refused -> assertThat(
                        refused.reason())
                .startsWith("the client for Kafka at nowhere cannot be made: ")
                .endsWith("are bootstrap and the client properties right?"));
    }

    @Test
    void aSendAfterTheEndIsRefused() {
        Source source = source(KafkaSettings.of(broker.bootstrap(), "pos.guarded", VALUE));
        source.close();
        source.close();

        source.send(sale(JACKET, 1), deliveries::add);

        assertThat(deliveries).singleElement().isInstanceOf(Delivery.Refused.class);
    }

    @Test
    void aSendOnAnInterruptedThreadIsRefusedAndStaysInterrupted() {
        try (Source source = source(settings("127.0.0.1:1", "pos.transactions", Map.of()))) {
            Thread.currentThread().interrupt();
            source.send(sale(JACKET, 1), deliveries::add);
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(deliveries).singleElement().isInstanceOf(Delivery.Refused.class);
    }

    @Test
    void settingsThatCannotWorkAreRefusedWithACure() {
        assertThatThrownBy(() -> settings("a:1", "t", Map.of("acks", "1")))
                .hasMessage("client property acks is set by Rung, whose figures depend on it; remove it");
        assertThatThrownBy(() -> KafkaSettings.of("a:1", " ", VALUE)).hasMessage("bootstrap or topic is blank");
        assertThatThrownBy(() -> new KafkaSettings(
                        "a:1", "t", "{shop}", VALUE, Map.of(), new ValueFormat.Json(), Map.of(), Duration.ofSeconds(1)))
                .hasMessageStartingWith("{shop} is not a placeholder");
        assertThatThrownBy(() -> new KafkaSettings(
                        "a:1", "t", "{store}", VALUE, Map.of(), new ValueFormat.Json(), Map.of(), Duration.ZERO))
                .hasMessage("delivery timeout is PT0S; write 1ms to 1h");
        assertThatThrownBy(() -> source(KafkaSettings.of("a:1", "t", "[{store}, {sku}, {delta}]")))
                .hasMessageStartingWith("{sku} stands outside quotes");
        assertThat(settings("a:1", "t", Map.of("sasl.jaas.config", "hush")).toString())
                .doesNotContain("hush");
    }

    private Source source(KafkaSettings settings) {
        return settings.open(timeline, RESERVED);
    }

    private static KafkaSettings settings(String bootstrap, String topic, Map<String, String> client) {
        return new KafkaSettings(
                bootstrap, topic, "{store}", VALUE, Map.of(), new ValueFormat.Json(), client, Duration.ofSeconds(1));
    }

    private Injection sale(StockKey key, int quantity) {
        return new Injection("r", "sales", 0, Injection.Kind.SALE, key, quantity, timeline.now());
    }

    private static Map<String, String> headers(ConsumerRecord<String, String> message) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : message.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    /** All messages that are in the topic now. */
    private static List<ConsumerRecord<String, String>> messages(String topic, int partitions) {
        List<TopicPartition> all = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.add(new TopicPartition(topic, partition));
        }
        List<ConsumerRecord<String, String>> messages = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(messages::add);
            }
        }
        return messages;
    }
}
