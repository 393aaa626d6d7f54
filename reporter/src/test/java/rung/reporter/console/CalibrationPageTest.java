package rung.reporter.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import rung.core.calibration.Calibration;
import rung.reporter.Calibrations;

class CalibrationPageTest {
    private static final Calibration CALIBRATION =
            Calibrations.withStages(Calibrations.of(Instant.parse("2026-11-22T12:00:00Z"), 7));

    @Test
    void aTablePerPartAndThenTheSentence() {
        assertThat(CalibrationPage.render(CALIBRATION, Style.UNCOLOURED)).isEqualTo("""
                KNOWN PIPELINES   400 windows of 600 slots in virtual time, looked at after every slot
                  what it does  in time    measured  bias  kept  false  missed  false    p50 held    p95 held  known to
                  always 3 s      100 %  99.8–100 %  -0.1   199      0       1      0  199 of 200  200 of 200    260 ms
                  uniform          95 %   94.8–95 %  -0.1   199      7       1      1  199 of 200           –    260 ms
                  in time: true share of sales within 5 s · measured: as far as polling can tell · bias: of its middle, in points
                  kept, missed: windows, of 200, in which it was said at some look · false: in which it was then false
                  held: 95 % intervals with the true p50, p95 in them · known to: 95 % of sales, in the worst window
                MACHINE   4 s on the wall clock, as a canary runs
                  what it adds           p50     p99  longest   of
                  send after schedule  81 µs  1.2 ms     7 ms  400
                  look, in memory       9 µs   34 µs   191 µs  400
                  a sale that shows   known to  called at most        held  polled every
                  at once, in memory     30 ms           31 ms  400 of 400         10 ms
                  known to, called at most: 95 % of sales · held: sales whose interval holds the true moment
                  clocks: steps of 90 ns, parted by at most 850 ns in 4 checks · no sale sent too late to be measured
                STAGES   read only, nothing was sent; an edge faster than 20 polls, or 20 looks, is not judged
                  stage        keys  look p50  look p99  looks  failed  polled every  fastest edge  tier
                  bopis api     100    2.1 ms    4.2 ms    401       1        250 ms           5 s    T4
                  bopis table   100     45 ms     90 ms    401       1           2 h          40 h  none
                IN ONE SENTENCE
                  This build on this machine knows a sale's staleness to within 31 ms when it looks every 10 ms (95 % of sales), sends
                  within 1.2 ms of its schedule (99 %), and said "kept" falsely in 7 and "missed" falsely in 1 of 400 known windows
                  (at most 5 % allowed for each).
                  seed 24 · rung 0.1
                """);
    }

    @Test
    void aTerminalOfAsciiGetsAscii() {
        assertThat(CalibrationPage.render(CALIBRATION, Style.ASCII))
                .matches("[\\n -~]*")
                .contains("81 us");
    }

    @Test
    void noLineIsWiderThanThePage() {
        assertThat(CalibrationPage.render(CALIBRATION, Style.UNCOLOURED).lines())
                .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(Columns.PAGE));
    }
}
