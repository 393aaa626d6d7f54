package rung.probe.source;

import java.time.Instant;
import java.util.Optional;
import rung.core.measure.Stamp;

/** What the front door said to one injection. */
public sealed interface Delivery {
    /** When it was said. */
    Instant at();

    /**
     * The transaction entered the pipeline.
     *
     * @param stamp what the pipeline's own clock said, when it tells
     */
    record Accepted(Instant at, Optional<Stamp> stamp) implements Delivery {
        /** One of which the pipeline's clock says nothing. */
        public Accepted(Instant at) {
            this(at, Optional.empty());
        }
    }

    /**
     * It was refused, or not confirmed in time: it may have entered all the same.
     *
     * @param reason cause and cure, for a person
     */
    record Refused(Instant at, String reason) implements Delivery {}
}
