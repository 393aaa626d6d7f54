package rung.accuracy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import rung.core.evidence.State;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowTally;
import rung.core.ladder.Ladder;
import rung.core.ladder.LadderFile;
import rung.core.ladder.Standing;
import rung.core.measure.SlotOutcome;

/** METHOD I.5: when nothing arrives, age rises in step with time, edges are missed one after the other, no percentile is 0. */
final class DeadPipeline implements Proof {
    private static final long SEED = 501;
    private static final Duration SLOT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration EDGE = Duration.ofMinutes(5);
    private static final Ladder LADDER = LadderFile.standard();

    @Override
    public Table table(Scale scale) {
        List<Line> lines = new ArrayList<>();
        for (Duration passed : List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(60))) {
            Trial trial = trial(SLOT, POLL, passed);
            WindowEvidence evidence = trial.evidence();
            String after = "dead for " + passed.toMinutes() + " min";
            Duration first = Duration.between(Course.NOON, trial.slots().get(0).intended());
            lines.add(new Line(
                    after,
                    "age of the oldest unseen sale, s",
                    "time since the first sale",
                    evidence.age().map(age -> age.toMillis() / 1e3).orElse(-1.0),
                    Band.within(1e-3, passed.minus(first).toMillis() / 1e3)));
            lines.add(new Line(
                    after,
                    "percentiles with an upper end",
                    "0",
                    evidence.quantiles().stream()
                            .filter(quantile -> quantile.estimate().isPresent())
                            .count(),
                    Band.exactly(0)));
        }
        Trial quarter = trial(SLOT, POLL, Duration.ofMinutes(15));
        lines.add(new Line(
                "dead from the start",
                "oldest slots that prove the 5 min edge missed",
                "2 by the formula",
                slotsToMissed(quarter, EDGE),
                Band.between(1, 3)));
        lines.add(new Line(
                "dead for exactly 5 min",
                "5 min edge missed (1 = yes)",
                "0",
                isMissed(trial(SLOT, POLL, EDGE), EDGE) ? 1 : 0,
                Band.exactly(0)));
        Duration minute = Duration.ofMinutes(1);
        Trial day = trial(minute, minute, Duration.ofHours(26));
        lines.add(new Line(
                "dead for 26 h",
                "tier kept (0 = off the ladder)",
                "0",
                Standing.of(LADDER, day.evidence()).kept().orElse(-1),
                Band.exactly(0)));
        return new Table(
                "Nothing that is sold ever shows. The age is the time that has passed, each edge is missed as soon as enough"
                        + " slots are older than it, and no percentile has an upper end.",
                Trial.THROUGH,
                SEED,
                "one run each",
                lines);
    }

    private static int slotsToMissed(Trial trial, Duration edge) {
        WindowTally tally = trial.tally();
        int slots = 0;
        for (SlotOutcome slot : trial.slots()) {
            tally.add(slot);
            slots++;
            if (state(tally.evidence(), edge) == State.MISSED) {
                return slots;
            }
        }
        return slots + 1;
    }

    private static boolean isMissed(Trial trial, Duration edge) {
        return state(trial.evidence(), edge) == State.MISSED;
    }

    private static State state(WindowEvidence evidence, Duration edge) {
        return evidence.at(edge).orElseThrow().state();
    }

    private static Trial trial(Duration slot, Duration poll, Duration passed) {
        Course course = Course.of(
                slot,
                Math.toIntExact(passed.dividedBy(slot)),
                poll,
                LADDER.edges().toArray(Duration[]::new));
        return Trial.of(course, SEED, Shop.of((timeline, random, shown) -> injection -> {}));
    }
}
