package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicrobatchPipelineTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final StoreSku RESERVED = new StoreSku("9901", "RUNG-0001");
    private static final StoreSku OTHER = new StoreSku("0001", "SKU-0001");
    private static final Stock STOCK = Stock.of(3, 4, List.of(RESERVED));

    @TempDir
    private Path folder;

    private final Opened opened = new Opened();
    private Testbed testbed;
    private SoldTransactions sold;

    @BeforeEach
    void start() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        testbed = opened.add(Testbed.start(folder, STOCK));
        sold = opened.add(new SoldTransactions(testbed.bootstrap(), STOCK, new Random(seed)));
    }

    @AfterEach
    void stop() {
        opened.close();
    }

    @Test
    void everyTransactionCountsOnceHoweverOftenTheLoaderStartsAgain() throws Exception {
        sold.sell(100);
        try (MicrobatchPipeline pipeline = open()) {
            await().atMost(SOON).until(() -> pipeline.mergedBatches() > 0);
            sold.sell(100);
            awaitAll();
        }
        sold.repeatLatest(50);
        for (int start = 0; start < 3; start++) {
            sold.sell(60);
            try (MicrobatchPipeline pipeline = open()) {
                long merged = pipeline.mergedBatches();
                await().atMost(SOON).until(() -> pipeline.mergedBatches() > merged);
                sold.sell(40);
                sold.repeatLatest(20);
            }
        }
        try (MicrobatchPipeline pipeline = open()) {
            awaitAll();
            await().atMost(SOON).untilAsserted(() -> assertThat(get(pipeline, RESERVED))
                    .contains("\"quantity\":" + sold.expected().get(RESERVED) + ","));
        }
    }

    @Test
    void whatIsStagedBeforeTheEndIsMergedAfterTheNextStartAndNotLoadedAgain() throws Exception {
        try (MicrobatchPipeline pipeline = open()) {
            sold.sell(20);
            awaitAll();
            pipeline.beginSurge();
            long before = pipeline.mergedBatches();
            awaitBusy(pipeline);
            sold.sell(30);
            await().atMost(SOON).until(() -> pipeline.pendingBatches() > 0);
            assertThat(pipeline.mergedBatches()).isEqualTo(before);
        }
        try (MicrobatchPipeline pipeline = open()) {
            awaitAll();
            await().atMost(SOON).until(() -> pipeline.pendingBatches() == 0);
        }
    }

    @Test
    void aBatchThatWasMergedAndNotDroppedIsNotMergedAgain() throws Exception {
        Catalog catalog = testbed.catalog().backend();
        InventoryTable served = InventoryTable.openOrCreate(
                catalog, MicrobatchPipeline.TABLE, STOCK.counts(), Map.of("rung.merged-batch", "0"));
        StagedBatches staged = StagedBatches.openOrCreate(catalog, Warehouse.BATCHES);
        staged.add(1, Map.of(RESERVED, -10L), Offsets.beginning());
        staged.add(2, Map.of(OTHER, -7L), Offsets.beginning());
        served.upsert(Map.of(RESERVED, 990L), Map.of("rung.merged-batch", "1"));

        try (MicrobatchPipeline pipeline = open()) {
            await().atMost(SOON).until(() -> pipeline.mergedBatches() == 2);

            assertThat(counts()).containsEntry(RESERVED, 990L).containsEntry(OTHER, 993L);
            await().atMost(SOON).untilAsserted(() -> assertThat(staged.after(0)).isEmpty());
        }

        bringBackWhatWasDropped(catalog.loadTable(Warehouse.BATCHES));
        assertThat(staged.after(0)).containsOnlyKeys(1L, 2L);
        try (MicrobatchPipeline pipeline = open()) {
            sold.sell(OTHER, -1);
            await().atMost(SOON).until(() -> pipeline.mergedBatches() == 3);

            assertThat(counts()).containsEntry(RESERVED, 990L).containsEntry(OTHER, 992L);
        }
    }

    /** As if the process had ended after the merge, and before its batches were dropped. */
    private static void bringBackWhatWasDropped(Table batches) {
        long added = 0;
        for (Snapshot snapshot : batches.snapshots()) {
            if (snapshot.operation().equals(DataOperations.APPEND)) {
                added = snapshot.snapshotId();
            }
        }
        batches.manageSnapshots().setCurrentSnapshot(added).commit();
    }

    private MicrobatchPipeline open() throws IOException {
        return MicrobatchPipeline.start(testbed.bootstrap(), testbed.catalog(), STOCK, TestShop.quick());
    }

    private void awaitAll() {
        await().atMost(SOON).untilAsserted(() -> assertThat(counts()).isEqualTo(sold.expected()));
    }

    /** The back office's queries are many enough when a whole second of them was answered. */
    private static void awaitBusy(MicrobatchPipeline pipeline) {
        await().atMost(SOON).until(() -> pipeline.queriesPerSecond() > 15);
    }

    private Map<StoreSku, Long> counts() throws IOException {
        return InventoryTable.read(testbed.catalog().backend().loadTable(MicrobatchPipeline.TABLE));
    }

    private static String get(MicrobatchPipeline pipeline, StoreSku unit) throws IOException, InterruptedException {
        URI uri = pipeline.uri().resolve("/microbatch/inventory/" + unit.store() + "/" + unit.sku());
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
