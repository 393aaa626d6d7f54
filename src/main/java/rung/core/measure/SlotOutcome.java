package rung.core.measure;

import java.time.Duration;
import java.time.Instant;

/**
 * One slot of a pipeline on one stage: the unit of evidence.
 *
 * @param intended when its sale should have happened; staleness counts from here
 * @param handed when the sale was handed to the client; {@code intended} when that is unknown or never happened
 * @param lane where sales keep their order, such as a store; empty when the whole pipeline is one lane
 * @param outcome what the stage showed
 */
public record SlotOutcome(Instant intended, Instant handed, String lane, Outcome outcome) {
    public SlotOutcome {
        if (handed.isBefore(intended)) {
            throw new IllegalArgumentException("handed at " + handed + ", before the intended " + intended);
        }
    }

    /** How late the till was: what the client was handed after the intended time. */
    public Duration slip() {
        return Duration.between(intended, handed);
    }
}
