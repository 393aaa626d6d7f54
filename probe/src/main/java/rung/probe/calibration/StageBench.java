package rung.probe.calibration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import rung.core.calibration.Spread;
import rung.core.calibration.StageCost;
import rung.core.ladder.Ladder;
import rung.core.ladder.Tier;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.Timeline;
import rung.probe.canary.CannotObserve;
import rung.probe.plan.PipelinePlan;
import rung.probe.plan.StagePlan;
import rung.probe.stage.Stage;

/** What looks at the stages of a configuration cost. Reads only: no source is opened, and nothing is sent. */
final class StageBench {
    private static final int POLLS_PER_EDGE = 20;
    private static final int MOST_KEYS = 100;

    /** However slow a stage is, it is not read for longer. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Timeline timeline;
    private final Ladder ladder;
    private final int looks;

    /** @param looks at each stage, besides a first one that opens connections */
    StageBench(Timeline timeline, Ladder ladder, int looks) {
        this.timeline = timeline;
        this.ladder = ladder;
        this.looks = looks;
    }

    /**
     * Reads one stage.
     *
     * @throws CannotObserve when no look answered
     */
    StageCost measure(PipelinePlan pipeline, StagePlan plan) throws CannotObserve, InterruptedException {
        String name = plan.setup().name();
        try (Stage stage = plan.settings().open(timeline)) {
            Set<StockKey> keys = keys(pipeline, stage);
            stage.read(keys);
            List<Duration> costs = new ArrayList<>();
            long failures = 0;
            String reason = "";
            Instant end = timeline.now().plus(LONGEST);
            for (int i = 0; i < looks && timeline.now().isBefore(end); i++) {
                Instant asked = timeline.now();
                List<Reading> look = stage.read(keys);
                Duration cost = Duration.between(asked, timeline.now());
                List<String> gaps = look.stream()
                        .filter(Reading.Gap.class::isInstance)
                        .map(gap -> ((Reading.Gap) gap).reason())
                        .toList();
                if (gaps.isEmpty()) {
                    costs.add(cost);
                } else {
                    failures++;
                    reason = gaps.get(0);
                }
            }
            if (costs.isEmpty()) {
                throw new CannotObserve("pipeline " + pipeline.id() + ", stage " + name + ": " + reason);
            }
            Spread cost = Spread.of(costs);
            Duration poll = plan.setup().poll();
            Duration fastest = (poll.compareTo(cost.p99()) > 0 ? poll : cost.p99()).multipliedBy(POLLS_PER_EDGE);
            return new StageCost(pipeline.id(), name, keys.size(), failures, cost, poll, fastest, fastestTier(fastest));
        }
    }

    private OptionalInt fastestTier(Duration fastestEdge) {
        return ladder.tiers().stream()
                .filter(tier -> tier.edge().compareTo(fastestEdge) >= 0)
                .mapToInt(Tier::number)
                .max();
    }

    /** As many of the ring's keys as a look in operation asks for at most, and no more than a hundred. */
    private static Set<StockKey> keys(PipelinePlan pipeline, Stage stage) {
        int most = Math.min(
                Math.min(MOST_KEYS, stage.keysPerLook()), pipeline.keys().size());
        Set<StockKey> keys = new LinkedHashSet<>();
        for (int i = 0; i < most; i++) {
            keys.add(pipeline.keys().key(i));
        }
        return keys;
    }
}
