package rung.reporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.FakeFacts;
import rung.reporter.Ladders;
import rung.reporter.report.FreshnessReport;

class BannerTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final int SECONDS = 600;
    private static final Duration QUICK = Duration.ofMillis(200);

    @Test
    void whatIsMissedIsNamedAndWhatProvesNothingIsToldApartFromWhatIsUndecided() {
        FakeFacts facts = facts(pipeline("stale", 4), pipeline("spoilt", 4), pipeline("coarse", 3))
                .seen("stale", "api", 0, SECONDS, Duration.ofSeconds(20))
                .seen("spoilt", "api", 0, SECONDS / 2, QUICK)
                .unmeasured("spoilt", "api", SECONDS / 2, SECONDS / 2)
                .unseen("coarse", "api", 0, SECONDS);

        Banner banner = banner(facts);

        assertThat(banner.tone()).isEqualTo(Banner.Tone.BAD);
        assertThat(banner.text()).startsWith("2 of 3 pipelines miss their promise: stale, coarse.");
        assertThat(banner.text()).endsWith(" 1 more proves nothing, for its measurement is invalid.");
    }

    @Test
    void onlyWhereEveryPromiseIsKeptDoesItSaySo() {
        FakeFacts kept = facts(pipeline("a", 4), pipeline("b", 4))
                .seen("a", "api", 0, SECONDS, QUICK)
                .seen("b", "api", 0, SECONDS, QUICK);
        FakeFacts half = facts(pipeline("a", 4), pipeline("b", 1))
                .seen("a", "api", 0, SECONDS, QUICK)
                .unseen("b", "api", 0, SECONDS);

        assertThat(banner(kept)).isEqualTo(new Banner(Banner.Tone.GOOD, "All 2 promises are kept."));
        assertThat(banner(half)).isEqualTo(new Banner(Banner.Tone.UNKNOWN, "1 of 2 pipelines cannot be told yet: b."));
    }

    @Test
    void wherePromisesAreNotMadeNothingIsPraised() {
        FakeFacts facts = facts(pipeline("a", 0)).seen("a", "api", 0, SECONDS, QUICK);

        assertThat(banner(facts).tone()).isEqualTo(Banner.Tone.UNKNOWN);
    }

    private static Banner banner(FakeFacts facts) {
        TimeWindow period = new TimeWindow("run", NOON, NOON.plusSeconds(SECONDS));
        return Banner.of(FreshnessReport.of(facts, Ladders.RETAIL, List.of(), period, facts.until()));
    }

    private static FakeFacts facts(PipelineSetup... pipelines) {
        FakeFacts facts = new FakeFacts(NOON, NOON.plusSeconds(SECONDS), pipelines).ticking();
        for (PipelineSetup pipeline : pipelines) {
            facts.polled(pipeline.name(), "api", NOON, NOON.plusSeconds(SECONDS), SECONDS * 4L);
        }
        return facts;
    }

    private static PipelineSetup pipeline(String name, int tier) {
        return new PipelineSetup(
                name,
                tier == 0 ? Promise.none("api") : new Promise(tier, "api", List.of()),
                NOON,
                Duration.ofSeconds(1),
                List.of(StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)));
    }
}
