package rung.probe.stage.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;

@Timeout(180)
class TopicStageTest {
    private static final StockKey JACKET = new StockKey("9901", "RUNG-0001");
    private static final StockKey SHOES = new StockKey("9901", "RUNG-0002");
    private static final Content COUNT = new Content.OnHand("/quantity", Optional.empty());
    private static final Position VALUE = new Position.InValue("/store_id", "/sku_id");

    private static TopicWorld world;

    private final Timeline timeline = SystemTimeline.start();
    private final String topic = "positions-" + UUID.randomUUID();

    @BeforeAll
    static void startBroker(@TempDir Path folder) throws IOException {
        world = TopicWorld.start(folder);
    }

    @AfterAll
    static void stopBroker() throws IOException {
        world.close();
    }

    @BeforeEach
    void createTopic() throws Exception {
        world.create(topic, 1);
    }

    @Test
    void namesTheMessageWithWhichACountCame() throws Exception {
        send(SHOES, 1);
        send(JACKET, 7);

        try (Stage stage = settings(COUNT).open(timeline)) {
            assertThat(stage.read(Set.of(JACKET)))
                    .singleElement()
                    .isInstanceOfSatisfying(Reading.Counts.class, counts -> {
                        assertThat(counts.counts()).isEqualTo(Map.of(JACKET, 7L));
                        assertThat(counts.cycle()).isEqualTo(new Cycle("0@1"));
                    });
        }
    }

    @Test
    void aPositionThatIsAskedForLaterIsFoundInWhatWasReadBefore() throws Exception {
        send(JACKET, 7);
        send(SHOES, 8);
        try (Stage stage = settings(COUNT).open(timeline)) {
            Look.at(stage, Set.of(JACKET));

            assertThat(Look.at(stage, Set.of(JACKET, SHOES)).counts()).isEqualTo(Map.of(JACKET, 7L, SHOES, 8L));
        }
    }

    @Test
    void aKeyThatFollowsATemplateNamesThePosition() throws Exception {
        world.send(topic, "9901/RUNG-0001", "{\"quantity\": 7}");
        world.send(topic, "9901/RUNG-0002", "{\"quantity\": 8}");
        world.send(topic, "somebody else's", "no JSON");
        world.send(topic, "9901/RUNG-0002", null);
        world.flush();
        TopicSettings settings = settings(topic, new Position.InKey("{store}/{sku}"), COUNT, From.BEGINNING, Map.of());

        Look look = at(settings);

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 7L));
        assertThat(look.absent()).containsExactly(SHOES);
    }

    @Test
    void aFlagSaysThatAPositionIsGone() throws Exception {
        world.send(topic, null, row(JACKET, "7, \"__deleted\": \"false\""));
        world.send(topic, null, row(SHOES, "8, \"__deleted\": \"true\""));
        world.flush();

        Look look = at(settings(new Content.OnHand("/quantity", Optional.of("/__deleted"))));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 7L));
        assertThat(look.absent()).containsExactly(SHOES);
    }

    @Test
    void aMessageThatCannotBeReadIsAGapForThePositionOfItsKeyUntilTheNextOne() throws Exception {
        send(JACKET, 7);
        send(SHOES, 8);
        try (Stage stage = settings(COUNT).open(timeline)) {
            Look.at(stage, Set.of(JACKET, SHOES));
            world.send(topic, JACKET.toString(), "{broken");
            world.flush();

            Look broken = Look.at(stage, Set.of(JACKET, SHOES));
            Look stillBroken = Look.at(stage, Set.of(JACKET));
            send(JACKET, 6);

            assertThat(broken.counts()).isEqualTo(Map.of(SHOES, 8L));
            assertThat(broken.faults()).containsExactly(Fault.MALFORMED);
            assertThat(broken.gaps())
                    .isEqualTo(Map.of(
                            JACKET,
                            "topic " + topic + " at " + world.bootstrap()
                                    + ", message 0@2: it is no JSON; is value right?"));
            assertThat(stillBroken.gaps()).containsOnlyKeys(JACKET);
            assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 6L));
        }
    }

    @Test
    void somebodyElsesBrokenMessageDisturbsNobody() throws Exception {
        world.send(topic, "9902", row(new StockKey("9902", "COAT"), "1"));
        world.send(topic, "9902", "{broken");
        world.send(topic, null, "{broken");
        send(JACKET, 7);

        Look look = at(settings(COUNT));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 7L));
        assertThat(look.absent()).containsExactly(SHOES);
    }

    @Test
    void aTopicOfWhichNothingIsUnderstoodIsAGapAndNotEmpty() throws Exception {
        world.send(topic, null, "{\"shop\": 1}");
        world.send(topic, null, "\u0000\u0001avro");
        world.flush();

        Look look = at(settings(COUNT));

        assertThat(look.faults()).containsExactly(Fault.MALFORMED);
        assertThat(look.gaps().get(JACKET))
                .isEqualTo("none of 2 messages could be understood, the last: topic " + topic + " at "
                        + world.bootstrap() + ", message 0@1: it is no JSON; is value right?");
    }

    @Test
    void aMistypedPointerOfTheCountIsFoundAtOnce() throws Exception {
        send(JACKET, 7);

        Look look = at(settings(new Content.OnHand("/quantty", Optional.empty())));

        assertThat(look.gaps().get(JACKET)).endsWith(", message 0@0: nothing stands at /quantty; is count right?");
        assertThat(look.absent()).containsExactly(SHOES);
    }

    @Test
    void aPositionWithoutAMessageSinceReadingBeganIsUnknown() throws Exception {
        send(JACKET, 7);

        Look look = at(settings(topic, VALUE, COUNT, new From.Ago(Duration.ofHours(1)), Map.of()));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 7L));
        assertThat(look.faults()).containsExactly(Fault.NOT_FOUND);
        assertThat(look.gaps().get(SHOES))
                .isEqualTo("topic " + topic + " at " + world.bootstrap() + " has had no message of 9901/RUNG-0002 since"
                        + " reading began; is from right? beginning would find it");
    }

    @Test
    void whatATransactionWroteIsSeenOnceItIsCommittedAndNeverWhenItIsAborted() throws Exception {
        send(JACKET, 7);
        Map<String, Object> transactional =
                Map.of("bootstrap.servers", world.broker.bootstrap(), "transactional.id", topic);
        try (Stage stage = settings(COUNT).open(timeline);
                KafkaProducer<byte[], byte[]> loader =
                        new KafkaProducer<>(transactional, new ByteArraySerializer(), new ByteArraySerializer())) {
            loader.initTransactions();
            loader.beginTransaction();
            loader.send(record(row(JACKET, "6"))).get();

            assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 7L));

            loader.commitTransaction();
            await().untilAsserted(() ->
                    assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 6L)));

            loader.beginTransaction();
            loader.send(record(row(JACKET, "5"))).get();
            loader.abortTransaction();
            send(SHOES, 1);
            await().untilAsserted(() -> assertThat(
                            Look.at(stage, Set.of(JACKET, SHOES)).counts())
                    .isEqualTo(Map.of(JACKET, 6L, SHOES, 1L)));
        }
    }

    @Test
    void aPartitionThatIsAddedLaterIsReadFromItsBeginning() throws Exception {
        send(JACKET, 7);
        TopicSettings settings = settings(topic, VALUE, COUNT, From.BEGINNING, Map.of("metadata.max.age.ms", "100"));
        try (Stage stage = settings.open(timeline)) {
            Look.at(stage, Set.of(JACKET, SHOES));
            world.admin
                    .createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                    .all()
                    .get();
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", world.broker.bootstrap()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                byte[] value = row(SHOES, "8").getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, 1, null, value)).get();
            }

            await().untilAsserted(() -> assertThat(
                            Look.at(stage, Set.of(JACKET, SHOES)).counts())
                    .isEqualTo(Map.of(JACKET, 7L, SHOES, 8L)));
        }
    }

    @Test
    void countsThatWereDeletedAreGone() throws Exception {
        send(JACKET, 7);
        try (Stage stage = settings(COUNT).open(timeline)) {
            Look.at(stage, Set.of(JACKET, SHOES));
            world.cut(); // so that the client has not fetched ahead
            send(JACKET, 6);
            world.admin
                    .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
            send(SHOES, 8);
            world.restore();

            Look look = Look.at(stage, Set.of(JACKET, SHOES));

            assertThat(look.counts()).isEqualTo(Map.of(SHOES, 8L));
            assertThat(look.absent()).containsExactly(JACKET);
        }
    }

    @Test
    void aTopicThatDoesNotExistIsNamedWithOneThatIsLikeIt() throws Exception {
        String mistyped = topic.substring(0, topic.length() - 1);

        Look look = at(settings(mistyped, VALUE, COUNT, From.BEGINNING, Map.of()));

        assertThat(look.faults()).containsExactly(Fault.NOT_FOUND);
        assertThat(look.gaps().get(JACKET))
                .isEqualTo("topic " + mistyped + " does not exist at " + world.bootstrap()
                        + ", or may not be seen; did you mean " + topic + "?");
        assertThat(world.admin.listTopics().names().get()).doesNotContain(mistyped);
    }

    @Test
    void logsIn() throws Exception {
        send(JACKET, 7);
        TopicSettings settings = new TopicSettings(
                world.guarded(),
                topic,
                VALUE,
                COUNT,
                From.BEGINNING,
                TopicWorld.login("sesame"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));

        assertThat(at(settings).counts()).isEqualTo(Map.of(JACKET, 7L));
        assertThat(settings.toString()).doesNotContain("sesame");
    }

    @Test
    void aClientThatCannotBeMadeKeepsItsSecrets() throws Exception {
        Map<String, String> client =
                Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN", "sasl.jaas.config", "hush hush");

        Look look = at(settings(topic, VALUE, COUNT, From.BEGINNING, client));

        assertThat(look.gaps().get(JACKET))
                .startsWith("the client for Kafka at " + world.bootstrap() + " cannot be made: ")
                .endsWith("; are bootstrap and the client properties right?")
                .doesNotContain("hush");
    }

    private Look at(TopicSettings settings) throws InterruptedException {
        try (Stage stage = settings.open(timeline)) {
            return Look.at(stage, Set.of(JACKET, SHOES));
        }
    }

    private TopicSettings settings(Content content) {
        return settings(topic, VALUE, content, From.BEGINNING, Map.of());
    }

    private static TopicSettings settings(
            String topic, Position position, Content content, From from, Map<String, String> client) {
        return new TopicSettings(
                world.bootstrap(),
                topic,
                position,
                content,
                from,
                client,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60));
    }

    private void send(StockKey key, long count) throws Exception {
        world.send(topic, key.toString(), row(key, String.valueOf(count)));
        world.flush();
    }

    private ProducerRecord<byte[], byte[]> record(String value) {
        return new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String row(StockKey key, String count) {
        return "{\"store_id\": \"" + key.store() + "\", \"sku_id\": \"" + key.sku() + "\", \"quantity\": " + count
                + "}";
    }
}
