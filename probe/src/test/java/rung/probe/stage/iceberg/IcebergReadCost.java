package rung.probe.stage.iceberg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;
import rung.probe.stage.Stage;
import rung.testbed.InventoryTable;
import rung.testbed.RestCatalog;
import rung.testbed.StoreSku;

/** Prints what it costs to read one new commit of a table, by how many data files the table has. */
final class IcebergReadCost {
    private static final int COMMITS = 20;
    private static final int WARM_UP = 10;

    private IcebergReadCost() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("iceberg-read-cost");
        try {
            System.out.println("data files   new commit, median   files opened   unchanged, median   baseline");
            cost(folder.resolve("warm-up"), 10);
            for (int files : List.of(100, 1_000, 10_000)) {
                System.out.println(cost(folder.resolve("t" + files), files));
            }
        } finally {
            try (Stream<Path> left = Files.walk(folder)) {
                for (Path path : left.sorted(Collections.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static String cost(Path folder, int files) throws Exception {
        TableIdentifier name = TableIdentifier.of("inventory", "positions");
        Timeline timeline = SystemTimeline.start();
        try (RestCatalog catalog = RestCatalog.start(folder)) {
            ((SupportsNamespaces) catalog.backend()).createNamespace(Namespace.of("inventory"));
            InventoryTable table = InventoryTable.create(catalog.backend(), name, 2, PartitionSpec.unpartitioned());
            fill(table, files);
            Map<StockKey, Long> ring = IntStream.range(0, 1000)
                    .boxed()
                    .collect(Collectors.toMap(i -> new StockKey("99" + i % 20, "RUNG-" + i / 20), i -> 1000L));
            table.upsert(units(ring));
            IcebergSettings settings = IcebergSettings.of(
                    Map.of("uri", catalog.uri().toString(), "io-impl", CountingFileIO.class.getName()),
                    name.toString());
            try (Stage stage = settings.open(timeline)) {
                Duration baseline = look(timeline, stage, ring.keySet());
                List<Duration> changed = new ArrayList<>();
                List<Duration> unchanged = new ArrayList<>();
                int opened = 0;
                for (int commit = 0; commit < WARM_UP + COMMITS; commit++) {
                    table.upsert(units(Map.of(new StockKey("990", "RUNG-0"), 999L - commit)));
                    CountingFileIO.takeOpened();
                    Duration cost = look(timeline, stage, ring.keySet());
                    opened = CountingFileIO.takeOpened().size();
                    Duration idle = look(timeline, stage, ring.keySet());
                    if (commit >= WARM_UP) {
                        changed.add(cost);
                        unchanged.add(idle);
                    }
                }
                return String.format(
                        Locale.ROOT,
                        "%10d %17.1f ms %14d %16.1f ms %7.0f ms",
                        files,
                        median(changed),
                        opened,
                        median(unchanged),
                        millis(baseline));
            }
        }
    }

    /** Files that are never read, as their bounds show that no key of the ring is in them; so they need not exist. */
    private static void fill(InventoryTable table, int files) throws IOException {
        table.append(Map.of(new StoreSku("0001", "SKU-0001"), 1L));
        DataFile file = SnapshotChanges.builderFor(table.table())
                .snapshot(table.table().currentSnapshot())
                .build()
                .addedDataFiles()
                .iterator()
                .next();
        AppendFiles append = table.table().newAppend();
        for (int i = 1; i < files; i++) {
            append.appendFile(DataFiles.builder(table.table().spec())
                    .copy(file)
                    .withPath(file.location().replace(".parquet", "-" + i + ".parquet"))
                    .build());
        }
        append.commit();
    }

    private static Duration look(Timeline timeline, Stage stage, Set<StockKey> keys) throws InterruptedException {
        Instant before = timeline.now();
        List<Reading> readings = stage.read(keys);
        Duration cost = Duration.between(before, timeline.now());
        for (Reading reading : readings) {
            if (reading instanceof Reading.Gap gap) {
                throw new IllegalStateException(gap.reason());
            }
        }
        return cost;
    }

    private static Map<StoreSku, Long> units(Map<StockKey, Long> counts) {
        Map<StoreSku, Long> units = new HashMap<>();
        counts.forEach((key, count) -> units.put(new StoreSku(key.store(), key.sku()), count));
        return units;
    }

    private static double median(List<Duration> durations) {
        return millis(durations.stream().sorted().toList().get(durations.size() / 2));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
