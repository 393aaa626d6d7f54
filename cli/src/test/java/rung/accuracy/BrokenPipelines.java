package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.State;
import rung.core.evidence.WindowTally;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StockKey;
import rung.probe.virtual.Delays;
import rung.probe.virtual.Faults;
import rung.probe.virtual.Replicas;
import rung.probe.virtual.Shuffle;
import rung.probe.virtual.Transit;
import rung.probe.virtual.VirtualTill;

/** METHOD I.11: what a pipeline does wrong is counted as often as it happens, and what the probe cannot see convicts nobody. */
final class BrokenPipelines implements Proof {
    private static final long SEED = 1101;
    private static final Duration SLOT = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration LATENCY = Duration.ofMillis(10);
    private static final Duration EDGE = Duration.ofSeconds(5);
    private static final Duration LAG = Duration.ofSeconds(1);
    private static final Duration CACHE = Duration.ofSeconds(3);
    private static final int SLOTS = 1800;
    private static final int LAST = 10;
    private static final int KEYS = 4800;
    private static final int FEW_KEYS = 240;
    private static final long STOCK = 1000;
    private static final String DEAD_STORE = "9901";
    private static final int PARTITION_RUNS = 200;
    private static final double WRONG = 0.05;

    /**
     * Strikes each sale with the same probability, and remembers which; not the last ones, for what befalls them later
     * would come when nobody reads any more.
     */
    private static final class Struck implements Predicate<Injection> {
        private final Predicate<Injection> chance;
        private final Set<Long> slots = new HashSet<>();

        private Struck(double share, long seed) {
            this.chance = Faults.sales()
                    .and(sale -> sale.slot() < SLOTS - LAST)
                    .and(Faults.chance(share, new SplittableRandom(seed)));
        }

        @Override
        public boolean test(Injection injection) {
            boolean is = chance.test(injection);
            if (is) {
                slots.add(injection.slot());
            }
            return is;
        }
    }

    /** How often something happened in a run, and how often the log says that it did. */
    private record Count(String of, String figure, long truth, long told) {}

    @Override
    public Table table(Scale scale) {
        int runs = scale.runs(40, 4);
        List<Line> lines = new ArrayList<>();
        counted(lines, Scale.each(runs, run -> doubledLostAndReordered(SEED + run)));
        counted(lines, Scale.each(runs, run -> corrected(SEED + run)));
        counted(lines, Scale.each(runs, run -> doubledAndHealed(SEED + run)));
        counted(lines, Scale.each(runs, run -> flapping(SEED + run)));
        counted(lines, Scale.each(runs, run -> duplicatedMuchLater(SEED + run)));
        int partitions = scale.runs(PARTITION_RUNS, 24);
        List<Trial> dead = Scale.each(partitions, run -> deadPartition(SEED + run));
        lines.add(new Line(
                "1 of 12 partitions dead for 4 h",
                "share of sales late, mean",
                Band.number(1.0 / 12),
                dead.stream()
                        .map(trial -> trial.evidence().edges().get(0))
                        .mapToDouble(edge -> (double) edge.late() / edge.slots())
                        .average()
                        .orElseThrow(),
                Band.within(0.05, 1.0 / 12)));
        lines.add(new Line(
                "1 of 12 partitions dead for 4 h",
                "share of runs in which any look says kept",
                "at most 0.05",
                share(dead, State.KEPT),
                Band.shareAtMost(WRONG, partitions, PARTITION_RUNS)));
        List<Trial> unseen = Scale.each(runs, run -> unreadableAndSlipped(SEED + run));
        lines.add(new Line(
                "healthy, unreadable for 30 s, sends slipped",
                "share of slots that the probe spoilt",
                "about 0.02",
                unseen.stream()
                        .map(trial -> trial.evidence().edges().get(0))
                        .mapToDouble(edge -> (double) edge.unmeasured() / edge.slots())
                        .average()
                        .orElseThrow(),
                Band.between(0.01, 0.03)));
        lines.add(new Line(
                "healthy, unreadable for 30 s, sends slipped",
                "share of runs in which any look says missed",
                "0",
                share(unseen, State.MISSED),
                Band.exactly(0)));
        return new Table(
                "Whatever the pipeline does to its sales, the log tells of each as often as it happened, in all runs"
                        + " together and in each. A partition that died is not called kept; a healthy pipeline that the probe"
                        + " could not read is not called missed.",
                Trial.THROUGH,
                SEED,
                runs + " runs of " + SLOTS + " sales per fault, " + partitions + " runs of 4 h with a dead partition",
                lines);
    }

    /** How often each figure's matter happened in all runs, and in how many runs the log says otherwise of any. */
    private static void counted(List<Line> lines, List<List<Count>> runs) {
        String of = runs.get(0).get(0).of();
        for (int i = 0; i < runs.get(0).size(); i++) {
            int figure = i;
            double truth =
                    runs.stream().mapToDouble(run -> run.get(figure).truth()).sum();
            lines.add(new Line(
                    of,
                    runs.get(0).get(i).figure(),
                    Band.number(truth),
                    runs.stream().mapToDouble(run -> run.get(figure).told()).sum(),
                    Band.exactly(truth)));
        }
        lines.add(new Line(
                of,
                "runs that count any of these otherwise",
                "0",
                runs.stream()
                        .filter(run -> run.stream().anyMatch(count -> count.truth() != count.told()))
                        .count(),
                Band.exactly(0)));
    }

    private static List<Count> doubledLostAndReordered(long seed) {
        Struck lost = new Struck(0.005, seed ^ 1);
        Struck twice = new Struck(0.01, seed ^ 2);
        Shop shop = Shop.of((timeline, random, shown) -> {
            Transit faulty = Faults.losing(lost, Faults.doubling(timeline, twice, Delays.always(Duration.ZERO), shown));
            return new Shuffle(timeline, 50, Duration.ofSeconds(20), random, faulty);
        });
        Trial trial = Trial.of(course(Duration.ofMinutes(1)).drained(Duration.ofMinutes(3)), seed, shop);
        EdgeEvidence edge = trial.evidence().edges().get(0);
        String of = "1 % doubled, 0.5 % lost, reordered in windows of 50";
        return List.of(
                new Count(of, "sales applied twice", twice.slots.size(), anomalies(trial, Fact.Anomaly.Kind.DUPLICATE)),
                new Count(of, "sales not shown right", twice.slots.size() + lost.slots.size(), edge.late()),
                new Count(of, "sales that vanished later", 0, anomalies(trial, Fact.Anomaly.Kind.REGRESSION)),
                new Count(of, "counts that nothing explains", 0, anomalies(trial, Fact.Anomaly.Kind.WRONG_COUNT)));
    }

    private static List<Count> corrected(long seed) {
        Struck forgotten = new Struck(0.005, seed ^ 3);
        Shop shop = Shop.of((timeline, random, shown) -> Faults.correcting(
                timeline,
                forgotten,
                Delays.always(Duration.ofSeconds(90)),
                Transit.delayed(timeline, Delays.always(LAG), shown)));
        Trial trial = Trial.of(course(EDGE).drained(Duration.ofMinutes(3)), seed, shop);
        EdgeEvidence edge = trial.evidence().edges().get(0);
        String of = "0.5 % forgotten, and corrected after 90 s";
        return List.of(
                new Count(of, "sales late for certain", forgotten.slots.size(), edge.certainlyLate()),
                new Count(
                        of,
                        "sales seen in the end",
                        SLOTS,
                        trial.evidence().counts().seen()));
    }

    private static List<Count> doubledAndHealed(long seed) {
        Struck healed = new Struck(0.005, seed ^ 4);
        Shop shop = Shop.of((timeline, random, shown) -> Transit.delayed(
                timeline,
                Delays.always(LAG),
                Faults.healing(timeline, healed, Duration.ofMillis(1200), Duration.ofSeconds(1), shown)));
        Trial trial = Trial.of(course(EDGE).drained(Duration.ofMinutes(1)), seed, shop);
        String of = "0.5 % doubled when they had settled, healed a second later";
        return List.of(
                new Count(of, "regressions", healed.slots.size(), anomalies(trial, Fact.Anomaly.Kind.REGRESSION)),
                new Count(
                        of,
                        "sales late, for a settled slot is not rewritten",
                        0,
                        trial.evidence().edges().get(0).late()),
                new Count(of, "units sold and not returned", 0, trial.residue()));
    }

    private static List<Count> flapping(long seed) {
        Shop shop = world -> {
            Replicas replicas = Replicas.inTurn(world.timeline(), STOCK, LATENCY, List.of(Duration.ZERO, CACHE));
            Transit slowest = Transit.delayed(world.timeline(), Delays.always(CACHE), world.shown());
            return new Shop.Opened(
                    new VirtualTill(
                            world.timeline(),
                            Transit.delayed(world.timeline(), Delays.always(LAG), Transit.both(replicas, slowest))),
                    replicas);
        };
        Trial trial = Trial.of(course(EDGE).cached(CACHE).drained(Duration.ofMinutes(1)), seed, shop);
        Duration truth = LAG.plus(CACHE);
        long right = trial.slots().stream()
                .filter(slot -> slot.outcome()
                        .fold(
                                seen -> isAbout(truth, slot.intended(), seen.lastMissing(), seen.firstSeen()),
                                unseen -> false,
                                unmeasured -> false))
                .count();
        String of = "two caches 3 s apart that answer in turn";
        return List.of(
                new Count(of, "sales measured by the slower cache", SLOTS, right),
                new Count(of, "alarms", 0, trial.facts(Fact.Anomaly.class).size()));
    }

    /** Each replica answers every other poll, so a sale may show two polls before the slower one has it, or after. */
    private static boolean isAbout(Duration truth, Instant intended, Instant lastMissing, Instant firstSeen) {
        Instant shown = intended.plus(truth);
        return !lastMissing.isAfter(shown)
                && !firstSeen.isBefore(shown.minus(POLL.multipliedBy(2)))
                && !firstSeen.isAfter(shown.plus(POLL).plus(LATENCY));
    }

    private static List<Count> duplicatedMuchLater(long seed) {
        Set<StockKey> struck = new HashSet<>();
        Shop shop = Shop.of((timeline, random, shown) -> {
            Transit late = Faults.doubling(
                    timeline,
                    injection -> random.nextInt(3) == 0 && struck.add(injection.key()),
                    () -> Duration.ofSeconds(60 + random.nextInt(600)),
                    shown);
            return Transit.delayed(timeline, () -> Duration.ofMillis(500 + random.nextInt(20_000)), late);
        });
        Trial trial = Trial.of(course(EDGE).over(FEW_KEYS).drained(Duration.ofMinutes(2)), seed, shop);
        if (struck.size() < FEW_KEYS / 2) {
            throw new IllegalStateException("transactions of only " + struck.size() + " keys came again");
        }
        long before = trial.facts(Fact.Seen.class).stream()
                .filter(seen -> shown(trial, seen.slot()).isAfter(seen.firstSeen()))
                .count();
        long after = trial.facts(Fact.Missing.class).stream()
                .filter(missing -> !shown(trial, missing.slot()).isAfter(missing.at()))
                .count();
        String of = "a transaction of each key comes again minutes later";
        return List.of(
                new Count(of, "sales seen before they were shown", 0, before),
                new Count(of, "sales missing after they were shown", 0, after));
    }

    private static Instant shown(Trial trial, long slot) {
        return trial.shown().getOrDefault(slot, Instant.MAX);
    }

    private static Trial deadPartition(long seed) {
        Course course = Course.of(Duration.ofSeconds(10), 1440, Duration.ofSeconds(5), Duration.ofMinutes(5))
                .drained(Duration.ofMinutes(6));
        return Trial.of(
                course,
                seed,
                Shop.of((timeline, random, shown) -> Faults.losing(
                        Faults.on(key -> key.store().equals(DEAD_STORE)),
                        Transit.delayed(timeline, Delays.always(LAG), shown))));
    }

    /** A till that blocks for a moment now and then, so that the sales after it slip. */
    private static Trial unreadableAndSlipped(long seed) {
        Shop shop = world -> {
            world.timeline()
                    .at(Course.NOON.plusSeconds(600), () -> world.shelf().fail("connection refused"));
            world.timeline()
                    .at(Course.NOON.plusSeconds(630), () -> world.shelf().fail(""));
            Transit lag = Transit.delayed(world.timeline(), Delays.always(LAG), world.shown());
            return new Shop.Opened(
                    new BlockingTill(new VirtualTill(world.timeline(), lag), () -> {
                        if (world.random().nextInt(40) == 0) {
                            world.timeline().sleepUntil(world.timeline().now().plusMillis(1200));
                        }
                    }),
                    world.shelf());
        };
        return Trial.of(course(EDGE).drained(Duration.ofMinutes(1)), seed, shop);
    }

    private static Course course(Duration edge) {
        return Course.of(SLOT, SLOTS, POLL, edge).answering(LATENCY).over(KEYS);
    }

    private static long anomalies(Trial trial, Fact.Anomaly.Kind kind) {
        return trial.facts(Fact.Anomaly.class).stream()
                .filter(anomaly -> anomaly.kind() == kind)
                .map(Fact.Anomaly::slot)
                .distinct()
                .count();
    }

    private static double share(List<Trial> trials, State claimed) {
        return (double) trials.stream().filter(trial -> isEver(trial, claimed)).count() / trials.size();
    }

    private static boolean isEver(Trial trial, State claimed) {
        WindowTally tally = trial.tally();
        for (SlotOutcome slot : trial.slots()) {
            tally.add(slot);
            if (tally.states().contains(claimed)) {
                return true;
            }
        }
        return false;
    }
}
