package rung.reporter.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.log.LogReader;
import rung.core.log.MeasurementLog;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Fault;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.core.measure.TimeWindow;
import rung.reporter.Ladders;
import rung.reporter.report.FreshnessReport;

/** What a pipeline sells, and what its systems say, makes no series. */
class BoundedSeriesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration SLOT = Duration.ofSeconds(1);
    private static final String SECRET = "password=hunter2";
    private static final int MOST_PER_STAGE = 200;

    @TempDir
    Path folder;

    private Exposed scraped(int sales, int skus) throws IOException {
        PipelineSetup setup = new PipelineSetup(
                "sales",
                new Promise(3, "api", List.of()),
                NOON,
                SLOT,
                List.of(StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)));
        RunSetup run = new RunSetup("r" + skus, NOON, ZoneId.of("UTC"), 1, "rung", List.of(setup));
        Path file = folder.resolve(skus + ".db");
        try (MeasurementLog log = MeasurementLog.begin(file, run)) {
            for (int slot = 0; slot < sales; slot++) {
                sell(log, slot, slot % skus);
            }
            Instant end = NOON.plusSeconds(sales);
            log.append(new Fact.Unreadable("sales", "api", end.minusSeconds(9), end, SECRET));
            log.append(new Fact.Polled(
                    "sales", "api", NOON, end, sales, 9, Duration.ofSeconds(1), 0, Map.of(Fault.DENIED, 9L)));
            log.append(new Fact.Ticked(end, end));
        }
        try (LogReader facts = LogReader.newest(file)) {
            TimeWindow all = new TimeWindow("run", NOON, facts.until());
            FreshnessReport report = FreshnessReport.of(facts, Ladders.RETAIL, List.of(), all, facts.until());
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            PrometheusTextFormatWriter.create()
                    .write(
                            text,
                            new Scrape(
                                            new RunMeter(run, Ladders.RETAIL).take(facts),
                                            report,
                                            Duration.ZERO,
                                            facts.until(),
                                            false)
                                    .snapshots("1.0"));
            assertThat(text.toString(UTF_8)).doesNotContain(SECRET, "SKU-", "store-");
            return Exposed.read(text.toString(UTF_8));
        }
    }

    private static void sell(MeasurementLog log, int slot, int sku) {
        Instant due = NOON.plus(SLOT.multipliedBy(slot)).plusMillis(10);
        StockKey key = new StockKey("store-" + sku, "SKU-" + sku);
        Injection sale = new Injection("r", "sales", slot, Injection.Kind.SALE, key, 1, due);
        log.append(new Fact.Handed(sale, due));
        if (slot % 100 == 7) {
            log.append(new Fact.Refused("sales", slot, Injection.Kind.SALE, due.plusMillis(3), SECRET));
            return;
        }
        log.append(new Fact.Acknowledged("sales", slot, Injection.Kind.SALE, due.plusMillis(3)));
        log.append(new Fact.Seen(
                "sales", "api", slot, due, due.plusMillis(700), new Cycle("c" + slot), due.plusMillis(1500)));
    }

    @Test
    void tenThousandSkusMakeNoNewSeries() throws IOException {
        Exposed few = scraped(10_000, 10);
        Exposed many = scraped(10_000, 10_000);

        assertThat(many.values().keySet())
                .usingElementComparator(
                        (a, b) -> a.replace("\"r10000\"", "\"r10\"").compareTo(b.replace("\"r10000\"", "\"r10\"")))
                .containsExactlyInAnyOrderElementsOf(few.values().keySet());
        assertThat(many.value("freshness_slots_total{pipeline=\"sales\",stage=\"api\"}"))
                .isEqualTo(10_000);
        assertThat(many.values().keySet().stream().filter(series -> series.contains("pipeline=")))
                .hasSizeLessThan(MOST_PER_STAGE);
    }
}
