package rung.core.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that happened in a run. Facts are appended and never changed; whatever is concluded from them is computed
 * again whenever somebody asks.
 */
public sealed interface Fact {
    /** When it was known, on the timeline. */
    Instant at();

    /** An injection was handed to the client of the source, and is on its way. */
    record Handed(Injection injection, Instant at) implements Fact {}

    /**
     * The front door confirmed an injection.
     *
     * @param stamp what the front door's own clock said, when it tells
     */
    record Acknowledged(String pipeline, long slot, Injection.Kind kind, Instant at, Optional<Stamp> stamp)
            implements Fact {
        /** One of which the front door's clock says nothing. */
        public Acknowledged(String pipeline, long slot, Injection.Kind kind, Instant at) {
            this(pipeline, slot, kind, at, Optional.empty());
        }
    }

    /** The front door refused an injection or did not confirm it in time; it may have entered all the same. */
    record Refused(String pipeline, long slot, Injection.Kind kind, Instant at, String reason) implements Fact {}

    /** A slot was left without an injection. */
    record Skipped(String pipeline, long slot, Instant intended, Instant at, String reason) implements Fact {}

    /** A stage showed a sale and went on showing it until {@code at}. */
    record Seen(
            String pipeline, String stage, long slot, Instant lastMissing, Instant firstSeen, Cycle cycle, Instant at)
            implements Fact {}

    /** A read that began at {@code at} was answered and did not show the sale. Only reads that decide are kept. */
    record Missing(String pipeline, String stage, long slot, Instant at) implements Fact {}

    /** A stage showed a count that no correct pipeline shows. */
    record Anomaly(String pipeline, String stage, long slot, Kind kind, Instant at, String detail) implements Fact {
        /** What was wrong. */
        public enum Kind {
            /** A transaction was applied twice. */
            DUPLICATE,
            /** A sale that had settled vanished, or was applied again. */
            REGRESSION,
            /** No set of the key's transactions explains the count. */
            WRONG_COUNT
        }
    }

    /** A stage could not be read from {@code from} until {@code at}. */
    record Unreadable(String pipeline, String stage, Instant from, Instant at, String reason) implements Fact {}

    /**
     * How a stage was polled since {@code from}.
     *
     * @param rounds rounds of reads that were begun
     * @param failures rounds of them in which something could not be read
     * @param cost time spent waiting for answers, in all
     * @param deferred keys that a round put off to the next, because a look may not ask for so many, in all
     * @param faults rounds in which each fault occurred; a round may have several, and one without a fault has none
     * @param told what the rounds told beside counts
     */
    record Polled(
            String pipeline,
            String stage,
            Instant from,
            Instant at,
            long rounds,
            long failures,
            Duration cost,
            long deferred,
            Map<Fault, Long> faults,
            Told told)
            implements Fact {
        public Polled {
            faults = Map.copyOf(faults);
        }

        /** Of rounds that told nothing but counts. */
        public Polled(
                String pipeline,
                String stage,
                Instant from,
                Instant at,
                long rounds,
                long failures,
                Duration cost,
                long deferred,
                Map<Fault, Long> faults) {
            this(pipeline, stage, from, at, rounds, failures, cost, deferred, faults, Told.NOTHING);
        }
    }

    /** A look at a stage came upon a commit that no look before it did. */
    record CommitSeen(String pipeline, String stage, Instant at, Commit commit) implements Fact {}

    /** The probe was alive, and its wall clock said {@code wall}. */
    record Ticked(Instant at, Instant wall) implements Fact {}

    /**
     * What the instrument could resolve on the machine of the run.
     *
     * @param result as {@code rung calibrate} tells it, JSON
     */
    record Calibrated(Instant at, String result) implements Fact {}

    /** A pipeline's injections ended as they were meant to; no slot that begins later is missing. */
    record Ended(String pipeline, Instant at) implements Fact {}
}
