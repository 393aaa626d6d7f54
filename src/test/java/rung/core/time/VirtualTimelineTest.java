package rung.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimelineTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final VirtualTimeline timeline = new VirtualTimeline(NOON);
    private final List<String> happened = new ArrayList<>();

    @Test
    void plansRunInTheOrderOfTheirMomentsAndWithinOneMomentInTheOrderOfPlanning() {
        note("third", 20);
        note("first", 10);
        note("second", 10);

        timeline.advance(Duration.ofSeconds(30));

        assertThat(happened).containsExactly("first at 10", "second at 10", "third at 20");
    }

    @Test
    void whatIsPlannedForTheDeadlineRunsAndWhatComesAfterItWaits() {
        note("at the deadline", 10);
        timeline.at(NOON.plusSeconds(10).plusNanos(1), () -> happened.add("after"));

        timeline.sleepUntil(NOON.plusSeconds(10));

        assertThat(happened).containsExactly("at the deadline at 10");
        assertThat(timeline.now()).isEqualTo(NOON.plusSeconds(10));
    }

    @Test
    void aPlanMadeByAPlanRunsInItsTurnWithinTheSameSleep() {
        timeline.after(Duration.ofSeconds(5), () -> {
            note("planned later, due first", 1);
            timeline.at(NOON.plusSeconds(5), () -> happened.add("at once"));
        });
        note("planned first, due last", 7);

        timeline.advance(Duration.ofSeconds(10));

        assertThat(happened)
                .containsExactly("at once", "planned later, due first at 6", "planned first, due last at 7");
    }

    @Test
    void aSleepWithinAPlanMovesTimeForEverybodyAndTheOuterSleepDoesNotTurnItBack() {
        note("on the way", 15);
        timeline.after(Duration.ofSeconds(5), () -> {
            timeline.advance(Duration.ofSeconds(20));
            happened.add("slept");
        });

        timeline.advance(Duration.ofSeconds(10));

        assertThat(happened).containsExactly("on the way at 15", "slept");
        assertThat(timeline.now()).isEqualTo(NOON.plusSeconds(25));
    }

    @Test
    void aRunThatIsStoppedEndsAtThePlanThatStoppedIt() {
        boolean[] stopped = {false};
        note("before", 5);
        timeline.after(Duration.ofSeconds(10), () -> stopped[0] = true);
        note("after", 10);

        timeline.runUntil(NOON.plusSeconds(30), () -> stopped[0]);
        timeline.runUntil(NOON.plusSeconds(30), () -> stopped[0]);

        assertThat(happened).containsExactly("before at 5");
        assertThat(timeline.now()).isEqualTo(NOON.plusSeconds(10));
    }

    @Test
    void aPlanForThePastRunsAsSoonAsTimeMovesAndTimeStaysMonotone() {
        timeline.advance(Duration.ofSeconds(10));
        timeline.at(NOON, () -> happened.add("late, at " + timeline.now()));

        timeline.advance(Duration.ofSeconds(1));

        assertThat(happened).containsExactly("late, at 2026-01-01T12:00:10Z");
    }

    @Test
    void aDeadlineThatHasPassedReturnsAtOnce() {
        timeline.sleepUntil(NOON.minusSeconds(1));

        assertThat(timeline.now()).isEqualTo(NOON);
    }

    @Test
    void aSteppedWallClockLeavesTheTimelineAlone() {
        timeline.stepWall(Duration.ofHours(1));
        timeline.stepWall(Duration.ofMinutes(-5));
        timeline.advance(Duration.ofSeconds(3));

        assertThat(timeline.now()).isEqualTo(NOON.plusSeconds(3));
        assertThat(timeline.wall()).isEqualTo(NOON.plusSeconds(3).plus(Duration.ofMinutes(55)));
    }

    private void note(String what, int seconds) {
        timeline.after(
                Duration.ofSeconds(seconds),
                () -> happened.add(
                        what + " at " + Duration.between(NOON, timeline.now()).toSeconds()));
    }
}
