package rung.probe.calibration;

import java.time.Duration;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import rung.core.calibration.Coverage;
import rung.core.calibration.KnownPipeline;
import rung.core.evidence.ShareRange;

/** Compares what was said of a known pipeline's windows with the truth. */
final class KnownTally {
    private final Known truth;
    private final long slots;
    private final SummaryStatistics atLeast = new SummaryStatistics();
    private final SummaryStatistics atMost = new SummaryStatistics();
    private final SummaryStatistics middle = new SummaryStatistics();
    private Coverage median = Coverage.NONE;
    private Coverage p95 = Coverage.NONE;
    private double resolution;
    private long runs;
    private long kept;
    private long missed;
    private long falselyKept;
    private long falselyMissed;

    KnownTally(Known truth, long slots) {
        this.truth = truth;
        this.slots = slots;
    }

    void add(JudgedWindow window) {
        runs++;
        kept += window.saidKept() ? 1 : 0;
        missed += window.saidMissed() ? 1 : 0;
        falselyKept += window.falselyKept() ? 1 : 0;
        falselyMissed += window.falselyMissed() ? 1 : 0;
        ShareRange share = window.inTime()
                .orElseThrow(() -> new IllegalStateException("a window of " + slots + " slots has no old ones"));
        atLeast.addValue(share.atLeast());
        atMost.addValue(share.atMost());
        middle.addValue((share.atLeast() + share.atMost()) / 2);
        median = median.with(window.holds(0.5, truth.median()));
        if (truth.p95().isPresent()) {
            p95 = p95.with(window.holds(0.95, truth.p95().getAsDouble()));
        }
        resolution = Math.max(
                resolution,
                window.evidence()
                        .resolution()
                        .orElseThrow(() -> new IllegalStateException("a window of " + slots + " slots shows no sale")));
    }

    KnownPipeline result() {
        return new KnownPipeline(
                truth.name(),
                KnownPipelines.EDGE,
                truth.share(),
                runs,
                slots,
                atLeast.getMean(),
                atMost.getMean(),
                runs < 2 ? 0 : middle.getStandardDeviation() / Math.sqrt((double) runs),
                kept,
                missed,
                falselyKept,
                falselyMissed,
                median,
                p95,
                Duration.ofNanos(Math.round(resolution * 1e9)));
    }
}
