package rung.core.log;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.config.ConfigException;
import rung.core.time.Nanos;

/** Reads a file of facts row by row: checks each, cuts it off at the moment that is judged, and hands it to the sorter. */
final class CsvIntake {
    private final CsvRows rows;
    private final CsvProblems problems;
    private final SeriesTable series;
    private final SlotSorter sorter;
    private final boolean isCut;
    private final long cut;
    private final CsvTime time = new CsvTime();
    private final CsvSetup setup;
    private final SlotTail tail = new SlotTail();
    private long latest;
    private long left;
    private long seenLater;

    /** @param at what is later than this is not known yet; when it is absent, all is */
    CsvIntake(CsvRows rows, CsvProblems problems, SeriesTable series, SlotSorter sorter, Optional<Instant> at) {
        this.rows = rows;
        this.problems = problems;
        this.series = series;
        this.setup = new CsvSetup(problems);
        this.sorter = sorter;
        this.isCut = at.isPresent();
        this.cut = at.map(Nanos::bound).orElse(Long.MAX_VALUE);
    }

    /** Reads all rows; what is wrong in them goes to the problems. */
    void readAll() throws IOException, ConfigException {
        if (!rows.next()) {
            problems.add("", 1, CsvColumns.empty());
            return;
        }
        CsvColumns columns = CsvColumns.of(rows, problems);
        int header = rows.line();
        while (rows.next()) {
            read(columns);
        }
        if (series.series().isEmpty() && problems.areNone()) {
            problems.add(
                    "",
                    header,
                    left == 0
                            ? "there are no rows below the header; write one per injection and stage"
                            : "each of the " + left + " rows is later than " + Nanos.instant(cut)
                                    + "; judge at a later moment");
        }
    }

    /** The moment up to which the facts are complete. */
    Instant until() {
        if (isCut) {
            return Nanos.instant(cut);
        }
        return Nanos.instant(setup.knownUntil() == CsvTime.NONE ? latest : setup.knownUntil());
    }

    /** How the stages were measured, as far as the file says. */
    CsvSetup setup() {
        return setup;
    }

    /** What was cut off, in sentences. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (left > 0) {
            notes.add(counted(left, "row is", "rows are") + " left out: intended later than " + until() + ".");
        }
        if (seenLater > 0) {
            notes.add(counted(seenLater, "sale was", "sales were") + " seen only after " + until()
                    + " and counted as not seen yet.");
        }
        return List.copyOf(notes);
    }

    static String duplicate(long intended, int firstLine) {
        return Nanos.instant(intended) + " is there already for this pipeline and stage, in line " + firstLine
                + "; give each injection one row, and tell those of one second apart by a fraction";
    }

    private static String counted(long count, String one, String several) {
        return count + " " + (count == 1 ? one : several);
    }

    private void read(CsvColumns columns) throws IOException, ConfigException {
        if (!rows.fault().isEmpty()) {
            problems.add("", rows.line(), rows.fault());
            return;
        }
        if (rows.count() != columns.count()) {
            problems.add(
                    "",
                    rows.line(),
                    "the row has " + counted(rows.count(), "cell", "cells") + ", the header " + columns.count()
                            + "; write one cell per column, and cells that hold commas in quotes");
            return;
        }
        boolean hasPipeline = isName(columns.pipeline(), CsvColumns.PIPELINE);
        boolean hasStage = isName(columns.stage(), CsvColumns.STAGE);
        boolean hasCycle = isText(columns.cycle(), CsvColumns.CYCLE);
        boolean hasLane = isText(columns.lane(), CsvColumns.LANE);
        boolean hasReason = isText(columns.unmeasured(), CsvColumns.UNMEASURED);
        long intended = time(columns.intended(), CsvColumns.INTENDED, true);
        long missed = time(columns.missedAt(), CsvColumns.MISSED_AT, false);
        long seen = time(columns.seenAt(), CsvColumns.SEEN_AT, false);
        long handed = time(columns.handedAt(), CsvColumns.HANDED_AT, false);
        boolean isOrdered = isOrdered(intended, missed, seen);
        boolean isPossible = isPossible(columns, intended, missed, seen, handed);
        if (hasPipeline && hasStage && hasCycle && hasLane && hasReason && isOrdered && isPossible) {
            take(columns, intended, missed, seen, handed);
        }
    }

    private boolean isText(int cell, String column) throws ConfigException {
        return cell < 0 || isUtf8(cell, column);
    }

    /** Whether what the optional columns say can be true of the sale. */
    private boolean isPossible(CsvColumns columns, long intended, long missed, long seen, long handed)
            throws ConfigException {
        int unmeasured = columns.unmeasured();
        if (unmeasured >= 0 && !rows.isEmpty(unmeasured) && (missed != CsvTime.NONE || seen != CsvTime.NONE)) {
            problems.add(
                    CsvColumns.UNMEASURED,
                    rows.line(),
                    "a sale that was looked for is not unmeasured; leave this cell empty, or missed_at and seen_at");
            return false;
        }
        if (handed != CsvTime.NONE && handed < intended) {
            problems.add(
                    CsvColumns.HANDED_AT,
                    rows.line(),
                    Nanos.instant(handed) + " is before the sale was intended, at " + Nanos.instant(intended)
                            + "; write when it was handed over, or nothing when that was in time");
            return false;
        }
        return true;
    }

    private void take(CsvColumns columns, long intended, long missed, long seen, long handed)
            throws IOException, ConfigException {
        if (intended > cut) {
            left++;
            return;
        }
        int number = series.find(rows, columns.pipeline(), columns.stage());
        if (number < 0) {
            number = series.add(rows, columns.pipeline(), columns.stage());
            if (number >= 0) {
                setup.addStage(rows.text(columns.pipeline()));
            }
        }
        if (number < 0) {
            problems.add(
                    CsvColumns.STAGE,
                    rows.line(),
                    "the file has more than " + SeriesTable.MOST
                            + " stages of pipelines; write names there, and split the file if it needs more");
            return;
        }
        boolean isSeen = seen != CsvTime.NONE && seen <= cut;
        if (seen > cut) {
            seenLater++;
        }
        boolean isMissed = missed > intended;
        takeSetup(columns, number, intended, Math.max(intended, Math.max(missed, seen)));
        sorter.add(
                number,
                intended,
                isMissed ? Math.min(missed, cut) : intended,
                isSeen ? seen : SlotFile.UNSEEN,
                rows.line(),
                tail.bytes(),
                0,
                tail.pack(rows, handed, columns.cycle(), columns.lane(), columns.unmeasured()));
    }

    /** @param last the latest time that the row mentions of its sale */
    private void takeSetup(CsvColumns columns, int number, long intended, long last) throws ConfigException {
        int line = rows.line();
        int before = problems.count();
        long begin = time(columns.slotBegin(), CsvColumns.SLOT_BEGIN, false);
        long length = seconds(columns.slotSeconds(), CsvColumns.SLOT_SECONDS);
        long poll = seconds(columns.pollSeconds(), CsvColumns.POLL_SECONDS);
        long settling = seconds(columns.settlingSeconds(), CsvColumns.SETTLING_SECONDS);
        long known = isCut ? CsvTime.NONE : time(columns.knownUntil(), CsvColumns.KNOWN_UNTIL, false);
        if (problems.count() > before) {
            return;
        }
        setup.takeSlot(number, line, intended, begin, length);
        setup.takeReads(number, line, poll, settling);
        setup.takeKnownUntil(line, known);
        latest = Math.max(
                latest, begin == CsvTime.NONE || length == CsvTime.NONE ? last : Math.max(last, begin + length));
        if (known != CsvTime.NONE && last > known) {
            problems.add(
                    CsvColumns.KNOWN_UNTIL,
                    line,
                    "the row knows of " + Nanos.instant(last) + ", which is later; correct it, or judge with --at");
        }
    }

    /** A length of time in nanoseconds, {@link CsvTime#NONE} when there is none. */
    private long seconds(int cell, String column) throws ConfigException {
        if (cell < 0 || rows.isEmpty(cell)) {
            return CsvTime.NONE;
        }
        long nanos = CsvTime.seconds(rows.bytes(), rows.start(cell), rows.end(cell));
        if (nanos == CsvTime.NONE) {
            problems.add(
                    column,
                    rows.line(),
                    "\"" + rows.text(cell) + "\" is not a number of seconds; write one such as 10 or 0.25");
        }
        return nanos;
    }

    private boolean isName(int cell, String column) throws ConfigException {
        if (rows.isEmpty(cell)) {
            problems.add(column, rows.line(), "the cell is empty; write the name of the " + column);
            return false;
        }
        byte[] bytes = rows.bytes();
        if (bytes[rows.start(cell)] == ' ' || bytes[rows.end(cell) - 1] == ' ') {
            problems.add(column, rows.line(), "\"" + rows.text(cell) + "\" begins or ends with a blank; remove it");
            return false;
        }
        return isUtf8(cell, column);
    }

    private boolean isUtf8(int cell, String column) throws ConfigException {
        if (rows.isUtf8(cell)) {
            return true;
        }
        problems.add(column, rows.line(), "\"" + rows.text(cell) + "\" is not UTF-8 text; save the file as UTF-8");
        return false;
    }

    /** The time in {@code cell}, {@link CsvTime#NONE} when there is none. */
    private long time(int cell, String column, boolean isRequired) throws ConfigException {
        if (cell < 0 || rows.isEmpty(cell)) {
            if (isRequired) {
                problems.add(column, rows.line(), "the cell is empty; write when the sale should have happened");
            }
            return CsvTime.NONE;
        }
        long nanos = time.nanos(rows.bytes(), rows.start(cell), rows.end(cell));
        if (nanos == CsvTime.NONE) {
            problems.add(column, rows.line(), CsvTime.fault(rows.text(cell)));
        }
        return nanos;
    }

    /** Whether the times of a row can be true together. A read that began before the sale is no contradiction. */
    private boolean isOrdered(long intended, long missed, long seen) throws ConfigException {
        if (intended == CsvTime.NONE) {
            return false;
        }
        if (seen == CsvTime.NONE) {
            return true;
        }
        if (seen < intended) {
            problems.add(
                    CsvColumns.SEEN_AT,
                    rows.line(),
                    Nanos.instant(seen) + " is before the sale was intended, at " + Nanos.instant(intended)
                            + "; a stage cannot show what has not happened: compare the clocks");
            return false;
        }
        if (missed > seen) {
            problems.add(
                    CsvColumns.MISSED_AT,
                    rows.line(),
                    Nanos.instant(missed) + " is after the sale was seen, at " + Nanos.instant(seen)
                            + "; write the last read that lacked it, and the first one after which none did");
            return false;
        }
        return true;
    }
}
