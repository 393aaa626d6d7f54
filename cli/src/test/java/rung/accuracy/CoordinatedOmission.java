package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import rung.core.evidence.Quantile;
import rung.core.evidence.State;
import rung.core.evidence.WindowEvidence;
import rung.core.ladder.Ladder;
import rung.core.ladder.LadderFile;
import rung.core.measure.Injection;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.VirtualTimeline;
import rung.peers.Commits;
import rung.peers.Contrasts;
import rung.probe.source.Delivery;
import rung.probe.source.Till;
import rung.probe.stage.Stage;
import rung.probe.virtual.Transit;

/**
 * METHOD I.3: 6 s in which nothing shows, at 200 sales a second. Whoever is frozen (the pipeline, the till's client, the
 * probe), a sale's staleness counts from when it was meant to happen, so the quantiles are the same.
 */
final class CoordinatedOmission implements Proof {
    private static final long SEED = 301;
    private static final Duration SLOT = Duration.ofMillis(5);
    private static final Duration SPAN = Duration.ofSeconds(30);

    /** Longer than the span by more than a tenth, the age from which quantiles take a slot. */
    private static final Duration MEASURED = Duration.ofSeconds(34);

    private static final Duration POLL = Duration.ofMillis(50);

    /** Turns of a virtual probe share a thread: a till that blocks would hold up a read that takes time, too. */
    private static final Duration LATENCY = Duration.ZERO;

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Instant FROZEN = Course.NOON.plusSeconds(10);
    private static final Instant THAWED = Course.NOON.plusSeconds(16);

    /** Tills and probe come back before the commit that ends the freeze, so that it has what waited for them. */
    private static final Instant BACK = THAWED.minusMillis(100);

    private static final Duration ROUND_TRIP = Duration.ofNanos(100_000);
    private static final int DEPTH = 2;
    private static final int KEYS = 12_000;
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final double WITHIN = 0.03;
    private static final double BLOCKED_SHARE = 5.9 / 30;
    private static final double INVALID_FROM = 0.02;

    private static final Ladder LADDER = LadderFile.standard();
    private static final Commits HEALTHY =
            Commits.every(EVERY, Duration.ZERO, MEASURED.plus(EVERY).plus(EVERY));
    private static final Commits STALLED =
            HEALTHY.stalled(Duration.between(Course.NOON, FROZEN), Duration.between(Course.NOON, THAWED));

    @Override
    public Table table(Scale scale) {
        int runs = scale.runs(20, 4);
        List<Line> lines = new ArrayList<>();
        String plain = "the pipeline freezes";
        List<WindowEvidence> frozen = runs(runs, Committed.shop(STALLED));
        quantiles(lines, plain, frozen);
        lines.add(
                new Line(plain, "most slots of 6,000 without a free key", "0", mostUnmeasured(frozen), Band.atMost(2)));
        String queueing = "the same, and the till's client keeps 2 sales under way and queues the others";
        List<WindowEvidence> queued = runs(runs, behind(STALLED, TwoDeep::new));
        quantiles(lines, queueing, queued);
        lines.add(new Line(
                queueing, "most slots of 6,000 without a free key", "0", mostUnmeasured(queued), Band.atMost(2)));
        String blocking = "the same, and the till's client blocks for 5.9 s";
        List<WindowEvidence> blocked =
                runs(runs, behind(STALLED, (timeline, pipeline) -> new Blocking(timeline, pipeline, FROZEN)));
        quantiles(lines, blocking, blocked);
        slips(lines, blocking, blocked);
        String pausing = "the pipeline is healthy, and the probe pauses for 5.8 s, as for a garbage collection";
        List<WindowEvidence> paused = runs(runs, pausing(FROZEN.plus(POLL).plusMillis(10)));
        quantiles(lines, pausing, paused);
        slips(lines, pausing, paused);
        lines.add(new Line(
                pausing,
                "runs that call a tier missed",
                "0",
                paused.stream()
                        .filter(run -> run.edges().stream().anyMatch(edge -> edge.state() == State.MISSED))
                        .count(),
                Band.exactly(0)));
        String blind = "the same, and the pause begins before a commit of that moment was read";
        double truth = STALLED.quantile(0.95, Duration.ZERO, SPAN).toNanos() / 1e9;
        List<WindowEvidence> unread = runs(runs, pausing(FROZEN));
        lines.add(new Line(
                blind,
                "runs whose p95 interval does not contain 4.5 s",
                "0",
                unread.stream()
                        .map(run -> quantile(run, 0.95))
                        .filter(p95 ->
                                p95.lower().orElse(0) > truth || p95.upper().orElse(Double.POSITIVE_INFINITY) < truth)
                        .count(),
                Band.exactly(0)));
        Duration half = Duration.between(Course.NOON, FROZEN).plusSeconds(3);
        contrast(lines, "late ones removed, beyond 5 s", Contrasts.lateRemoved(STALLED, SLOT, SPAN, BOUND));
        contrast(lines, "clamped at 5 s", Contrasts.clamped(STALLED, SLOT, SPAN, BOUND));
        contrast(lines, "closed loop", Contrasts.closedLoop(STALLED, SLOT, SPAN));
        contrast(lines, "arrivals only, looked at in mid-freeze", Contrasts.arrivalsOnly(STALLED, SLOT, half));
        return new Table(
                "A commit each 2 s and 6 s without one in 30 s: a fifth of the sales wait uniformly for 0 to 6 s, the others"
                        + " for 0 to 2 s. Staleness counts from the intended time, so that a client that blocks or queues, or"
                        + " a probe that pauses, hides none of it. A slot that was sent late is counted with its delay and"
                        + " as unmeasured; more than 2 % of such slots make the window invalid, and they convict nobody.",
                Trial.THROUGH,
                SEED,
                runs + " runs of 30 s at 200 sales a second, read every 50 ms; of each figure the run farthest from the"
                        + " truth",
                lines);
    }

    private static void quantiles(List<Line> lines, String of, List<WindowEvidence> runs) {
        for (double quantile : List.of(0.9, 0.95, 0.99)) {
            double truth = STALLED.quantile(quantile, Duration.ZERO, SPAN).toNanos() / 1e9;
            double farthest = runs.stream()
                    .map(run -> estimate(run, quantile))
                    .max(Comparator.comparingDouble(estimate -> Math.abs(estimate - truth)))
                    .orElseThrow();
            lines.add(new Line(of, percentile(quantile), Band.number(truth), farthest, Band.within(WITHIN, truth)));
        }
    }

    private static double estimate(WindowEvidence run, double quantile) {
        return quantile(run, quantile).estimate().orElse(Double.POSITIVE_INFINITY);
    }

    private static Quantile quantile(WindowEvidence run, double quantile) {
        return run.quantiles().stream()
                .filter(one -> one.quantile() == quantile)
                .findFirst()
                .orElseThrow();
    }

    private static void slips(List<Line> lines, String of, List<WindowEvidence> runs) {
        lines.add(new Line(
                of,
                "smallest p99 of the sending delay, s",
                "5.5 to 5.6",
                runs.stream().mapToDouble(run -> run.slip().orElse(0)).min().orElseThrow(),
                Band.within(WITHIN, 5.6)));
        lines.add(new Line(
                of,
                "smallest share of slots unmeasured: beyond " + INVALID_FROM + " the window is invalid",
                Band.number(BLOCKED_SHARE),
                runs.stream()
                        .mapToDouble(run -> (double) run.counts().unmeasured()
                                / run.counts().slots())
                        .min()
                        .orElseThrow(),
                Band.within(WITHIN, BLOCKED_SHARE)));
    }

    private static double mostUnmeasured(List<WindowEvidence> runs) {
        return runs.stream().mapToLong(run -> run.counts().unmeasured()).max().orElseThrow();
    }

    private static void contrast(List<Line> lines, String of, List<Duration> recorded) {
        for (double quantile : List.of(0.95, 0.99)) {
            double truth = STALLED.quantile(quantile, Duration.ZERO, SPAN).toNanos() / 1e9;
            lines.add(new Line(
                    of,
                    percentile(quantile),
                    Band.number(truth),
                    Contrasts.quantile(quantile, recorded).toNanos() / 1e9,
                    Band.CONTRAST));
        }
    }

    private static String percentile(double quantile) {
        return String.format(Locale.ROOT, "p%.0f, s", quantile * 100);
    }

    private static List<WindowEvidence> runs(int runs, Shop shop) {
        Course course = Course.of(
                        SLOT,
                        Math.toIntExact(MEASURED.dividedBy(SLOT)),
                        POLL,
                        LADDER.edges().toArray(Duration[]::new))
                .over(KEYS)
                .answering(LATENCY);
        return Scale.each(runs, run -> Committed.evidence(Trial.of(course, SEED + run, shop), SPAN, LADDER));
    }

    /** A client of the till, over the pipeline behind it. */
    private interface Client {
        Till over(VirtualTimeline timeline, Transit pipeline);
    }

    private static Shop behind(Commits commits, Client client) {
        return world -> new Shop.Opened(
                client.over(world.timeline(), Committed.pipeline(commits, world.timeline(), world.shown())),
                world.shelf());
    }

    /** Nothing of the probe moves from {@code from} on, neither what sends nor what reads, until all of it does. */
    private static Shop pausing(Instant from) {
        return world -> {
            VirtualTimeline timeline = world.timeline();
            Stage shelf = world.shelf();
            Stage reading = new Stage() {
                @Override
                public List<Reading> read(Set<StockKey> keys) throws InterruptedException {
                    waitIfStopped(timeline, from);
                    return shelf.read(keys);
                }

                @Override
                public void close() {
                    shelf.close();
                }
            };
            Till till = new Blocking(timeline, Committed.pipeline(HEALTHY, timeline, world.shown()), from);
            return new Shop.Opened(till, reading);
        };
    }

    private static boolean isStopped(VirtualTimeline timeline, Instant from) {
        return !timeline.now().isBefore(from) && timeline.now().isBefore(BACK);
    }

    private static void waitIfStopped(VirtualTimeline timeline, Instant from) {
        if (isStopped(timeline, from)) {
            timeline.sleepUntil(BACK);
        }
    }

    /** A client whose buffer is full from {@code from} on while its broker is frozen: sending blocks. */
    private record Blocking(VirtualTimeline timeline, Transit pipeline, Instant from) implements Till {
        @Override
        public void check() {}

        @Override
        public void send(Injection injection, Consumer<Delivery> done) {
            waitIfStopped(timeline, from);
            pipeline.enter(injection);
            done.accept(new Delivery.Accepted(timeline.now()));
        }

        @Override
        public void close() {}
    }

    /** A client that has at most two sales under way; the others wait in its queue, and nobody sees them wait. */
    private static final class TwoDeep implements Till {
        private record Waiting(Injection injection, Consumer<Delivery> done) {}

        private final VirtualTimeline timeline;
        private final Transit pipeline;
        private final Deque<Waiting> queue = new ArrayDeque<>();
        private int underWay;

        private TwoDeep(VirtualTimeline timeline, Transit pipeline) {
            this.timeline = timeline;
            this.pipeline = pipeline;
        }

        @Override
        public void check() {}

        @Override
        public void send(Injection injection, Consumer<Delivery> done) {
            queue.add(new Waiting(injection, done));
            next();
        }

        private void next() {
            while (underWay < DEPTH && !queue.isEmpty()) {
                Waiting one = queue.remove();
                underWay++;
                Instant from = isStopped(timeline, FROZEN) ? BACK : timeline.now();
                timeline.at(from.plus(ROUND_TRIP), () -> {
                    pipeline.enter(one.injection());
                    one.done().accept(new Delivery.Accepted(timeline.now()));
                    underWay--;
                    next();
                });
            }
        }

        @Override
        public void close() {}
    }
}
