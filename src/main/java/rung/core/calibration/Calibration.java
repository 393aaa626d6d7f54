package rung.core.calibration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import rung.core.evidence.Rule;

/**
 * What one build of the instrument can resolve on one machine. Measured, not declared: on pipelines whose staleness is
 * known, in virtual time for the arithmetic and on the wall clock for the machine.
 *
 * @param at when it was measured
 * @param software that measured, with its version
 * @param seed from which everything random was drawn
 * @param rule by which windows were judged
 * @param known pipelines of known staleness in virtual time
 * @param machine on which it was measured
 * @param stages of a configuration; empty when none was given
 */
public record Calibration(
        Instant at,
        String software,
        long seed,
        Rule rule,
        List<KnownPipeline> known,
        Machine machine,
        List<StageCost> stages) {
    public Calibration {
        known = List.copyOf(known);
        stages = List.copyOf(stages);
    }

    /** Windows of known pipelines that were judged. */
    public long windows() {
        return known.stream().mapToLong(KnownPipeline::runs).sum();
    }

    /** Windows of which "kept" was said while it was false, at one of the looks or more. */
    public long falselyKept() {
        return known.stream().mapToLong(KnownPipeline::falselyKept).sum();
    }

    /** Windows of which "missed" was said while it was false, at one of the looks or more. */
    public long falselyMissed() {
        return known.stream().mapToLong(KnownPipeline::falselyMissed).sum();
    }

    /** Every rule of its own that the instrument broke, each as a clause with its figures; empty when it broke none. */
    public List<String> breaches() {
        return Bands.breaches(this);
    }

    /** Whether the instrument kept its own rules. */
    public boolean isSound() {
        return breaches().isEmpty();
    }

    /**
     * The smallest staleness that can be told from none: what 95 % of sales without any were called at most, at the stage
     * where that is most.
     */
    public Duration smallestStaleness() {
        return machine.lags().stream()
                .map(known -> known.upper().minus(known.lag()))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /** The time between two looks that was asked for on this machine, at the stage where it was longest. */
    Duration slowestLook() {
        return machine.lags().stream()
                .map(KnownLag::poll)
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /** What it comes to, in one sentence for a person. */
    public String sentence() {
        return Sentence.of(this);
    }
}
