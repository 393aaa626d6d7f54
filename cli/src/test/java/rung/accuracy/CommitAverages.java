package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import rung.core.evidence.Rule;
import rung.core.evidence.State;
import rung.core.evidence.WindowTally;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;

/**
 * Commits each minute, visible 2 s later, and in each 3,020 s one stall of 600 s, which makes 10 % of sales later than
 * 5 min. Bad commits are long and few: averaged commit by commit, nearly all is well.
 */
final class CommitAverages {
    private record Certified(boolean byTime, boolean byCommit) {}

    private static final Rule RULE = new Rule(0.95, 0.95);
    private static final Duration EDGE = Duration.ofMinutes(5);
    private static final Duration COMMIT = Duration.ofMinutes(1);
    private static final Duration TAKES = Duration.ofSeconds(2);
    private static final Duration STALL = Duration.ofMinutes(10);
    private static final Duration CYCLE = Duration.ofSeconds(3020);
    private static final Course DAY = Course.of(Duration.ofSeconds(15), 5760, Duration.ofSeconds(15), EDGE);

    private CommitAverages() {}

    static List<Line> lines(int runs, long seed) {
        List<Certified> days = Scale.each(runs, run -> day(seed + run));
        String of = "commits each minute, stalls of 600 s that make 10 % late";
        return List.of(
                new Line(
                        of,
                        "share of days in which \"kept\" was claimed at the end",
                        "0",
                        Scale.share(days, Certified::byTime),
                        Band.shareAtMost(0.05, runs, runs)),
                new Line(
                        of,
                        "the same by the mean over commits and its normal bound",
                        "0",
                        Scale.share(days, Certified::byCommit),
                        Band.CONTRAST));
    }

    private static Certified day(long seed) {
        Direct direct = Direct.of(DAY, seed, new History(TAKES, spells(new SplittableRandom(seed))));
        WindowTally tally = direct.tally(RULE);
        Map<Instant, SummaryStatistics> commits = new HashMap<>();
        direct.slots().forEach(slot -> {
            tally.add(slot);
            commits.computeIfAbsent(shown(slot), at -> new SummaryStatistics())
                    .addValue(Direct.isLate(slot, EDGE) ? 0 : 1);
        });
        SummaryStatistics shares = new SummaryStatistics();
        commits.values().forEach(one -> shares.addValue(one.getMean()));
        double error = shares.getStandardDeviation() / Math.sqrt((double) shares.getN());
        double atLeast =
                shares.getMean() - new NormalDistribution().inverseCumulativeProbability(RULE.confidence()) * error;
        return new Certified(tally.states().get(0) == State.KEPT, atLeast >= RULE.share());
    }

    private static List<Spell> spells(SplittableRandom random) {
        List<Spell> spells = new ArrayList<>();
        Instant from = Course.NOON;
        while (from.isBefore(DAY.end())) {
            Instant next = from.plus(CYCLE);
            Instant stalled = from.plus(
                    COMMIT.multipliedBy(random.nextLong(CYCLE.minus(STALL).dividedBy(COMMIT) + 1)));
            while (from.isBefore(next)) {
                Instant until = from.plus(from.equals(stalled) ? STALL : COMMIT);
                until = until.isBefore(next) ? until : next;
                spells.add(new Spell(from, until, until.plus(TAKES)));
                from = until;
            }
        }
        return spells;
    }

    private static Instant shown(SlotOutcome slot) {
        return slot.outcome().fold(Outcome.Seen::firstSeen, Outcome.Unseen::lastMissing, nothing -> slot.intended());
    }
}
