package rung.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-11-07T00:00:00Z");
    private static final Instant NOW = Instant.parse("2027-03-01T09:30:00Z");

    private final VirtualTimeline day = new VirtualTimeline(MIDNIGHT);
    private final VirtualTimeline real = new VirtualTimeline(NOW);

    @Test
    void aDayTakesItsLengthDividedByTheSpeed() {
        new Pace(real, 480).hold(day, () -> {}, () -> {});

        day.advance(Duration.ofHours(24));

        assertThat(real.now()).isCloseTo(NOW.plusSeconds(180), within(1, ChronoUnit.MILLIS));
        assertThat(day.now()).isEqualTo(MIDNIGHT.plus(Duration.ofHours(24)));
    }

    @Test
    void whatWasLostToWorkIsCaughtUp() {
        new Pace(real, 480).hold(day, () -> {}, () -> {});
        day.at(MIDNIGHT.plus(Duration.ofHours(1)), () -> real.advance(Duration.ofSeconds(30)));

        day.advance(Duration.ofHours(24));

        assertThat(real.now()).isCloseTo(NOW.plusSeconds(180), within(1, ChronoUnit.MILLIS));
    }

    @Test
    void whatHappenedIsShownBeforeEachWait() {
        List<Instant> shown = new ArrayList<>();
        new Pace(real, 480).hold(day, () -> shown.add(real.now()), () -> {});

        day.advance(Duration.ofSeconds(144));

        assertThat(shown).containsExactly(NOW, NOW.plusMillis(100), NOW.plusMillis(200));
    }

    @Test
    void whatIsPlannedHappensAtTheSameMomentsInTheSameOrder() {
        assertThat(happened(true)).isEqualTo(happened(false)).hasSize(1800);
    }

    private List<String> happened(boolean isPaced) {
        VirtualTimeline hour = new VirtualTimeline(MIDNIGHT);
        List<String> happened = new ArrayList<>();
        if (isPaced) {
            new Pace(real, 60).hold(hour, () -> {}, () -> {});
        }
        repeat(hour, "a", happened);
        repeat(hour, "b", happened);
        repeat(hour, "c", happened);
        hour.advance(Duration.ofHours(1));
        return happened;
    }

    private static void repeat(VirtualTimeline hour, String name, List<String> happened) {
        hour.after(Duration.ofSeconds(6), () -> {
            happened.add(name + " " + hour.now());
            repeat(hour, name, happened);
        });
    }

    @Test
    void anInterruptStopsTheDayAndStays() {
        List<Instant> stopped = new ArrayList<>();
        new Pace(real, 480).hold(day, () -> {}, () -> stopped.add(day.now()));

        Thread.currentThread().interrupt();
        day.runUntil(MIDNIGHT.plus(Duration.ofHours(1)), () -> !stopped.isEmpty());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped).containsExactly(MIDNIGHT.plusSeconds(48));
        assertThat(day.now()).isEqualTo(MIDNIGHT.plusSeconds(48));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void timePassesAtNoOtherSpeedThanAPositiveOne(double speed) {
        assertThatThrownBy(() -> new Pace(real, speed)).isInstanceOf(IllegalArgumentException.class);
    }
}
