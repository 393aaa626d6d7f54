package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import rung.core.ladder.Ladder;
import rung.core.ladder.LadderFile;
import rung.core.log.LogReader;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;
import rung.core.time.ClockOffset;
import rung.core.time.RemoteClock;
import rung.probe.virtual.Delays;
import rung.probe.virtual.Transit;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.WindowReport;

/** METHOD I.12: no wall clock moves a staleness, a stepped one is noticed, and a broker's clock is known to a millisecond or two. */
final class Clocks implements Proof {
    private static final long SEED = 1201;
    private static final Ladder LADDER = LadderFile.standard();
    private static final Duration BEFORE_STEP = Duration.ofMinutes(5);
    private static final Duration BETWEEN_STEPS = Duration.ofMinutes(10);
    private static final TimeWindow QUIET = window("before the steps", Duration.ZERO, BEFORE_STEP);
    private static final TimeWindow STEPPED = window("forward", BEFORE_STEP, BETWEEN_STEPS);
    private static final TimeWindow BACK = window("back", BETWEEN_STEPS, Duration.ofMinutes(15));

    /** A run with a stepped clock beside the same run without. */
    private record Pair(List<SlotOutcome> slots, List<SlotOutcome> undisturbed, List<WindowReport> windows) {}

    /** What is known of a broker's clock: how often the truth lay in the interval, and its width after 100 acks. */
    private record Known(long acks, long contained, Duration width) {}

    @Override
    public Table table(Scale scale) throws Exception {
        int runs = scale.runs(40, 6);
        List<Pair> pairs = Scale.each(runs, run -> pair(SEED + run));
        List<Line> lines = new ArrayList<>();
        String stepped = "wall clock put forward by 1 h, then back by 2 h";
        lines.add(new Line(
                stepped,
                "largest difference of any staleness, ms",
                "0",
                pairs.stream().mapToDouble(Clocks::difference).max().orElseThrow(),
                Band.atMost(1)));
        lines.add(new Line(
                stepped, "share of windows with a step that are invalid", "1", invalid(pairs, 1, 2), Band.exactly(1)));
        lines.add(new Line(
                stepped, "share of windows without one that are invalid", "0", invalid(pairs, 0), Band.exactly(0)));
        int brokers = scale.runs(1000, 100);
        List<Known> known = Scale.each(brokers, run -> broker(new SplittableRandom(SEED + run)));
        String broker = "broker 137 ms ahead, gaining 200 ppm";
        lines.add(new Line(
                broker,
                "share of acks after which the interval holds the truth",
                "1",
                (double) known.stream().mapToLong(Known::contained).sum()
                        / known.stream().mapToLong(Known::acks).sum(),
                Band.exactly(1)));
        lines.add(new Line(
                broker,
                "share of brokers known to 2 ms after 100 acks",
                "",
                known.stream()
                        .mapToDouble(one -> millis(one.width()) <= 2 ? 1 : 0)
                        .average()
                        .orElseThrow(),
                Band.atLeast(0.95)));
        return new Table(
                "Wall clocks are stepped by an hour in the middle of a run, and the same seed gives the same stalenesses."
                        + " The offset of a broker's clock follows from its stamps, cut to whole milliseconds.",
                Trial.THROUGH + "; judged by the report; the broker's clock from its stamps alone,"
                        + " and no source asks for it yet",
                SEED,
                runs + " runs of 15 min, " + brokers + " brokers",
                lines);
    }

    private static Pair pair(long seed) {
        Course course = Course.of(
                        Duration.ofSeconds(1),
                        900,
                        Duration.ofMillis(250),
                        LADDER.edges().toArray(Duration[]::new))
                .drained(Duration.ofSeconds(30));
        Shop.Pipeline pipeline = (timeline, random, shown) ->
                Transit.delayed(timeline, Delays.lognormal(Duration.ofSeconds(2), 0.5, random), shown);
        Shop stepping = world -> {
            world.timeline()
                    .at(QUIET.to().plusSeconds(100), () -> world.timeline().stepWall(Duration.ofHours(1)));
            world.timeline()
                    .at(STEPPED.to().plusSeconds(100), () -> world.timeline().stepWall(Duration.ofHours(-2)));
            return Shop.of(pipeline).open(world);
        };
        List<SlotOutcome> undisturbed =
                Trial.of(course, seed, Shop.of(pipeline)).slots();
        return Trial.of(
                course, seed, stepping, (trial, log) -> new Pair(trial.slots(), undisturbed, windows(course, log)));
    }

    private static List<WindowReport> windows(Course course, LogReader log) {
        return FreshnessReport.of(log, LADDER, List.of(QUIET, STEPPED, BACK), course.window(), log.until())
                .pipelines()
                .get(0)
                .promised()
                .windows();
    }

    private static double difference(Pair pair) {
        double largest = pair.slots().size() == pair.undisturbed().size() ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < pair.slots().size(); i++) {
            Outcome.Seen seen = seen(pair.slots().get(i));
            Outcome.Seen undisturbed = seen(pair.undisturbed().get(i));
            largest = Math.max(largest, Math.abs(millis(Duration.between(undisturbed.firstSeen(), seen.firstSeen()))));
            largest = Math.max(
                    largest, Math.abs(millis(Duration.between(undisturbed.lastMissing(), seen.lastMissing()))));
        }
        return largest;
    }

    private static Outcome.Seen seen(SlotOutcome slot) {
        return slot.outcome().fold(seen -> seen, unseen -> none(), unmeasured -> none());
    }

    private static Outcome.Seen none() {
        throw new IllegalStateException("a sale was not seen");
    }

    private static double invalid(List<Pair> pairs, int... windows) {
        return pairs.stream()
                .flatMap(pair ->
                        Arrays.stream(windows).mapToObj(i -> pair.windows().get(i)))
                .mapToDouble(window -> window.isValid() ? 0 : 1)
                .average()
                .orElseThrow();
    }

    /** A hundred acks, ten a second; each way takes 0.2 ms and an exponential rest of 0.5 ms in the mean. */
    private static Known broker(SplittableRandom random) {
        Supplier<Duration> way = Delays.exponential(Duration.ofNanos(500_000), random);
        RemoteClock clock = new RemoteClock(Duration.ofMillis(1));
        long contained = 0;
        Duration width = Duration.ZERO;
        int acks = 100;
        for (int ack = 0; ack < acks; ack++) {
            Instant sent = Course.NOON.plusMillis(100L * ack).plusNanos(random.nextLong(1_000_000));
            Instant stamped = sent.plusNanos(200_000).plus(way.get());
            Instant acknowledged = stamped.plusNanos(200_000).plus(way.get());
            clock.observe(
                    sent,
                    acknowledged,
                    Instant.ofEpochMilli(stamped.plus(ahead(stamped)).toEpochMilli()));
            ClockOffset offset = clock.offset(acknowledged).orElseThrow();
            Duration truth = ahead(acknowledged);
            contained += offset.fold(
                            between ->
                                    between.atLeast().compareTo(truth) <= 0 && truth.compareTo(between.atMost()) <= 0,
                            step -> false)
                    ? 1
                    : 0;
            width = offset.fold(ClockOffset.Between::width, step -> Duration.ofDays(1));
        }
        return new Known(acks, contained, width);
    }

    private static Duration ahead(Instant moment) {
        return Duration.ofMillis(137).plus(Duration.between(Course.NOON, moment).dividedBy(5000));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static TimeWindow window(String name, Duration from, Duration to) {
        return new TimeWindow(name, Course.NOON.plus(from), Course.NOON.plus(to));
    }
}
