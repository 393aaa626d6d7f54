package rung.reporter.web;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import rung.core.log.FactReader;
import rung.core.log.LogReader;
import rung.core.log.MeasurementLog;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.core.measure.TimeWindow;
import rung.core.measure.Told;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;
import rung.reporter.Ladders;
import rung.reporter.board.Judge;
import rung.reporter.board.Watch;
import rung.reporter.report.FreshnessReport;

/**
 * A retailer whose pipelines a probe measures, as its log tells it: what happened until now is there from the start, and
 * what happens meanwhile is appended by {@link #advance}. Once {@link #live} it advances by itself, twice a second.
 */
final class Retailer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(250);
    static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    /** How a pipeline treats its sales. */
    @FunctionalInterface
    interface Manner {
        /** How long after it was due the sale shows at the first stage; empty when it does not. */
        Optional<Duration> delay(long slot, Random random);

        static Manner delays(long leastMillis, long mostMillis) {
            return (slot, random) ->
                    Optional.of(Duration.ofMillis(leastMillis + random.nextInt((int) (mostMillis - leastMillis))));
        }
    }

    /** A pipeline and its manner; one slot in {@code skips} is left without a sale, none when it is 0. */
    record Line(PipelineSetup setup, Manner manner, int skips) {}

    private final Timeline timeline = SystemTimeline.start();
    private final Path file;
    private final MeasurementLog log;
    private final RunSetup run;
    private final List<TimeWindow> declared;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Map<String, Long> slots = new LinkedHashMap<>();
    private final Map<String, String> outages = new LinkedHashMap<>();
    private final Map<String, List<Fact>> held = new LinkedHashMap<>();
    private final PriorityQueue<Fact> coming = new PriorityQueue<>(Comparator.comparing(Fact::at));
    private final Set<String> idle = new HashSet<>();
    private final Random random = new Random(42);
    private final Thread probe = new Thread(this::probe, "retailer-probe");
    private Instant told;
    private volatile boolean isLive;

    Retailer(Path file, Instant start, List<TimeWindow> declared, List<Line> lines) throws IOException {
        this.file = file;
        this.declared = declared;
        this.told = start;
        this.run = new RunSetup(
                "run-1",
                start,
                ZONE,
                42,
                "rung test",
                lines.stream().map(Line::setup).toList());
        for (Line line : lines) {
            this.lines.put(line.setup().name(), line);
            slots.put(line.setup().name(), 0L);
        }
        this.log = MeasurementLog.begin(file, run);
        probe.setDaemon(true);
    }

    static PipelineSetup setup(String name, Promise promise, Instant first, Duration slot, String... stages) {
        List<StageSetup> setups = new ArrayList<>();
        for (String stage : stages) {
            setups.add(StageSetup.polled(stage, POLL, Duration.ZERO));
        }
        return new PipelineSetup(name, promise, first, slot, setups);
    }

    /** Watches the log; the watch is to be closed before this. */
    Watch watch() throws IOException {
        return Watch.start(timeline, () -> LogReader.newest(file), Ladders.RETAIL, new Judge() {
            @Override
            public TimeWindow period(FactReader facts) {
                return new TimeWindow("run", run.startedAt(), facts.until());
            }

            @Override
            public FreshnessReport report(FactReader facts, TimeWindow period, IntConsumer judged) {
                return FreshnessReport.of(facts, Ladders.RETAIL, declared, period, facts.until());
            }
        });
    }

    Instant now() {
        return timeline.now();
    }

    /** Keeps back what {@code pipeline} shows at its promised stage from now on. */
    synchronized void hold(String pipeline) {
        held.put(pipeline, new ArrayList<>());
    }

    /** Shows at once what {@code pipeline} kept back. */
    synchronized void commit(String pipeline) {
        Instant at = timeline.now();
        List<Fact> kept = held.remove(pipeline);
        if (kept == null) {
            throw new IllegalStateException(pipeline + " holds nothing back");
        }
        for (Fact fact : kept) {
            Fact.Seen seen = (Fact.Seen) fact;
            coming.add(new Fact.Seen(
                    seen.pipeline(),
                    seen.stage(),
                    seen.slot(),
                    at.minusSeconds(1),
                    at,
                    new Cycle("batch-1"),
                    at.plusMillis(100)));
        }
    }

    /** From now on, no sale of {@code pipeline} is made. */
    synchronized void idle(String pipeline) {
        idle.add(pipeline);
    }

    /** From now on, {@code pipeline} cannot be read at its promised stage. */
    synchronized void fail(String pipeline, String reason) {
        hold(pipeline);
        outages.put(pipeline, reason);
    }

    /** It can be read again, and shows all that it has. */
    synchronized void heal(String pipeline) {
        outages.remove(pipeline);
        commit(pipeline);
    }

    /** Appends what happened until {@code to}. */
    synchronized void advance(Instant to) {
        for (Line line : lines.values()) {
            long slot = slots.getOrDefault(line.setup().name(), 0L);
            for (; line.setup().slotStart(slot).isBefore(to); slot++) {
                sell(line, slot);
            }
            slots.put(line.setup().name(), slot);
        }
        for (Instant tick = told.plusSeconds(1); !tick.isAfter(to); tick = tick.plusSeconds(1)) {
            coming.add(new Fact.Ticked(tick, tick));
            for (Map.Entry<String, String> outage : outages.entrySet()) {
                PipelineSetup setup = line(outage.getKey()).setup();
                coming.add(new Fact.Unreadable(setup.name(), setup.promise().stage(), told, tick, outage.getValue()));
            }
            told = tick;
        }
        for (Fact next = coming.peek(); next != null && !next.at().isAfter(to); next = coming.peek()) {
            append(coming.remove());
        }
        log.flush();
    }

    private Line line(String pipeline) {
        Line line = lines.get(pipeline);
        if (line == null) {
            throw new IllegalArgumentException("no pipeline " + pipeline);
        }
        return line;
    }

    private void append(Fact fact) {
        if (fact instanceof Fact.Seen seen) {
            List<Fact> kept = held.get(seen.pipeline());
            String promised = line(seen.pipeline()).setup().promise().stage();
            if (kept != null && seen.stage().equals(promised)) {
                kept.add(fact);
                return;
            }
        }
        log.append(fact);
    }

    private void sell(Line line, long slot) {
        PipelineSetup setup = line.setup();
        Instant due = setup.slotStart(slot)
                .plusNanos((long) (random.nextDouble() * setup.slot().toNanos()));
        for (StageSetup stage : setup.stages()) {
            Instant from = setup.slotStart(slot);
            long rounds = setup.slot().dividedBy(POLL);
            coming.add(new Fact.Polled(
                    setup.name(),
                    stage.name(),
                    from,
                    from.plus(setup.slot()),
                    rounds,
                    0,
                    Duration.ofMillis(20 * rounds),
                    0,
                    Map.of(),
                    Told.NOTHING));
        }
        boolean isSkipped = line.skips() > 0 && slot % line.skips() == line.skips() - 1;
        if (isSkipped || idle.contains(setup.name())) {
            coming.add(new Fact.Skipped(setup.name(), slot, due, due.plusMillis(5), "no free key"));
            return;
        }
        StockKey key = new StockKey("store-" + slot % 20, "RUNG-1");
        Injection sale = new Injection("run-1", setup.name(), slot, Injection.Kind.SALE, key, 1 << slot % 8, due);
        coming.add(new Fact.Handed(sale, due.plusMillis(2)));
        coming.add(new Fact.Acknowledged(setup.name(), slot, Injection.Kind.SALE, due.plusMillis(9)));
        Optional<Duration> delay = line.manner().delay(slot, random);
        if (delay.isEmpty()) {
            return;
        }
        Instant shown = due.plus(delay.get());
        Cycle cycle = new Cycle("c" + shown.getEpochSecond() / 20);
        for (StageSetup stage : setup.stages()) {
            Instant missing = shown.minus(POLL);
            coming.add(new Fact.Seen(
                    setup.name(),
                    stage.name(),
                    slot,
                    missing.isBefore(due) ? due : missing,
                    shown,
                    cycle,
                    shown.plusSeconds(3)));
            shown = shown.plusMillis(400 + random.nextInt(900));
        }
        Instant back = shown.plusSeconds(4);
        coming.add(new Fact.Handed(sale.returned(back), back));
        coming.add(new Fact.Acknowledged(setup.name(), slot, Injection.Kind.RETURN, back.plusMillis(8)));
        if (setup.stages().size() > 1 && slot % 6 == 5) {
            Instant at = setup.slotStart(slot + 1);
            coming.add(new Fact.CommitSeen(setup.name(), setup.stages().get(0).name(), at, commit(slot / 6, at)));
        }
    }

    private static Commit commit(long number, Instant at) {
        return new Commit(
                new Cycle("c" + number),
                new Cycle("c" + (number - 1)),
                "append",
                at.minusSeconds(1).truncatedTo(ChronoUnit.MILLIS),
                Optional.empty(),
                Optional.empty(),
                new Commit.Writer("flink", "loader", Long.toString(number), Optional.empty()),
                60,
                3);
    }

    /** From now on it advances by itself. */
    void live() {
        isLive = true;
        probe.start();
    }

    private void probe() {
        try {
            while (isLive) {
                advance(timeline.now());
                timeline.sleepUntil(timeline.now().plusMillis(500));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        isLive = false;
        probe.interrupt();
        try {
            probe.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.close();
    }
}
