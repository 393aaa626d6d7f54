package rung.probe.source;

import java.time.Instant;

/** What the front door said to one injection. */
public sealed interface Delivery {
    /** When it was said. */
    Instant at();

    /** The transaction entered the pipeline. */
    record Accepted(Instant at) implements Delivery {}

    /**
     * It was refused, or not confirmed in time: it may have entered all the same.
     *
     * @param reason cause and cure, for a person
     */
    record Refused(Instant at, String reason) implements Delivery {}
}
