package rung.core.log;

import java.time.Duration;
import java.util.List;
import rung.core.measure.Fact;
import rung.core.measure.Told;

/**
 * How a stage was polled in a window, in all.
 *
 * @param reports polling reports that touch the window
 * @param span time that they report of; they do not overlap
 * @param rounds rounds of reads that were begun
 * @param failures rounds of them in which something could not be read
 * @param cost time spent waiting for answers
 * @param deferred keys that a round put off to the next
 * @param told what the rounds told beside counts
 */
public record Polling(
        long reports, Duration span, long rounds, long failures, Duration cost, long deferred, Told told) {
    static final Polling NONE = new Polling(0, Duration.ZERO, 0, 0, Duration.ZERO, 0, Told.NOTHING);

    /** What these reports say in all. */
    public static Polling of(List<Fact.Polled> reports) {
        Polling sum = NONE;
        for (Fact.Polled one : reports) {
            sum = sum.plus(new Polling(
                    1,
                    Duration.between(one.from(), one.at()),
                    one.rounds(),
                    one.failures(),
                    one.cost(),
                    one.deferred(),
                    one.told()));
        }
        return sum;
    }

    Polling plus(Polling other) {
        return new Polling(
                reports + other.reports,
                span.plus(other.span),
                rounds + other.rounds,
                failures + other.failures,
                cost.plus(other.cost),
                deferred + other.deferred,
                told.and(other.told));
    }
}
