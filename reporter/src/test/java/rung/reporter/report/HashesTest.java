package rung.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import rung.core.ladder.Ladder;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.FakeFacts;
import rung.reporter.Ladders;

class HashesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final TimeWindow PERIOD = new TimeWindow("run", NOON, NOON.plusSeconds(600));

    @Test
    void theSameFactsGiveTheSameHashAndOtherFactsAnother() {
        String hash = facts(report(Duration.ofMillis(200), promise(3)));

        assertThat(hash).matches("[0-9a-f]{64}").isEqualTo(facts(report(Duration.ofMillis(200), promise(3))));
        assertThat(hash).isNotEqualTo(facts(report(Duration.ofMillis(200).plusNanos(1), promise(3))));
    }

    @Test
    void aPromiseIsConfigurationAndNoFact() {
        FreshnessReport three = report(Duration.ofMillis(200), promise(3));
        FreshnessReport two = report(Duration.ofMillis(200), promise(2));

        assertThat(facts(three)).isEqualTo(facts(two));
        assertThat(Hashes.configuration(three)).matches("[0-9a-f]{64}").isNotEqualTo(Hashes.configuration(two));
    }

    @Test
    void factsAndTheMomentOfTheReportAreNoConfiguration() {
        assertThat(Hashes.configuration(report(Duration.ofMillis(200), promise(3))))
                .isEqualTo(Hashes.configuration(report(Duration.ofMillis(300), promise(3))));
    }

    @Test
    void aReadersZoneIsNoFact() {
        FreshnessReport report = report(Duration.ofMillis(200), promise(3));

        assertThat(facts(report.in(ZoneId.of("Europe/Berlin")))).isEqualTo(facts(report));
    }

    private static String facts(FreshnessReport report) {
        return Hashes.facts(report).orElseThrow();
    }

    private static Promise promise(int tier) {
        return new Promise(tier, "api", List.of());
    }

    private static FreshnessReport report(Duration delay, Promise promise) {
        PipelineSetup setup = new PipelineSetup(
                "p",
                promise,
                NOON,
                Duration.ofSeconds(1),
                List.of(StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)));
        Ladder ladder = Ladders.RETAIL;
        FakeFacts facts = new FakeFacts(NOON, NOON.plusSeconds(600), setup).seen("p", "api", 0, 300, delay);
        return FreshnessReport.of(facts, ladder, List.of(), PERIOD, NOON.plusSeconds(600));
    }
}
