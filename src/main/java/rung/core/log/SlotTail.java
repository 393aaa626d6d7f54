package rung.core.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.time.Nanos;

/**
 * What a slot on disk has beside its three times: its cycle, its lane, when it was handed over, and why it is unmeasured.
 * Packs rows into bytes and makes outcomes of them; texts that recur are made once. For one thread.
 */
final class SlotTail {
    /** The longest tail: three cells of text, and what says where they end. */
    static final int MOST_BYTES = 3 * CsvRows.MOST_BYTES + 2 * Short.BYTES + 1 + Long.BYTES;

    private static final int UNMEASURED = 1;
    private static final int HANDED = 2;

    private final byte[] bytes = new byte[MOST_BYTES];
    private final ByteBuffer out = ByteBuffer.wrap(bytes);
    private final Recurring lane = new Recurring();
    private final Recurring cycleId = new Recurring();
    private Cycle cycle = Cycle.unknown();

    /** A text that is often the same as the last time. */
    private static final class Recurring {
        private byte[] last = {};
        private String text = "";

        /** The text where {@code in} is in {@code bytes}, with its length before it. */
        String read(byte[] bytes, ByteBuffer in) {
            int from = in.position() + Short.BYTES;
            int to = from + in.getShort();
            in.position(to);
            if (!Arrays.equals(bytes, from, to, last, 0, last.length)) {
                last = Arrays.copyOfRange(bytes, from, to);
                text = new String(last, StandardCharsets.UTF_8);
            }
            return text;
        }
    }

    /**
     * Packs what three cells of a row hold, each -1 when the file has no such column.
     *
     * @param handedAt nanoseconds since 1970; {@link CsvTime#NONE} when it is the intended time, or never happened
     * @return how many of {@link #bytes} it takes
     */
    int pack(CsvRows row, long handedAt, int cycleCell, int laneCell, int unmeasuredCell) {
        boolean isMeasured = unmeasuredCell < 0 || row.isEmpty(unmeasuredCell);
        boolean isHanded = handedAt != CsvTime.NONE;
        out.clear();
        out.put((byte) ((isMeasured ? 0 : UNMEASURED) | (isHanded ? HANDED : 0)));
        if (isHanded) {
            out.putLong(handedAt);
        }
        pack(row, cycleCell);
        pack(row, laneCell);
        if (!isMeasured) {
            out.put(row.bytes(), row.start(unmeasuredCell), row.end(unmeasuredCell) - row.start(unmeasuredCell));
        }
        return out.position();
    }

    private void pack(CsvRows row, int cell) {
        int from = cell < 0 ? 0 : row.start(cell);
        int length = cell < 0 ? 0 : row.end(cell) - from;
        out.putShort((short) length).put(row.bytes(), from, length);
    }

    /** What was packed last. */
    byte[] bytes() {
        return bytes;
    }

    /** What the slot at which {@code slot} is says. */
    SlotOutcome outcome(SlotFile.Cursor slot) {
        ByteBuffer in = ByteBuffer.wrap(slot.bytes(), slot.tailFrom(), slot.tailLength());
        int flags = in.get();
        Instant intended = Nanos.instant(slot.intended());
        Instant handed = (flags & HANDED) == 0 ? intended : Nanos.instant(in.getLong());
        String id = cycleId.read(slot.bytes(), in);
        String name = lane.read(slot.bytes(), in);
        if ((flags & UNMEASURED) != 0) {
            String reason = StandardCharsets.UTF_8.decode(in).toString();
            return new SlotOutcome(intended, handed, name, new Outcome.Unmeasured(reason));
        }
        Instant lastMissing = slot.lastMissing() == slot.intended() ? intended : Nanos.instant(slot.lastMissing());
        Outcome outcome = slot.seen() == SlotFile.UNSEEN
                ? new Outcome.Unseen(lastMissing)
                : new Outcome.Seen(lastMissing, Nanos.instant(slot.seen()), cycle(id));
        return new SlotOutcome(intended, handed, name, outcome);
    }

    private Cycle cycle(String id) {
        if (!cycle.id().equals(id)) {
            cycle = new Cycle(id);
        }
        return cycle;
    }
}
