package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;

class LatenessTest {
    private static final Instant DUE = Instant.parse("2026-01-01T12:00:00.000000001Z");

    private static Lateness of(Duration slip, Outcome outcome) {
        return Lateness.of(new SlotOutcome(DUE, DUE.plus(slip), "", outcome));
    }

    private static Outcome seen(Duration missing, Duration seen) {
        return new Outcome.Seen(DUE.plus(missing), DUE.plus(seen), Cycle.unknown());
    }

    @Test
    void isExactToTheNanosecond() {
        Lateness lateness =
                of(Duration.ofNanos(7), seen(Duration.ofNanos(1_999_999_999), Duration.ofNanos(2_000_000_000)));

        assertThat(lateness).isEqualTo(new Lateness(7, 2_000_000_000, 1_999_999_992));
    }

    @Test
    void whatWasReadBeforeItWasHandedOverProvesNothing() {
        assertThat(of(Duration.ofSeconds(3), seen(Duration.ofSeconds(1), Duration.ofSeconds(4)))
                        .missing())
                .isEqualTo(-2_000_000_000);
    }

    @Test
    void whatDoesNotShowShowsNever() {
        Lateness unseen = of(Duration.ZERO, new Outcome.Unseen(DUE.plusSeconds(9)));

        assertThat(unseen).isEqualTo(new Lateness(0, Long.MAX_VALUE, 9_000_000_000L));
    }

    @Test
    void noSaleIsNeverHandedOver() {
        assertThat(of(Duration.ZERO, new Outcome.Unmeasured("no free key")).slip())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void centuriesDoNotOverflow() {
        Duration most = Duration.ofDays(365L * 292);
        Duration longer = Duration.ofDays(365L * 5_000);

        assertThat(of(Duration.ZERO, seen(Duration.ZERO, most)).atMost()).isEqualTo(most.toNanos());
        assertThat(of(Duration.ZERO, seen(Duration.ZERO, longer)).atMost()).isEqualTo(Long.MAX_VALUE);
        assertThat(of(longer, seen(Duration.ZERO, Duration.ZERO)).missing()).isEqualTo(Long.MIN_VALUE);
    }
}
