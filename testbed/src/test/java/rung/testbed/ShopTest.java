package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All tests share one shop; each counts from what it finds. */
class ShopTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static TestShop shop;

    private long before;

    @BeforeAll
    static void open() throws Exception {
        shop = TestShop.open(folder, TestShop.quick());
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void allPipelinesAgree() {
        await().atMost(SOON).untilAsserted(() -> {
            before = shop.quantity("hot");
            assertThat(shop.quantity("lakehouse")).isEqualTo(before);
            assertThat(shop.quantity("warehouse")).isEqualTo(before);
        });
    }

    @Test
    void aSaleSentTwiceWithOneIdChangesTheHotCountOnce() throws Exception {
        shop.sell("twice-hot", -4);
        shop.sell("twice-hot", -4);
        shop.sell("after-hot", -1);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(shop.quantity("hot")).isEqualTo(before - 5));
    }

    @Test
    void anUnreadableRecordIsCountedAndSkipped() throws Exception {
        long unreadable = shop.shop().unreadable();
        shop.send("this is no JSON");
        shop.send("{\"transaction_id\":\"x\",\"store_id\":\"9901\",\"sku_id\":\"S\",\"quantity\":\"two\"}");
        shop.sell("after-unreadable", -1);

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(shop.quantity("hot")).isEqualTo(before - 1);
            assertThat(shop.quantity("lakehouse")).isEqualTo(before - 1);
            assertThat(shop.quantity("warehouse")).isEqualTo(before - 1);
            assertThat(shop.shop().unreadable()).isEqualTo(unreadable + 3 * 2);
        });
    }

    @Test
    void whatIsUnknownIsA404ThatSaysSo() throws Exception {
        for (String path : new String[] {
            "/hot/inventory/9901/NO-SUCH",
            "/lakehouse/inventory/0000/SKU-0001",
            "/warehouse/inventory/9901/NO-SUCH",
            "/warehouse/inventory/0000",
            "/hot/inventory/9901",
            "/elsewhere"
        }) {
            assertThat(shop.get(path).statusCode()).as(path).isEqualTo(404);
            assertThat(shop.get(path).body()).as(path).startsWith("{\"error\":\"");
        }
        assertThat(shop.get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void theLakehouseShowsASaleWithItsSnapshotAndCountsARepeatedOneOnce() throws Exception {
        String earlier = shop.get("/lakehouse/inventory/9901/RUNG-0001").body();
        shop.sell("twice-lake", 7);
        shop.sell("twice-lake", 7);
        shop.sell("after-lake", -2);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(shop.quantity("lakehouse")).isEqualTo(before + 5));

        String later = shop.get("/lakehouse/inventory/9901/RUNG-0001").body();
        Pattern shape = Pattern.compile("\\{\"store\":\"9901\",\"sku\":\"RUNG-0001\",\"quantity\":" + (before + 5)
                + ",\"snapshot\":\"(\\d+)\"}");
        assertThat(later).matches(shape).isNotEqualTo(earlier);
    }

    @Test
    void theLakehouseStaysRightAndSmallThroughItsCompactions() throws Exception {
        int sales = 14;
        for (int sale = 1; sale <= sales; sale++) {
            long snapshot = lakehouseTable().currentSnapshot().snapshotId();
            shop.sell("compaction-" + sale, -1);
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> lakehouseTable().currentSnapshot().snapshotId() != snapshot);
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(shop.quantity("lakehouse")).isEqualTo(before - sales));

        org.apache.iceberg.Table table = shop.testbed().catalog().backend().loadTable(Lakehouse.TABLE);
        assertThat(table.snapshots()).anyMatch(snapshot -> snapshot.operation().equals("replace"));
        assertThat(table.snapshots()).hasSizeLessThan(12 + 8);
        assertThat(InventoryTable.read(table)).hasSize(4 * 5 + 1);
    }

    @Test
    void theWarehouseFallsBehindUnderQueriesAndCatchesUpAfterwards() throws Exception {
        shop.sell("calm", -1);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(shop.quantity("warehouse")).isEqualTo(before - 1));

        shop.shop().beginSurge();
        try {
            await().atMost(SOON).until(() -> shop.shop().queriesPerSecond() > 15);
            long merged = shop.shop().mergedBatches();
            shop.sell("busy-1", -10);
            await().atMost(SOON).until(() -> shop.shop().pendingBatches() == 1);
            shop.sell("busy-2", -10);
            await().atMost(SOON).until(() -> shop.shop().pendingBatches() == 2);
            shop.sell("busy-3", -10);
            await().atMost(SOON).until(() -> shop.shop().pendingBatches() == 3);

            assertThat(shop.quantity("warehouse")).isEqualTo(before - 1);
            assertThat(shop.shop().mergedBatches()).isEqualTo(merged);
            assertThat(shop.quantity("hot")).isEqualTo(before - 31);
        } finally {
            shop.shop().endSurge();
        }

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(shop.quantity("warehouse")).isEqualTo(before - 31);
            assertThat(shop.shop().pendingBatches()).isZero();
        });
    }

    @Test
    void theWarehouseAnswersAWholeStoreAtOnce() throws Exception {
        assertThat(shop.get("/warehouse/inventory/9901").body())
                .startsWith("{\"store\":\"9901\",\"items\":{\"RUNG-0001\":{\"quantity\":" + before + "}}");
        assertThat(shop.get("/warehouse/inventory/0004").body())
                .contains("SKU-0005")
                .doesNotContain("SKU-0006");
    }

    private static Table lakehouseTable() {
        return shop.testbed().catalog().backend().loadTable(Lakehouse.TABLE);
    }
}
