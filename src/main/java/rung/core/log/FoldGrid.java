package rung.core.log;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import rung.core.measure.RunSetup;

/**
 * Where the hours and days begin that are folded: on the reader's calendar, by the offset that his zone had when the run
 * started, so that his peaks begin and end where folds do. Days stay 24 hours long when his clocks change.
 */
record FoldGrid(ZoneOffset offset) {
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration DAY = Duration.ofDays(1);

    static FoldGrid of(RunSetup run) {
        return new FoldGrid(run.zone().getRules().getOffset(run.startedAt()));
    }

    /** The begin of the hour or day in which {@code moment} lies. */
    Instant floor(Instant moment, Duration length) {
        long seconds = length.toSeconds();
        long local = moment.getEpochSecond() + offset.getTotalSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(local, seconds) * seconds - offset.getTotalSeconds());
    }
}
