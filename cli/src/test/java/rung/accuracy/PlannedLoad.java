package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import rung.core.ladder.Ladder;
import rung.core.ladder.LadderFile;
import rung.core.ladder.Verdict;
import rung.core.measure.SlotOutcome;
import rung.probe.load.Arrivals;
import rung.probe.load.LoadCurve;
import rung.probe.load.StoreSplit;
import rung.probe.virtual.Delays;
import rung.probe.virtual.Transit;
import rung.probe.virtual.VirtualTill;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.WindowReport;

/** METHOD I.15: sales are planned as asked, and a probe that cannot keep its plan says so. */
final class PlannedLoad implements Proof {
    private static final long SEED = 1501;
    private static final Ladder LADDER = LadderFile.standard();
    private static final double OUTSIDE = 0.001;
    private static final int BINS = 20;
    private static final int STORES = 200;
    private static final Duration SLIP_BOUND = Duration.ofMillis(50);
    private static final int HOGS = 64;

    /** By how much a histogram of three digits may say more. */
    private static final double ROUNDED_UP = 0.001;

    /** Sales of one run of a curve, and whether their waits are exponential. */
    private record Planned(long sales, double pOfGaps) {}

    @Override
    public Table table(Scale scale) throws Exception {
        int runs = scale.runs(1000, 60);
        List<Line> lines = new ArrayList<>();
        LoadCurve tenMinutes = LoadCurve.steady(1, Duration.ofMinutes(10));
        lines.addAll(planned("10,000 an hour", LoadCurve.hourly(10_000, Duration.ofHours(1)), runs));
        lines.addAll(planned("0.01 a second", LoadCurve.steady(0.01, Duration.ofDays(1)), runs));
        lines.addAll(planned("278 a second", LoadCurve.steady(278, Duration.ofMinutes(1)), runs));
        lines.add(stepped(tenMinutes, tenMinutes.times(100), runs));
        lines.addAll(stores(runs));
        int slipping = scale.runs(20, 4);
        lines.add(invalid("1 of 15 sends blocks the till for 1.2 s", 15, 1, slipping));
        lines.add(invalid("1 of 250 sends blocks the till for 1.2 s", 250, 0, slipping));
        lines.addAll(hogged());
        return new Table(
                "A planned load is a Poisson process of the rate asked for, and its split over stores loses no sale. Where"
                        + " the probe sends later than planned the delay is recorded, and a window in which more than 2 % of"
                        + " the slots slipped is invalid.",
                "the planned load as shipped; for slips " + Trial.THROUGH
                        + "; the last lines on the real clock with real" + " threads",
                SEED,
                runs + " runs of each load, " + slipping + " runs of slipping sends, one beside " + HOGS
                        + " busy threads",
                lines);
    }

    private static List<Line> planned(String of, LoadCurve curve, int runs) {
        PoissonDistribution poisson = new PoissonDistribution(curve.expected());
        int least = poisson.inverseCumulativeProbability(OUTSIDE / 2);
        int most = poisson.inverseCumulativeProbability(1 - OUTSIDE / 2);
        double perSecond = curve.perSecond(Duration.ZERO);
        List<Planned> planned = Scale.each(runs, run -> planned(curve, perSecond, SEED + run));
        return List.of(
                new Line(
                        of,
                        "share of runs with " + Band.number(least) + " to " + Band.number(most) + " sales",
                        "0.999",
                        planned.stream()
                                        .filter(one -> one.sales() >= least && one.sales() <= most)
                                        .count()
                                / (double) runs,
                        Band.shareAtLeast(1 - OUTSIDE, runs, Long.MAX_VALUE)),
                new Line(
                        of,
                        "share of runs whose waits pass a chi-square test at 0.001",
                        "0.999",
                        planned.stream().filter(one -> one.pOfGaps() > OUTSIDE).count() / (double) runs,
                        Band.shareAtLeast(1 - OUTSIDE, runs, Long.MAX_VALUE)));
    }

    private static Planned planned(LoadCurve curve, double perSecond, long seed) {
        long[] observed = new long[BINS];
        Arrivals arrivals = new Arrivals(curve, Course.NOON, new SplittableRandom(seed));
        Instant before = Course.NOON;
        while (arrivals.hasNext()) {
            Instant at = arrivals.next().intended();
            double below = -Math.expm1(-perSecond * Duration.between(before, at).toNanos() / 1e9);
            observed[Math.min(BINS - 1, (int) (below * BINS))]++;
            before = at;
        }
        long sales = LongStream.of(observed).sum();
        double[] expected = new double[BINS];
        Arrays.fill(expected, (double) sales / BINS);
        return new Planned(sales, new ChiSquareTest().chiSquareTest(expected, observed));
    }

    private static Line stepped(LoadCurve quiet, LoadCurve rush, int runs) {
        PoissonDistribution poisson = new PoissonDistribution(rush.expected());
        int least = poisson.inverseCumulativeProbability(OUTSIDE / 2);
        int most = poisson.inverseCumulativeProbability(1 - OUTSIDE / 2);
        Instant step = Course.NOON.plus(quiet.length());
        List<Long> after = Scale.each(runs, run -> {
            long[] sales = {0};
            new Arrivals(quiet.then(rush), Course.NOON, new SplittableRandom(SEED + run))
                    .forEachRemaining(arrival -> sales[0] += arrival.intended().isBefore(step) ? 0 : 1);
            return sales[0];
        });
        return new Line(
                "1 a second, then 100 a second",
                "share of runs with " + Band.number(least) + " to " + Band.number(most) + " sales after the step",
                "0.999",
                after.stream().filter(sales -> sales >= least && sales <= most).count() / (double) runs,
                Band.shareAtLeast(1 - OUTSIDE, runs, Long.MAX_VALUE));
    }

    private static List<Line> stores(int runs) {
        List<long[]> perRun = Scale.each(runs, run -> {
            SplittableRandom random = new SplittableRandom(SEED + run);
            StoreSplit split = StoreSplit.even(STORES, random.split());
            long[] counts = new long[STORES + 1];
            new Arrivals(LoadCurve.hourly(10_000, Duration.ofHours(1)), Course.NOON, random.split())
                    .forEachRemaining(arrival -> {
                        counts[split.store()]++;
                        counts[STORES]++;
                    });
            return counts;
        });
        double[] alike = new double[STORES];
        Arrays.fill(alike, 1);
        String of = "10,000 an hour over " + STORES + " stores";
        return List.of(
                new Line(
                        of,
                        "runs in which the stores' sales do not add up",
                        "0",
                        perRun.stream()
                                .filter(counts ->
                                        Arrays.stream(counts, 0, STORES).sum() != counts[STORES])
                                .count(),
                        Band.exactly(0)),
                new Line(
                        of,
                        "share of runs whose stores pass a chi-square test at 0.001",
                        "0.999",
                        perRun.stream()
                                        .map(counts -> Arrays.copyOf(counts, STORES))
                                        .filter(counts -> new ChiSquareTest().chiSquareTest(alike, counts) > OUTSIDE)
                                        .count()
                                / (double) runs,
                        Band.shareAtLeast(1 - OUTSIDE, runs, Long.MAX_VALUE)));
    }

    private static Line invalid(String of, int oneIn, double truth, int runs) {
        Course course = Course.of(
                        Duration.ofSeconds(1),
                        1200,
                        Duration.ofMillis(250),
                        LADDER.edges().toArray(Duration[]::new))
                .drained(Duration.ofSeconds(30));
        Shop shop = world -> {
            Transit lag = Transit.delayed(world.timeline(), Delays.always(Duration.ofSeconds(1)), world.shown());
            return new Shop.Opened(
                    new BlockingTill(new VirtualTill(world.timeline(), lag), () -> {
                        if (world.random().nextInt(oneIn) == 0) {
                            world.timeline().sleepUntil(world.timeline().now().plusMillis(1200));
                        }
                    }),
                    world.shelf());
        };
        List<Verdict> verdicts = Scale.each(
                runs,
                run -> Trial.of(course, SEED + run, shop, (trial, log) -> FreshnessReport.of(
                                log, LADDER, List.of(), course.window(), log.until())
                        .pipelines()
                        .get(0)
                        .verdict()));
        return new Line(
                of,
                "share of runs that are invalid",
                Band.number(truth),
                verdicts.stream().filter(verdict -> verdict == Verdict.INVALID).count() / (double) runs,
                Band.exactly(truth));
    }

    /** How far sends slip is the machine's affair; that each slip is told, and judged by its size, is the instrument's. */
    private static List<Line> hogged() throws Exception {
        List<Thread> hogs = new ArrayList<>();
        for (int i = 0; i < HOGS; i++) {
            Thread hog = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
            });
            hog.setDaemon(true);
            hogs.add(hog);
        }
        LivePage.Measured measured;
        hogs.forEach(Thread::start);
        try {
            measured = new LivePage(Duration.ofMillis(200), Duration.ofMillis(300), Duration.ofMillis(20), 200)
                    .measure(SEED);
        } finally {
            hogs.forEach(Thread::interrupt);
        }
        long beyond = measured.slots().stream().filter(PlannedLoad::isSpoilt).count();
        double slip = slip(measured.slots());
        WindowReport report = measured.report();
        String of = "real clock, beside " + HOGS + " busy threads";
        return List.of(
                new Line(
                        of,
                        "99 % point of the slip, ms",
                        "by a recount: " + Band.number(slip),
                        report.evidence().slip().orElseThrow() * 1e3,
                        Band.between(slip, slip * (1 + ROUNDED_UP) + 1)),
                new Line(
                        of,
                        "slots told as unmeasured",
                        "slips beyond 50 ms: " + beyond,
                        report.evidence().counts().unmeasured(),
                        Band.exactly((double) beyond)),
                new Line(
                        of,
                        "told as invalid for its slots (1 = yes)",
                        "1 if more than 4 of 200",
                        report.invalidBecause().stream().anyMatch(reason -> reason.contains("unmeasured")) ? 1 : 0,
                        Band.exactly(beyond > 4 ? 1 : 0)));
    }

    /** The 99 % point of the slips of all slots that have a sale, in milliseconds. */
    private static double slip(List<SlotOutcome> slots) {
        List<Duration> slips = slots.stream()
                .filter(slot -> slot.outcome().fold(seen -> true, unseen -> true, unmeasured -> false))
                .map(SlotOutcome::slip)
                .sorted()
                .toList();
        return slips.get((int) Math.ceil(slips.size() * 0.99) - 1).toNanos() / 1e6;
    }

    /** Sent more than 50 ms late, or so late that it was not sent at all. */
    private static boolean isSpoilt(SlotOutcome slot) {
        return slot.slip().compareTo(SLIP_BOUND) > 0
                || slot.outcome().fold(seen -> false, unseen -> false, unmeasured -> true);
    }
}
