package rung.testbed;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * A place in the topic, written like {@code 0:17,2:4}.
 *
 * @param next by partition, the offset after the last record that lies before this place; of a partition that is not in it,
 *     no record does
 */
record Offsets(NavigableMap<Integer, Long> next) {
    private static final String PROPERTY = "rung.next-offsets";

    Offsets {
        next = Collections.unmodifiableNavigableMap(new TreeMap<>(next));
    }

    /** Before all records. */
    static Offsets beginning() {
        return new Offsets(new TreeMap<>());
    }

    /** Reads what {@link #toString()} wrote. */
    static Offsets parse(String text) {
        NavigableMap<Integer, Long> next = new TreeMap<>();
        Arrays.stream(text.split(",", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> part.split(":", -1))
                .forEach(part -> next.put(Integer.valueOf(part[0]), Long.valueOf(part[1])));
        return new Offsets(next);
    }

    /**
     * The place that {@code table} is at: its latest snapshot that says one. Others, such as rewrites, change no count.
     *
     * @throws IOException when none says one
     */
    static Offsets of(Table table) throws IOException {
        return parse(latest(table, PROPERTY));
    }

    /**
     * The value of {@code property} in the summary of the latest snapshot that has it.
     *
     * @throws IOException when none has
     */
    static String latest(Table table, String property) throws IOException {
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
            String value = snapshot.summary().get(property);
            if (value != null) {
                return value;
            }
        }
        throw new IOException("no snapshot of " + table.name() + " has a " + property
                + ", so where to go on is not known; drop the table to begin anew");
    }

    /** For the summary of the snapshot that holds all up to this place. */
    Map<String, String> summary() {
        return Map.of(PROPERTY, toString());
    }

    /** The offset of the first record of {@code partition} that does not lie before this place; empty when all of them may not. */
    OptionalLong next(int partition) {
        Long offset = next.get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    @Override
    public String toString() {
        return next.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
