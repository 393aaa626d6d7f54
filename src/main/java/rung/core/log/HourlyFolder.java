package rung.core.log;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import rung.core.evidence.Fold;
import rung.core.evidence.FoldTally;
import rung.core.evidence.Look;
import rung.core.measure.PipelineSetup;
import rung.core.measure.TimeWindow;

/**
 * Folds the past hours and days of a run, each once, when nothing that may still become known can change it: the slots
 * of its stages, its signs of life, its polling reports and its returns. An hour that stays open is tried again when it
 * is half as old again, until the loss horizon has passed; what then is still unseen is set aside.
 *
 * <p>Call {@link #fold} about once a minute; a call reads the facts of some hours at most. For one thread.
 */
public final class HourlyFolder implements AutoCloseable {
    /** How long after its end an hour may still get facts: longer than a late till is waited for. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private static final int HOURS_PER_CALL = 24;
    private static final int UNRETURNED_FRACTION = 100;

    /**
     * One stage to fold.
     *
     * @param look the look at its evidence, given the moment up to which facts are complete
     */
    public record Target(String pipeline, String stage, Function<Instant, Look> look) {}

    private record Stage(Target target, FoldBacklog hours, FoldBacklog days) {}

    private record Returns(PipelineSetup pipeline, Duration lossHorizon, FoldBacklog hours) {}

    /** Hours of facts that come in order, so that none stays open. */
    private static final class Row {
        private Instant next;

        private Row(Instant first, Instant lastFolded) {
            this.next = lastFolded.equals(Instant.MIN) ? first : lastFolded.plus(FoldGrid.HOUR);
        }

        /** Takes the next hours that can be folded; each is given once. */
        private List<TimeWindow> takeDue(Instant until) {
            List<TimeWindow> due = new ArrayList<>();
            for (Instant end = next.plus(FoldGrid.HOUR);
                    due.size() < HOURS_PER_CALL && !end.plus(GRACE).isAfter(until);
                    end = next.plus(FoldGrid.HOUR)) {
                due.add(new TimeWindow("hour", next, end));
                next = end;
            }
            return due;
        }
    }

    private record Polls(String pipeline, String stage, Row hours) {}

    private final MeasurementLog log;
    private final LogReader reader;
    private final FoldGrid grid;
    private final Row ticks;
    private final List<Stage> stages = new ArrayList<>();
    private final List<Polls> polls = new ArrayList<>();
    private final List<Returns> returns = new ArrayList<>();

    private HourlyFolder(MeasurementLog log, LogReader reader) {
        this.log = log;
        this.reader = reader;
        this.grid = FoldGrid.of(reader.run());
        this.ticks = new Row(grid.floor(reader.run().startedAt(), FoldGrid.HOUR), reader.lastFoldOfTicks());
    }

    /**
     * A folder of the run that {@code log} writes; goes on where an earlier folder of that run stopped.
     *
     * @throws IOException when the log cannot be read
     */
    public static HourlyFolder of(MeasurementLog log, List<Target> targets) throws IOException {
        HourlyFolder folder = new HourlyFolder(log, log.reader());
        for (PipelineSetup pipeline : folder.reader.run().pipelines()) {
            List<Target> ofPipeline = targets.stream()
                    .filter(target -> target.pipeline().equals(pipeline.name()))
                    .toList();
            folder.add(pipeline, ofPipeline);
        }
        return folder;
    }

    private void add(PipelineSetup pipeline, List<Target> targets) {
        String name = pipeline.name();
        Instant firstHour = grid.floor(pipeline.firstSlot(), FoldGrid.HOUR);
        Instant firstDay = grid.floor(pipeline.firstSlot(), FoldGrid.DAY);
        for (Target target : targets) {
            polls.add(
                    new Polls(name, target.stage(), new Row(firstHour, reader.lastFoldOfPolls(name, target.stage()))));
            stages.add(new Stage(
                    target,
                    new FoldBacklog(FoldGrid.HOUR, firstHour, reader.folded(name, target.stage(), FoldGrid.HOUR)),
                    new FoldBacklog(FoldGrid.DAY, firstDay, reader.folded(name, target.stage(), FoldGrid.DAY))));
        }
        Set<Instant> returned = reader.returned(name).stream()
                .map(start -> grid.floor(start, FoldGrid.HOUR))
                .collect(Collectors.toSet());
        targets.stream()
                .map(target -> target.look().apply(Instant.EPOCH).lossHorizon())
                .max(Duration::compareTo)
                .ifPresent(horizon -> returns.add(
                        new Returns(pipeline, horizon, new FoldBacklog(FoldGrid.HOUR, firstHour, returned))));
    }

    /**
     * Folds what can be folded of what was flushed; the folds are visible after the log's next flush.
     *
     * @return how many hours and days of stages were folded
     * @throws IllegalStateException when the log cannot be read or written
     */
    public int fold() {
        return reader.still(() -> {
            Instant until = reader.until();
            ticks.takeDue(until).forEach(hour -> log.append(hour.from(), reader.tickFold(hour)));
            for (Polls one : polls) {
                one.hours()
                        .takeDue(until)
                        .forEach(hour -> log.append(
                                one.pipeline(),
                                one.stage(),
                                hour.from(),
                                reader.pollsEnded(one.pipeline(), one.stage(), hour)));
            }
            for (Returns one : returns) {
                one.hours().work(until, hour -> foldReturns(one, hour, until));
            }
            int folded = 0;
            for (Stage one : stages) {
                folded += one.hours().work(until, hour -> fold(one.target(), hour, FoldGrid.HOUR, until));
                folded += one.days()
                        .work(
                                until,
                                day -> one.hours().isDoneBefore(day.plus(FoldGrid.DAY))
                                        && fold(one.target(), day, FoldGrid.DAY, until));
            }
            return folded;
        });
    }

    private boolean fold(Target target, Instant from, Duration length, Instant until) {
        TimeWindow window = new TimeWindow("fold", from, from.plus(length));
        Look look = target.look().apply(until);
        boolean mayStillBeRefused = window.to().plus(look.lossHorizon()).isAfter(until);
        if (mayStillBeRefused && reader.undelivered(target.pipeline(), window) > 0) {
            return false;
        }
        FoldTally tally = new FoldTally(window, look);
        reader.fold(target.pipeline(), target.stage(), tally);
        Fold fold = tally.fold().orElse(null);
        if (fold == null) {
            return false;
        }
        log.append(target.pipeline(), target.stage(), fold);
        return true;
    }

    /** Sales that come back late keep the hour open; those that never do are few, or lost, and are asked at each look. */
    private boolean foldReturns(Returns one, Instant hour, Instant until) {
        Instant end = hour.plus(FoldGrid.HOUR);
        LogReader.Slots slots = reader.slotsBegun(one.pipeline().name(), new TimeWindow("hour", hour, end));
        if (slots.count() == 0) {
            return true;
        }
        List<Long> unreturned = reader.unreturned(one.pipeline().name(), slots);
        boolean isPastHope = !end.plus(one.lossHorizon()).isAfter(until);
        if (!isPastHope && unreturned.size() > slots.count() / UNRETURNED_FRACTION) {
            return false;
        }
        log.append(one.pipeline().name(), slots, unreturned);
        return true;
    }

    @Override
    public void close() {
        reader.close();
    }
}
