package rung.core.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.time.ClockOffset;
import rung.core.time.Nanos;
import rung.core.time.RemoteClock;

/** What the clocks of front doors said. */
final class StampRows {
    private static final int MOST_READ = 1000;

    private static final String NEWEST = """
            select i.handed, d.at, s.at, s.resolution
            from stamp s
            join injection i on i.pipeline = s.pipeline and i.slot = s.slot and i.kind = s.kind
            join delivery d on d.pipeline = s.pipeline and d.slot = s.slot and d.kind = s.kind
            where s.pipeline = ?1 and i.handed is not null and d.refused is null
            order by s.slot desc limit\s""" + MOST_READ;

    private record Answer(Instant sent, Instant acknowledged, Instant stamp, Duration resolution) {}

    private final Rows rows;

    StampRows(Rows rows) {
        this.rows = rows;
    }

    /** How far the clock was ahead when the newest of its stamps came; from {@value #MOST_READ} of them at most. */
    Optional<ClockOffset> offset(long pipelineId) {
        List<Answer> answers = new ArrayList<>();
        rows.each(
                NEWEST,
                row -> answers.add(new Answer(
                        Nanos.instant(row.getLong(1)),
                        Nanos.instant(row.getLong(2)),
                        Nanos.instant(row.getLong(3)),
                        Duration.ofNanos(row.getLong(4)))),
                pipelineId);
        Duration coarsest = answers.stream()
                .map(Answer::resolution)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        RemoteClock clock = new RemoteClock(coarsest);
        answers.forEach(answer -> clock.observe(answer.sent(), answer.acknowledged(), answer.stamp()));
        return answers.stream()
                .map(Answer::acknowledged)
                .max(Instant::compareTo)
                .flatMap(clock::offset);
    }
}
