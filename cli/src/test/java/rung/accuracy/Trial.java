package rung.accuracy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import rung.core.evidence.Rule;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowTally;
import rung.core.log.LogReader;
import rung.core.log.MeasurementLog;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.time.VirtualTimeline;
import rung.probe.canary.Canary;
import rung.probe.canary.CannotInject;
import rung.probe.canary.CannotObserve;
import rung.probe.canary.Lane;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.virtual.Shelf;
import rung.probe.virtual.Transit;

/**
 * One run of the production canary over a simulated retailer: schedule, ring, watchlist and log are what ships, and what
 * is concluded is concluded from the log. Nothing is shared between trials.
 *
 * @param course how it was measured
 * @param shown when each slot's sale was truly first shown; a sale that never was is absent
 * @param facts what was logged, in order
 * @param slots what the log says of each slot
 * @param until the moment up to which the log is complete
 * @param residue units that were sold and not returned
 */
record Trial(
        Course course,
        Map<Long, Instant> shown,
        List<Fact> facts,
        List<SlotOutcome> slots,
        Instant until,
        long residue) {
    /** The production code that a trial runs through, as the page says it. */
    static final String THROUGH =
            "schedule, ring, watchlist, poller, SQLite log and evidence as shipped; the retailer is simulated";

    static final String PIPELINE = "sales";
    static final String STAGE = "api";
    private static final long STOCK = 1000;

    /** What is made of a trial while its log is there. */
    @FunctionalInterface
    interface Conclusion<R> {
        /** Goes on beside the measurement, from its begin; nothing, unless it is said what. */
        default void beside(VirtualTimeline timeline, MeasurementLog log) throws IOException {}

        /** What the trial and its log say at the end. */
        R of(Trial trial, LogReader reader) throws IOException;
    }

    /** Runs {@code shop} under {@code course}; the seed settles schedule, keys, phases and the shop's own chances. */
    static Trial of(Course course, long seed, Shop shop) {
        return of(course, seed, shop, (trial, reader) -> trial);
    }

    /** Runs {@code shop} under {@code course}, and concludes before the log is deleted. */
    static <R> R of(Course course, long seed, Shop shop, Conclusion<R> conclusion) {
        try {
            Path folder = Files.createTempDirectory("rung-trial");
            try {
                return in(folder, course, seed, shop, conclusion);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in a trial", e);
        } catch (CannotInject | CannotObserve e) {
            throw new IllegalStateException("a simulated pipeline cannot be out of reach", e);
        }
    }

    private static <R> R in(Path folder, Course course, long seed, Shop shop, Conclusion<R> conclusion)
            throws IOException, InterruptedException, CannotInject, CannotObserve {
        VirtualTimeline timeline = new VirtualTimeline(Course.NOON);
        Shelf shelf = new Shelf(timeline, STOCK, course.latency());
        Map<Long, Instant> shown = new HashMap<>();
        Transit truth = injection -> {
            if (injection.kind() == Injection.Kind.SALE) {
                shown.putIfAbsent(injection.slot(), timeline.now());
            }
            shelf.enter(injection);
        };
        Shop.Opened opened = shop.open(new Shop.World(timeline, new SplittableRandom(seed ^ 0x5EED), shelf, truth));
        PipelineSetup setup = new PipelineSetup(
                PIPELINE,
                new Promise(3, STAGE, List.of()),
                Course.NOON,
                course.slot(),
                List.of(StageSetup.polled(STAGE, course.poll(), course.cacheLife())));
        RunSetup run = new RunSetup("trial", Course.NOON, ZoneOffset.UTC, seed, "accuracy", List.of(setup));
        List<Fact> facts = new ArrayList<>();
        Path file = folder.resolve("rung.log");
        try (MeasurementLog log = MeasurementLog.begin(file, run)) {
            conclusion.beside(timeline, log);
            Canary canary = Canary.virtual(
                    timeline,
                    run,
                    List.of(new Lane(setup, new Source(opened.till(), keys(course)), List.of(opened.stage()))),
                    course.edges(),
                    any -> course.lossHorizon(),
                    fact -> {
                        facts.add(fact);
                        log.append(fact);
                    },
                    () -> {});
            canary.prepare();
            canary.run(course.end(), course.end().plus(course.drain()));
        }
        try (LogReader reader = LogReader.newest(file)) {
            List<SlotOutcome> slots = new ArrayList<>();
            reader.slots(PIPELINE, STAGE, course.window(), slots::add);
            Trial trial = new Trial(course, shown, facts, slots, reader.until(), reader.residue(PIPELINE));
            return conclusion.of(trial, reader);
        }
    }

    private static ReservedKeys keys(Course course) {
        int stores = 12;
        return new ReservedKeys(
                IntStream.range(0, stores)
                        .mapToObj(i -> Integer.toString(9901 + i))
                        .toList(),
                IntStream.range(0, course.keys() / stores)
                        .mapToObj("RUNG-%04d"::formatted)
                        .toList());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** A tally of the whole course, still empty, by the standard rule: 95 % of sales, 95 % confidence. */
    WindowTally tally() {
        return tally(new Rule(0.95, 0.95));
    }

    WindowTally tally(Rule rule) {
        return course.tally(rule, until);
    }

    /** What the log proves at its end. */
    WindowEvidence evidence() {
        WindowTally tally = tally();
        slots.forEach(tally::add);
        return tally.evidence();
    }

    /** The true staleness of each slot's sale, in the order of the slots; absent for a sale that was never shown. */
    List<Optional<Duration>> truth() {
        List<Optional<Duration>> truth = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            Instant intended = slots.get(i).intended();
            Instant at = shown.get((long) i);
            truth.add(at == null ? Optional.empty() : Optional.of(Duration.between(intended, at)));
        }
        return truth;
    }

    /** The facts of one kind, in order. */
    <F extends Fact> List<F> facts(Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
