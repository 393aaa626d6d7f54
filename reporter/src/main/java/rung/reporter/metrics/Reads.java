package rung.reporter.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import rung.core.log.FactReader;
import rung.core.log.Polling;
import rung.core.measure.Fact;
import rung.core.measure.Fault;
import rung.core.measure.TimeWindow;

/** How a stage was read since the run began: each polling report is counted once. */
final class Reads {
    /** What ended longer ago is folded, or costs no more than what is asked for in the beginning. */
    private static final Duration CLOSE = Duration.ofHours(1);

    private final String pipeline;
    private final String stage;
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private Instant countedUntil = Instant.MIN;
    private long rounds;
    private long failures;
    private Duration cost = Duration.ZERO;

    Reads(String pipeline, String stage) {
        this.pipeline = pipeline;
        this.stage = stage;
    }

    void take(FactReader facts) {
        if (countedUntil.equals(Instant.MIN)) {
            takeLongAgo(facts);
        }
        // reports of a stage follow each other: one that began before was counted
        TimeWindow rest = new TimeWindow("rest", countedUntil, Instant.MAX);
        for (Fact.Polled report : facts.polled(pipeline, stage, rest)) {
            if (!report.from().isBefore(countedUntil)) {
                rounds += report.rounds();
                failures += report.failures();
                cost = cost.plus(report.cost());
                report.faults().forEach((fault, times) -> faults.merge(fault, times, Long::sum));
                countedUntil = report.at();
            }
        }
    }

    private void takeLongAgo(FactReader facts) {
        Instant begin = facts.run().startedAt();
        Instant close = facts.until().minus(CLOSE);
        if (close.isAfter(begin)) {
            TimeWindow longAgo = new TimeWindow("long ago", begin, close);
            Polling polling = facts.polling(pipeline, stage, longAgo);
            rounds = polling.rounds();
            failures = polling.failures();
            cost = polling.cost();
            faults.putAll(facts.faults(pipeline, stage, longAgo));
            countedUntil = close;
        } else {
            countedUntil = begin;
        }
    }

    /**
     * The counts at one moment.
     *
     * @param failures rounds in which something could not be read
     * @param cost time that rounds waited for answers
     * @param faults rounds in which each occurred; one that never did is absent
     */
    record Counted(long rounds, long failures, Duration cost, Map<Fault, Long> faults) {}

    Counted counted() {
        return new Counted(rounds, failures, cost, Map.copyOf(faults));
    }
}
