package rung.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitsTest {
    private static final Commits FREEZE =
            Commits.every(seconds(2), Duration.ZERO, seconds(30)).stalled(seconds(10), seconds(16));
    private static final Commits TOY_HOUR =
            Commits.every(seconds(60), seconds(2), seconds(4200)).stalled(seconds(1850), seconds(2450));

    @Test
    void aSaleShowsWithTheFirstCommitThatIsCutAfterIt() {
        assertThat(FREEZE.staleness(Duration.ofMillis(2500))).isEqualTo(Duration.ofMillis(1500));
        assertThat(FREEZE.staleness(Duration.ofMillis(10_001))).isEqualTo(Duration.ofMillis(5999));
        assertThat(TOY_HOUR.staleness(seconds(60))).isEqualTo(seconds(2));
        assertThat(TOY_HOUR.staleness(seconds(1801))).isEqualTo(seconds(651));
        assertThatThrownBy(() -> FREEZE.staleness(seconds(31))).hasMessageContaining("no commit");
    }

    @Test
    void theFreezeHasTheQuantilesThatTheMethodGives() {
        assertThat(seconds(FREEZE, 0.90, 30)).isEqualTo(3.0, within(1e-6));
        assertThat(seconds(FREEZE, 0.95, 30)).isEqualTo(4.5, within(1e-6));
        assertThat(seconds(FREEZE, 0.99, 30)).isEqualTo(5.7, within(1e-6));
    }

    @Test
    void theToyHourHasTheQuantileThatTheMethodGives() {
        assertThat(seconds(TOY_HOUR, 0.95, 3600)).isEqualTo(472, within(1e-6));
    }

    @Test
    void theWrongEstimatorsOfTheToyHourAreFarBelowTheTruth() {
        Duration pace = seconds(10);
        Duration hour = seconds(3600);

        assertThat(p95(Contrasts.lateRemoved(TOY_HOUR, pace, hour, seconds(300))))
                .isEqualTo(seconds(132));
        assertThat(Contrasts.quantile(0.5, Contrasts.closedLoop(TOY_HOUR, pace, hour)))
                .isEqualTo(seconds(50));
        assertThat(p95(Contrasts.closedLoop(TOY_HOUR, pace, hour))).isEqualTo(seconds(60));
        assertThat(p95(Contrasts.arrivalsOnly(TOY_HOUR, pace, seconds(2150)))).isEqualTo(seconds(52));
        assertThat(p95(Contrasts.clamped(TOY_HOUR, pace, hour, seconds(5)))).isEqualTo(seconds(5));
    }

    private static Duration p95(List<Duration> recorded) {
        return Contrasts.quantile(0.95, recorded);
    }

    private static double seconds(Commits commits, double quantile, long until) {
        return commits.quantile(quantile, Duration.ZERO, seconds(until)).toNanos() / 1e9;
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
