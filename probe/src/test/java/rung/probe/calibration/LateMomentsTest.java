package rung.probe.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateMomentsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** Late for two seconds each ten, from the third on. */
    @ParameterizedTest
    @CsvSource({"3, 5, 1", "5, 13, 0", "3, 13, 0.2", "0, 3, 0", "0, 10, 0.2", "4, 8, 0.25", "4, 14, 0.2", "4, 24, 0.2"})
    void theShareOfLateMomentsIsThatOfTheStretch(long from, long until, double share) {
        LateMoments late = LateMoments.every(NOON.minusSeconds(7), Duration.ofSeconds(10), Duration.ofSeconds(2));

        assertThat(late.share(NOON.plusSeconds(from), NOON.plusSeconds(until))).isCloseTo(share, within(1e-12));
    }
}
