package rung.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteClockTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final RemoteClock clock = new RemoteClock(MILLISECOND);

    @Test
    void nothingIsKnownBeforeTheFirstAnswer() {
        assertThat(clock.offset(NOON)).isEmpty();
    }

    @Test
    void oneAnswerPlacesTheOffsetWithinItsRoundTripAndTheResolution() {
        clock.observe(at(0), at(4_000), at(137_000));

        assertThat(between(4_000)).isEqualTo(bounds(133_000 - 2, 138_000 + 2));
    }

    @Test
    void laterAnswersNarrowItDownAndTimeWidensIt() {
        clock.observe(at(0), at(4_000), at(137_000));
        clock.observe(at(10_000), at(11_000), at(146_000));

        assertThat(between(11_000))
                .as("4 µs and less for 11 ms")
                .isEqualTo(new ClockOffset.Between(
                        Duration.ofNanos(135_000_000 - 500), Duration.ofNanos(137_000_000 + 500)));
        assertThat(between(2_010_000).width()).isEqualTo(Duration.ofMillis(4));
    }

    @Test
    void answersMayComeInAnyOrder() {
        RemoteClock other = new RemoteClock(MILLISECOND);
        clock.observe(at(0), at(4_000), at(137_000));
        clock.observe(at(10_000), at(11_000), at(146_000));
        other.observe(at(10_000), at(11_000), at(146_000));
        other.observe(at(0), at(4_000), at(137_000));

        assertThat(other.offset(at(20_000))).isEqualTo(clock.offset(at(20_000)));
    }

    @ParameterizedTest(name = "offset {0} ms, drift {1} ppm")
    @CsvSource({"137, 200", "137, -200", "-137, 500", "0, -500", "3600000, 200"})
    void theOffsetIsAlwaysInsideAndKnownToTwoMillisecondsAfterAHundredAnswers(long offsetMillis, int driftPpm) {
        int runs = 200;
        long[] widths = new long[runs];
        for (int seed = 0; seed < runs; seed++) {
            Random random = new Random(seed);
            RemoteClock remote = new RemoteClock(MILLISECOND);
            for (int i = 0; i < 100; i++) {
                long sent = i * 50_000_000L + random.nextInt(10_000_000);
                long stamped = sent + delay(random);
                long acknowledged = stamped + delay(random);
                remote.observe(
                        nanos(sent),
                        nanos(acknowledged),
                        nanos(stamped)
                                .plusNanos(offset(offsetMillis, driftPpm, stamped))
                                .truncatedTo(ChronoUnit.MILLIS));
                for (long later : new long[] {0, 1_000_000, 1_000_000_000, 60_000_000_000L}) {
                    long moment = acknowledged + later;

                    ClockOffset.Between found = between(remote, nanos(moment));

                    assertThat(Duration.ofNanos(offset(offsetMillis, driftPpm, moment)))
                            .as("after %d answers, %d ns later, seed %d", i + 1, later, seed)
                            .isBetween(found.atLeast(), found.atMost());
                    widths[seed] = later == 0 ? found.width().toNanos() : widths[seed];
                }
            }
        }
        Arrays.sort(widths);
        System.out.printf(
                "clock offset of %d ms, drift %d ppm, seeds 0 to %d: known to %.2f ms after 100 answers, at worst %.2f ms%n",
                offsetMillis, driftPpm, runs - 1, widths[runs / 2] / 1e6, widths[runs - 1] / 1e6);
        assertThat(widths[runs - 1]).isLessThanOrEqualTo(2_000_000);
    }

    @ParameterizedTest(name = "stepped by {0} ms")
    @CsvSource({"100", "-100", "3600000", "-3600000"})
    void aSteppedRemoteClockIsNoOffset(long stepMillis) {
        clock.observe(at(0), at(2_000), at(138_000));
        clock.observe(at(50_000), at(52_000), at(188_000).plusMillis(stepMillis));
        clock.observe(at(60_000), at(62_000), at(198_000).plusMillis(stepMillis));

        ClockOffset.Stepped stepped =
                clock.offset(at(70_000)).orElseThrow().fold(RemoteClockTest::notStepped, one -> one);
        assertThat(stepped.noticedAt()).isEqualTo(at(52_000));
        assertThat(stepped.gap())
                .isBetween(Duration.ofMillis(Math.abs(stepMillis) - 4), Duration.ofMillis(Math.abs(stepMillis)));
    }

    @Test
    void aStepWithinWhatTheAnswersLeaveOpenIsStillInside() {
        clock.observe(at(0), at(2_000), at(138_000));
        clock.observe(at(50_000), at(52_000), at(190_000));

        assertThat(between(52_000).atLeast()).isLessThan(Duration.ofMillis(139));
    }

    @Test
    void aQuestionAboutThePastOrAnAnswerBeforeItsRequestIsRefused() {
        clock.observe(at(0), at(2_000), at(138_000));

        assertThatThrownBy(() -> clock.offset(at(1_999))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> clock.observe(at(1), at(0), at(0))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RemoteClock(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bounds(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** At least 0.1 ms, 1 ms more on average. */
    private static long delay(Random random) {
        return 100_000 - Math.round(1_000_000 * Math.log1p(-random.nextDouble()));
    }

    private static long offset(long offsetMillis, int driftPpm, long nanos) {
        return 1_000_000 * offsetMillis + driftPpm * nanos / 1_000_000;
    }

    private ClockOffset.Between between(long micros) {
        return between(clock, at(micros));
    }

    private static ClockOffset.Between between(RemoteClock remote, Instant moment) {
        return remote.offset(moment).orElseThrow().fold(one -> one, stepped -> {
            throw new AssertionError("stepped: " + stepped);
        });
    }

    private static ClockOffset.Stepped notStepped(ClockOffset.Between between) {
        throw new AssertionError("not stepped: " + between);
    }

    private static ClockOffset.Between bounds(long atLeastMicros, long atMostMicros) {
        return new ClockOffset.Between(
                Duration.of(atLeastMicros, ChronoUnit.MICROS), Duration.of(atMostMicros, ChronoUnit.MICROS));
    }

    private static Instant at(long micros) {
        return NOON.plus(micros, ChronoUnit.MICROS);
    }

    private static Instant nanos(long nanos) {
        return NOON.plusNanos(nanos);
    }
}
