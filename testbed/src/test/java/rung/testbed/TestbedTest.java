package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestbedTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    /** The shop runs by itself: tills sell, the first batch is merged, the back office begins, and batches pile up. */
    private static final TestbedSettings BUSY = new TestbedSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofMillis(100),
            25,
            10,
            100_000,
            7);

    @Test
    void theWarehouseMergesItsFirstBatchAndThenFallsBehindAndClosingLeavesNothing(@TempDir Path folder)
            throws Exception {
        Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
        List<ProcessHandle> children;
        try (TestShop shop = TestShop.open(folder, BUSY)) {
            children = ProcessHandle.current().children().toList();
            assertThat(children).as("child processes, which are Redis only").hasSize(1);
            shop.sell("in the first batch", -100);
            await().atMost(SOON).until(() -> shop.shop().mergedBatches() == 1);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(shop.quantity("warehouse")).isEqualTo(900));

            shop.sell("too late", -100);
            await().atMost(SOON).until(() -> shop.shop().pendingBatches() >= 2);

            assertThat(shop.shop().mergedBatches()).isEqualTo(1);
            assertThat(shop.shop().queriesPerSecond()).isGreaterThan(10);
            assertThat(shop.quantity("warehouse")).isEqualTo(900);
            assertThat(shop.quantity("lakehouse")).isEqualTo(800);
            await().atMost(SOON).until(() -> shop.shop().repeated() > 0);
            assertThat(shop.shop().unreadable()).isZero();
        }

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !threadsBefore.contains(thread))
                            .filter(thread -> !thread.getName().equals("awaitility-thread"))
                            .filter(thread ->
                                    !thread.isDaemon() || thread.getName().startsWith("testbed-"))
                            .map(Thread::getName)
                            .collect(Collectors.toList()))
                    .isEmpty();
        });
    }
}
