package rung.probe.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LoadCurveTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void aStepBeginsWhereTheStretchBeforeItEndsAndNothingIsPlannedAfterTheLast() {
        LoadCurve quiet = LoadCurve.hourly(3600, HOUR);
        LoadCurve curve = quiet.then(quiet.times(100));

        assertThat(curve.perSecond(Duration.ZERO)).isEqualTo(1);
        assertThat(curve.perSecond(HOUR.minusNanos(1))).isEqualTo(1);
        assertThat(curve.perSecond(HOUR)).isEqualTo(100);
        assertThat(curve.perSecond(HOUR.multipliedBy(2))).isZero();
        assertThat(curve.perSecond(Duration.ofNanos(-1))).isZero();
        assertThat(curve.length()).isEqualTo(Duration.ofHours(2));
        assertThat(curve.expected()).isCloseTo(3600 + 360_000, Offset.offset(1e-6));
    }

    @Test
    void whatIsNoLoadIsRefused() {
        assertThatThrownBy(() -> LoadCurve.steady(-1, HOUR)).hasMessage("no number of sales a second: -1.0");
        assertThatThrownBy(() -> LoadCurve.steady(Double.NaN, HOUR)).hasMessage("no number of sales a second: NaN");
        assertThatThrownBy(() -> LoadCurve.steady(1, Duration.ZERO)).hasMessage("length is not more than zero: PT0S");
        assertThatThrownBy(() -> new LoadCurve(List.of())).hasMessage("a curve has at least one stretch");
    }
}
