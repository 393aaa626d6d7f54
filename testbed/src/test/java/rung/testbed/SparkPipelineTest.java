package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("reference")
class SparkPipelineTest {
    private static final Duration SOON = Duration.ofMinutes(4);
    private static final Duration TRIGGER = Duration.ofSeconds(1);
    private static final Stock STOCK = Stock.of(6, 4, List.of(new StoreSku("9901", "RUNG-0001")));

    @TempDir
    private Path folder;

    @Test
    void everySaleCountsOnceOverACrashBetweenTheMergesCommitAndTheCheckpointAndOverAnyOtherCrash() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        try (Testbed testbed = Testbed.start(folder.resolve("testbed"), STOCK);
                SoldTransactions sold = new SoldTransactions(testbed.bootstrap(), STOCK, new Random(seed))) {
            Path home = folder.resolve("spark");
            sold.sell(300);
            try (SparkPipeline pipeline = start(home, testbed)) {
                sold.sell(200);
                awaitAll(sold, testbed);
                assertThat(sold.repeated()).isPositive();
                awaitServed(sold, pipeline);
            }

            // Between the commit and the checkpoint.
            try (SparkPipeline pipeline = start(home, testbed, "hold-after-commit=0")) {
                sold.sell(250);
                await().atMost(SOON).until(() -> said(home, "held after batch"));
                pipeline.process().kill();
            }
            assertThat(said(home, "is not merged again")).isFalse();
            sold.sell(250);

            // Anywhere.
            try (SparkPipeline pipeline = start(home, testbed)) {
                await().atMost(SOON).until(() -> said(home, "is not merged again"));
                sold.repeatLatest(500);
                sold.sell(10);
                awaitAll(sold, testbed);
                sold.sell(200);
                pipeline.process().kill();
            }
            sold.sell(100);
            try (SparkPipeline pipeline = start(home, testbed)) {
                sold.repeatLatest(20);
                sold.sell(100);
                awaitAll(sold, testbed);
                awaitServed(sold, pipeline);
            }

            // Without its checkpoint it would begin anew.
            assertThatThrownBy(() -> start(folder.resolve("elsewhere"), testbed))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("give back the checkpoint's folder, or drop the table");
            assertThat(counts(testbed)).isEqualTo(sold.expected());
        }
    }

    private static SparkPipeline start(Path home, Testbed testbed, String... moreWords) throws IOException {
        return SparkPipeline.start(
                home, testbed.bootstrap(), testbed.catalog(), STOCK, TRIGGER, System.out::println, List.of(moreWords));
    }

    private static void awaitAll(SoldTransactions sold, Testbed testbed) {
        await().atMost(SOON).untilAsserted(() -> assertThat(counts(testbed)).isEqualTo(sold.expected()));
    }

    private static void awaitServed(SoldTransactions sold, SparkPipeline pipeline) {
        await().atMost(SOON).untilAsserted(() -> assertThat(get(pipeline.uri(), "/spark/inventory/9901/RUNG-0001"))
                .contains("\"quantity\":" + sold.expected().get(new StoreSku("9901", "RUNG-0001")) + ","));
    }

    private static Map<StoreSku, Long> counts(Testbed testbed) throws IOException {
        return InventoryTable.read(testbed.catalog().backend().loadTable(SparkPipeline.TABLE));
    }

    private static boolean said(Path home, String words) throws IOException {
        return Files.readString(home.resolve("spark.log")).contains(words);
    }

    private static String get(URI api, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(api.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
