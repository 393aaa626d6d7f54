package rung.core.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rung.core.config.ConfigException;
import rung.core.time.Nanos;

/**
 * What the rows of a file say of how their stages were measured, and the same in each row of a stage or pipeline: the
 * slots, the poll period, the settling time, and up to when facts are known. A file need not say any of it.
 */
final class CsvSetup {
    private static final String DIFFERS = "; write the same in each row";

    private final CsvProblems problems;
    private final Map<String, Slots> slots = new HashMap<>();
    private final List<Stage> stages = new ArrayList<>();
    private Constant knownUntil = new Constant();

    /** A value that each row repeats, and the first line that says it. */
    private static final class Constant {
        private long value = CsvTime.NONE;
        private int line;

        /** Whether {@code other} is what the first row says; the first row decides. */
        private boolean agrees(long other, int otherLine) {
            if (line == 0) {
                value = other;
                line = otherLine;
            }
            return value == other;
        }
    }

    /** The slots of a pipeline: when one of them begins, and how long each is, in nanoseconds. */
    static final class Slots {
        private final Constant length = new Constant();
        private long anchor = CsvTime.NONE;

        boolean areKnown() {
            return anchor != CsvTime.NONE;
        }

        long length() {
            return length.value;
        }

        /** When the slot begins in which {@code intended} lies. */
        long begin(long intended) {
            return intended - Math.floorMod(intended - anchor, length.value);
        }
    }

    /** How a stage is read. */
    private record Stage(Slots slots, Constant poll, Constant settling) {}

    CsvSetup(CsvProblems problems) {
        this.problems = problems;
    }

    /** Makes room for the next stage, of {@code pipeline}. */
    void addStage(String pipeline) {
        stages.add(new Stage(slots.computeIfAbsent(pipeline, name -> new Slots()), new Constant(), new Constant()));
    }

    /** Takes the slot in which a sale was intended; both {@link CsvTime#NONE} when the row does not say. */
    void takeSlot(int stage, int line, long intended, long begin, long length) throws ConfigException {
        if (begin == CsvTime.NONE && length == CsvTime.NONE) {
            agree(CsvColumns.SLOT_SECONDS, stages.get(stage).slots().length, CsvTime.NONE, line);
            return;
        }
        if (begin == CsvTime.NONE || length == CsvTime.NONE) {
            problems.add(
                    begin == CsvTime.NONE ? CsvColumns.SLOT_BEGIN : CsvColumns.SLOT_SECONDS,
                    line,
                    "the cell is empty; write when the slot begins and how long it is, or neither");
            return;
        }
        if (length <= 0) {
            problems.add(CsvColumns.SLOT_SECONDS, line, "a slot has a length; write seconds, such as 10");
            return;
        }
        Slots here = stages.get(stage).slots();
        if (!agree(CsvColumns.SLOT_SECONDS, here.length, length, line)) {
            return;
        }
        if (!here.areKnown()) {
            here.anchor = begin;
        }
        if (intended < begin || intended - begin >= length || Math.floorMod(begin - here.anchor, length) != 0) {
            problems.add(
                    CsvColumns.SLOT_BEGIN,
                    line,
                    Nanos.instant(begin) + " is not the begin of the slot of " + Nanos.instant(intended)
                            + "; slots of a pipeline follow each other, and hold one sale each");
        }
    }

    /** Takes how a stage is read, in nanoseconds. */
    void takeReads(int stage, int line, long poll, long settling) throws ConfigException {
        agree(CsvColumns.POLL_SECONDS, stages.get(stage).poll(), poll, line);
        agree(CsvColumns.SETTLING_SECONDS, stages.get(stage).settling(), settling, line);
    }

    /** Takes the moment up to which facts are known, in nanoseconds since 1970. */
    void takeKnownUntil(int line, long moment) throws ConfigException {
        if (!knownUntil.agrees(moment, line)) {
            problems.add(
                    CsvColumns.KNOWN_UNTIL,
                    line,
                    "differs from line " + knownUntil.line + "; judge with --at, or write the same in each row");
        }
    }

    private boolean agree(String column, Constant constant, long value, int line) throws ConfigException {
        boolean agrees = constant.agrees(value, line);
        if (!agrees) {
            problems.add(column, line, "differs from line " + constant.line + DIFFERS);
        }
        return agrees;
    }

    /** {@link CsvTime#NONE} when the file does not say. */
    long knownUntil() {
        return knownUntil.value;
    }

    /** The slots of a pipeline; absent when the file does not say. */
    Optional<Slots> slots(String pipeline) {
        return Optional.ofNullable(slots.get(pipeline)).filter(Slots::areKnown);
    }

    /** Zero when the file does not say. */
    Duration poll(int stage) {
        return duration(stages.get(stage).poll());
    }

    /** Zero when the file does not say. */
    Duration settling(int stage) {
        return duration(stages.get(stage).settling());
    }

    private static Duration duration(Constant constant) {
        return constant.value == CsvTime.NONE ? Duration.ZERO : Duration.ofNanos(constant.value);
    }
}
