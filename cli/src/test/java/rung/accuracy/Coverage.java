package rung.accuracy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.apache.commons.math3.distribution.ParetoDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import rung.core.evidence.Quantile;
import rung.core.evidence.Rule;
import rung.core.evidence.WindowTally;
import rung.probe.virtual.Delays;

/** METHOD I.2: the interval of a displayed quantile holds the true one as often as it says. */
final class Coverage implements Proof {
    /**
     * A pipeline whose quantiles are known.
     *
     * @param delay draws of its delay
     * @param quantile the true ones, in seconds
     */
    private record Known(
            String name, Function<SplittableRandom, Supplier<Duration>> delay, DoubleUnaryOperator quantile) {}

    private static final long SEED = 201;
    private static final int FULL_RUNS = 2000;
    private static final double COVERED_AT_LEAST = 0.935;
    private static final Rule RULE = new Rule(0.95, 0.95);
    private static final List<Double> QUANTILES = List.of(0.5, 0.95, 0.99);
    private static final int SALES = 1000;
    private static final Course COURSE = Course.of(
                    Duration.ofSeconds(10), SALES, Duration.ofMillis(500), Duration.ofSeconds(5))
            .drained(Duration.ofHours(1));

    private static final UniformRealDistribution UNIFORM = new UniformRealDistribution(null, 0, 60);
    private static final List<Known> PIPELINES = List.of(
            new Known(
                    "uniform from 0 to 60 s",
                    random -> Delays.drawn(UNIFORM, random),
                    UNIFORM::inverseCumulativeProbability),
            new Known(
                    "lognormal, median 20 s, sigma 1",
                    random -> Delays.lognormal(Duration.ofSeconds(20), 1, random),
                    new LogNormalDistribution(null, Math.log(20), 1)::inverseCumulativeProbability),
            new Known(
                    "Pareto from 5 s, shape 1.5",
                    random -> Delays.pareto(Duration.ofSeconds(5), 1.5, random),
                    new ParetoDistribution(null, 5, 1.5)::inverseCumulativeProbability),
            new Known(
                    "3 s for 95.01 %, 30 min for the others",
                    Bimodal::delays,
                    share -> Draws.seconds(share <= Bimodal.FAST_SHARE ? Bimodal.FAST : Bimodal.SLOW)));

    @Override
    public Table table(Scale scale) {
        int runs = scale.runs(FULL_RUNS, 400);
        int trials = scale.runs(20, 1);
        List<Line> lines = new ArrayList<>();
        List<Boolean> nested = new ArrayList<>();
        for (Known known : PIPELINES) {
            List<List<Quantile>> found = Scale.each(runs, run -> direct(known, SEED + run));
            for (int i = 0; i < QUANTILES.size(); i++) {
                int at = i;
                double truth = known.quantile().applyAsDouble(QUANTILES.get(i));
                lines.add(new Line(
                        known.name(),
                        "share of intervals of p" + Math.round(QUANTILES.get(i) * 100) + " that hold the truth",
                        "p" + Math.round(QUANTILES.get(i) * 100) + " = " + Band.number(truth) + " s",
                        Scale.share(found, quantiles -> holds(quantiles.get(at), truth)),
                        Band.shareAtLeast(COVERED_AT_LEAST, runs, FULL_RUNS)));
            }
            nested.addAll(Scale.each(trials, run -> isNested(known, SEED + run)));
        }
        lines.add(new Line(
                "the same runs through the whole probe",
                "share of runs whose intervals hold those of the direct run",
                "1",
                Scale.share(nested, isNested -> isNested),
                Band.exactly(1)));
        lines.addAll(Bimodal.lines(SEED));
        return new Table(
                "Of 1,000 sales of a pipeline whose quantiles are known, the displayed 95 % intervals of the quantiles hold"
                        + " the true ones. Where fast and slow sales lie far apart, a quantile is a value that was measured,"
                        + " and not one between two.",
                Direct.THROUGH + "; " + trials + " of the runs of each also through the whole probe and its log",
                SEED,
                runs + " runs each",
                lines);
    }

    private static boolean holds(Quantile interval, double truth) {
        return interval.lower().orElseThrow() <= truth
                && truth <= interval.upper().orElse(Double.POSITIVE_INFINITY);
    }

    private static Draws draws(Known known, long seed) {
        return Draws.of(SALES, known.delay().apply(new SplittableRandom(seed)));
    }

    private static List<Quantile> direct(Known known, long seed) {
        Direct direct = Direct.of(COURSE, seed, draws(known, seed));
        WindowTally tally = direct.tally(RULE);
        direct.slots().forEach(tally::add);
        return shown(tally.evidence().quantiles());
    }

    private static boolean isNested(Known known, long seed) {
        List<Quantile> logged = shown(
                Trial.of(COURSE, seed, draws(known, seed).shop()).evidence().quantiles());
        List<Quantile> direct = direct(known, seed);
        return IntStream.range(0, logged.size())
                .allMatch(i -> logged.get(i).lower().orElseThrow()
                                <= direct.get(i).lower().orElseThrow()
                        && upper(logged.get(i)) >= upper(direct.get(i)));
    }

    private static double upper(Quantile quantile) {
        OptionalDouble upper = quantile.upper();
        return upper.orElse(Double.POSITIVE_INFINITY);
    }

    private static List<Quantile> shown(List<Quantile> all) {
        return all.stream().filter(one -> QUANTILES.contains(one.quantile())).toList();
    }
}
