package rung.probe.calibration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import rung.core.evidence.Rule;
import rung.probe.virtual.Delays;
import rung.probe.virtual.Faults;
import rung.probe.virtual.Gate;
import rung.probe.virtual.PeriodicCommit;
import rung.probe.virtual.Stretches;
import rung.probe.virtual.Transit;

/**
 * The pipelines on which the arithmetic is calibrated. Most have exactly the promised share in time: there any claim is
 * false, and the easiest to get wrong.
 */
final class KnownPipelines {
    /** The staleness that is judged. */
    static final Duration EDGE = Duration.ofSeconds(5);

    /** A window must be a whole number of these, for the closed forms of the stalls to hold in it. */
    static final Duration PERIOD = Duration.ofMinutes(10);

    private static final double EDGE_SECONDS = 5;
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private final double inTime;
    private final double late;

    private KnownPipelines(Rule rule) {
        this.inTime = rule.share();
        this.late = 1 - rule.share();
    }

    /** @param rule whose share is the boundary */
    static List<Known> of(Rule rule) {
        KnownPipelines pipelines = new KnownPipelines(rule);
        return List.of(
                pipelines.fixed(),
                pipelines.fewLate(),
                pipelines.twoWays(),
                pipelines.uniform(),
                pipelines.lognormal(),
                pipelines.pareto(),
                pipelines.commits(),
                pipelines.stalls("a stall every 40 s", Duration.ofSeconds(40)),
                pipelines.stalls("one stall in 10 min", PERIOD),
                pipelines.losses());
    }

    private Known fixed() {
        return drawn("always 3 s", 1, 3, 3, random -> Delays.always(Duration.ofSeconds(3)));
    }

    private Known fewLate() {
        double median = 0.5;
        double sigma = Math.log(EDGE_SECONDS / median) / NORMAL.inverseCumulativeProbability(0.99);
        return drawn(
                "lognormal, 1 % late",
                0.99,
                median,
                median * Math.exp(sigma * NORMAL.inverseCumulativeProbability(0.95)),
                random -> Delays.lognormal(seconds(median), sigma, random));
    }

    private Known twoWays() {
        double fast = 0.9;
        return drawn(
                "one in ten takes 20 to 40 s",
                fast,
                0.5 + 0.5 / fast,
                20 + 20 * (0.95 - fast) / (1 - fast),
                random -> Delays.mixed(fast, uniform(0.5, 1.5, random), uniform(20, 40, random), random));
    }

    private Known uniform() {
        double longest = EDGE_SECONDS / inTime;
        return drawn("uniform", inTime, longest / 2, 0.95 * longest, random -> uniform(0, longest, random));
    }

    private Known lognormal() {
        double sigma = Math.log(EDGE_SECONDS) / NORMAL.inverseCumulativeProbability(inTime);
        return drawn(
                "lognormal",
                inTime,
                1,
                Math.exp(sigma * NORMAL.inverseCumulativeProbability(0.95)),
                random -> Delays.lognormal(seconds(1), sigma, random));
    }

    private Known pareto() {
        double shape = 1.5;
        double least = EDGE_SECONDS * Math.pow(late, 1 / shape);
        return drawn(
                "Pareto, shape 1.5",
                inTime,
                least * Math.pow(0.5, -1 / shape),
                least * Math.pow(0.05, -1 / shape),
                random -> Delays.pareto(seconds(least), shape, random));
    }

    private Known commits() {
        double interval = 4.1; // no multiple of the poll, which would see each commit at the same phase
        double takes = EDGE_SECONDS - inTime * interval;
        return new Known(
                "a commit every 4.1 s",
                inTime,
                takes + 0.5 * interval,
                OptionalDouble.of(takes + 0.95 * interval),
                (timeline, start, random, shelf) -> {
                    PeriodicCommit commits = new PeriodicCommit(
                            timeline,
                            seconds(interval),
                            Delays.always(seconds(takes)),
                            committed -> committed.forEach(shelf::enter));
                    Instant first = start.minus(seconds(interval * random.nextDouble()));
                    commits.startAt(first.plus(seconds(interval)));
                    return new Known.Opened(
                            commits, LateMoments.every(first, seconds(interval), seconds(late * interval)));
                });
    }

    /** Sales wait for the end of the stall; those that come in its last five seconds are still in time. */
    private Known stalls(String name, Duration period) {
        double base = 0.2;
        double every = period.toSeconds();
        double length = late * every + EDGE_SECONDS - base;
        double p95 = length / every < 0.05 ? base : base + length - 0.05 * every;
        return new Known(name, inTime, base, OptionalDouble.of(p95), (timeline, start, random, shelf) -> {
            Instant first = start.minus(seconds(every * random.nextDouble()));
            Transit rest = Transit.delayed(timeline, Delays.always(seconds(base)), shelf);
            return new Known.Opened(
                    new Gate(timeline, Stretches.every(first, period, seconds(length)), rest),
                    LateMoments.every(first, period, seconds(late * every)));
        });
    }

    private Known losses() {
        return new Known(
                "every sale beyond the share is lost",
                inTime,
                0.5 + 0.5 / inTime,
                OptionalDouble.empty(),
                (timeline, start, random, shelf) -> new Known.Opened(
                        Faults.losing(
                                Faults.sales().and(Faults.chance(late, random)),
                                Transit.delayed(timeline, uniform(0.5, 1.5, random), shelf)),
                        LateMoments.always(late)));
    }

    private interface Draws {
        Supplier<Duration> from(SplittableRandom random);
    }

    /** Each sale takes what is drawn for it. */
    private static Known drawn(String name, double share, double median, double p95, Draws draws) {
        return new Known(
                name,
                share,
                median,
                OptionalDouble.of(p95),
                (timeline, start, random, shelf) -> new Known.Opened(
                        Transit.delayed(timeline, draws.from(random), shelf), LateMoments.always(1 - share)));
    }

    private static Supplier<Duration> uniform(double from, double to, SplittableRandom random) {
        return Delays.drawn(new UniformRealDistribution(null, from, to), random);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
