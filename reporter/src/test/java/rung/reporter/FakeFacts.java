package rung.reporter;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import rung.core.calibration.Calibration;
import rung.core.calibration.CalibrationJson;
import rung.core.log.FactReader;
import rung.core.log.SeenCommits;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Fault;
import rung.core.measure.Mark;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.RunSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.measure.Told;
import rung.core.time.ClockOffset;

/** The facts of a run, written by hand; each sale is placed in its slot by a seeded draw. */
public class FakeFacts implements FactReader {
    private final RunSetup run;
    private final Instant until;
    private final Random random = new Random(42);
    private final Map<String, TreeMap<Long, SlotOutcome>> slots = new HashMap<>();
    private final List<Fact.Anomaly> anomalies = new ArrayList<>();
    private final List<Fact.Unreadable> unreadable = new ArrayList<>();
    private final List<Fact.Polled> polled = new ArrayList<>();
    private final List<Fact.Ticked> ticks = new ArrayList<>();
    private final Map<String, Long> residues = new HashMap<>();
    private final List<Fact.CommitSeen> commits = new ArrayList<>();
    private final List<Fact.Calibrated> calibrations = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private Optional<ClockOffset> sourceClock = Optional.empty();

    public FakeFacts(Instant startedAt, Instant until, PipelineSetup... pipelines) {
        this.run = new RunSetup("r1", startedAt, ZoneId.of("Asia/Kolkata"), 42, "rung 0.1", List.of(pipelines));
        this.until = until;
    }

    /** Sales that showed {@code delay} after they were due. */
    public FakeFacts seen(String pipeline, String stage, long firstSlot, int count, Duration delay) {
        Duration poll = stage(pipeline, stage).poll();
        return place(pipeline, stage, firstSlot, count, intended -> {
            Instant shown = intended.plus(delay);
            Instant missing = shown.minus(poll);
            return new Outcome.Seen(
                    missing.isBefore(intended) ? intended : missing,
                    shown,
                    new Cycle(Long.toString(shown.getEpochSecond() / 10)));
        });
    }

    /** Sales that every read up to {@link #until} lacked. */
    public FakeFacts unseen(String pipeline, String stage, long firstSlot, int count) {
        return place(
                pipeline,
                stage,
                firstSlot,
                count,
                intended -> new Outcome.Unseen(until.isBefore(intended) ? intended : until));
    }

    public FakeFacts unmeasured(String pipeline, String stage, long firstSlot, int count) {
        return place(pipeline, stage, firstSlot, count, intended -> new Outcome.Unmeasured("no free key"));
    }

    private FakeFacts place(
            String pipeline, String stage, long firstSlot, int count, Function<Instant, Outcome> outcome) {
        PipelineSetup setup = setup(pipeline);
        for (long slot = firstSlot; slot < firstSlot + count; slot++) {
            long offset = (long) (setup.slot().toMillis() * random.nextDouble());
            Instant intended = setup.slotStart(slot).plusMillis(offset);
            put(pipeline, stage, slot, new SlotOutcome(intended, intended, "", outcome.apply(intended)));
        }
        return this;
    }

    /** One slot, as given. */
    public FakeFacts put(String pipeline, String stage, long slot, SlotOutcome outcome) {
        slots.computeIfAbsent(pipeline + "/" + stage, key -> new TreeMap<>()).put(slot, outcome);
        return this;
    }

    public FakeFacts anomaly(String pipeline, String stage, Fact.Anomaly.Kind kind, Instant at) {
        anomalies.add(new Fact.Anomaly(pipeline, stage, 0, kind, at, "by hand"));
        return this;
    }

    public FakeFacts unreadable(String pipeline, String stage, Instant from, Instant to) {
        unreadable.add(new Fact.Unreadable(pipeline, stage, from, to, "by hand"));
        return this;
    }

    public FakeFacts polled(String pipeline, String stage, Instant from, Instant to, long rounds) {
        polled.add(new Fact.Polled(pipeline, stage, from, to, rounds, 0, Duration.ZERO, 0, Map.of()));
        return this;
    }

    /** A polling report of ten looks that took a second in all and told this beside counts. */
    public FakeFacts polled(String pipeline, String stage, Instant from, Instant to, Told told) {
        polled.add(new Fact.Polled(pipeline, stage, from, to, 10, 0, Duration.ofSeconds(1), 0, Map.of(), told));
        return this;
    }

    /** What stamps of the sources' clocks tell. */
    public FakeFacts sourceClock(ClockOffset offset) {
        sourceClock = Optional.of(offset);
        return this;
    }

    @Override
    public Optional<ClockOffset> sourceClock(String pipeline) {
        return sourceClock;
    }

    public FakeFacts committed(String pipeline, String stage, Instant at, Commit commit) {
        commits.add(new Fact.CommitSeen(pipeline, stage, at, commit));
        return this;
    }

    /** Noted of all pipelines. */
    public FakeFacts marked(Instant at, String note) {
        marks.add(new Mark(at, Optional.empty(), note));
        return this;
    }

    /** A polling report in which looks failed. */
    public FakeFacts faults(String pipeline, String stage, Instant from, Instant to, Map<Fault, Long> faults) {
        long failures =
                faults.values().stream().mapToLong(Long::longValue).max().orElse(0);
        polled.add(new Fact.Polled(pipeline, stage, from, to, failures, failures, Duration.ZERO, 0, faults));
        return this;
    }

    /** A sign of life whose wall clock is ahead of the timeline by {@code ahead}. */
    public FakeFacts tick(Instant at, Duration ahead) {
        ticks.add(new Fact.Ticked(at, at.plus(ahead)));
        return this;
    }

    /** A sign of life each second, from the start until the end. */
    public FakeFacts ticking() {
        for (Instant at = run.startedAt(); !at.isAfter(until); at = at.plusSeconds(1)) {
            tick(at, Duration.ZERO);
        }
        return this;
    }

    public FakeFacts residue(String pipeline, long units) {
        residues.put(pipeline, units);
        return this;
    }

    private PipelineSetup setup(String pipeline) {
        return run.pipelines().stream()
                .filter(one -> one.name().equals(pipeline))
                .findFirst()
                .orElseThrow();
    }

    private StageSetup stage(String pipeline, String stage) {
        return setup(pipeline).stages().stream()
                .filter(one -> one.name().equals(stage))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public RunSetup run() {
        return run;
    }

    @Override
    public Instant until() {
        return until;
    }

    @Override
    public void slots(String pipeline, String stage, TimeWindow window, Consumer<SlotOutcome> each) {
        PipelineSetup setup = setup(pipeline);
        slots.getOrDefault(pipeline + "/" + stage, new TreeMap<>()).forEach((slot, outcome) -> {
            boolean begins = !setup.slotStart(slot).isBefore(window.from());
            boolean ends = !setup.slotStart(slot + 1).isAfter(window.to());
            if (begins && ends && !outcome.intended().isAfter(until)) {
                each.accept(outcome);
            }
        });
    }

    @Override
    public Map<Fact.Anomaly.Kind, Long> anomalies(String pipeline, String stage, TimeWindow window) {
        Map<Fact.Anomaly.Kind, Long> counts = new HashMap<>();
        anomalies.stream()
                .filter(one -> one.pipeline().equals(pipeline) && one.stage().equals(stage))
                .filter(one -> window.contains(one.at()))
                .forEach(one -> counts.merge(one.kind(), 1L, Long::sum));
        return counts;
    }

    @Override
    public List<Fact.Unreadable> unreadable(String pipeline, String stage, TimeWindow window) {
        return unreadable.stream()
                .filter(one -> one.pipeline().equals(pipeline) && one.stage().equals(stage))
                .filter(one -> one.from().isBefore(window.to()) && one.at().isAfter(window.from()))
                .toList();
    }

    @Override
    public List<Fact.Polled> polled(String pipeline, String stage, TimeWindow window) {
        return polled.stream()
                .filter(one -> one.pipeline().equals(pipeline) && one.stage().equals(stage))
                .filter(one -> one.from().isBefore(window.to()) && one.at().isAfter(window.from()))
                .toList();
    }

    @Override
    public SeenCommits commits(String pipeline, String stage, TimeWindow window) {
        return new SeenCommits(
                commits.stream()
                        .filter(one ->
                                one.pipeline().equals(pipeline) && one.stage().equals(stage))
                        .filter(one -> window.contains(one.at()))
                        .toList(),
                false);
    }

    @Override
    public List<Mark> marks(String pipeline, TimeWindow window) {
        return marks.stream().filter(one -> window.contains(one.at())).toList();
    }

    @Override
    public List<Fact.Ticked> ticks(TimeWindow window) {
        return ticks.stream().filter(one -> window.contains(one.at())).toList();
    }

    public FakeFacts calibratedAs(Instant at, String result) {
        calibrations.add(new Fact.Calibrated(at, result));
        return this;
    }

    public FakeFacts calibrated(Calibration calibration) {
        calibrations.add(new Fact.Calibrated(calibration.at(), CalibrationJson.write(calibration)));
        return this;
    }

    @Override
    public List<Fact.Calibrated> calibrations() {
        return List.copyOf(calibrations);
    }

    @Override
    public long residue(String pipeline) {
        return residues.getOrDefault(pipeline, 0L);
    }
}
