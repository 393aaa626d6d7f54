package rung.core.calibration;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import rung.core.config.Durations;

/** What a calibration comes to, for a person. */
final class Sentence {
    private Sentence() {}

    static String of(Calibration calibration) {
        List<String> breaches = calibration.breaches();
        return breaches.isEmpty()
                ? "This build on this machine " + figures(calibration) + "."
                : "Do not trust this build on this machine yet: " + String.join("; ", breaches) + ".";
    }

    private static String figures(Calibration calibration) {
        return "knows a sale's staleness to within " + Durations.precise(calibration.smallestStaleness())
                + " when it looks every " + Durations.precise(calibration.slowestLook())
                + " (95 % of sales), sends within "
                + Durations.precise(calibration.machine().slip().p99())
                + " of its schedule (99 %), and said \"kept\" falsely in " + calibration.falselyKept()
                + " and \"missed\" falsely in " + calibration.falselyMissed() + " of " + calibration.windows()
                + " known windows (at most " + percent(1 - calibration.rule().confidence()) + " allowed for each)";
    }

    private static String percent(double share) {
        BigDecimal percent = BigDecimal.valueOf(share * 100).setScale(2, RoundingMode.HALF_UP);
        return percent.stripTrailingZeros().toPlainString() + " %";
    }
}
