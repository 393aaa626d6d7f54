package rung.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import rung.core.time.ClockOffset;

class SourceClockTest {
    @Test
    void aClockThatIsAboutRightIsNotWorthANote() {
        assertThat(SourceClock.note(between(-900, 1200))).isEmpty();
        assertThat(SourceClock.note(between(-5000, 5000))).isEmpty();
        assertThat(SourceClock.note(between(999, 1200))).isEmpty();
    }

    @Test
    void aClockThatIsAheadOrBehindIsNamedWithBothBounds() {
        assertThat(SourceClock.note(between(3_000, 5_000)))
                .contains(
                        "The source's own clock is ahead of the probe's by 3 s to 5 s; no staleness here is counted from"
                                + " it, but what the pipeline stamps is.");
        assertThat(SourceClock.note(between(-5_000, -3_000)).orElseThrow())
                .startsWith("The source's own clock is behind the probe's by 3 s to 5 s; ");
        assertThat(SourceClock.note(between(-1_000, -1_000)).orElseThrow()).contains("by about 1 s; ");
    }

    @Test
    void aClockThatWasSteppedIsNamedAlways() {
        assertThat(SourceClock.note(new ClockOffset.Stepped(Instant.EPOCH, Duration.ofMillis(20)))
                        .orElseThrow())
                .startsWith("The source's own clock contradicted itself by at least 20 ms: it was stepped; ");
    }

    private static ClockOffset between(long atLeastMillis, long atMostMillis) {
        return new ClockOffset.Between(Duration.ofMillis(atLeastMillis), Duration.ofMillis(atMostMillis));
    }
}
