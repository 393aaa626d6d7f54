package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import rung.core.evidence.AgeBand;
import rung.core.evidence.AgeRange;
import rung.core.evidence.AgeTally;
import rung.core.evidence.Look;
import rung.core.measure.Cycle;
import rung.core.measure.Injection;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StockKey;
import rung.core.measure.TimeWindow;
import rung.core.time.VirtualTimeline;
import rung.probe.load.Arrivals;
import rung.probe.load.LoadCurve;
import rung.probe.virtual.Delays;
import rung.probe.virtual.PeriodicCommit;
import rung.probe.virtual.ServiceQueue;

/** METHOD I.13: the age of a table over time, against the closed forms of a periodic loader and of a queue. */
final class AgeOverTime implements Proof {
    private static final long SEED = 1301;
    private static final Duration PERIOD = Duration.ofMinutes(15);
    private static final Duration VISIBLE_AFTER = Duration.ofSeconds(200);
    private static final double MEAN = 650;
    private static final double P95 = 1055;
    private static final Duration WARM_UP = PERIOD.multipliedBy(2);
    private static final Duration MEASURED = PERIOD.multipliedBy(4);
    private static final Duration POLL = Duration.ofSeconds(3);
    private static final int SALES_OF_A_QUEUE = 100_000;

    @Override
    public Table table(Scale scale) {
        int runs = scale.runs(10, 2);
        List<Line> lines = new ArrayList<>();
        for (int spacing : List.of(1, 60, 300)) {
            List<AgeBand> bands = Scale.each(runs, run -> loader(Duration.ofSeconds(spacing), SEED + run));
            String of = "a sale every " + spacing + " s";
            lines.add(new Line(
                    of,
                    "share of moments at which the band holds the true age",
                    "1",
                    bands.stream().mapToDouble(AgeOverTime::held).average().orElseThrow(),
                    Band.exactly(1)));
            lines.add(new Line(
                    of,
                    "widest mean width of the band, s",
                    "",
                    bands.stream()
                            .map(AgeBand::mean)
                            .mapToDouble(mean -> seconds(mean.atMost()) - seconds(mean.atLeast()))
                            .max()
                            .orElseThrow(),
                    Band.atMost(2.0 * spacing + seconds(POLL))));
            if (spacing == 1) {
                lines.addAll(
                        ends("mean age", MEAN, bands.stream().map(AgeBand::mean).toList()));
                lines.addAll(ends(
                        "p95 of the age",
                        P95,
                        bands.stream().map(band -> band.quantile(0.95)).toList()));
            }
        }
        int queues = scale.runs(12, 4);
        for (double load : List.of(0.3, 0.5, 0.7)) {
            double truth = 1 + 1 / load + load * load / (1 - load);
            lines.add(new Line(
                    "M/M/1 queue with load " + Band.number(load) + ", service of 1 s",
                    "mean age of the newest sale shown, s",
                    Band.number(truth),
                    Scale.each(queues, run -> queue(load, new SplittableRandom(SEED + run))).stream()
                            .mapToDouble(age -> age)
                            .average()
                            .orElseThrow(),
                    Band.within(0.01, truth)));
        }
        return new Table(
                "A loader commits every 900 s and a commit shows 200 s after it was cut: the table's age runs from 200 s to"
                        + " 1,100 s again and again, 650 s in the mean. Sales tell it to within two slots and a poll at every"
                        + " moment. The age behind a queue has a closed form when sales are a Poisson process.",
                Trial.THROUGH + "; the queue's sales come from the planned load and go straight to the age's tally;"
                        + " no report draws the band yet",
                SEED,
                runs + " runs of four periods, " + queues + " queues of about " + Band.number(SALES_OF_A_QUEUE)
                        + " sales",
                lines);
    }

    private static List<Line> ends(String figure, double truth, List<AgeRange> ranges) {
        String of = "a sale every 1 s";
        return List.of(
                new Line(
                        of,
                        figure + ", s, at least",
                        Band.number(truth),
                        ranges.stream()
                                .mapToDouble(range -> seconds(range.atLeast()))
                                .min()
                                .orElseThrow(),
                        Band.between(truth * 0.99, truth)),
                new Line(
                        of,
                        figure + ", s, at most",
                        Band.number(truth),
                        ranges.stream()
                                .mapToDouble(range -> seconds(range.atMost()))
                                .max()
                                .orElseThrow(),
                        Band.between(truth, truth * 1.01)));
    }

    private static AgeBand loader(Duration spacing, long seed) {
        Duration whole = WARM_UP.plus(MEASURED);
        Course course = Course.of(spacing, Math.toIntExact(whole.dividedBy(spacing)), POLL)
                .over(12_000)
                .drained(PERIOD.plus(VISIBLE_AFTER).plusSeconds(60));
        Shop shop = Shop.of((timeline, random, shown) -> {
            PeriodicCommit loader =
                    new PeriodicCommit(timeline, PERIOD, () -> VISIBLE_AFTER, batch -> batch.forEach(shown::enter));
            loader.start();
            return loader;
        });
        Trial trial = Trial.of(course, seed, shop);
        TimeWindow window = new TimeWindow("four periods", Course.NOON.plus(WARM_UP), course.end());
        AgeTally tally = new AgeTally(window, course.look(trial.until()));
        trial.slots().forEach(tally::add);
        return tally.band().orElseThrow();
    }

    /** At moments a little over a second apart, so that they meet every phase of sales, polls and commits. */
    private static double held(AgeBand band) {
        Duration step = Duration.ofMillis(1_013);
        long moments = MEASURED.dividedBy(step);
        return (double) LongStream.range(0, moments)
                        .mapToObj(i -> Course.NOON.plus(WARM_UP).plus(step.multipliedBy(i)))
                        .filter(moment -> holds(band, moment))
                        .count()
                / moments;
    }

    private static boolean holds(AgeBand band, Instant moment) {
        Duration sinceVisible = Duration.between(Course.NOON, moment).minus(VISIBLE_AFTER);
        Duration age = VISIBLE_AFTER.plusNanos(sinceVisible.toNanos() % PERIOD.toNanos());
        return band.oldest().at(moment).compareTo(age) <= 0
                && band.newest().at(moment).compareTo(age) >= 0;
    }

    /** Each sale is known to the nanosecond, so that nothing but the queue is in the age. */
    private static double queue(double load, SplittableRandom random) {
        Duration length = Duration.ofSeconds(Math.round(SALES_OF_A_QUEUE / load));
        VirtualTimeline timeline = new VirtualTimeline(Course.NOON);
        List<SlotOutcome> sales = new ArrayList<>();
        ServiceQueue queue = new ServiceQueue(
                timeline,
                Delays.always(length.multipliedBy(2)),
                Delays.exponential(Duration.ofSeconds(1), random.split()),
                sale -> sales.add(new SlotOutcome(
                        sale.intended(),
                        sale.intended(),
                        "",
                        new Outcome.Seen(timeline.now(), timeline.now(), Cycle.unknown()))));
        new Arrivals(LoadCurve.steady(load, length), Course.NOON, random.split()).forEachRemaining(arrival -> {
            timeline.sleepUntil(arrival.intended());
            queue.enter(new Injection(
                    "queue",
                    "sales",
                    arrival.number(),
                    Injection.Kind.SALE,
                    new StockKey("9901", "RUNG-0001"),
                    1,
                    arrival.intended()));
        });
        timeline.advance(Duration.ofHours(1));
        TimeWindow window = new TimeWindow("run", Course.NOON, Course.NOON.plus(length));
        Course course = Course.of(Duration.ofSeconds(1), 1, Duration.ZERO);
        Look look = course.look(timeline.now());
        AgeTally tally = new AgeTally(window, look);
        sales.forEach(tally::add);
        return seconds(tally.band().orElseThrow().mean().atMost());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
