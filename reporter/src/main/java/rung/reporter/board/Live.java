package rung.reporter.board;

import java.time.Instant;
import java.util.Optional;

/**
 * What a shopper sees of one pipeline now, at its promised stage.
 *
 * @param oldestUnseen when the oldest sale that does not show yet should have happened: what the age counts from; absent
 *     when none is waiting
 * @param idleSince since when no sale was made that could tell how fresh the stage is; absent while sales are made. Where
 *     it is present and nothing waits, the age is not known, and certainly not 0
 * @param outage the stretch in which the stage could not be read that touches the last moments; absent when it answers
 */
public record Live(Optional<Instant> oldestUnseen, Optional<Instant> idleSince, Optional<Outage> outage) {
    /** Whether the age now is known: a sale waits, or sales are made and all of them show. */
    public boolean isAgeKnown() {
        return oldestUnseen.isPresent() || idleSince.isEmpty();
    }

    /**
     * A stretch without an answer.
     *
     * @param until the last moment of which it is known
     * @param reason for a person
     */
    public record Outage(Instant since, Instant until, String reason) {}
}
