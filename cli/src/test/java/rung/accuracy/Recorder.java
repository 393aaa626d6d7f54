package rung.accuracy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.IntervalHistogram;
import rung.core.evidence.Look;
import rung.core.evidence.Quantile;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowTally;
import rung.core.log.HourlyFolder;
import rung.core.log.LogReader;
import rung.core.log.MeasurementLog;
import rung.core.measure.Injection;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;
import rung.core.time.VirtualTimeline;
import rung.probe.virtual.Delays;
import rung.probe.virtual.Faults;
import rung.probe.virtual.Transit;

/** METHOD I.19: what is kept of an hour says what its raw facts say, after any writing, reading and merging. */
final class Recorder implements Proof {
    private static final long SEED = 1901;
    private static final List<Duration> EDGES =
            List.of(Duration.ofSeconds(20), Duration.ofMinutes(1), Duration.ofMinutes(5));
    private static final int HOURS = 8;
    private static final int LOSING_HOUR = 3;
    private static final Duration SLOT = Duration.ofSeconds(10);
    private static final int ORDERS = 20;
    private static final int STRETCHES = 12;
    private static final double PERCENT = 0.01;

    /**
     * What one run found.
     *
     * @param folded hours that were folded while it ran
     * @param windows that were compared
     * @param differing windows of them in which folds and raw slots do not say the same
     * @param recounted edges, in windows, whose counts differ from a recount by hand
     * @param merges that were made of the hours' histograms, in orders drawn at random
     * @param unlike merges of them that differ from the histogram of all slots
     */
    private record Found(int folded, int windows, int differing, int recounted, int merges, int unlike) {}

    @Override
    public Table table(Scale scale) {
        int runs = scale.runs(16, 3);
        List<Found> found = Scale.each(runs, run -> run(SEED + run));
        int windows = found.stream().mapToInt(Found::windows).sum();
        int merges = found.stream().mapToInt(Found::merges).sum();
        List<Line> lines = List.of(
                new Line(
                        "8 h, one sale of the fourth lost",
                        "hours folded while the canary ran, fewest of all runs",
                        Integer.toString(HOURS - 1),
                        found.stream().mapToInt(Found::folded).min().orElse(0),
                        Band.exactly(HOURS - 1)),
                new Line(
                        Band.number(windows) + " windows, whole hours and odd stretches",
                        "windows in which the folds say something else than the slots",
                        "0",
                        found.stream().mapToInt(Found::differing).sum(),
                        Band.exactly(0)),
                new Line(
                        Band.number(windows) + " windows, three edges each",
                        "edges whose counts differ from a recount of the raw slots",
                        "0",
                        found.stream().mapToInt(Found::recounted).sum(),
                        Band.exactly(0)),
                new Line(
                        Band.number(merges) + " merges in orders drawn at random",
                        "histograms, written and read back, that differ from one of all slots",
                        "0",
                        found.stream().mapToInt(Found::unlike).sum(),
                        Band.exactly(0)));
        return new Table(
                "Hours are folded while the canary runs. Counts at the edges, counts of sales and histograms are the same,"
                        + " whether a window is told by its folds or by its raw slots, and the hours' histograms make the same"
                        + " histogram in whatever order they are merged.",
                Trial.THROUGH + "; hours folded as shipped",
                SEED,
                runs + " runs of " + HOURS + " h with a sale every 10 s",
                lines);
    }

    private static Found run(long seed) {
        Course course = Course.of(
                        SLOT,
                        Math.toIntExact(Duration.ofHours(HOURS).dividedBy(SLOT)),
                        Duration.ofSeconds(1),
                        EDGES.toArray(Duration[]::new))
                .drained(Duration.ofMinutes(50));
        Shop shop = Shop.of((timeline, random, shown) -> {
            Transit all = Transit.delayed(timeline, Delays.lognormal(Duration.ofSeconds(10), 1.2, random), shown);
            return Faults.losing(Recorder::isLost, all);
        });
        return Trial.of(course, seed, shop, new Folding(course, new Random(seed)));
    }

    private static boolean isLost(Injection injection) {
        return injection.slot() == LOSING_HOUR * Duration.ofHours(1).dividedBy(SLOT) + 7;
    }

    /** Folds once a virtual minute, as the canary's command does, and compares at the end. */
    private static final class Folding implements Trial.Conclusion<Found> {
        private final Course course;
        private final Random random;
        private int folded;

        private Folding(Course course, Random random) {
            this.course = course;
            this.random = random;
        }

        @Override
        public void beside(VirtualTimeline timeline, MeasurementLog log) throws IOException {
            HourlyFolder folder =
                    HourlyFolder.of(log, List.of(new HourlyFolder.Target(Trial.PIPELINE, Trial.STAGE, course::look)));
            next(timeline, log, folder);
        }

        private void next(VirtualTimeline timeline, MeasurementLog log, HourlyFolder folder) {
            timeline.after(Duration.ofMinutes(1), () -> {
                log.flush();
                folded += folder.fold();
                next(timeline, log, folder);
            });
        }

        @Override
        public Found of(Trial trial, LogReader reader) {
            Look look = course.look(trial.until());
            List<TimeWindow> hours = hours();
            List<TimeWindow> windows = new ArrayList<>(hours);
            windows.add(course.window());
            Stream.generate(this::stretch).limit(STRETCHES).forEach(windows::add);
            int differing = 0;
            int recounted = 0;
            for (TimeWindow window : windows) {
                WindowTally byFolds = new WindowTally(window, look);
                reader.fold(Trial.PIPELINE, Trial.STAGE, byFolds);
                List<SlotOutcome> slots = slots(reader, window);
                WindowEvidence bySlots = evidence(window, look, slots);
                differing += figures(byFolds.evidence()).equals(figures(bySlots)) ? 0 : 1;
                recounted += (int) bySlots.edges().stream()
                        .filter(edge -> !isRecount(edge, slots))
                        .count();
            }
            List<byte[]> written = hours.stream()
                    .map(hour -> evidence(hour, look, slots(reader, hour)))
                    .map(hour -> hour.histogram().encode())
                    .collect(Collectors.toCollection(ArrayList::new));
            String whole =
                    figures(evidence(course.window(), look, trial.slots()).histogram());
            int unlike = 0;
            for (int i = 0; i < ORDERS; i++) {
                Collections.shuffle(written, random);
                IntervalHistogram merged = new IntervalHistogram();
                written.forEach(hour -> merged.add(IntervalHistogram.decode(hour)));
                unlike += figures(merged).equals(whole) ? 0 : 1;
            }
            return new Found(folded, windows.size(), differing, recounted, ORDERS, unlike);
        }

        private List<TimeWindow> hours() {
            return IntStream.range(0, HOURS)
                    .mapToObj(hour -> Course.NOON.plus(Duration.ofHours(hour)))
                    .map(begin -> new TimeWindow("hour", begin, begin.plus(Duration.ofHours(1))))
                    .toList();
        }

        private TimeWindow stretch() {
            int seconds = Math.toIntExact(Duration.ofHours(HOURS).toSeconds());
            int from = random.nextInt(seconds - 1);
            int to = from + 1 + random.nextInt(seconds - from - 1);
            return new TimeWindow("stretch", Course.NOON.plusSeconds(from), Course.NOON.plusSeconds(to));
        }
    }

    private static List<SlotOutcome> slots(LogReader reader, TimeWindow window) {
        List<SlotOutcome> slots = new ArrayList<>();
        reader.slots(Trial.PIPELINE, Trial.STAGE, window, slots::add);
        return slots;
    }

    private static WindowEvidence evidence(TimeWindow window, Look look, List<SlotOutcome> slots) {
        WindowTally tally = new WindowTally(window, look);
        slots.forEach(tally::add);
        return tally.evidence();
    }

    /** All that a window says, as text; its histogram value by value. */
    private static String figures(WindowEvidence evidence) {
        return String.join(
                "; ",
                evidence.edges().toString(),
                evidence.quantiles().toString(),
                evidence.counts().toString(),
                evidence.cycles() + " cycles",
                evidence.age() + " now",
                evidence.largestAge() + " at most",
                evidence.resolution().toString(),
                evidence.slip().toString(),
                figures(evidence.histogram()));
    }

    private static String figures(IntervalHistogram histogram) {
        return histogram.count() + ": "
                + DoubleStream.iterate(PERCENT, share -> share < 1, share -> share + PERCENT)
                        .mapToObj(share -> Quantile.of(share, histogram).toString())
                        .collect(Collectors.joining(", "));
    }

    /** At the end of the log every slot is old enough, so the prefix is the whole window. */
    private static boolean isRecount(EdgeEvidence edge, List<SlotOutcome> slots) {
        long late = slots.stream()
                .filter(slot -> firstSeen(slot).isAfter(slot.intended().plus(edge.edge())))
                .count();
        long certainlyLate = slots.stream()
                .filter(slot -> firstSeen(slot).isAfter(slot.intended().plus(edge.edge())))
                .filter(slot -> !lastMissing(slot).isBefore(slot.handed().plus(edge.edge())))
                .count();
        return edge.slots() == slots.size() && edge.late() == late && edge.certainlyLate() == certainlyLate;
    }

    private static Instant firstSeen(SlotOutcome slot) {
        return slot.outcome().fold(Outcome.Seen::firstSeen, unseen -> Instant.MAX, unmeasured -> Instant.MAX);
    }

    private static Instant lastMissing(SlotOutcome slot) {
        return slot.outcome().fold(Outcome.Seen::lastMissing, Outcome.Unseen::lastMissing, unmeasured -> Instant.MIN);
    }
}
