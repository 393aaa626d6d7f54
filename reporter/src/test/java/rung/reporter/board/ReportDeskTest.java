package rung.reporter.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.log.FactReader;
import rung.core.log.LogReader;
import rung.core.log.MeasurementLog;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.SystemTimeline;
import rung.reporter.Ladders;
import rung.reporter.report.FreshnessReport;

class ReportDeskTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final TimeWindow WHOLE = new TimeWindow("run", NOON, NOON.plusSeconds(60));
    private static final TimeWindow ASKED = new TimeWindow("period", NOON, NOON.plusSeconds(30));
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final CountDownLatch isHalfway = new CountDownLatch(1);
    private final AtomicInteger reports = new AtomicInteger();
    private volatile boolean isBroken;
    private Watch watch;
    private ReportDesk desk;

    private final Judge judge = new Judge() {
        @Override
        public TimeWindow period(FactReader facts) {
            return WHOLE;
        }

        @Override
        public FreshnessReport report(FactReader facts, TimeWindow period, IntConsumer judged) {
            if (period.equals(ASKED)) {
                reports.incrementAndGet();
                judged.accept(1);
                isHalfway.countDown();
                waitUntilItMayGoOn();
                if (isBroken) {
                    throw new IllegalStateException("the disk is gone");
                }
            }
            return FreshnessReport.of(facts, Ladders.RETAIL, List.of(), period, facts.until(), judged);
        }
    };

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("facts.db");
        MeasurementLog.begin(
                        file,
                        new RunSetup(
                                "r1",
                                NOON,
                                ZoneId.of("UTC"),
                                1,
                                "rung test",
                                List.of(pipeline("one"), pipeline("two"))))
                .close();
        watch = Watch.start(SystemTimeline.start(), () -> LogReader.newest(file), Ladders.RETAIL, judge);
        desk = new ReportDesk(watch);
    }

    @AfterEach
    void close() {
        mayGoOn.countDown();
        desk.close();
        watch.close();
    }

    @Test
    void aLongReportTellsHowFarItIsAndIsMadeOnceForAllWhoAsk() throws Exception {
        ReportDesk.Order order = desk.order(ASKED, watch.board());
        isHalfway.await();

        assertThat(order.await(Duration.ofMillis(1))).isEmpty();
        assertThat(order.progress()).isEqualTo(new ReportDesk.Progress(1, 2));
        assertThat(desk.order(ASKED, watch.board())).isSameAs(order);
        assertThat(desk.order(ASKED, new Board(99, watch.board().report())))
                .as("who looks again after a new board waits for the same")
                .isSameAs(order);

        mayGoOn.countDown();
        assertThat(order.await(LONG).orElseThrow().window()).isEqualTo(ASKED);
        assertThat(order.progress()).isEqualTo(new ReportDesk.Progress(2, 2));
        assertThat(reports).hasValue(1);
    }

    @Test
    void newFactsMakeANewReport() throws Exception {
        mayGoOn.countDown();
        assertThat(desk.order(ASKED, watch.board()).await(LONG)).isPresent();
        assertThat(desk.order(ASKED, watch.board()).await(LONG)).isPresent();
        assertThat(desk.order(ASKED, new Board(99, watch.board().report())).await(LONG))
                .isPresent();

        assertThat(reports).hasValue(2);
    }

    @Test
    void aReportThatCannotBeMadeSaysWhy() {
        isBroken = true;
        mayGoOn.countDown();

        assertThatThrownBy(() -> desk.order(ASKED, watch.board()).await(LONG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the disk is gone");
    }

    private void waitUntilItMayGoOn() {
        try {
            mayGoOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static PipelineSetup pipeline(String name) {
        return new PipelineSetup(
                name,
                new Promise(3, "api", List.of()),
                NOON,
                Duration.ofSeconds(1),
                List.of(StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)));
    }
}
