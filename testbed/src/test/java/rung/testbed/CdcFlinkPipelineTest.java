package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("reference")
class CdcFlinkPipelineTest {
    private static final StoreSku RESERVED = new StoreSku("9901", "RUNG-0001");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int TRANSACTIONS_PER_HOUR = 40_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final Opened opened = new Opened();
    private final Stock stock = Stock.of(6, 5, List.of(RESERVED));
    private final HttpClient http = HttpClient.newHttpClient();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private Tills others;
    private Tills.Line till;
    private RestCatalog catalog;
    private CdcFlinkPipeline pipeline;
    private long expected = stock.count();

    @BeforeEach
    void start() throws IOException {
        System.out.println("CdcFlinkPipelineTest: seed " + seed);
        Broker broker = opened.add(Broker.start(folder.resolve("kafka")));
        catalog = opened.add(RestCatalog.start(folder.resolve("lake")));
        pipeline = opened.add(CdcFlinkPipeline.start(
                folder.resolve("cdc"), broker.bootstrap(), catalog, stock, Duration.ofSeconds(1), System.out::println));
        others = opened.add(pipeline.source().database().openTills(stock.sold(), TRANSACTIONS_PER_HOUR, seed));
        till = opened.add(pipeline.source().database().line());
    }

    @AfterEach
    void stop() {
        opened.close();
    }

    @Test
    void whatATillWritesIsServedOnceAndExactlyThoughDebeziumAndFlinkAreKilled() throws Exception {
        sellReserved(-3);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(served()).isEqualTo(expected));
        pipeline.flink().process().kill();
        sellReserved(-2);
        pipeline.flink().startAgain();
        sellReserved(-1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(served()).isEqualTo(expected));
        pipeline.source().worker().kill();
        sellReserved(2);
        pipeline.source().worker().restart();
        sellReserved(-1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(served()).isEqualTo(expected));
        await().atMost(PATIENCE).until(() -> last(DataOperations.REPLACE).isPresent());
        others.close();
        sellReserved(-1);
        Map<StoreSku, Long> sold = pipeline.source().database().counts();

        assertThat(sold).hasSize(stock.counts().size()).containsEntry(RESERVED, expected);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(LiveRows.of(table())).isEqualTo(sold));
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode answer = ask();
            assertThat(answer.path("quantity").longValue()).isEqualTo(expected);
            assertThat(answer.path("snapshot").textValue())
                    .isEqualTo(Long.toString(table().currentSnapshot().snapshotId()));
        });
        System.out.println("CdcFlinkPipelineTest: " + others.sold() + " transactions of others; commit: "
                + last(DataOperations.OVERWRITE).orElseThrow() + "; compaction: "
                + last(DataOperations.REPLACE).orElseThrow());
    }

    /** Each is written twice by the till, and once more from time to time. */
    private void sellReserved(int quantity) throws IOException {
        PosTransaction sale = new PosTransaction("reserved-" + random.nextLong(), RESERVED, quantity, Instant.now());
        till.send(sale);
        till.send(sale);
        if (random.nextBoolean()) {
            till.send(sale);
        }
        expected += quantity;
    }

    private long served() throws Exception {
        return ask().path("quantity").longValue();
    }

    private JsonNode ask() throws Exception {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(pipeline.uri()
                                .resolve("/cdc-flink/inventory/" + RESERVED.store() + "/" + RESERVED.sku()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private Table table() {
        return catalog.backend().loadTable(TableIdentifier.parse(pipeline.table()));
    }

    private Optional<Map<String, String>> last(String operation) {
        return StreamSupport.stream(table().snapshots().spliterator(), false)
                .filter(snapshot -> snapshot.operation().equals(operation))
                .map(Snapshot::summary)
                .reduce((earlier, later) -> later);
    }
}
