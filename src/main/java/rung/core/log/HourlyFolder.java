package rung.core.log;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import rung.core.evidence.HourFold;
import rung.core.evidence.Look;
import rung.core.evidence.WindowTally;
import rung.core.measure.PipelineSetup;
import rung.core.measure.TimeWindow;

/**
 * Folds the past hours of a run, each once, when nothing that may still become known can change it. An hour that stays
 * open is tried again when it is half as old again, and given up after a week: its slots are then read one by one.
 *
 * <p>Call {@link #fold} about once a minute; a call reads the slots of some hours at most. For one thread.
 */
public final class HourlyFolder implements AutoCloseable {
    /** How long after its end an hour may still get injections: longer than a late till is waited for. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private static final Duration GIVEN_UP_AFTER = Duration.ofDays(7);
    private static final int TRIES_PER_CALL = 8;

    /**
     * One stage to fold.
     *
     * @param look the look at its evidence, given the moment up to which facts are complete
     */
    public record Target(String pipeline, String stage, Function<Instant, Look> look) {}

    private static final class Progress {
        private final Target target;
        private final Set<Instant> folded;
        private final Map<Instant, Instant> open = new TreeMap<>();
        private Instant next;

        private Progress(Target target, Instant next, Set<Instant> folded) {
            this.target = target;
            this.next = next;
            this.folded = folded;
        }
    }

    private final MeasurementLog log;
    private final LogReader reader;
    private final List<Progress> progress = new ArrayList<>();

    private HourlyFolder(MeasurementLog log, LogReader reader) {
        this.log = log;
        this.reader = reader;
    }

    /**
     * A folder of the run that {@code log} writes; goes on where an earlier folder of that run stopped.
     *
     * @throws IOException when the log cannot be read
     */
    public static HourlyFolder of(MeasurementLog log, List<Target> targets) throws IOException {
        HourlyFolder folder = new HourlyFolder(log, log.reader());
        targets.forEach(folder::add);
        return folder;
    }

    private void add(Target target) {
        PipelineSetup pipeline = reader.run().pipelines().stream()
                .filter(one -> one.name().equals(target.pipeline()))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("the run has no pipeline " + target.pipeline()));
        progress.add(new Progress(
                target,
                pipeline.firstSlot().truncatedTo(ChronoUnit.HOURS),
                reader.foldedHours(target.pipeline(), target.stage())));
    }

    /**
     * Folds what can be folded of what was flushed; the folds are visible after the log's next flush.
     *
     * @return how many hours were folded
     * @throws IllegalStateException when the log cannot be read or written
     */
    public int fold() {
        Instant until = reader.until();
        int folded = 0;
        for (Progress one : progress) {
            folded += fold(one, until);
        }
        return folded;
    }

    private int fold(Progress one, Instant until) {
        int folded = 0;
        int tries = 0;
        for (Iterator<Map.Entry<Instant, Instant>> open = one.open.entrySet().iterator();
                open.hasNext() && tries < TRIES_PER_CALL; ) {
            Map.Entry<Instant, Instant> hour = open.next();
            if (!hour.getValue().isAfter(until)) {
                tries++;
                if (fold(one.target, hour.getKey(), until)) {
                    folded++;
                    open.remove();
                } else if (isGivenUp(hour.getKey(), until)) {
                    open.remove();
                } else {
                    hour.setValue(retry(hour.getKey(), until));
                }
            }
        }
        for (; tries < TRIES_PER_CALL && !end(one.next).plus(GRACE).isAfter(until); one.next = end(one.next)) {
            if (!one.folded.remove(one.next)) {
                tries++;
                if (fold(one.target, one.next, until)) {
                    folded++;
                } else if (!isGivenUp(one.next, until)) {
                    one.open.put(one.next, retry(one.next, until));
                }
            }
        }
        return folded;
    }

    private boolean fold(Target target, Instant hour, Instant until) {
        TimeWindow window = new TimeWindow("hour", hour, end(hour));
        Look look = target.look().apply(until);
        boolean mayStillBeRefused = end(hour).plus(look.lossHorizon()).isAfter(until);
        if (mayStillBeRefused && reader.undelivered(target.pipeline(), window) > 0) {
            return false;
        }
        WindowTally tally = new WindowTally(window, look);
        reader.slots(target.pipeline(), target.stage(), window, tally::add);
        HourFold fold = tally.fold().orElse(null);
        if (fold == null) {
            return false;
        }
        log.append(target.pipeline(), target.stage(), fold);
        return true;
    }

    private static Instant retry(Instant hour, Instant until) {
        return until.plus(Duration.between(hour, until).dividedBy(2));
    }

    private static boolean isGivenUp(Instant hour, Instant until) {
        return end(hour).plus(GIVEN_UP_AFTER).isBefore(until);
    }

    private static Instant end(Instant hour) {
        return hour.plus(1, ChronoUnit.HOURS);
    }

    @Override
    public void close() {
        reader.close();
    }
}
