package rung.core.measure;

import java.time.Duration;
import java.util.Optional;

/**
 * How one stage is read in a run.
 *
 * @param name unique in its pipeline
 * @param poll time between two rounds of reads; zero when it was read elsewhere
 * @param settling how long a count must stay visible before it is believed: caches and replicas flap
 * @param caveat what its counts cannot prove, and why; empty when there is none, or when the log is older than caveats
 */
public record StageSetup(String name, Duration poll, Duration settling, Optional<String> caveat) {
    private static final int POLLS_TO_SETTLE = 3;

    /** A stage without a caveat. */
    public StageSetup(String name, Duration poll, Duration settling) {
        this(name, poll, settling, Optional.empty());
    }

    /** A stage that is believed after three polls or its declared cache life, whichever is longer. */
    public static StageSetup polled(String name, Duration poll, Duration cacheLife) {
        Duration polls = poll.multipliedBy(POLLS_TO_SETTLE);
        return new StageSetup(name, poll, polls.compareTo(cacheLife) >= 0 ? polls : cacheLife);
    }

    /** The same stage with what its counts cannot prove; empty when there is no such thing. */
    public StageSetup withCaveat(Optional<String> unproven) {
        return new StageSetup(name, poll, settling, unproven);
    }

    /** How long after an edge a sale in time may still come to be known as such. */
    public Duration patience() {
        return settling.plus(poll.multipliedBy(2));
    }
}
