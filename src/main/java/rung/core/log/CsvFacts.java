package rung.core.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import rung.core.config.ConfigException;
import rung.core.log.SlotFile.Cursor;
import rung.core.log.SlotFile.Segment;
import rung.core.measure.Fact;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.Nanos;

/**
 * Facts that were measured elsewhere and written to a CSV file, one row per injection and stage, in any order. Its
 * header names the columns, in any order:
 *
 * <ul>
 *   <li>{@code pipeline}, {@code stage}: where the sale was looked for
 *   <li>{@code intended}: when the sale should have happened
 *   <li>{@code missed_at}: when the last read that did not show it began; empty when there was none, or no such column
 *   <li>{@code seen_at}: when the first read that showed it had answered; empty when none has
 *   <li>{@code cycle}: the commit that brought it; empty when unknown, or no such column
 * </ul>
 *
 * <p>These may be there too, and are when {@link FactsCsv} wrote the file; none of them is needed to judge:
 *
 * <ul>
 *   <li>{@code handed_at}: when the sale was handed over; empty when that was at the intended time, or never
 *   <li>{@code lane}: where sales keep their order, such as a store; empty when the whole pipeline is one
 *   <li>{@code unmeasured}: why nothing is known of the slot; empty when it was measured
 *   <li>{@code slot_begin}, {@code slot_seconds}: the slot of which the sale is the sample
 *   <li>{@code poll_seconds}, {@code settling_seconds}: how the stage was read
 *   <li>{@code known_until}: the moment up to which the facts are complete
 * </ul>
 *
 * <p>Times are ISO 8601 with an offset or Z, or seconds since 1970; either with a fraction of up to nine digits. A read
 * that began before the sale tells nothing and counts as none. Each pipeline, stage and intended time is there once.
 *
 * <p>The facts are those of one moment: a sale seen later is not seen yet, and a later read without it proves that it was
 * missing at that moment. Memory does not grow with the number of rows, which are kept sorted in a scratch file until
 * {@link #close}. For one thread.
 */
public final class CsvFacts implements FactReader, AutoCloseable {
    private static final String SOFTWARE = "facts measured elsewhere";

    private final SlotFile file;
    private final int mostHeld;
    private final RunSetup run;
    private final Instant until;
    private final Map<String, Map<String, List<Segment>>> segments;
    private final CsvSetup setup;
    private final List<String> notes;

    private CsvFacts(
            SlotFile file,
            int mostHeld,
            RunSetup run,
            Instant until,
            Map<String, Map<String, List<Segment>>> segments,
            CsvSetup setup,
            List<String> notes) {
        this.file = file;
        this.mostHeld = mostHeld;
        this.run = run;
        this.until = until;
        this.segments = segments;
        this.setup = setup;
        this.notes = notes;
    }

    /**
     * Reads {@code csv}, whose name becomes the run's id.
     *
     * @param at the moment up to which the facts are complete; when it is absent, what the file says, or else the latest
     *     time that it mentions
     * @param zone in which the reader's calendar is kept
     * @param scratch folder for a scratch file: some 35 bytes and the texts per row, up to three times that when out of order
     * @throws IOException when the file cannot be read or the scratch file cannot be written
     * @throws ConfigException when the file is wrong, with all that is wrong, up to a thousand problems
     */
    public static CsvFacts read(Path csv, Optional<Instant> at, ZoneId zone, Path scratch)
            throws IOException, ConfigException {
        return read(csv, at, zone, scratch, SlotSorter.Bounds.USUAL);
    }

    static CsvFacts read(Path csv, Optional<Instant> at, ZoneId zone, Path scratch, SlotSorter.Bounds bounds)
            throws IOException, ConfigException {
        if (!Files.isRegularFile(csv)) {
            throw new IOException("there is no file " + csv + "; name a CSV file of facts");
        }
        Path last = csv.getFileName();
        String name = last == null ? csv.toString() : last.toString();
        CsvProblems problems = new CsvProblems(name);
        SeriesTable series = new SeriesTable();
        SlotFile file = SlotFile.create(scratch);
        boolean isRead = false;
        try (InputStream in = Files.newInputStream(csv)) {
            SlotSorter sorter = new SlotSorter(
                    file,
                    bounds,
                    (number, intended, firstLine, line) ->
                            problems.add(CsvColumns.INTENDED, line, CsvIntake.duplicate(intended, firstLine)));
            CsvIntake intake = new CsvIntake(new CsvRows(in), problems, series, sorter, at);
            intake.readAll();
            List<List<Segment>> sorted = sorter.sorted();
            problems.verify();
            CsvFacts facts = of(name, intake, zone, series.series(), sorted, file, sorter.mostHeld());
            isRead = true;
            return facts;
        } finally {
            if (!isRead) {
                file.close();
            }
        }
    }

    private static CsvFacts of(
            String name,
            CsvIntake intake,
            ZoneId zone,
            List<SeriesTable.Series> series,
            List<List<Segment>> sorted,
            SlotFile file,
            int mostHeld) {
        Map<String, Map<String, List<Segment>>> segments = new LinkedHashMap<>();
        Map<String, List<StageSetup>> stages = new LinkedHashMap<>();
        CsvSetup setup = intake.setup();
        for (int number = 0; number < series.size(); number++) {
            String pipeline = series.get(number).pipeline();
            String stage = series.get(number).stage();
            segments.computeIfAbsent(pipeline, one -> new LinkedHashMap<>()).put(stage, sorted.get(number));
            stages.computeIfAbsent(pipeline, one -> new ArrayList<>())
                    .add(new StageSetup(stage, setup.poll(number), setup.settling(number)));
        }
        List<PipelineSetup> pipelines = new ArrayList<>();
        segments.forEach((pipeline, parts) -> pipelines.add(
                pipeline(pipeline, stages.getOrDefault(pipeline, List.of()), parts.values(), setup, intake.until())));
        Instant startedAt = pipelines.stream()
                .map(PipelineSetup::firstSlot)
                .min(Instant::compareTo)
                .orElseThrow();
        return new CsvFacts(
                file,
                mostHeld,
                new RunSetup(name, startedAt, zone, 0, SOFTWARE, pipelines),
                intake.until(),
                segments,
                setup,
                intake.notes());
    }

    private static PipelineSetup pipeline(
            String name, List<StageSetup> stages, Collection<List<Segment>> segments, CsvSetup setup, Instant until) {
        long first = Long.MAX_VALUE;
        long most = 0;
        long slot = 1;
        for (List<Segment> parts : segments) {
            long begin = parts.get(0).first();
            long slots = parts.stream().mapToLong(Segment::slots).sum();
            first = Math.min(first, begin);
            if (slots > most) {
                most = slots;
                long end = slots == 1
                        ? Nanos.bound(until)
                        : parts.get(parts.size() - 1).last();
                slot = Math.max(1, (end - begin) / Math.max(1, slots - 1));
            }
        }
        Promise none = Promise.none(stages.get(stages.size() - 1).name());
        Optional<CsvSetup.Slots> known = setup.slots(name);
        if (known.isPresent()) {
            first = known.get().begin(first);
            slot = known.get().length();
        }
        return new PipelineSetup(name, none, Nanos.instant(first), Duration.ofNanos(slot), stages);
    }

    /**
     * The same facts, of pipelines that promise something; what {@code promises} does not name promises nothing. Closing
     * either closes both.
     *
     * @param promises by pipeline
     * @throws IllegalArgumentException when the file has no such pipeline, or the pipeline no such stage
     */
    public CsvFacts promising(Map<String, Promise> promises) {
        promises.forEach((pipeline, promise) -> segmentsOf(pipeline, promise.stage()));
        List<PipelineSetup> pipelines = run.pipelines().stream()
                .map(one -> new PipelineSetup(
                        one.name(),
                        promises.getOrDefault(one.name(), one.promise()),
                        one.firstSlot(),
                        one.slot(),
                        one.stages()))
                .toList();
        RunSetup promised = new RunSetup(run.id(), run.startedAt(), run.zone(), run.seed(), run.software(), pipelines);
        return new CsvFacts(file, mostHeld, promised, until, segments, setup, notes);
    }

    /** What a reader of the judgement has to know about the rows, in sentences: what was left out, and why. */
    public List<String> notes() {
        return notes;
    }

    /**
     * Where the file does not say how long a pipeline's slots are, they are the mean spacing of its intended times, at the
     * stage that has the most of them.
     */
    @Override
    public RunSetup run() {
        return run;
    }

    @Override
    public Instant until() {
        return until;
    }

    /**
     * Gives each row whose intended time is in {@code window}, and where the file tells of slots, whose slot is; reads no
     * more of the others than a few blocks.
     */
    @Override
    public void slots(String pipeline, String stage, TimeWindow window, Consumer<SlotOutcome> each) {
        long from = Nanos.bound(window.from());
        long to = Nanos.bound(window.to());
        Optional<CsvSetup.Slots> slots = setup.slots(pipeline);
        long end = Math.min(to, Nanos.bound(until));
        SlotTail tail = new SlotTail();
        try {
            for (Segment segment : segmentsOf(pipeline, stage)) {
                if (segment.last() >= from && segment.first() < to) {
                    Cursor cursor = file.read(segment, from);
                    while (cursor.next() && cursor.intended() < to) {
                        if (cursor.intended() >= from
                                && (slots.isEmpty() || isWithin(slots.get(), cursor, from, end))) {
                            each.accept(tail.outcome(cursor));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the scratch file of " + run.id() + ": " + e.getMessage(), e);
        }
    }

    private static boolean isWithin(CsvSetup.Slots slots, Cursor cursor, long from, long end) {
        long begin = slots.begin(cursor.intended());
        return begin >= from && begin + slots.length() <= end;
    }

    /** None: a file of facts does not tell of any. */
    @Override
    public Map<Fact.Anomaly.Kind, Long> anomalies(String pipeline, String stage, TimeWindow window) {
        return Map.of();
    }

    /** None: a file of facts does not tell of any. */
    @Override
    public List<Fact.Unreadable> unreadable(String pipeline, String stage, TimeWindow window) {
        return List.of();
    }

    @Override
    public List<Fact.Polled> polled(String pipeline, String stage, TimeWindow window) {
        return List.of();
    }

    @Override
    public List<Fact.Ticked> ticks(TimeWindow window) {
        return List.of();
    }

    /** Zero: whoever measured keeps the stock. */
    @Override
    public long residue(String pipeline) {
        return 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The most rows that were in memory at one moment of reading. */
    int mostHeld() {
        return mostHeld;
    }

    private List<Segment> segmentsOf(String pipeline, String stage) {
        Map<String, List<Segment>> stages = segments.get(pipeline);
        if (stages == null) {
            throw new IllegalArgumentException(
                    "the file has no pipeline " + pipeline + "; it has " + String.join(", ", segments.keySet()));
        }
        List<Segment> found = stages.get(stage);
        if (found == null) {
            throw new IllegalArgumentException("pipeline " + pipeline + " has no stage " + stage + "; it has "
                    + String.join(", ", stages.keySet()));
        }
        return found;
    }
}
