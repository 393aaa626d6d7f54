package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All tests share one pipeline; each counts from what it finds. */
@Tag("reference")
class ConnectPipelineTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long SEED = 20261127;
    private static final StoreSku RESERVED = new StoreSku("9901", "RUNG-0001");
    private static final Stock STOCK = Stock.of(4, 5, List.of(RESERVED));
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static final Opened OPENED = new Opened();

    private static Broker broker;
    private static RestCatalog catalog;
    private static ConnectPipeline pipeline;

    @BeforeAll
    static void start() throws IOException {
        broker = OPENED.add(Broker.start(folder.resolve("kafka")));
        catalog = OPENED.add(RestCatalog.start(folder.resolve("lake")));
        pipeline = OPENED.add(ConnectPipeline.start(
                folder.resolve("connect"),
                broker.bootstrap(),
                catalog,
                STOCK,
                Duration.ofSeconds(1),
                sentence -> System.out.println(sentence)));
    }

    @AfterAll
    static void stop() {
        OPENED.close();
    }

    @Test
    void aRowInThePosDatabaseChangesTheCountOnceHoweverOftenTheTillRepeatsIt() throws Exception {
        long before = served(RESERVED).path("quantity").longValue();
        String snapshot = served(RESERVED).path("snapshot").textValue();
        try (Connection till = DriverManager.getConnection(pipeline.jdbcUrl(), pipeline.user(), pipeline.password());
                Statement statement = till.createStatement()) {
            for (String id : List.of("twice", "twice", "once")) {
                statement.executeUpdate("insert into pos_transaction"
                        + " (transaction_id, store_id, sku_id, quantity, kind, occurred_at)"
                        + " values ('" + id + "', '9901', 'RUNG-0001', -4, 'SALE', now())");
            }
        }

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        served(RESERVED).path("quantity").longValue())
                .isEqualTo(before - 8));

        assertThat(served(RESERVED).path("snapshot").textValue()).isNotEqualTo(snapshot);
        assertThat(rowsOf("twice")).hasSize(2);
        assertThat(rowsOf("once")).singleElement().satisfies(row -> {
            assertThat(row.getField("store_id")).isEqualTo("9901");
            assertThat(row.getField("quantity")).isEqualTo(-4);
            assertThat(row.getField("kind")).isEqualTo("SALE");
            assertThat(row.getField("occurred_at")).isNotNull();
        });
    }

    @Test
    void allCountsAreExactAfterTheWorkerWasKilledTwiceInTheMiddleOfSales() throws Exception {
        System.out.println("seed " + SEED);
        PosDatabase database = pipeline.source().database();
        Tills tills = database.openTills(STOCK.sold(), 720_000, SEED);
        try (tills) {
            for (int kill = 1; kill <= 2; kill++) {
                long snapshots = snapshots();
                await().atMost(PATIENCE).until(() -> snapshots() >= snapshots + 2);
                pipeline.source().worker().kill();
                long sold = tills.sold();
                await().atMost(PATIENCE).until(() -> tills.sold() >= sold + 200);
                pipeline.source().worker().restart();
            }
            long snapshots = snapshots();
            await().atMost(PATIENCE).until(() -> snapshots() >= snapshots + 2);
        }
        Map<StoreSku, Long> counts = database.counts();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(served()).isEqualTo(counts));

        Map<Long, Integer> inDatabase = rowsInDatabase();
        Map<Long, Integer> inTopic = await().atMost(PATIENCE)
                .until(ConnectPipelineTest::recordsInTopic, records -> records.keySet()
                        .equals(inDatabase.keySet()));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rowsInTable()).isEqualTo(inTopic));
        assertThat(database.counts()).isEqualTo(counts);
        System.out.println(tills.sold() + " sales in " + inDatabase.size() + " rows and "
                + inTopic.values().stream().mapToInt(Integer::intValue).sum() + " records");
        assertThat(inDatabase.size() - STOCK.counts().size()).isGreaterThan((int) tills.sold());
    }

    @Test
    void aTaskThatFailedIsStartedAgain() throws Exception {
        long before = served(RESERVED).path("quantity").longValue();
        TableIdentifier away = TableIdentifier.of("inventory", "away");
        Path log = pipeline.source().worker().log();
        catalog.backend().renameTable(ConnectPipeline.TABLE, away);
        try (Tills.Line till = pipeline.source().database().line()) {
            till.send(new PosTransaction("late", RESERVED, 16, Instant.now()));
            await().atMost(PATIENCE)
                    .until(() -> Files.readString(log).contains("task 0 of movements-sink was started again"));
        } finally {
            catalog.backend().renameTable(away, ConnectPipeline.TABLE);
        }

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        served(RESERVED).path("quantity").longValue())
                .isEqualTo(before + 16));
    }

    /** Every unit's count, as the API serves it. */
    private static Map<StoreSku, Long> served() throws IOException, InterruptedException {
        Map<StoreSku, Long> served = new TreeMap<>();
        for (StoreSku unit : STOCK.counts().keySet()) {
            served.put(unit, served(unit).path("quantity").longValue());
        }
        return served;
    }

    private static JsonNode served(StoreSku unit) throws IOException, InterruptedException {
        URI uri = pipeline.uri().resolve("/connect/inventory/" + unit.store() + "/" + unit.sku());
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static Table table() {
        return catalog.backend().loadTable(ConnectPipeline.TABLE);
    }

    private static long snapshots() {
        return table().currentSnapshot().sequenceNumber();
    }

    private static List<Record> rowsOf(String transaction) throws IOException {
        List<Record> rows = new ArrayList<>();
        try (CloseableIterable<Record> all = IcebergGenerics.read(table()).build()) {
            for (Record row : all) {
                if (transaction.equals(row.getField("transaction_id"))) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    /** How often each row of the database is in the table. */
    private static Map<Long, Integer> rowsInTable() throws IOException {
        Map<Long, Integer> times = new TreeMap<>();
        try (CloseableIterable<Record> all =
                IcebergGenerics.read(table()).select("id").build()) {
            all.forEach(row -> times.merge((Long) row.getField("id"), 1, Integer::sum));
        }
        return times;
    }

    private static Map<Long, Integer> rowsInDatabase() throws SQLException {
        Map<Long, Integer> times = new TreeMap<>();
        try (Connection connection =
                        DriverManager.getConnection(pipeline.jdbcUrl(), pipeline.user(), pipeline.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id from pos_transaction")) {
            while (rows.next()) {
                times.merge(rows.getLong(1), 1, Integer::sum);
            }
        }
        return times;
    }

    /** How often each row of the database is in the topic: more than once where Debezium sent it again after a kill. */
    private static Map<Long, Integer> recordsInTopic() throws IOException {
        Map<Long, Integer> times = new TreeMap<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, 3)
                    .mapToObj(number -> new TopicPartition(pipeline.topic(), number))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    times.merge(JSON.readTree(record.value()).path("id").longValue(), 1, Integer::sum);
                }
            }
        }
        return times;
    }
}
