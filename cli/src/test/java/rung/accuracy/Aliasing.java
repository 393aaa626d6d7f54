package rung.accuracy;

import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import rung.core.evidence.Quantile;
import rung.core.evidence.WindowEvidence;
import rung.probe.virtual.PeriodicCommit;

/** METHOD I.9: a schedule whose slots are as long as the pipeline's batches does not lock phase with them. */
final class Aliasing implements Proof {
    private static final long SEED = 901;
    private static final double BATCH_SECONDS = 60;
    private static final double VISIBLE_AFTER_SECONDS = 5;
    private static final double TRUTH = 0.95 * BATCH_SECONDS + VISIBLE_AFTER_SECONDS;
    private static final Duration BATCH = Duration.ofSeconds((long) BATCH_SECONDS);
    private static final Duration VISIBLE_AFTER = Duration.ofSeconds((long) VISIBLE_AFTER_SECONDS);
    private static final int SLOTS = 180;

    @Override
    public Table table(Scale scale) {
        int runs = scale.runs(200, 24);
        Course course = Course.of(BATCH, SLOTS, Duration.ofSeconds(1), Duration.ofMinutes(5))
                .drained(BATCH.multipliedBy(3));
        List<Double> stratified = Scale.each(
                runs, run -> p95(Trial.of(course, SEED + run, batches()).evidence()));
        List<Double> fixed = Scale.each(runs, run -> p95AtFixedPhase(SEED + run));
        List<Line> lines = List.of(
                new Line(
                        "one at random in each slot",
                        "error of p95, RMSE in s",
                        "0",
                        rmse(stratified),
                        Band.atMost(1.5)),
                new Line(
                        "one at random in each slot",
                        "mean p95, s",
                        Band.number(TRUTH),
                        all(stratified).getAverage(),
                        Band.between(TRUTH - 1.5, TRUTH + 1.5)),
                new Line("one every 60 s", "error of p95, RMSE in s", "0", rmse(fixed), Band.CONTRAST),
                new Line(
                        "one every 60 s",
                        "smallest p95 of all runs, s",
                        Band.number(TRUTH),
                        all(fixed).getMin(),
                        Band.CONTRAST),
                new Line(
                        "one every 60 s",
                        "largest p95 of all runs, s",
                        Band.number(TRUTH),
                        all(fixed).getMax(),
                        Band.CONTRAST));
        return new Table(
                "A loader commits every 60 s, at a phase that nobody knows, and a commit shows 5 s later. Slots are 60 s long"
                        + " too. Whoever probes at a fixed second of each minute measures that second, not the pipeline.",
                Trial.THROUGH,
                SEED,
                runs + " runs of " + SLOTS + " sales",
                lines);
    }

    private static Shop batches() {
        return Shop.of((timeline, random, shown) -> {
            PeriodicCommit loader =
                    new PeriodicCommit(timeline, BATCH, () -> VISIBLE_AFTER, batch -> batch.forEach(shown::enter));
            timeline.after(Duration.ofNanos(random.nextLong(BATCH.toNanos())), loader::start);
            return loader;
        });
    }

    private static double p95(WindowEvidence evidence) {
        return evidence.quantiles().stream()
                .filter(quantile -> quantile.quantile() == 0.95)
                .map(Quantile::estimate)
                .findFirst()
                .orElseThrow()
                .orElseThrow();
    }

    /** What a probe on the minute sees of a loader whose phase was drawn: the same staleness again and again. */
    private static double p95AtFixedPhase(long seed) {
        double phase = new SplittableRandom(seed).nextDouble() * BATCH_SECONDS;
        double[] stalenesses = IntStream.range(0, SLOTS)
                .mapToDouble(slot -> phase + VISIBLE_AFTER_SECONDS)
                .toArray();
        return new Percentile().evaluate(stalenesses, 95);
    }

    private static double rmse(List<Double> measured) {
        return Math.sqrt(measured.stream()
                .mapToDouble(p95 -> (p95 - TRUTH) * (p95 - TRUTH))
                .average()
                .orElseThrow());
    }

    private static DoubleSummaryStatistics all(List<Double> values) {
        return values.stream().mapToDouble(value -> value).summaryStatistics();
    }
}
