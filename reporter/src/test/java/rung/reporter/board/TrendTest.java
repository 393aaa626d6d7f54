package rung.reporter.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;
import rung.reporter.FakeFacts;
import rung.reporter.Ladders;

class TrendTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final PipelineSetup SALES = new PipelineSetup(
            "sales",
            new Promise(3, "api", List.of()),
            NOON,
            Duration.ofSeconds(10),
            List.of(StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)));
    private static final int HOUR = 360;

    @Test
    void anArrowIsToldWhereTheMediansOfTheLastTwoHoursCannotBeTheSame() {
        assertThat(trend(facts(2 * HOUR)
                                .seen("sales", "api", 0, HOUR, seconds(10))
                                .seen("sales", "api", HOUR, HOUR, seconds(20)))
                        .direction())
                .isEqualTo(Trend.Direction.RISING);
        assertThat(trend(facts(2 * HOUR)
                                .seen("sales", "api", 0, HOUR, seconds(20))
                                .seen("sales", "api", HOUR, HOUR, seconds(10)))
                        .direction())
                .isEqualTo(Trend.Direction.FALLING);
        assertThat(trend(facts(2 * HOUR).seen("sales", "api", 0, 2 * HOUR, seconds(10)))
                        .direction())
                .isEqualTo(Trend.Direction.NONE);
    }

    @Test
    void whatWasLongAgoIsNoPartOfIt() {
        FakeFacts facts = facts(4 * HOUR)
                .seen("sales", "api", 0, 2 * HOUR, seconds(200))
                .seen("sales", "api", 2 * HOUR, 2 * HOUR, seconds(10));

        assertThat(trend(facts).direction()).isEqualTo(Trend.Direction.NONE);
    }

    @Test
    void salesThatNoReadShowsAreARiseThoughNoneOfThemArrived() {
        FakeFacts facts =
                facts(2 * HOUR).seen("sales", "api", 0, HOUR, seconds(10)).unseen("sales", "api", HOUR, HOUR);

        Trend trend = trend(facts);

        assertThat(trend.direction()).isEqualTo(Trend.Direction.RISING);
        assertThat(trend.after().upper()).isEmpty();
    }

    @Test
    void fewSalesSayNothing() {
        assertThat(trend(facts(4).seen("sales", "api", 0, 4, seconds(1))).direction())
                .isEqualTo(Trend.Direction.UNKNOWN);
        assertThat(trend(facts(0)).direction()).isEqualTo(Trend.Direction.UNKNOWN);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Trend trend(FakeFacts facts) {
        return Objects.requireNonNull(Trends.of(facts, Ladders.RETAIL).get("sales"));
    }

    private static FakeFacts facts(int slots) {
        return new FakeFacts(NOON, NOON.plusSeconds(10L * slots), SALES);
    }
}
