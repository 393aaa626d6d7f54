package rung.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SystemTimelineTest {
    private final SystemTimeline timeline = SystemTimeline.start();

    @AfterEach
    void forgetInterrupts() {
        Thread.interrupted();
    }

    @Test
    void timeNeverGoesBack() {
        Instant before = timeline.now();
        for (int i = 0; i < 100_000; i++) {
            Instant now = timeline.now();
            assertThat(now.isBefore(before)).isFalse();
            before = now;
        }
    }

    @Test
    void itsLabelAgreesWithTheWallClockOfItsStart() {
        assertThat(Duration.between(timeline.wall(), timeline.now()).abs()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aSleepEndsAtOrAfterItsDeadline() throws InterruptedException {
        Instant deadline = timeline.now().plusMillis(30);

        timeline.sleepUntil(deadline);

        assertThat(timeline.now()).isAfterOrEqualTo(deadline);
    }

    @Test
    void aDeadlineThatHasPassedReturnsAtOnce() throws InterruptedException {
        timeline.sleepUntil(Instant.MIN);
    }

    @Test
    void aThreadThatIsInterruptedAlreadyDoesNotSleep() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> timeline.sleepUntil(timeline.now().plusSeconds(3600)))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void anInterruptEndsASleepUntilTheEndOfTime() throws InterruptedException {
        boolean[] interrupted = new boolean[1];
        Thread sleeper = new Thread(() -> {
            try {
                timeline.sleepUntil(Instant.MAX);
            } catch (InterruptedException e) {
                interrupted[0] = true;
            }
        });
        sleeper.start();

        sleeper.interrupt();
        sleeper.join();

        assertThat(interrupted[0]).isTrue();
    }
}
