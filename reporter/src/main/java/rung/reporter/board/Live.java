package rung.reporter.board;

import java.time.Instant;
import java.util.Optional;

/**
 * What a shopper sees of one pipeline now, at its promised stage.
 *
 * @param oldestUnseen when the oldest sale that does not show yet should have happened: what the age counts from; absent
 *     when none is waiting
 * @param outage the stretch in which the stage could not be read that touches the last moments; absent when it answers
 */
public record Live(Optional<Instant> oldestUnseen, Optional<Outage> outage) {
    /**
     * A stretch without an answer.
     *
     * @param until the last moment of which it is known
     * @param reason for a person
     */
    public record Outage(Instant since, Instant until, String reason) {}
}
