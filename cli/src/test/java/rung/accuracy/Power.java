package rung.accuracy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import rung.core.evidence.Rule;
import rung.core.evidence.State;
import rung.core.evidence.WindowTally;
import rung.core.measure.SlotOutcome;

/** METHOD I.8: how many slots a claim takes. */
final class Power implements Proof {
    private static final long SEED = 801;
    private static final int RUNS = 2000;
    private static final Duration EDGE = Duration.ofMinutes(5);
    private static final Course COURSE = Course.of(Duration.ofSeconds(15), 20_000, Duration.ofSeconds(15), EDGE);
    private static final Course SHORT =
            Course.of(Duration.ofSeconds(15), 500, Duration.ofSeconds(15), EDGE).drained(EDGE);
    private static final Rule RULE = new Rule(0.95, 0.95);
    private static final double MEDIAN_WITHIN = 0.1;

    @Override
    public Table table(Scale scale) {
        List<Line> lines = new ArrayList<>();
        lines.add(clean(0.95, 73));
        lines.add(clean(0.90, 36));
        lines.add(clean(0.99, 369));
        lines.add(new Line(
                "none late, through the whole probe",
                "slots to \"95 % kept\"",
                "73",
                throughTheProbe(0, State.KEPT),
                Band.exactly(73)));
        lines.add(kept(0.01, 138, Band.atMost(160)));
        lines.add(kept(0.02, 250, Band.within(MEDIAN_WITHIN, 250)));
        lines.add(kept(0.03, 671, Band.within(MEDIAN_WITHIN, 671)));
        List<Integer> allLate = Scale.each(RUNS, run -> slots(RULE, 1, State.MISSED, run));
        lines.add(new Line(
                "100 % late",
                "most slots to \"missed\" in any run",
                "2",
                allLate.stream().mapToInt(slots -> slots).max().orElseThrow(),
                Band.between(1, 3)));
        lines.add(new Line(
                "100 % late, through the whole probe",
                "slots to \"missed\"", "2", throughTheProbe(1, State.MISSED), Band.between(1, 3)));
        lines.add(missed(0.5, 5));
        lines.add(missed(0.2, 22));
        return new Table(
                "How many resolved slots a claim takes, when in each slot the same share of time is late: what certainty"
                        + " costs. \"To keep 95 %\" means that 95 % of the window's sales are proven in time, at 95 %"
                        + " confidence, at any look.",
                Direct.THROUGH + "; one run of each extreme also through the whole probe and its log",
                SEED,
                RUNS + " runs; those without lateness are all alike",
                lines);
    }

    private static Line clean(double share, int slots) {
        return new Line(
                "none late",
                "slots to \"" + Math.round(share * 100) + " % kept\"",
                Band.number(slots),
                slots(new Rule(share, 0.95), 0, State.KEPT, 0),
                Band.exactly(slots));
    }

    private static Line kept(double late, int truth, Band band) {
        return median(late, "median of slots to \"95 % kept\"", State.KEPT, truth, band);
    }

    private static Line missed(double late, int truth) {
        return median(late, "median of slots to \"missed\"", State.MISSED, truth, Band.between(truth - 1, truth + 1));
    }

    private static Line median(double late, String figure, State state, int truth, Band band) {
        double[] slots = Scale.each(RUNS, run -> slots(RULE, late, state, run)).stream()
                .mapToDouble(count -> count)
                .toArray();
        return new Line(
                Math.round(late * 100) + " % late", figure, Band.number(truth), new Median().evaluate(slots), band);
    }

    private static int slots(Rule rule, double late, State state, int run) {
        Direct direct = Direct.of(COURSE, SEED + run, clock(COURSE, late, run));
        return slots(direct.tally(rule), direct.slots(), state);
    }

    private static int throughTheProbe(double late, State state) {
        Trial trial = Trial.of(SHORT, SEED, clock(SHORT, late, 0).shop());
        return slots(trial.tally(RULE), trial.slots().stream(), state);
    }

    private static ByTheClock clock(Course course, double late, int run) {
        return new ByTheClock(course, late, new SplittableRandom(SEED + run).nextDouble());
    }

    /** How many slots it takes; one more than there are when all are not enough. */
    private static int slots(WindowTally tally, Stream<SlotOutcome> slots, State state) {
        int count = 0;
        for (Iterator<SlotOutcome> rest = slots.iterator(); rest.hasNext(); ) {
            tally.add(rest.next());
            count++;
            if (tally.states().get(0) == state) {
                return count;
            }
        }
        return count + 1;
    }
}
