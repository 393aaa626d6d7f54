package rung.core.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CalibrationTest {
    @Test
    void aSoundInstrumentSaysWhatItResolves() {
        Calibration calibration = Calibrations.sound();

        assertThat(calibration.isSound()).isTrue();
        assertThat(calibration.sentence())
                .isEqualTo("This build on this machine knows a sale's staleness to within 31 ms when it looks every"
                        + " 10 ms (95 % of sales), sends within 1.2 ms of its schedule (99 %), and said \"kept\" falsely in 2 and \"missed\""
                        + " falsely in 1 of 100 known windows (at most 5 % allowed for each).");
    }

    record Broken(Calibration calibration, String breach) {}

    static Stream<Broken> broken() {
        Machine machine = Calibrations.machine();
        return Stream.of(
                new Broken(
                        with(Calibrations.known("uniform", 0.95, 8)),
                        "\"kept\" was false in 8 of 50 windows of \"uniform\", more than 5 %"),
                new Broken(
                        with(Calibrations.known("uniform", 0.95, 0, 8)),
                        "\"missed\" was false in 8 of 50 windows of \"uniform\", more than 5 %"),
                new Broken(
                        with(Calibrations.known("uniform", 0.95, 0.9432, 0, 0, new Coverage(50, 50))),
                        "the share in time of \"uniform\" was measured -0.68 points off, more than 0.5"),
                new Broken(
                        with(Calibrations.known("uniform", 0.95, 0.95, 0, 0, new Coverage(41, 50))),
                        "the interval of the p95 of \"uniform\" held the truth in only 41 of 50 windows, less than"
                                + " 93.5 %"),
                new Broken(
                        with(Calibrations.machine(machine.slip(), 9, Calibrations.lag(11_000_000, 400), Duration.ZERO)),
                        "9 of 400 sales were sent too late to be measured, more than 2 %"),
                new Broken(
                        with(Calibrations.machine(machine.slip(), 0, Calibrations.lag(11_000_000, 399), Duration.ZERO)),
                        "a lag of 0 s in memory lay outside of its interval for 1 of 400 sales"),
                new Broken(
                        with(Calibrations.machine(machine.slip(), 0, Calibrations.lag(20_100_000, 400), Duration.ZERO)),
                        "the stage in memory was polled every 20 ms, more than twice the 10 ms asked for"),
                new Broken(
                        with(Calibrations.machine(
                                machine.slip(), 0, Calibrations.lag(11_000_000, 400), Duration.ofMillis(51))),
                        "wall clock and monotonic clock parted by 51 ms, more than 50 ms"));
    }

    private static Calibration with(KnownPipeline known) {
        return Calibrations.of(
                Stream.concat(
                                Stream.of(known),
                                Stream.generate(() -> Calibrations.known("fixed", 0.99, 0))
                                        .limit(9))
                        .toList(),
                Calibrations.machine());
    }

    private static Calibration with(Machine machine) {
        return Calibrations.of(List.of(Calibrations.known("fixed", 0.99, 0)), machine);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void anInstrumentThatBreaksARuleOfItsOwnSaysWhichWithFigures(Broken broken) {
        assertThat(broken.calibration().isSound()).isFalse();
        assertThat(broken.calibration().breaches()).containsExactly(broken.breach());
        assertThat(broken.calibration().sentence())
                .isEqualTo("Do not trust this build on this machine yet: " + broken.breach() + ".");
    }

    @Test
    void manyFalseClaimsOfSeveralPipelinesAreTooManyTogether() {
        Calibration calibration = Calibrations.of(
                Stream.generate(() -> Calibrations.known("uniform", 0.95, 6))
                        .limit(9)
                        .toList(),
                Calibrations.machine());

        assertThat(calibration.breaches())
                .containsExactly("\"kept\" was false in 54 of 450 windows of all known pipelines, more than 5 %");
    }

    /** Five percent of fifty windows and three standard errors are 7.1 windows; so it is with intervals and shares. */
    @Test
    void whatChanceExplainsIsNoBreach() {
        assertThat(with(Calibrations.known("uniform", 0.95, 7, 7)).isSound()).isTrue();
        assertThat(with(Calibrations.known("uniform", 0.95, 0.9436, 0, 0, new Coverage(42, 50)))
                        .isSound())
                .isTrue();
    }

    @Test
    void pointsOfASpreadAreDurationsThatWereMeasured() {
        List<Duration> durations = Stream.iterate(Duration.ofMillis(200), one -> one.minusMillis(1))
                .limit(200)
                .toList();

        assertThat(Spread.of(durations))
                .isEqualTo(new Spread(200, Duration.ofMillis(100), Duration.ofMillis(198), Duration.ofMillis(200)));
        assertThat(Spread.of(List.of(Duration.ofMillis(7))))
                .isEqualTo(new Spread(1, Duration.ofMillis(7), Duration.ofMillis(7), Duration.ofMillis(7)));
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
