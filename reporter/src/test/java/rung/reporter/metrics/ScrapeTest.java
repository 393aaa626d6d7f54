package rung.reporter.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Fault;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.ClockOffset;
import rung.reporter.FakeFacts;
import rung.reporter.Ladders;
import rung.reporter.report.FreshnessReport;

class ScrapeTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final PipelineSetup SALES = new PipelineSetup(
            "sales",
            new Promise(3, "api", List.of()),
            NOON,
            Duration.ofSeconds(10),
            List.of(
                    StageSetup.polled("table", Duration.ofMillis(250), Duration.ZERO),
                    StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)));
    private static final String API = "pipeline=\"sales\",stage=\"api\"}";

    private static FakeFacts facts(int seconds) {
        return new FakeFacts(NOON, NOON.plusSeconds(seconds), SALES).ticking();
    }

    private static Exposed scraped(FakeFacts facts, Instant now) throws IOException {
        return scraped(new RunMeter(facts.run(), Ladders.RETAIL), facts, now);
    }

    private static Exposed scraped(RunMeter meter, FakeFacts facts, Instant now) throws IOException {
        FreshnessReport report = FreshnessReport.of(
                facts, Ladders.RETAIL, List.of(), new TimeWindow("run", NOON, facts.until()), facts.until());
        boolean isSilent = Duration.between(facts.until(), now).compareTo(Duration.ofSeconds(10)) > 0;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        OpenMetricsTextFormatWriter.create()
                .write(
                        text,
                        new Scrape(meter.take(facts), report, Duration.ofMillis(20), now, isSilent).snapshots("1.0"));
        return Exposed.read(text.toString(UTF_8));
    }

    private static String le(String metric, String le) {
        return metric + "{le=\"" + le + "\"," + API;
    }

    private static String bucket(String le) {
        return "freshness_staleness_seconds_bucket{" + API.replace("}", ",le=\"" + le + "\"}");
    }

    private static String age(String bound) {
        return "freshness_age_seconds{bound=\"" + bound + "\"," + API;
    }

    @Test
    void whatIsUnknownIsNotANumber() throws IOException {
        Exposed page = scraped(facts(9), NOON.plusSeconds(9));

        assertThat(page.value(age("lower"))).isNaN();
        assertThat(page.value(age("upper"))).isNaN();
        assertThat(page.value("freshness_visible_until_timestamp_seconds{" + API))
                .isNaN();
        assertThat(page.value("freshness_last_sale_timestamp_seconds{pipeline=\"sales\"}"))
                .isNaN();
        assertThat(page.value("freshness_tier_kept{" + API)).isNaN();
        assertThat(page.value("freshness_resolution_seconds{" + API)).isNaN();
        assertThat(page.value("freshness_in_time_ratio{bound=\"lower\",edge=\"300\"," + API))
                .isNaN();
        assertThat(page.value("freshness_staleness_percentile_seconds{bound=\"upper\",percentile=\"95\"," + API))
                .isNaN();
        assertThat(page.value("freshness_verdict{pipeline=\"sales\",verdict=\"undecided\"}"))
                .isOne();
        assertThat(page.value("freshness_slots_total{" + API)).isZero();
    }

    @Test
    void edgeIsCountedExactlyAndTheHistogramAtTheUpperEnd() throws IOException {
        FakeFacts facts = facts(1200)
                .seen("sales", "api", 0, 60, Duration.ofMillis(4_990))
                .seen("sales", "api", 60, 40, Duration.ofSeconds(20));

        Exposed page = scraped(facts, facts.until());

        assertThat(page.value(le("freshness_judged_total", "5"))).isEqualTo(100);
        assertThat(page.value(le("freshness_within_total", "5"))).isEqualTo(60);
        assertThat(page.value(le("freshness_beyond_total", "5"))).isEqualTo(40);
        assertThat(page.value(le("freshness_within_total", "300"))).isEqualTo(100);
        assertThat(page.value(bucket("5.0"))).isEqualTo(60);
        assertThat(page.value(bucket("20.0")))
                .as("20 s and a digit more: rounded up, never down")
                .isEqualTo(60);
        assertThat(page.value(bucket("30.0"))).isEqualTo(100);
    }

    @Test
    void deadPipelineAgesWhileNothingArrivesAndIsCountedAsLate() throws IOException {
        FakeFacts facts = facts(1800).seen("sales", "api", 0, 30, Duration.ofSeconds(2));
        facts.unseen("sales", "api", 30, 150);
        double oldest = 300;

        Exposed page = scraped(facts, facts.until());
        Exposed later = scraped(facts, facts.until().plusSeconds(5));

        assertThat(page.value(age("lower"))).isBetween(1800 - oldest - 10, 1800 - oldest);
        assertThat(later.value(age("lower")) - page.value(age("lower"))).isEqualTo(5);
        assertThat(later.value(age("upper")) - page.value(age("upper"))).isEqualTo(5);
        assertThat(page.value(age("upper"))).isGreaterThan(page.value(age("lower")));
        assertThat(page.value(le("freshness_beyond_total", "300"))).isBetween(115.0, 120.0);
        assertThat(page.value(le("freshness_within_total", "300"))).isEqualTo(30);
        assertThat(page.value("freshness_sales_waiting{" + API)).isEqualTo(150);
        assertThat(page.value("freshness_staleness_seconds_count{" + API)).isEqualTo(30);
    }

    @Test
    void silentProbeIsNotFreshAndBlamesNobody() throws IOException {
        FakeFacts facts = facts(600).seen("sales", "api", 0, 60, Duration.ofSeconds(2));

        Exposed page = scraped(facts, facts.until().plusSeconds(3600));

        assertThat(page.value(age("lower"))).isNaN();
        assertThat(page.value(age("upper"))).isBetween(3600.0, 3612.0);
        assertThat(page.value("freshness_probe_silence_seconds")).isEqualTo(3600);
        assertThat(page.value("freshness_probe_last_sign_timestamp_seconds"))
                .isEqualTo((double) facts.until().getEpochSecond());
    }

    @Test
    void ageIsNothingWhileNothingIsMissing() throws IOException {
        FakeFacts facts = facts(600).seen("sales", "api", 0, 60, Duration.ofSeconds(2));

        Exposed page = scraped(facts, facts.until());

        assertThat(page.value(age("lower"))).isZero();
        assertThat(page.value(age("upper"))).isBetween(0.0, 10.0);
    }

    @Test
    void ageIsUnknownWhileNoSaleIsMade() throws IOException {
        FakeFacts facts = facts(600).seen("sales", "api", 0, 50, Duration.ofSeconds(2));
        facts.unmeasured("sales", "api", 50, 10);

        Exposed page = scraped(facts, facts.until());

        assertThat(page.value(age("lower"))).isNaN();
        assertThat(page.value(age("upper"))).isBetween(100.0, 112.0);
    }

    @Test
    void stageThatCannotBeReadIsNotFreshAndBlamesNobody() throws IOException {
        FakeFacts facts = facts(1200).seen("sales", "api", 0, 50, Duration.ofSeconds(2));
        for (int slot = 50; slot < 120; slot++) {
            Instant due = NOON.plusSeconds(slot * 10L + 5);
            facts.put("sales", "api", slot, new SlotOutcome(due, due, "", new Outcome.Unseen(due)));
        }
        facts.unreadable("sales", "api", NOON.plusSeconds(505), NOON.plusSeconds(1195));

        Exposed page = scraped(facts, facts.until());

        assertThat(page.value("freshness_stage_readable{" + API)).isZero();
        assertThat(page.value("freshness_stage_readable{pipeline=\"sales\",stage=\"table\"}"))
                .isOne();
        assertThat(page.value(age("lower"))).isNaN();
        assertThat(page.value(age("upper"))).isGreaterThan(690);
        assertThat(page.value(le("freshness_beyond_total", "300"))).isZero();
        assertThat(page.value(le("freshness_judged_total", "300"))).isGreaterThan(80);
    }

    @Test
    void verdictsAreThoseOfTheReport() throws IOException {
        FakeFacts facts = facts(1000)
                .seen("sales", "api", 0, 100, Duration.ofSeconds(20))
                .seen("sales", "table", 0, 100, Duration.ofSeconds(2))
                .polled("sales", "api", NOON, NOON.plusSeconds(1000), 4000)
                .polled("sales", "table", NOON, NOON.plusSeconds(1000), 4000)
                .residue("sales", 3);

        Exposed page = scraped(facts, facts.until());

        assertThat(page.value("freshness_tier_kept{" + API)).isEqualTo(3);
        assertThat(page.value("freshness_tier_not_missed{" + API)).isEqualTo(3);
        assertThat(page.value("freshness_tier_kept{pipeline=\"sales\",stage=\"table\"}"))
                .isEqualTo(4);
        assertThat(page.value("freshness_tier_promised{" + API)).isEqualTo(3);
        assertThat(page.value("freshness_slo_threshold_seconds{" + API)).isEqualTo(300);
        assertThat(page.value("freshness_slo_objective_ratio{" + API)).isEqualTo(0.95);
        assertThat(page.value("freshness_verdict{pipeline=\"sales\",verdict=\"met\"}"))
                .isOne();
        assertThat(page.value("freshness_verdict{pipeline=\"sales\",verdict=\"missed\"}"))
                .isZero();
        assertThat(page.value("freshness_in_time_ratio{bound=\"proven\",edge=\"300\"," + API))
                .isBetween(0.95, 0.98);
        assertThat(page.value("freshness_in_time_ratio{bound=\"lower\",edge=\"300\"," + API))
                .isOne();
        assertThat(page.value("freshness_in_time_ratio{bound=\"proven\",edge=\"5\"," + API))
                .isZero();
        assertThat(page.value("freshness_evidence_slots{edge=\"300\"," + API)).isEqualTo(100);
        assertThat(page.value("freshness_evidence_needed_slots{edge=\"300\"," + API))
                .isZero();
        assertThat(page.value("freshness_residue_units{pipeline=\"sales\"}")).isEqualTo(3);
        assertThat(page.values().keySet())
                .doesNotContain("freshness_tier_promised{pipeline=\"sales\",stage=\"table\"}");
    }

    @Test
    void anInvalidWindowProvesNothing() throws IOException {
        FakeFacts facts =
                facts(1000).seen("sales", "api", 0, 90, Duration.ofSeconds(2)).unmeasured("sales", "api", 90, 10);

        Exposed page = scraped(facts, facts.until());

        assertThat(page.value("freshness_tier_kept{" + API)).isNaN();
        assertThat(page.value("freshness_in_time_ratio{bound=\"proven\",edge=\"300\"," + API))
                .isNaN();
        assertThat(page.value("freshness_verdict{pipeline=\"sales\",verdict=\"invalid\"}"))
                .isOne();
        assertThat(page.value("freshness_unmeasured_total{" + API)).isBetween(3.0, 4.0);
    }

    @Test
    void eachPollingReportAndEachAnomalyCountsOnce() throws IOException {
        FakeFacts facts = facts(7200)
                .polled("sales", "api", NOON, NOON.plusSeconds(10), 40)
                .polled("sales", "api", NOON.plusSeconds(3595), NOON.plusSeconds(3605), 40)
                .polled("sales", "api", NOON.plusSeconds(7180), NOON.plusSeconds(7190), 40)
                .faults(
                        "sales",
                        "api",
                        NOON.plusSeconds(7190),
                        NOON.plusSeconds(7200),
                        Map.of(Fault.TIMEOUT, 3L, Fault.DENIED, 1L))
                .anomaly("sales", "api", Fact.Anomaly.Kind.DUPLICATE, NOON.plusSeconds(60));
        RunMeter meter = new RunMeter(facts.run(), Ladders.RETAIL);

        scraped(meter, facts, facts.until());
        Exposed page = scraped(meter, facts, facts.until());

        assertThat(page.value("freshness_reads_total{" + API)).isEqualTo(123);
        assertThat(page.value("freshness_reads_failed_total{" + API)).isEqualTo(3);
        assertThat(page.value("freshness_read_faults_total{fault=\"timeout\"," + API))
                .isEqualTo(3);
        assertThat(page.value("freshness_read_faults_total{fault=\"ambiguous\"," + API))
                .isZero();
        assertThat(page.value("freshness_anomalies_total{kind=\"duplicate\"," + API))
                .isOne();
    }

    @Test
    void exactlyOneOfWhatIsBeyondTheRange() throws IOException {
        Instant due = NOON.plusSeconds(1);
        FakeFacts facts = facts(1000)
                .put(
                        "sales",
                        "api",
                        0,
                        new SlotOutcome(
                                due,
                                due,
                                "",
                                new Outcome.Seen(due.plusSeconds(1), due.plus(Duration.ofDays(9)), Cycle.unknown())));

        Exposed page = scraped(facts, facts.until());

        assertThat(page.value("freshness_staleness_seconds_count{" + API)).isOne();
        assertThat(page.value(bucket("86400.0"))).isZero();
    }

    private static Commit commit(String operation, Instant writtenAt) {
        return new Commit(
                new Cycle(operation + writtenAt),
                Cycle.unknown(),
                operation,
                writtenAt,
                Optional.empty(),
                Optional.empty(),
                new Commit.Writer("", "", "", Optional.empty()),
                1,
                1);
    }

    @Test
    void newestCommitIsTheOneThatMayHaveChangedACount() throws IOException {
        FakeFacts facts = facts(1000);
        RunMeter meter = new RunMeter(facts.run(), Ladders.RETAIL);
        String metric = "freshness_commit_timestamp_seconds{" + API;

        assertThat(scraped(meter, facts, facts.until()).value(metric)).isNaN();
        facts.committed("sales", "api", facts.until(), commit("append", NOON.plusSeconds(940)))
                .committed("sales", "api", facts.until(), commit("append", NOON.plusSeconds(900)))
                .committed("sales", "api", facts.until(), commit("replace", NOON.plusSeconds(990)));

        Exposed page = scraped(meter, facts, facts.until());

        assertThat(page.value(metric)).isEqualTo((double) NOON.plusSeconds(940).getEpochSecond());
        assertThat(page.value("freshness_commit_timestamp_seconds{pipeline=\"sales\",stage=\"table\"}"))
                .isNaN();
    }

    @Test
    void sourceClockIsAskedAfreshOnceAMinute() throws IOException {
        RunMeter meter = new RunMeter(facts(0).run(), Ladders.RETAIL);
        String lower = "freshness_source_clock_offset_seconds{bound=\"lower\",pipeline=\"sales\"}";
        List<Double> told = new ArrayList<>();
        for (int second : List.of(100, 101, 160, 161)) {
            Duration ahead = Duration.ofSeconds(second);
            FakeFacts facts = facts(second).sourceClock(new ClockOffset.Between(ahead, ahead));
            told.add(scraped(meter, facts, facts.until()).value(lower));
        }

        assertThat(told).containsExactly(100.0, 100.0, 100.0, 161.0);
    }

    @Test
    void sourceClockIsBetweenItsBoundsAndUnknownWhenItContradictsItself() throws IOException {
        String metric = "freshness_source_clock_offset_seconds{bound=\"%s\",pipeline=\"sales\"}";
        Exposed behind = scraped(
                facts(100).sourceClock(new ClockOffset.Between(Duration.ofMillis(-1500), Duration.ofMillis(-500))),
                NOON.plusSeconds(100));
        Exposed stepped = scraped(
                facts(100).sourceClock(new ClockOffset.Stepped(NOON, Duration.ofSeconds(3))), NOON.plusSeconds(100));

        assertThat(behind.value(metric.formatted("lower"))).isEqualTo(-1.5);
        assertThat(behind.value(metric.formatted("upper"))).isEqualTo(-0.5);
        assertThat(stepped.value(metric.formatted("lower"))).isNaN();
        assertThat(stepped.value(metric.formatted("upper"))).isNaN();
        assertThat(scraped(facts(100), NOON.plusSeconds(100)).value(metric.formatted("upper")))
                .isNaN();
    }
}
