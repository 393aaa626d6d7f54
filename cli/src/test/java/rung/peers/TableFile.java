package rung.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.Timeline;
import rung.probe.stage.Stage;

/**
 * The counts in a file that is replaced as a whole: the commit's name in the first line, then store, SKU and count. A file
 * that has not been replaced since the last look costs no more than a question to the file system.
 */
final class TableFile implements Stage {
    private final Timeline timeline;
    private final Path file;
    private @Nullable Object identity;
    private Map<StockKey, Long> counts = Map.of();
    private Cycle cycle = Cycle.unknown();

    TableFile(Timeline timeline, Path file) {
        this.timeline = timeline;
        this.file = file;
    }

    @Override
    public List<Reading> read(Set<StockKey> keys) {
        Instant asked = timeline.now();
        try {
            look();
        } catch (IOException e) {
            return List.of(new Reading.Gap(
                    asked, timeline.now(), keys, Fault.FAILED, "cannot read " + file + ": " + e.getMessage()));
        }
        Map<StockKey, Long> found = new HashMap<>();
        Set<StockKey> absent = new HashSet<>();
        for (StockKey key : keys) {
            Long count = counts.get(key);
            if (count == null) {
                absent.add(key);
            } else {
                found.put(key, count);
            }
        }
        return List.of(new Reading.Counts(asked, timeline.now(), found, absent, cycle));
    }

    private void look() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Object found = List.of(Objects.requireNonNull(attributes.fileKey()), attributes.lastModifiedTime());
        if (found.equals(identity)) {
            return;
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        Map<StockKey, Long> read = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split(" ", -1);
            read.put(new StockKey(columns[0], columns[1]), Long.parseLong(columns[2]));
        }
        counts = read;
        cycle = new Cycle(lines.get(0));
        identity = found;
    }

    @Override
    public void close() {}
}
