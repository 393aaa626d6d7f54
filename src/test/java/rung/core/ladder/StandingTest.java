package rung.core.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.evidence.Look;
import rung.core.evidence.State;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowTally;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;

class StandingTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Ladder LADDER = LadderTest.LADDER;

    @ParameterizedTest(name = "all {0} s stale")
    @CsvSource({"3, 4, 4", "5.1, 3, 3", "29, 3, 3", "31, 3, 3", "299, 3, 3", "301, 2, 2", "1801, 1, 1", "108000, 0, 0"})
    void theFastestTierKeptAndTheFastestNotMissedMeetWhenAllIsDecided(double seconds, int kept, int notMissed) {
        Standing standing = Standing.of(LADDER, evidence(80, seconds));

        assertThat(standing.kept()).hasValue(kept);
        assertThat(standing.notMissed()).isEqualTo(notMissed);
    }

    @Test
    void nothingIsKeptYetWhileTooFewSlotsAreResolved() {
        Standing standing = Standing.of(LADDER, evidence(72, 31));

        assertThat(standing.kept()).isEmpty();
        assertThat(standing.notMissed()).isEqualTo(3);
        assertThat(standing.state(4)).isEqualTo(State.MISSED);
        assertThat(standing.state(3)).isEqualTo(State.UNDECIDED);
    }

    @Test
    void anEmptyWindowProvesNothing() {
        Standing standing = Standing.of(LADDER, evidence(0, 3));

        assertThat(standing.kept()).isEmpty();
        assertThat(standing.notMissed()).isEqualTo(4);
    }

    @Test
    void evidenceAtOtherEdgesAndTiersOfOtherLaddersAreRefused() {
        WindowEvidence elsewhere = tally(List.of(Duration.ofSeconds(7))).evidence();
        Standing standing = Standing.of(LADDER, evidence(0, 3));

        assertThatThrownBy(() -> Standing.of(LADDER, elsewhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tier 4");
        assertThatThrownBy(() -> standing.state(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5");
    }

    @Test
    void aVerdictFollowsThePromisedTiersState() {
        assertThat(Verdict.of(State.KEPT)).isEqualTo(Verdict.MET);
        assertThat(Verdict.of(State.MISSED)).isEqualTo(Verdict.MISSED);
        assertThat(Verdict.of(State.UNDECIDED)).isEqualTo(Verdict.UNDECIDED);
    }

    private static WindowEvidence evidence(int slots, double seconds) {
        WindowTally tally = tally(LADDER.edges());
        Duration staleness = Duration.ofMillis(Math.round(seconds * 1_000));
        for (int i = 0; i < slots; i++) {
            Instant intended = NOON.plusSeconds(60L * i);
            Instant seen = intended.plus(staleness);
            tally.add(new SlotOutcome(
                    intended, intended, "", new Outcome.Seen(seen.minusMillis(10), seen, Cycle.unknown())));
        }
        return tally.evidence();
    }

    private static WindowTally tally(List<Duration> edges) {
        TimeWindow window = new TimeWindow("day", NOON, NOON.plus(Duration.ofDays(1)));
        Look look = new Look(
                NOON.plus(Duration.ofDays(3)),
                LADDER.rule(),
                edges,
                Duration.ofSeconds(10),
                Duration.ofDays(4),
                Duration.ofHours(1),
                Duration.ofMillis(250));
        return new WindowTally(window, look);
    }
}
