package rung.core.measure;

import java.time.Duration;

/**
 * How one stage is read in a run.
 *
 * @param name unique in its pipeline
 * @param poll time between two rounds of reads; zero when it was read elsewhere
 * @param settling how long a count must stay visible before it is believed: caches and replicas flap
 */
public record StageSetup(String name, Duration poll, Duration settling) {
    private static final int POLLS_TO_SETTLE = 3;

    /** A stage that is believed after three polls or its declared cache life, whichever is longer. */
    public static StageSetup polled(String name, Duration poll, Duration cacheLife) {
        Duration polls = poll.multipliedBy(POLLS_TO_SETTLE);
        return new StageSetup(name, poll, polls.compareTo(cacheLife) >= 0 ? polls : cacheLife);
    }

    /** How long after an edge a sale in time may still come to be known as such. */
    public Duration patience() {
        return settling.plus(poll.multipliedBy(2));
    }
}
