package rung.probe.calibration;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import rung.core.calibration.Clocks;
import rung.core.calibration.KnownLag;
import rung.core.calibration.Machine;
import rung.core.calibration.ReadCost;
import rung.core.calibration.Spread;
import rung.core.log.FactQueue;
import rung.core.log.LogReader;
import rung.core.log.MeasurementLog;
import rung.core.log.Pulse;
import rung.core.measure.Fact;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.SystemTimeline;
import rung.probe.canary.Canary;
import rung.probe.canary.CannotInject;
import rung.probe.canary.CannotObserve;
import rung.probe.canary.Lane;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.stage.Stage;

/**
 * What the machine adds: a real canary with its threads, its queue and its log, on pipelines in memory that add nothing of
 * their own but a lag that is known.
 */
final class MachineBench {
    private static final Duration LEAD = Duration.ofMillis(300);
    private static final Duration WARM_UP = Duration.ofMillis(700);
    private static final Duration DRAIN = Duration.ofSeconds(1);
    private static final Duration SLOT = Duration.ofMillis(10);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration LAG = Duration.ofMillis(200);
    private static final Duration EDGE = Duration.ofSeconds(5);
    private static final Duration LOSS_HORIZON = Duration.ofHours(1);

    /** A slip beyond it makes a slot unmeasured. */
    private static final Duration SLIP_BOUND = Duration.ofMillis(50);

    private static final int SKUS = 1000;

    /** Each key is a page, and all are read before the first sale. */
    private static final int WEB_SKUS = 100;

    private static final Duration WEB_SLOT = Duration.ofMillis(100);
    private static final int CLOCK_READS = 10_000;
    private static final double MOST = 0.95;
    private static final String IN_MEMORY = "in memory";
    private static final String LAGGING = "in memory, lagging";
    private static final String STAGE = "stage";
    private static final String HTTP = "HTTP on loopback";

    private final SystemTimeline timeline;
    private final long seed;

    MachineBench(SystemTimeline timeline, long seed) {
        this.timeline = timeline;
        this.seed = seed;
    }

    /**
     * Watches the machine for {@code span}.
     *
     * @param file of the log that is written on the way
     */
    Machine measure(Path file, Duration span) throws IOException, InterruptedException {
        MemoryShop fresh = new MemoryShop(timeline, Duration.ZERO);
        MemoryShop lagging = new MemoryShop(timeline, LAG);
        MemoryShop web = new MemoryShop(timeline, Duration.ZERO);
        try (Loopback loopback = Loopback.open(timeline, web);
                TimedStage freshStage = new TimedStage(timeline, fresh.stage());
                TimedStage lagStage = new TimedStage(timeline, lagging.stage());
                TimedStage webStage =
                        new TimedStage(timeline, loopback.settings().open(timeline))) {
            Instant firstSlot = timeline.now().plus(LEAD);
            List<Lane> lanes = List.of(
                    lane(IN_MEMORY, SLOT, SKUS, fresh, freshStage, firstSlot),
                    lane(LAGGING, SLOT, SKUS, lagging, lagStage, firstSlot),
                    lane(HTTP, WEB_SLOT, WEB_SKUS, web, webStage, firstSlot));
            TimeWindow window = new TimeWindow(
                    "machine", firstSlot.plus(WARM_UP), firstSlot.plus(WARM_UP).plus(span));
            run(file, lanes, window);
            try (LogReader facts = LogReader.newest(file)) {
                List<Duration> slips = new ArrayList<>();
                for (String lane : List.of(IN_MEMORY, LAGGING)) {
                    slots(facts, lane, window).forEach(slot -> slips.add(slot.slip()));
                }
                return new Machine(
                        span,
                        Spread.of(slips),
                        slips.stream()
                                .filter(slip -> slip.compareTo(SLIP_BOUND) > 0)
                                .count(),
                        List.of(
                                new ReadCost(IN_MEMORY, freshStage.cost(window)),
                                new ReadCost(HTTP, webStage.cost(window))),
                        List.of(
                                lag(facts, IN_MEMORY, IN_MEMORY, fresh, window),
                                lag(facts, LAGGING, IN_MEMORY, lagging, window),
                                lag(facts, HTTP, HTTP, web, window)),
                        clocks(facts));
            }
        }
    }

    private void run(Path file, List<Lane> lanes, TimeWindow window) throws IOException, InterruptedException {
        RunSetup run = new RunSetup(
                "calibration",
                timeline.now(),
                ZoneOffset.UTC,
                seed,
                "calibration",
                lanes.stream().map(Lane::setup).toList());
        MeasurementLog log = MeasurementLog.begin(file, run);
        try (FactQueue queue = FactQueue.start(log)) {
            Canary canary = Canary.live(timeline, run, lanes, List.of(EDGE), any -> LOSS_HORIZON, queue, queue::flush);
            canary.prepare();
            canary.run(window.to(), window.to().plus(DRAIN));
        } catch (CannotInject | CannotObserve e) {
            throw new IOException("cannot reach a server of this process: " + e.getMessage(), e);
        }
    }

    private static Lane lane(String name, Duration slot, int skus, MemoryShop shop, Stage stage, Instant firstSlot) {
        PipelineSetup setup = new PipelineSetup(
                name, Promise.none(STAGE), firstSlot, slot, List.of(StageSetup.polled(STAGE, POLL, Duration.ZERO)));
        ReservedKeys keys = new ReservedKeys(
                List.of("9901"),
                IntStream.rangeClosed(1, skus).mapToObj("RUNG-%04d"::formatted).toList());
        return new Lane(setup, new Source(shop, keys), List.of(stage));
    }

    private static List<SlotOutcome> slots(LogReader facts, String lane, TimeWindow window) {
        List<SlotOutcome> slots = new ArrayList<>();
        facts.slots(lane, STAGE, window, slots::add);
        return slots;
    }

    /** Sales that were not seen count as such whose interval does not hold the truth. */
    private static KnownLag lag(LogReader facts, String lane, String stage, MemoryShop shop, TimeWindow window) {
        List<Duration> widths = new ArrayList<>();
        List<Duration> uppers = new ArrayList<>();
        long sales = 0;
        long held = 0;
        for (SlotOutcome slot : slots(facts, lane, window)) {
            Instant shown = shop.shown(slot.intended());
            Optional<Outcome.Seen> seen = seen(slot);
            if (shown.equals(Instant.MAX)) {
                continue; // nothing was sold in this slot
            }
            sales++;
            if (seen.isPresent()) {
                Outcome.Seen interval = seen.get();
                held += shown.isBefore(interval.lastMissing()) || shown.isAfter(interval.firstSeen()) ? 0 : 1;
                widths.add(Duration.between(interval.lastMissing(), interval.firstSeen()));
                uppers.add(Duration.between(slot.intended(), interval.firstSeen()));
            }
        }
        return new KnownLag(
                stage, shop.lag(), POLL, achievedPoll(facts, lane), sales, held, most(widths), most(uppers));
    }

    private static Optional<Outcome.Seen> seen(SlotOutcome slot) {
        return slot.outcome()
                .fold(Optional::of, unseen -> Optional.empty(), (Outcome.Unmeasured nothing) -> Optional.empty());
    }

    private static Duration most(List<Duration> durations) {
        return Spread.point(durations.stream().sorted().toList(), MOST);
    }

    private static Duration achievedPoll(LogReader facts, String lane) {
        Duration span = Duration.ZERO;
        long rounds = 0;
        for (Fact.Polled report : facts.polled(lane, STAGE, everything(facts))) {
            span = span.plus(Duration.between(report.from(), report.at()));
            rounds += report.rounds();
        }
        return span.dividedBy(Math.max(1, rounds));
    }

    private Clocks clocks(LogReader facts) {
        Pulse pulse = facts.pulse(everything(facts));
        return new Clocks(
                smallestStep(),
                Math.max(0, pulse.ticks() - 1),
                pulse.worst().divergence().abs());
    }

    private Duration smallestStep() {
        Duration smallest = Duration.ofSeconds(1);
        Instant last = timeline.now();
        for (int i = 0; i < CLOCK_READS; i++) {
            Instant now = timeline.now();
            Duration step = Duration.between(last, now);
            if (!step.isZero() && step.compareTo(smallest) < 0) {
                smallest = step;
            }
            last = now;
        }
        return smallest;
    }

    private static TimeWindow everything(LogReader facts) {
        return new TimeWindow("all", facts.run().startedAt(), facts.until().plusNanos(1));
    }
}
