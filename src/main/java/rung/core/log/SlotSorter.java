package rung.core.log;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import rung.core.config.ConfigException;
import rung.core.log.SlotFile.Cursor;
import rung.core.log.SlotFile.Segment;

/**
 * Sorts any number of slots by series and intended time in fixed memory: chunks are sorted in arrays and spilled to a
 * scratch file, and what overlaps is merged. A series that comes in order is written once.
 */
final class SlotSorter {
    /**
     * How much is held at once.
     *
     * @param slots slots in a chunk
     * @param tailBytes bytes of their tails, at least one cell
     * @param fanIn segments that are merged at once, at least two
     */
    record Bounds(int slots, int tailBytes, int fanIn) {
        /** About 10 MiB in all. */
        static final Bounds USUAL = new Bounds(1 << 17, 1 << 21, 256);

        Bounds {
            if (slots < 1 || tailBytes < SlotTail.MOST_BYTES || fanIn < 2) {
                throw new IllegalArgumentException(
                        "too small to sort in: " + slots + " slots, " + tailBytes + " bytes, fan-in " + fanIn);
            }
        }
    }

    /** Told of each slot whose series and intended time another one has, which is kept. */
    @FunctionalInterface
    interface Duplicates {
        void found(int series, long intended, int firstLine, int line) throws ConfigException;
    }

    private static final Comparator<Cursor> OLDEST_FIRST =
            Comparator.comparingLong(Cursor::intended).thenComparingInt(Cursor::line);

    private final SlotFile file;
    private final Bounds bounds;
    private final Duplicates duplicates;
    private final List<List<Segment>> segments = new ArrayList<>();

    private final int[] series;
    private final long[] intended;
    private final long[] lastMissing;
    private final long[] seen;
    private final int[] lines;
    private final int[] tailEnds;
    private final byte[] tails;
    private final int[] order;
    private final int[] spare;
    private int size;
    private int mostHeld;

    /** Sorts in {@code file}, which stays open. */
    SlotSorter(SlotFile file, Bounds bounds, Duplicates duplicates) {
        this.file = file;
        this.bounds = bounds;
        this.duplicates = duplicates;
        this.series = new int[bounds.slots()];
        this.intended = new long[bounds.slots()];
        this.lastMissing = new long[bounds.slots()];
        this.seen = new long[bounds.slots()];
        this.lines = new int[bounds.slots()];
        this.tailEnds = new int[bounds.slots()];
        this.tails = new byte[bounds.tailBytes()];
        this.order = new int[bounds.slots()];
        this.spare = new int[bounds.slots()];
    }

    /** Takes a slot; times in nanoseconds since 1970, its tail being {@code length} bytes of {@code bytes}. */
    void add(int number, long due, long missing, long shown, int line, byte[] bytes, int from, int length)
            throws IOException, ConfigException {
        int tailStart = tailStart(size);
        if (size == bounds.slots() || tailStart + length > tails.length) {
            spill();
            tailStart = 0;
        }
        series[size] = number;
        intended[size] = due;
        lastMissing[size] = missing;
        seen[size] = shown;
        lines[size] = line;
        System.arraycopy(bytes, from, tails, tailStart, length);
        tailEnds[size] = tailStart + length;
        size++;
        mostHeld = Math.max(mostHeld, size);
    }

    /** The slots of each series in segments, one after another in time. No slot can be added any more. */
    List<List<Segment>> sorted() throws IOException, ConfigException {
        spill();
        for (int number = 0; number < segments.size(); number++) {
            segments.set(number, inOrder(number, segments.get(number)));
        }
        return List.copyOf(segments);
    }

    /** The most slots that were in memory at one moment. */
    int mostHeld() {
        return mostHeld;
    }

    private int tailStart(int slot) {
        return slot == 0 ? 0 : tailEnds[slot - 1];
    }

    private void spill() throws IOException, ConfigException {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count = Math.max(count, series[i] + 1);
        }
        while (segments.size() < count) {
            segments.add(new ArrayList<>());
        }
        int[] ends = bySeries(count);
        int from = 0;
        for (int number = 0; number < count; number++) {
            int to = ends[number];
            if (from < to) {
                sort(from, to);
                segments.get(number).add(write(number, from, to));
            }
            from = to;
        }
        size = 0;
    }

    /** Puts the slots of each series together, in the order in which they came; returns where each series ends. */
    private int[] bySeries(int count) {
        int[] ends = new int[count + 1];
        for (int i = 0; i < size; i++) {
            ends[series[i] + 1]++;
        }
        for (int number = 0; number < count; number++) {
            ends[number + 1] += ends[number];
        }
        for (int i = 0; i < size; i++) {
            order[ends[series[i]]++] = i;
        }
        return ends;
    }

    /** Merge sort that leaves alone what is in order; slots of equal time stay in the order of their lines. */
    private void sort(int from, int to) {
        if (isSorted(from, to)) {
            return;
        }
        int middle = (from + to) >>> 1;
        sort(from, middle);
        sort(middle, to);
        System.arraycopy(order, from, spare, from, middle - from);
        int left = from;
        int right = middle;
        for (int at = from; left < middle; at++) {
            order[at] = right < to && intended[order[right]] < intended[spare[left]] ? order[right++] : spare[left++];
        }
    }

    private boolean isSorted(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (intended[order[i]] < intended[order[i - 1]]) {
                return false;
            }
        }
        return true;
    }

    private Segment write(int number, int from, int to) throws IOException, ConfigException {
        SlotFile.Writer out = file.append();
        int previous = -1;
        for (int i = from; i < to; i++) {
            int slot = order[i];
            if (previous >= 0 && intended[slot] == intended[previous]) {
                duplicates.found(number, intended[slot], lines[previous], lines[slot]);
                continue;
            }
            previous = slot;
            int tailStart = tailStart(slot);
            out.put(
                    intended[slot],
                    lastMissing[slot],
                    seen[slot],
                    lines[slot],
                    tails,
                    tailStart,
                    tailEnds[slot] - tailStart);
        }
        return out.end();
    }

    /** Merges those segments of a series that overlap in time; the others stay where they are. */
    private List<Segment> inOrder(int number, List<Segment> unordered) throws IOException, ConfigException {
        List<Segment> byStart = new ArrayList<>(unordered);
        byStart.sort(Comparator.comparingLong(Segment::first));
        List<Segment> ordered = new ArrayList<>();
        Deque<Segment> overlapping = new ArrayDeque<>();
        long last = Long.MIN_VALUE;
        for (Segment segment : byStart) {
            if (segment.first() > last && !overlapping.isEmpty()) {
                ordered.add(merge(number, overlapping));
            }
            overlapping.add(segment);
            last = Math.max(last, segment.last());
        }
        if (!overlapping.isEmpty()) {
            ordered.add(merge(number, overlapping));
        }
        return List.copyOf(ordered);
    }

    /** Makes one segment of {@code parts}, which is empty then. */
    private Segment merge(int number, Deque<Segment> parts) throws IOException, ConfigException {
        while (parts.size() > 1) {
            PriorityQueue<Cursor> cursors = new PriorityQueue<>(OLDEST_FIRST);
            while (!parts.isEmpty() && cursors.size() < bounds.fanIn()) {
                Cursor cursor = file.read(parts.remove(), Long.MIN_VALUE);
                cursor.next();
                cursors.add(cursor);
            }
            mostHeld = Math.max(mostHeld, cursors.size());
            parts.add(merge(number, cursors));
        }
        return parts.remove();
    }

    private Segment merge(int number, PriorityQueue<Cursor> cursors) throws IOException, ConfigException {
        SlotFile.Writer out = file.append();
        long previous = Long.MIN_VALUE;
        int previousLine = 0;
        for (Cursor oldest = cursors.poll(); oldest != null; oldest = cursors.poll()) {
            Cursor next = cursors.peek();
            boolean hasMore = true;
            while (hasMore && (next == null || OLDEST_FIRST.compare(oldest, next) < 0)) {
                if (oldest.intended() == previous) {
                    duplicates.found(number, previous, previousLine, oldest.line());
                } else {
                    previous = oldest.intended();
                    previousLine = oldest.line();
                    out.put(
                            previous,
                            oldest.lastMissing(),
                            oldest.seen(),
                            previousLine,
                            oldest.bytes(),
                            oldest.tailFrom(),
                            oldest.tailLength());
                }
                hasMore = oldest.next();
            }
            if (hasMore) {
                cursors.add(oldest);
            }
        }
        return out.end();
    }
}
