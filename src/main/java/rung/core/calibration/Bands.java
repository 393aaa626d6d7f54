package rung.core.calibration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;
import rung.core.config.Durations;
import rung.core.time.ClockCheck;

/** The instrument's own rules. Where chance alone may exceed a bound, three standard errors are added to it. */
final class Bands {
    private static final String KEPT = "kept";
    private static final String MISSED = "missed";
    private static final double COVERAGE = 0.935;
    private static final double BIAS = 0.005;
    private static final double UNMEASURED = 0.02;
    private static final double ERRORS = 3;
    private static final double WITHIN_THREE_ERRORS = 0.99865;
    private static final int POLL_FACTOR = 2;

    private final Calibration calibration;
    private final List<String> breaches = new ArrayList<>();

    private Bands(Calibration calibration) {
        this.calibration = calibration;
    }

    static List<String> breaches(Calibration calibration) {
        Bands bands = new Bands(calibration);
        bands.check();
        return List.copyOf(bands.breaches);
    }

    private void check() {
        calibration.known().forEach(this::check);
        if (calibration.windows() > 0) {
            String all = "of all known pipelines";
            falseClaims(KEPT, calibration.falselyKept(), calibration.windows(), all);
            falseClaims(MISSED, calibration.falselyMissed(), calibration.windows(), all);
        }
        Machine machine = calibration.machine();
        long sends = machine.slip().count();
        if (machine.tooLate() > sends * UNMEASURED) {
            breaches.add(
                    machine.tooLate() + " of " + sends + " sales were sent too late to be measured, more than 2 %");
        }
        machine.lags().forEach(this::check);
        Duration divergence = machine.clocks().divergence();
        if (divergence.compareTo(ClockCheck.TOLERANCE) > 0) {
            breaches.add("wall clock and monotonic clock parted by " + Durations.precise(divergence) + ", more than "
                    + Durations.precise(ClockCheck.TOLERANCE));
        }
    }

    private void check(KnownPipeline known) {
        String where = "of \"" + known.name() + "\"";
        falseClaims(KEPT, known.falselyKept(), known.runs(), where);
        falseClaims(MISSED, known.falselyMissed(), known.runs(), where);
        coverage(known, "p50", known.median());
        coverage(known, "p95", known.p95());
        if (Math.abs(known.bias()) > BIAS + errors(known.runs()) * known.inTimeError()) {
            breaches.add(String.format(
                    Locale.ROOT,
                    "the share in time of \"%s\" was measured %.2f points off, more than %.1f",
                    known.name(),
                    100 * known.bias(),
                    100 * BIAS));
        }
    }

    /** "kept" may be false in as many windows as the confidence leaves, and so may "missed". */
    private void falseClaims(String claim, long claims, long windows, String where) {
        double allowed = 1 - calibration.rule().confidence();
        if (claims > windows * (allowed + ERRORS * error(allowed, windows))) {
            breaches.add("\"" + claim + "\" was false in " + claims + " of " + windows + " windows " + where
                    + ", more than " + percent(allowed));
        }
    }

    private void coverage(KnownPipeline known, String what, Coverage coverage) {
        if (coverage.held() < coverage.of() * (COVERAGE - ERRORS * error(COVERAGE, coverage.of()))) {
            breaches.add("the interval of the " + what + " of \"" + known.name() + "\" held the truth in only "
                    + coverage.held() + " of " + coverage.of() + " windows, less than " + percent(COVERAGE));
        }
    }

    private void check(KnownLag lag) {
        if (lag.held() < lag.sales()) {
            breaches.add(
                    "a lag of " + Durations.precise(lag.lag()) + " " + lag.stage() + " lay outside of its interval for "
                            + (lag.sales() - lag.held()) + " of " + lag.sales() + " sales");
        }
        if (lag.achieved().compareTo(lag.poll().multipliedBy(POLL_FACTOR)) > 0) {
            breaches.add("the stage " + lag.stage() + " was polled every " + Durations.precise(lag.achieved())
                    + ", more than twice the " + Durations.precise(lag.poll()) + " asked for");
        }
    }

    /** As many errors as chance exceeds as rarely as three, where the error itself is estimated from few windows. */
    private static double errors(long runs) {
        return runs < 2
                ? Double.POSITIVE_INFINITY
                : new TDistribution(null, (double) runs - 1).inverseCumulativeProbability(WITHIN_THREE_ERRORS);
    }

    private static double error(double share, long count) {
        return count == 0 ? 0 : Math.sqrt(share * (1 - share) / count);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.4g", 100 * share).replaceFirst("\\.?0+$", "") + " %";
    }
}
