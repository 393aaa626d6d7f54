package rung.probe.calibration;

import java.util.Optional;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.Quantile;
import rung.core.evidence.ShareRange;
import rung.core.evidence.WindowEvidence;

/**
 * What was said of one window of a known pipeline.
 *
 * @param saidKept whether "kept" was said at any look
 * @param saidMissed whether "missed" was said at any look
 * @param falselyKept whether "kept" was said at a look at which it was false of the slots until then
 * @param falselyMissed whether "missed" was said at a look at which it was false of the slots until then
 * @param evidence at its end
 */
record JudgedWindow(
        boolean saidKept, boolean saidMissed, boolean falselyKept, boolean falselyMissed, WindowEvidence evidence) {

    /** The share in time; absent when no slot was old enough. */
    Optional<ShareRange> inTime() {
        return edge().mature().inTime();
    }

    /** Whether the interval of a quantile holds {@code seconds}; it does not while an end of it is unknown. */
    boolean holds(double quantile, double seconds) {
        Quantile interval = evidence.quantiles().stream()
                .filter(one -> one.quantile() == quantile)
                .findFirst()
                .orElseThrow();
        return interval.lower().isPresent()
                && interval.upper().isPresent()
                && interval.lower().getAsDouble() <= seconds
                && seconds <= interval.upper().getAsDouble();
    }

    private EdgeEvidence edge() {
        return evidence.edges().get(0);
    }
}
