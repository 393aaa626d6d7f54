package rung.accuracy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.Rule;
import rung.core.evidence.ShareRange;
import rung.core.evidence.WindowTally;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.probe.virtual.Delays;

/** METHOD I.4: sales that have not shown yet, or never will, do not bend the share in time. */
final class Censoring implements Proof {
    /**
     * @param mature share in time of the slots that are old enough
     * @param slots how many those are
     * @param arrived the share of those that had shown by then, whatever their age
     */
    private record Estimate(ShareRange mature, long slots, double arrived) {}

    private record Compared(ShareRange logged, ShareRange direct) {}

    private static final long SEED = 401;
    private static final int FULL_RUNS = 2000;
    private static final double BIAS = 0.005;
    private static final double STANDARD_ERRORS = 3;
    private static final Rule RULE = new Rule(0.95, 0.95);
    private static final Duration EDGE = Duration.ofMinutes(30);
    private static final Duration MEDIAN = Duration.ofMinutes(20);
    private static final double SIGMA = 1;
    private static final double LOST = 0.03;
    private static final Duration SLOT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofSeconds(10);
    private static final double TRUTH = (1 - LOST)
            * new LogNormalDistribution(null, Math.log(Draws.seconds(MEDIAN)), SIGMA)
                    .cumulativeProbability(Draws.seconds(EDGE));

    @Override
    public Table table(Scale scale) {
        int runs = scale.runs(FULL_RUNS, 400);
        int trials = scale.runs(20, 1);
        List<Line> lines = new ArrayList<>();
        List<Compared> compared = new ArrayList<>();
        for (int hours : new int[] {1, 2, 6}) {
            Course course =
                    Course.of(SLOT, Math.toIntExact(Duration.ofHours(hours).dividedBy(SLOT)), POLL, EDGE);
            List<Estimate> estimates = Scale.each(runs, run -> estimate(course, SEED + run));
            long slots = estimates.get(0).slots();
            String of = "looked at after " + hours + " h, " + slots + " of " + course.slots() + " slots old enough";
            lines.add(new Line(
                    of,
                    "share within 30 min of those old enough, less the true " + Band.number(TRUTH),
                    "0",
                    mean(estimates, one -> one.mature().atLeast()) - TRUTH,
                    bias(runs, slots * (double) runs)));
            lines.add(new Line(
                    of,
                    "the same of those that had shown",
                    "",
                    mean(estimates, Estimate::arrived) - TRUTH,
                    Band.CONTRAST));
            compared.addAll(Scale.each(trials, run -> compared(course, SEED + run)));
        }
        lines.add(new Line(
                "the same windows through the whole probe",
                "share of windows whose logged share holds that of the direct run",
                "1",
                Scale.share(compared, one -> one.logged().contains(one.direct().atLeast())),
                Band.exactly(1)));
        lines.add(new Line(
                "the same windows through the whole probe",
                "widest logged share, of what polling cannot tell",
                "",
                compared.stream()
                        .mapToDouble(one -> one.logged().atMost() - one.logged().atLeast())
                        .max()
                        .orElseThrow(),
                Band.atMost(0.03)));
        return new Table(
                "Delays are lognormal with a median of 20 min (sigma 1), 3 % of sales are lost, and a window is looked at the"
                        + " moment it ends, while many sales are on their way. The share within 30 min is read off the slots"
                        + " that are old enough, chosen by age alone, and is not biased; of the sales that had arrived, too"
                        + " many were fast.",
                Direct.THROUGH + "; " + trials
                        + " of the windows of each length also through the whole probe and its log",
                SEED,
                runs + " windows of each length",
                lines);
    }

    /** With fewer runs than the method asks for, three standard errors wider. */
    private static Band bias(int runs, double slots) {
        double slack = runs >= FULL_RUNS ? 0 : STANDARD_ERRORS * Math.sqrt(TRUTH * (1 - TRUTH) / slots);
        return Band.between(-BIAS - slack, BIAS + slack);
    }

    private static double mean(List<Estimate> estimates, ToDoubleFunction<Estimate> of) {
        return estimates.stream().mapToDouble(of).average().orElseThrow();
    }

    private static Draws draws(Course course, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Draws.losing(course.slots(), Delays.lognormal(MEDIAN, SIGMA, random.split()), LOST, random);
    }

    private static Estimate estimate(Course course, long seed) {
        Direct direct = Direct.at(course.end(), course, seed, draws(course, seed));
        WindowTally tally = direct.tally(RULE);
        int arrived = 0;
        int inTime = 0;
        for (Iterator<SlotOutcome> rest = direct.slots().iterator(); rest.hasNext(); ) {
            SlotOutcome slot = rest.next();
            tally.add(slot);
            arrived += slot.outcome() instanceof Outcome.Seen ? 1 : 0;
            inTime += Direct.isLate(slot, EDGE) ? 0 : 1;
        }
        EdgeEvidence evidence = tally.evidence().at(EDGE).orElseThrow();
        return new Estimate(evidence.matureShare().orElseThrow(), evidence.matureSlots(), (double) inTime / arrived);
    }

    private static Compared compared(Course course, long seed) {
        Draws draws = draws(course, seed);
        Trial trial = Trial.of(course, seed, draws.shop());
        Direct direct = Direct.at(trial.until(), course, seed, draws);
        WindowTally tally = direct.tally(RULE);
        direct.slots().forEach(tally::add);
        return new Compared(
                share(trial.evidence().at(EDGE)), share(tally.evidence().at(EDGE)));
    }

    private static ShareRange share(Optional<EdgeEvidence> evidence) {
        return evidence.orElseThrow().matureShare().orElseThrow();
    }
}
