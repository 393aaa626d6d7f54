package rung.probe.calibration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import rung.core.evidence.Look;
import rung.core.evidence.Rule;
import rung.core.evidence.State;
import rung.core.evidence.WindowTally;
import rung.core.log.LogReader;
import rung.core.log.MeasurementLog;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.VirtualTimeline;
import rung.probe.canary.Canary;
import rung.probe.canary.CannotInject;
import rung.probe.canary.CannotObserve;
import rung.probe.canary.Lane;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.virtual.Shelf;
import rung.probe.virtual.Transit;
import rung.probe.virtual.VirtualTill;

/**
 * One window of each known pipeline, side by side, measured in virtual time by what ships: schedule, ring, watchlist, log
 * and tally. It is judged at its end, when its latest sales are still on their way, and looked at after every slot.
 */
final class KnownDay {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FIRST_SLOT = START.plusSeconds(10);
    private static final Duration SLOT = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration LATENCY = Duration.ofMillis(10);
    private static final Duration LOSS_HORIZON = Duration.ofHours(1);
    private static final Duration HOLE_PATIENCE = Duration.ofMinutes(1);
    private static final String STAGE = "shelf";
    private static final long STOCK = 1000;
    private static final int SKUS = 1000;

    /** Shares that differ by no more are the same: at exactly the promised share both claims are false. */
    private static final double SAME = 1e-9;

    private final Rule rule;
    private final List<Known> pipelines;
    private final TimeWindow window;

    /** @param length of each window, a whole number of slots and of {@link KnownPipelines#PERIOD} */
    KnownDay(Rule rule, List<Known> pipelines, Duration length) {
        if (length.toNanos() % KnownPipelines.PERIOD.toNanos() != 0) {
            throw new IllegalArgumentException(
                    "windows of " + length + " are no whole number of " + KnownPipelines.PERIOD);
        }
        this.rule = rule;
        this.pipelines = List.copyOf(pipelines);
        this.window = new TimeWindow("known", FIRST_SLOT, FIRST_SLOT.plus(length));
    }

    /** How many slots each window has. */
    static long slots(Duration length) {
        return length.toNanos() / SLOT.toNanos();
    }

    /**
     * Measures a window of each pipeline.
     *
     * @param file of the log, which is deleted in the end
     * @return in the order of the pipelines
     */
    List<JudgedWindow> measure(long seed, Path file) throws IOException, InterruptedException {
        try {
            List<LateMoments> late = live(seed, file);
            List<JudgedWindow> judged = new ArrayList<>();
            try (LogReader reader = LogReader.newest(file)) {
                for (int i = 0; i < late.size(); i++) {
                    judged.add(judge(reader, reader.run().pipelines().get(i), late.get(i)));
                }
            }
            return judged;
        } finally {
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
            }
        }
    }

    /** Measures, and says when sales were late, in the order of the pipelines. */
    private List<LateMoments> live(long seed, Path file) throws IOException, InterruptedException {
        VirtualTimeline timeline = new VirtualTimeline(START);
        SplittableRandom random = new SplittableRandom(seed);
        List<Lane> lanes = new ArrayList<>();
        List<LateMoments> late = new ArrayList<>();
        for (Known pipeline : pipelines) {
            Shelf shelf = new Shelf(timeline, STOCK, LATENCY);
            Known.Opened opened = pipeline.opening().open(timeline, START, random.split(), shelf);
            lanes.add(lane(timeline, pipeline.name(), opened.entry(), shelf));
            late.add(opened.late());
        }
        RunSetup run = new RunSetup(
                "calibration",
                START,
                ZoneOffset.UTC,
                seed,
                "calibration",
                lanes.stream().map(Lane::setup).toList());
        try (MeasurementLog log = MeasurementLog.begin(file, run)) {
            Canary canary = Canary.virtual(
                    timeline, run, lanes, List.of(KnownPipelines.EDGE), any -> LOSS_HORIZON, log, log::flush);
            canary.prepare();
            canary.run(window.to(), window.to());
        } catch (CannotInject | CannotObserve e) {
            throw new IllegalStateException("a simulated pipeline cannot be out of reach", e);
        }
        return late;
    }

    private static Lane lane(VirtualTimeline timeline, String name, Transit entry, Shelf shelf) {
        PipelineSetup setup = new PipelineSetup(
                name, Promise.none(STAGE), FIRST_SLOT, SLOT, List.of(StageSetup.polled(STAGE, POLL, Duration.ZERO)));
        ReservedKeys keys = new ReservedKeys(
                List.of("9901"),
                IntStream.rangeClosed(1, SKUS).mapToObj("RUNG-%04d"::formatted).toList());
        return new Lane(setup, new Source(new VirtualTill(timeline, entry), keys), List.of(shelf));
    }

    private JudgedWindow judge(LogReader reader, PipelineSetup pipeline, LateMoments late) {
        StageSetup stage = pipeline.stages().get(0);
        Look look = new Look(
                reader.until(),
                rule,
                List.of(KnownPipelines.EDGE),
                stage.patience(),
                LOSS_HORIZON,
                HOLE_PATIENCE,
                stage.poll());
        Claims claims = new Claims(new WindowTally(window, look), late);
        reader.slots(pipeline.name(), stage.name(), window, claims::add);
        return claims.window();
    }

    /** Looks after every slot, and knows what is true of the slots until then. */
    private static final class Claims {
        private final WindowTally tally;
        private final LateMoments late;
        private final Instant resolvedUntil;
        private Instant end;
        private boolean saidKept;
        private boolean saidMissed;
        private boolean falselyKept;
        private boolean falselyMissed;

        private Claims(WindowTally tally, LateMoments late) {
            this.tally = tally;
            this.late = late;
            Look look = tally.look();
            this.resolvedUntil = look.at().minus(KnownPipelines.EDGE).minus(look.patience());
            this.end = tally.window().from();
        }

        /** Takes a slot and looks; slots that may still be open end the looks, as they may end the resolved prefix. */
        private void add(SlotOutcome slot) {
            tally.add(slot);
            end = end.plus(SLOT);
            if (!slot.intended().isBefore(resolvedUntil)) {
                return;
            }
            State state = tally.states().get(0);
            double excess = late.share(tally.window().from(), end)
                    - (1 - tally.look().rule().share());
            saidKept |= state == State.KEPT;
            saidMissed |= state == State.MISSED;
            falselyKept |= state == State.KEPT && excess > -SAME;
            falselyMissed |= state == State.MISSED && excess < SAME;
        }

        private JudgedWindow window() {
            return new JudgedWindow(saidKept, saidMissed, falselyKept, falselyMissed, tally.evidence());
        }
    }
}
