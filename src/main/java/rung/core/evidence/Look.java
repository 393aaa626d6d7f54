package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One look at the evidence: when, by which rule, at which edges. Everything in it is fixed before the data are seen.
 *
 * @param at the moment up to which facts are complete
 * @param rule what a claim has to prove
 * @param edges the stalenesses to judge, fastest first
 * @param patience how long after an edge a sale in time may still come to be known as such: the stage's settling time
 *     and two polls
 * @param lossHorizon age at which an unseen injection is called lost
 * @param holePatience how long a later sale of the same lane must have been visible before an unseen one leaves the age
 * @param pollPeriod the stage's configured poll period, which must be at most a twentieth of an edge for that edge to
 *     be judged; zero when the facts were measured elsewhere
 */
public record Look(
        Instant at,
        Rule rule,
        List<Duration> edges,
        Duration patience,
        Duration lossHorizon,
        Duration holePatience,
        Duration pollPeriod) {
    private static final int POLLS_PER_EDGE = 20;

    public Look {
        edges = List.copyOf(edges);
        for (int i = 1; i < edges.size(); i++) {
            if (edges.get(i).compareTo(edges.get(i - 1)) <= 0) {
                throw new IllegalArgumentException("edges are not in rising order: " + edges);
            }
        }
    }

    boolean judges(Duration edge) {
        return pollPeriod.multipliedBy(POLLS_PER_EDGE).compareTo(edge) <= 0;
    }
}
