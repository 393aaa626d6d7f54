package rung.probe.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rung.core.time.VirtualTimeline;

class PeriodicCommitTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<Instant> commits = new ArrayList<>();

    @Test
    void commitsFollowTheFirstAtTheIntervalAndTakeWithThemWhatCameBefore() {
        Sales sales = new Sales();
        PeriodicCommit commit = new PeriodicCommit(
                sales.timeline, MINUTE, Delays.always(Duration.ofSeconds(2)), batch -> batch.forEach(sales::enter));
        commit.startAt(Sales.NOON.plusSeconds(17));

        sales.through(commit, 2, Delays.always(Duration.ofSeconds(10)));

        assertThat(sales.shown(0)).containsExactly(Sales.NOON.plusSeconds(19));
        assertThat(sales.shown(1)).containsExactly(Sales.NOON.plusSeconds(79));
    }

    @Test
    void withoutAPhaseTheFirstCommitIsAnIntervalFromNow() {
        VirtualTimeline timeline = new VirtualTimeline(Sales.NOON);
        new PeriodicCommit(timeline, MINUTE, Delays.always(Duration.ZERO), batch -> commits.add(timeline.now()))
                .start();

        timeline.advance(Duration.ofMinutes(2));

        assertThat(commits).containsExactly(Sales.NOON.plusSeconds(60), Sales.NOON.plusSeconds(120));
    }

    @Test
    void aNightlyBatchKeepsItsTimeOfDayAcrossTheChangeToSummerTime() {
        VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-03-27T12:00:00Z"));
        PeriodicCommit.nightly(
                        timeline,
                        LocalTime.of(2, 30),
                        ZoneId.of("Europe/Berlin"),
                        Delays.always(Duration.ZERO),
                        batch -> commits.add(timeline.now()))
                .start();

        timeline.advance(Duration.ofDays(3));

        assertThat(commits)
                .as("02:30 does not exist on the 29th; it is 03:30 in summer time")
                .containsExactly(
                        Instant.parse("2026-03-28T01:30:00Z"),
                        Instant.parse("2026-03-29T01:30:00Z"),
                        Instant.parse("2026-03-30T00:30:00Z"));
    }
}
