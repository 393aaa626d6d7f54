package rung.accuracy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import rung.core.evidence.EdgeEvidence;
import rung.probe.virtual.Transit;

/** METHOD I.10: what polling cannot tell is bracketed and shown, at every poll period. */
final class Polling implements Proof {
    private static final long SEED = 1001;
    private static final Duration EDGE = Duration.ofSeconds(5);
    private static final double IN_TIME = 0.85;
    private static final double FASTEST = 0.5;
    private static final double SLOWEST_IN_TIME = 4.5;
    private static final double LATE = 9;
    private static final int SLOTS = 400;

    /** What one run says of the edge, and how many of its sales truly were late. */
    private record Run(EdgeEvidence edge, long late) {
        boolean brackets() {
            return edge.slots() == SLOTS && edge.certainlyLate() <= late && late <= edge.late();
        }
    }

    @Override
    public Table table(Scale scale) {
        int runs = scale.runs(100, 8);
        List<Line> lines = new ArrayList<>();
        for (double poll : List.of(0.25, 1.0, 5.0, 10.0, 30.0)) {
            List<Run> measured = Scale.each(runs, run -> run(Duration.ofMillis(Math.round(poll * 1e3)), SEED + run));
            String of = "a read every " + Band.number(poll) + " s";
            lines.add(new Line(
                    of,
                    "share of runs whose true share lies in its brackets",
                    "1",
                    measured.stream().mapToDouble(run -> run.brackets() ? 1 : 0).sum() / runs,
                    Band.exactly(1)));
            double ambiguous = ambiguous(poll);
            lines.add(new Line(
                    of,
                    "share of sales that polling cannot place",
                    Band.number(ambiguous),
                    share(measured, EdgeEvidence::ambiguous),
                    Band.between(Math.max(0, ambiguous - 0.02), ambiguous + 0.02)));
            lines.add(new Line(
                    of,
                    "share in time by the first read with the sale",
                    Band.number(IN_TIME),
                    1 - share(measured, EdgeEvidence::late),
                    Band.CONTRAST));
            lines.add(new Line(
                    of,
                    "share in time by the last read without it",
                    Band.number(IN_TIME),
                    1 - share(measured, EdgeEvidence::certainlyLate),
                    Band.CONTRAST));
        }
        return new Table(
                "Of all sales 85 % take 0.5 s to 4.5 s and 15 % take 9 s; the edge is 5 s. A poll places a sale between two"
                        + " reads: the true share always lies between what is late for certain and what is not in time for"
                        + " certain, and the sales between are as many as the closed form says.",
                Trial.THROUGH, SEED, runs + " runs of " + SLOTS + " sales at each poll period", lines);
    }

    private static Run run(Duration poll, long seed) {
        Course course = Course.of(Duration.ofSeconds(2), SLOTS, poll, EDGE).drained(Duration.ofMinutes(3));
        Trial trial = Trial.of(
                course,
                seed,
                Shop.of((timeline, random, shown) -> Transit.delayed(timeline, () -> delay(random), shown)));
        long inTime = trial.truth().stream()
                .flatMap(staleness -> staleness.stream())
                .filter(staleness -> staleness.compareTo(EDGE) <= 0)
                .count();
        return new Run(trial.evidence().at(EDGE).orElseThrow(), SLOTS - inTime);
    }

    private static Duration delay(SplittableRandom random) {
        double seconds =
                random.nextDouble() < IN_TIME ? FASTEST + (SLOWEST_IN_TIME - FASTEST) * random.nextDouble() : LATE;
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static double share(List<Run> measured, ToLongFunction<EdgeEvidence> count) {
        return measured.stream()
                .mapToDouble(run ->
                        (double) count.applyAsLong(run.edge()) / run.edge().slots())
                .average()
                .orElseThrow();
    }

    /** How often the edge lies between the two reads around a sale, their phase being uniform. */
    private static double ambiguous(double poll) {
        double spread = SLOWEST_IN_TIME - FASTEST;
        double edge = EDGE.toSeconds();
        double ofInTime =
                (squareWithin(poll, edge - SLOWEST_IN_TIME) - squareWithin(poll, edge - FASTEST)) / (2 * spread * poll);
        double ofLate = Math.max(0, poll - (LATE - edge)) / poll;
        return IN_TIME * ofInTime + (1 - IN_TIME) * ofLate;
    }

    private static double squareWithin(double poll, double distance) {
        double left = Math.max(0, poll - distance);
        return left * left;
    }
}
