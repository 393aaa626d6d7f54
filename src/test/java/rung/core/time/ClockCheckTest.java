package rung.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockCheckTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final VirtualTimeline timeline = new VirtualTimeline(NOON);

    @ParameterizedTest
    @CsvSource({"0, true", "50, true", "-50, true", "51, false", "-51, false", "3600000, false"})
    void clocksAgreeUpToFiftyMilliseconds(long stepMillis, boolean agrees) {
        Instant fromWall = timeline.wall();
        timeline.stepWall(Duration.ofMillis(stepMillis));
        timeline.advance(Duration.ofSeconds(1));

        ClockCheck check = ClockCheck.between(NOON, fromWall, timeline.now(), timeline.wall());

        assertThat(check).isEqualTo(new ClockCheck(NOON.plusSeconds(1), Duration.ofMillis(stepMillis)));
        assertThat(check.agrees()).isEqualTo(agrees);
    }
}
