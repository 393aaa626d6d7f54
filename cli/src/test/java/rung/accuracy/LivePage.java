package rung.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import rung.core.ladder.Ladder;
import rung.core.ladder.LadderFile;
import rung.core.log.LogReader;
import rung.core.log.MeasurementLog;
import rung.core.measure.Cycle;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.Reading;
import rung.core.measure.RunSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.core.measure.TimeWindow;
import rung.core.time.SystemTimeline;
import rung.probe.canary.Canary;
import rung.probe.canary.CannotInject;
import rung.probe.canary.CannotObserve;
import rung.probe.canary.Lane;
import rung.probe.source.Delivery;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.source.Till;
import rung.probe.stage.Stage;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.WindowReport;

/**
 * A page in memory that shows each sale a fixed time after the till, measured by the canary with its real threads and the
 * real clock.
 *
 * @param lead from the beginning to the first slot, for what is slow at first
 * @param lag from the till to the page
 * @param slot length of a slot
 * @param slots how many
 */
record LivePage(Duration lead, Duration lag, Duration slot, int slots) {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final long STOCK = 1000;
    private static final int KEYS = 600;
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /**
     * What came of it.
     *
     * @param slots what the log says of each
     * @param shown when each slot's sale truly came to the page
     * @param report what is concluded of all slots
     */
    record Measured(List<SlotOutcome> slots, Map<Long, Instant> shown, WindowReport report) {}

    /** Measures it; takes as long as its slots, and a moment more. */
    Measured measure(long seed) throws IOException, InterruptedException, CannotInject, CannotObserve {
        Path file = Files.createTempDirectory("rung-live").resolve("rung.log");
        SystemTimeline timeline = SystemTimeline.start();
        Instant start = timeline.now().plus(lead);
        Instant end = start.plus(slot.multipliedBy(slots));
        StageSetup stage = StageSetup.polled("page", POLL, Duration.ZERO);
        PipelineSetup setup = new PipelineSetup("live", new Promise(4, "page", List.of()), start, slot, List.of(stage));
        RunSetup run = new RunSetup("live", timeline.now(), ZoneOffset.UTC, seed, "accuracy", List.of(setup));
        Ladder ladder = LadderFile.standard();
        Map<Long, Instant> shown = new ConcurrentHashMap<>();
        ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
        try (MeasurementLog log = MeasurementLog.begin(file, run)) {
            Page page = new Page(timeline, lag, worker, new ConcurrentHashMap<>(), shown);
            Canary canary = Canary.live(
                    timeline,
                    run,
                    List.of(new Lane(setup, new Source(page, keys()), List.of(page))),
                    ladder.edges(),
                    any -> Duration.ofHours(1),
                    log,
                    log::flush);
            canary.prepare();
            canary.run(end, end.plus(DRAIN));
        } finally {
            worker.shutdownNow();
        }
        try (LogReader reader = LogReader.newest(file)) {
            TimeWindow window = new TimeWindow("run", start, end);
            List<SlotOutcome> told = new ArrayList<>();
            reader.slots("live", "page", window, told::add);
            return new Measured(
                    told,
                    shown,
                    FreshnessReport.of(reader, ladder, List.of(), window, reader.until())
                            .pipelines()
                            .get(0)
                            .headline());
        } finally {
            delete(file.getParent());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static ReservedKeys keys() {
        return new ReservedKeys(
                List.of("9901"),
                IntStream.range(0, KEYS).mapToObj("RUNG-%04d"::formatted).toList());
    }

    /** The page and the till before it; sales reach the page from a thread of their own. */
    private record Page(
            SystemTimeline timeline,
            Duration lag,
            ScheduledExecutorService worker,
            Map<StockKey, Long> sold,
            Map<Long, Instant> shown)
            implements Stage, Till {
        @Override
        public void check() {}

        /** Nobody waits for a sale on its way: what goes wrong there is a sale that never shows. */
        @SuppressWarnings("FutureReturnValueIgnored")
        @Override
        public void send(Injection injection, Consumer<Delivery> done) {
            Duration wait =
                    Duration.between(timeline.now(), injection.intended().plus(lag));
            worker.schedule(() -> show(injection), wait.toNanos(), TimeUnit.NANOSECONDS);
            done.accept(new Delivery.Accepted(timeline.now()));
        }

        private void show(Injection injection) {
            sold.merge(injection.key(), (long) -injection.delta(), Long::sum);
            if (injection.kind() == Injection.Kind.SALE) {
                shown.put(injection.slot(), timeline.now());
            }
        }

        @Override
        public List<Reading> read(Set<StockKey> keys) {
            Instant asked = timeline.now();
            Map<StockKey, Long> counts = new HashMap<>();
            keys.forEach(key -> counts.put(key, STOCK - sold.getOrDefault(key, 0L)));
            return List.of(new Reading.Counts(asked, timeline.now(), counts, Set.of(), Cycle.unknown()));
        }

        @Override
        public void close() {}
    }
}
