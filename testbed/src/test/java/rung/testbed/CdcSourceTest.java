package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("reference")
class CdcSourceTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TOPIC = "pos.changes";
    private static final StoreSku UNIT = new StoreSku("0001", "SKU-0001");
    private static final Stock STOCK = Stock.of(2, 2, List.of());

    @TempDir
    private Path folder;

    @Test
    void everyRowReachesTheTopicAlsoWhatWasInsertedWhileTheWorkerWasDead() throws Exception {
        try (Broker broker = Broker.start(folder.resolve("kafka"));
                CdcSource source = CdcSource.start(
                        folder.resolve("cdc"),
                        broker.bootstrap(),
                        TOPIC,
                        STOCK,
                        sentence -> System.out.println(sentence));
                Tills.Line till = source.database().line();
                KafkaConsumer<String, String> consumer = consumer(broker.bootstrap())) {
            Map<String, ConsumerRecord<String, String>> byId = new HashMap<>();
            PosTransaction first = new PosTransaction("before", UNIT, -3, Instant.parse("2026-01-01T12:00:00.123456Z"));
            till.send(first);
            ConsumerRecord<String, String> before = awaitId(consumer, byId, "before");

            source.worker().kill();
            till.send(new PosTransaction("meanwhile", UNIT, 2, Instant.now()));
            source.worker().restart();
            till.send(new PosTransaction("after", UNIT, -1, Instant.now()));
            ConsumerRecord<String, String> unused = awaitId(consumer, byId, "after");

            assertThat(byId).containsKey("meanwhile").hasSize(STOCK.counts().size() + 3);
            assertThat(before.key()).isEqualTo("0001");
            assertThat(PosTransaction.parse(before.value())).isEqualTo(first);
            assertThat(before.value()).contains("\"kind\":\"SALE\"");
        }
    }

    @Test
    void aWorkerWhoseConnectorCannotRunSaysWhyAndKeepsItsSecrets() throws Exception {
        try (Broker broker = Broker.start(folder.resolve("kafka"))) {
            Map<String, String> connector = new HashMap<>();
            connector.put("name", "nobody");
            connector.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
            connector.put("topic.prefix", "pos");
            connector.put("database.hostname", "127.0.0.1");
            connector.put("database.port", String.valueOf(Loopback.freePorts(1).get(0)));
            connector.put("database.dbname", "postgres");
            connector.put("database.user", "postgres");
            connector.put("database.password", "open-sesame");

            assertThatThrownBy(() -> ConnectWorker.start(
                            folder.resolve("connect"),
                            broker.bootstrap(),
                            List.of(connector),
                            sentence -> System.out.println(sentence)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("connect ended with exit code 3 before it was ready")
                    .hasMessageContaining("connect.log")
                    .hasMessageNotContaining("open-sesame");
            assertThat(folder.resolve("connect").resolve("connect.log"))
                    .content()
                    .contains("127.0.0.1:" + connector.get("database.port") + " refused")
                    .doesNotContain("open-sesame");
        }
    }

    private static ConsumerRecord<String, String> awaitId(
            KafkaConsumer<String, String> consumer, Map<String, ConsumerRecord<String, String>> byId, String id) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                                byId.put(PosTransaction.parse(record.value()).id(), record);
                            }
                            return Optional.ofNullable(byId.get(id));
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private static KafkaConsumer<String, String> consumer(String bootstrap) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        IntStream.range(0, 3).forEach(number -> partitions.add(new TopicPartition(TOPIC, number)));
        consumer.assign(partitions);
        return consumer;
    }
}
