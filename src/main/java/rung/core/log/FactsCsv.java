package rung.core.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.Nanos;

/**
 * The facts of a run as CSV, as RFC 4180 has it: a row for each slot of each stage, in the order of the intended times,
 * with the columns that {@link CsvFacts} reads. Moments are ISO 8601 in UTC to the nanosecond, durations seconds, and
 * what there is not is empty. The same facts give the same bytes.
 */
public final class FactsCsv {
    /** A reason for an unmeasured slot is prose, and cut where a reader of cells may give up; figures never are. */
    private static final int MOST_OF_A_REASON = 300;

    private final OutputStream out;
    private final StringBuilder row = new StringBuilder();
    private long rows;

    private FactsCsv(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes what is known of the slots that begin and end in {@code window}; memory does not grow with their number.
     *
     * @param pipelines of the run, all stages of each
     * @return how many rows were written below the header
     * @throws IOException when {@code out} takes no more
     */
    public static long write(FactReader facts, List<PipelineSetup> pipelines, TimeWindow window, OutputStream out)
            throws IOException {
        FactsCsv csv = new FactsCsv(out);
        try {
            facts.still(() -> {
                csv.writeAll(facts, pipelines, window);
                return csv;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        out.flush();
        return csv.rows;
    }

    private void writeAll(FactReader facts, List<PipelineSetup> pipelines, TimeWindow window) {
        row.append(String.join(",", CsvColumns.KNOWN));
        endRow();
        String until = facts.until().toString();
        for (PipelineSetup pipeline : pipelines) {
            for (StageSetup stage : pipeline.stages()) {
                String head = cell(pipeline.name()) + "," + cell(stage.name()) + ",";
                String tail = "," + seconds(pipeline.slot()) + "," + seconds(stage.poll()) + ","
                        + seconds(stage.settling()) + "," + until;
                facts.slots(pipeline.name(), stage.name(), window, slot -> {
                    row.append(head);
                    write(slot);
                    row.append(slotBegin(pipeline, slot.intended())).append(tail);
                    endRow();
                    rows++;
                });
            }
        }
    }

    private void write(SlotOutcome slot) {
        row.append(slot.intended()).append(',');
        slot.outcome()
                .match(
                        seen -> {
                            missed(slot, seen.lastMissing());
                            row.append(seen.firstSeen())
                                    .append(',')
                                    .append(cell(seen.cycle().id()));
                        },
                        unseen -> {
                            missed(slot, unseen.lastMissing());
                            row.append(',');
                        },
                        nothing -> row.append(",,"));
        row.append(',');
        if (!slot.handed().equals(slot.intended())) {
            row.append(slot.handed());
        }
        row.append(',').append(cell(slot.lane())).append(',');
        if (slot.outcome() instanceof Outcome.Unmeasured unmeasured) {
            row.append(cell(reason(unmeasured)));
        }
        row.append(',');
    }

    private void missed(SlotOutcome slot, Instant lastMissing) {
        if (lastMissing.isAfter(slot.intended())) {
            row.append(lastMissing);
        }
        row.append(',');
    }

    private static String reason(Outcome.Unmeasured unmeasured) {
        String reason = unmeasured.reason();
        if (reason.isEmpty()) {
            return "no reason told";
        }
        int length = reason.codePointCount(0, reason.length());
        return length <= MOST_OF_A_REASON
                ? reason
                : reason.substring(0, reason.offsetByCodePoints(0, MOST_OF_A_REASON - 1)) + "…";
    }

    private static Instant slotBegin(PipelineSetup pipeline, Instant intended) {
        long passed = Nanos.of(intended) - Nanos.of(pipeline.firstSlot());
        return Nanos.instant(
                Nanos.of(intended) - Math.floorMod(passed, pipeline.slot().toNanos()));
    }

    /** In quotes where it holds what ends a cell or a row. */
    private static String cell(String text) {
        boolean isPlain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String seconds(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano(), 9))
                .stripTrailingZeros();
        return seconds.toPlainString();
    }

    private void endRow() {
        try {
            out.write(row.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        row.setLength(0);
    }
}
