package rung.accuracy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import rung.core.evidence.Rule;

/** METHOD I.6: lateness in bursts and batches makes a claim about its window no more often false than it says. */
final class BurstsAndBatches implements Proof {
    private static final long SEED = 601;
    private static final int FULL_RUNS = 2000;
    private static final Rule RULE = new Rule(0.95, 0.95);
    private static final double FALSE_AT_MOST = 0.05;
    private static final double HAIR = 1e-6;
    private static final Duration DAY = Duration.ofDays(1);

    @Override
    public Table table(Scale scale) {
        int runs = scale.runs(FULL_RUNS, 100);
        int trials = scale.runs(20, 1);
        List<Line> lines = new ArrayList<>();
        Agreement agreement = Agreement.NOTHING;
        for (Shape shape : Shape.ALL) {
            Course course = shape.course(DAY);
            List<FalseClaims> above = Scale.each(runs, run -> claims(shape, course, 1 + HAIR, SEED + run));
            List<FalseClaims> below = Scale.each(runs, run -> claims(shape, course, 1 - HAIR, SEED + run));
            lines.add(new Line(
                    shape.name() + ", 5 % and a hair late",
                    "share of days in which \"kept\" was false at any look",
                    "",
                    Scale.share(above, FalseClaims::kept),
                    Band.shareAtMost(FALSE_AT_MOST, runs, FULL_RUNS)));
            lines.add(new Line(
                    shape.name() + ", 5 % less a hair late",
                    "share of days in which \"missed\" was false at any look",
                    "",
                    Scale.share(below, FalseClaims::missed),
                    Band.shareAtMost(FALSE_AT_MOST, runs, FULL_RUNS)));
            agreement = agreement.and(Agreement.over(
                    trials,
                    run -> Agreement.of(course, SEED + run, RULE, history(shape, course, 1 + HAIR, SEED + run))));
        }
        lines.addAll(agreement.lines("the same days through the whole probe"));
        lines.addAll(CommitAverages.lines(scale.runs(400, 40), SEED));
        lines.addAll(OtherWindows.lines(runs, FULL_RUNS, SEED));
        return new Table(
                "Sales of a day are late in bursts, in batches, in one spell, by a clock, or ever more often, and the late"
                        + " time is the boundary share of the day by construction, plus or less one millionth of it. A look"
                        + " follows every slot; a claim is false when the true late time up to that slot is on the other"
                        + " side of the boundary. Slots last 60 s, the longest that are used, which leaves most to chance.",
                Direct.THROUGH + "; " + trials + " of the days of each shape also through the whole probe and its log",
                SEED,
                runs + " days for each shape and side",
                lines);
    }

    private static FalseClaims claims(Shape shape, Course course, double of, long seed) {
        History history = history(shape, course, of, seed);
        Direct direct = Direct.of(course, seed, history);
        return FalseClaims.of(direct.tally(RULE), direct.slots(), history.lateShares(course));
    }

    private static History history(Shape shape, Course course, double of, long seed) {
        return shape.history(course, (1 - RULE.share()) * of, new SplittableRandom(seed));
    }
}
