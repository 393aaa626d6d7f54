package rung.reporter.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import rung.core.evidence.Look;
import rung.core.ladder.Ladder;
import rung.core.ladder.Tier;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;

/** How a stage's evidence is looked at: what follows from the ladder, the promise and the way it is polled. */
public final class Looks {
    private static final int LOSS_EDGES = 4;
    private static final Duration LOSS_AT_LEAST = Duration.ofHours(1);
    private static final Duration LOSS_AT_LEAST_IN_BATCHES = Duration.ofHours(24);
    private static final int BATCH_TIER = 1;
    private static final int TIER_WITHOUT_PROMISE = 2;

    private Looks() {}

    /** The look at {@code stage} of {@code pipeline} when facts are complete up to {@code at}. */
    public static Look of(Ladder ladder, PipelineSetup pipeline, StageSetup stage, Instant at) {
        Tier slowest = ladder.tiers().get(ladder.tiers().size() - 1);
        Optional<Tier> promised = ladder.tier(pipeline.promise().tier());
        return new Look(
                at,
                ladder.rule(),
                ladder.edges(),
                stage.patience(),
                lossHorizon(ladder, pipeline.promise()),
                promised.orElse(slowest).edge(),
                stage.poll());
    }

    /** Age at which an unseen sale of a pipeline with this promise is called lost. */
    public static Duration lossHorizon(Ladder ladder, Promise promise) {
        Tier slowest = ladder.tiers().get(ladder.tiers().size() - 1);
        return lossHorizon(ladder.tier(promise.tier())
                .or(() -> ladder.tier(TIER_WITHOUT_PROMISE))
                .orElse(slowest));
    }

    private static Duration lossHorizon(Tier tier) {
        Duration edges = tier.edge().multipliedBy(LOSS_EDGES);
        Duration atLeast = tier.number() == BATCH_TIER ? LOSS_AT_LEAST_IN_BATCHES : LOSS_AT_LEAST;
        return edges.compareTo(atLeast) >= 0 ? edges : atLeast;
    }
}
