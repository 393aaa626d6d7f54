package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("reference")
class FlinkJobTest {
    private static final String TOPIC = "pos.transactions";
    private static final String GROUP = "flink-test";
    private static final TableIdentifier TABLE = TableIdentifier.of("inventory", "cdc_positions");
    private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int KILLS = 3;
    private static final int PARTITIONS = 3;
    private static final int SALES_AT_ONCE = 20;

    @TempDir
    private Path folder;

    private final Opened opened = new Opened();
    private final Map<StoreSku, Long> expected = new TreeMap<>();
    private final List<PosTransaction> sold = new ArrayList<>();
    private final Stock stock = Stock.of(6, 5, List.of());
    private Random random = new Random(0);
    private int repeated;
    private Broker broker;
    private RestCatalog catalog;
    private Catalog client;
    private Admin admin;
    private KafkaProducer<String, String> till;

    @BeforeEach
    void start() throws Exception {
        long seed = System.nanoTime();
        System.out.println("FlinkJobTest: seed " + seed);
        random = new Random(seed);
        broker = opened.add(Broker.start(folder.resolve("kafka")));
        catalog = opened.add(RestCatalog.start(folder.resolve("a folder with spaces")));
        client = catalog.connect();
        opened.add((AutoCloseable) client);
        ((SupportsNamespaces) client).createNamespace(Namespace.of("inventory"));
        InventoryTable.create(client, TABLE, 2, PartitionSpec.unpartitioned());
        admin = opened.add(Admin.create(Map.of("bootstrap.servers", broker.bootstrap())));
        admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                .all()
                .get();
        till = opened.add(new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer()));
    }

    @AfterEach
    void stop() {
        opened.close();
    }

    @Test
    void eachTransactionIsCountedOnceThoughTillsRepeatThemAndFlinkIsKilled() throws Exception {
        stock.counts()
                .forEach((unit, count) -> sell("opening-" + unit.store() + "-" + unit.sku(), unit, count.intValue()));
        FlinkJob job = opened.add(job());
        for (int kill = 1; kill <= KILLS; kill++) {
            long commits = commits();
            await().atMost(PATIENCE).until(() -> sellSome() && commits() > commits + 1);
            long killAt = System.nanoTime() + random.nextInt((int) CHECKPOINT_EVERY.toNanos());
            await().atMost(PATIENCE).until(() -> sellSome() && System.nanoTime() - killAt >= 0);
            job.process().kill();
            forgetWhatIsInTheCheckpoint();
            sellSome();

            job.startAgain();
        }
        if (Listeners.known()) {
            assertThat(Listeners.of(job.process().pid())).isNotEmpty();
            assertThat(Listeners.beyondLoopback(job.process().pid())).isEmpty();
        }
        repeatSome(sold.size() / 10);
        await().atMost(PATIENCE).until(this::allIsInACheckpoint);
        sell("last", stock.sold().get(0), -1);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(LiveRows.of(client.loadTable(TABLE)))
                .isEqualTo(expected));
        List<String> starts = starts(job);
        System.out.println("FlinkJobTest: " + sold.size() + " transactions, " + repeated + " times repeated; " + starts
                + "; last commit: " + client.loadTable(TABLE).currentSnapshot().summary());
        assertThat(starts).hasSize(KILLS + 1);
        assertThat(starts.subList(1, starts.size())).allMatch(line -> line.startsWith("goes on from"));
    }

    private FlinkJob job() throws Exception {
        Engine engine = Engine.named("flink");
        engine.prepare(System.out::println);
        return FlinkJob.start(
                engine,
                folder.resolve("flink"),
                broker.bootstrap(),
                TOPIC,
                GROUP,
                catalog.uri(),
                TABLE,
                CHECKPOINT_EVERY);
    }

    private static List<String> starts(FlinkJob job) throws IOException {
        try (Stream<String> lines = Files.lines(job.process().logFile())) {
            return lines.filter(line -> line.startsWith("begins with the topic") || line.startsWith("goes on from"))
                    .toList();
        }
    }

    /** What the checkpoint holds goes from the topic, so that a job which begins with the topic cannot know it. */
    private void forgetWhatIsInTheCheckpoint() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> places = places();
        assertThat(places).isNotEmpty();
        Map<TopicPartition, RecordsToDelete> before = new HashMap<>();
        places.forEach((partition, place) -> before.put(partition, RecordsToDelete.beforeOffset(place.offset())));
        admin.deleteRecords(before).all().get();
    }

    private boolean allIsInACheckpoint() throws Exception {
        till.flush();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            latest.put(new TopicPartition(TOPIC, partition), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        Map<TopicPartition, Long> reached = new HashMap<>();
        places().forEach((partition, place) -> reached.put(partition, place.offset()));
        return reached.equals(ends);
    }

    private Map<TopicPartition, OffsetAndMetadata> places() throws Exception {
        return admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
    }

    private long commits() {
        Snapshot current = client.loadTable(TABLE).currentSnapshot();
        return current == null ? 0 : current.sequenceNumber();
    }

    /** A few pieces; one sale in ten makes a till repeat one of all those that there were. */
    private boolean sellSome() {
        for (int sale = 0; sale < SALES_AT_ONCE; sale++) {
            String id = new UUID(random.nextLong(), random.nextLong()).toString();
            int quantity = random.nextInt(10) == 0 ? 1 : -1 - random.nextInt(3);
            sell(id, stock.sold().get(random.nextInt(stock.sold().size())), quantity);
            if (random.nextInt(10) == 0) {
                repeatSome(1);
            }
        }
        return true;
    }

    private void sell(String id, StoreSku unit, int quantity) {
        PosTransaction transaction = new PosTransaction(id, unit, quantity, Instant.now());
        sold.add(transaction);
        expected.merge(unit, (long) quantity, Long::sum);
        send(transaction);
    }

    private void repeatSome(int times) {
        for (int time = 0; time < times; time++) {
            send(sold.get(random.nextInt(sold.size())));
            repeated++;
        }
    }

    private void send(PosTransaction transaction) {
        Future<RecordMetadata> unused =
                till.send(new ProducerRecord<>(TOPIC, transaction.unit().store(), transaction.json()));
    }
}
