package rung.probe.stage.iceberg;

import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;
import rung.probe.stage.Stage;
import rung.probe.stage.trino.TrinoSettings;
import rung.testbed.InventoryTable;
import rung.testbed.RestCatalog;
import rung.testbed.StoreSku;
import rung.testbed.TrinoServer;

/**
 * Prints, as Markdown, what it costs to see one change of one key in a table behind a REST catalog: to Rung's stages, which
 * watch a thousand keys, and to simpler ways, which watch one. Trino's are measured where there is a Java 25 for it.
 */
final class IcebergObserverCost {
    private static final TableIdentifier NAME = TableIdentifier.of("inventory", "positions");
    private static final StockKey CHANGED = new StockKey("990", "RUNG-0");
    private static final int UNCOMPACTED = 50;
    /** A transaction remembers the whole table's metadata for each of its commits. */
    private static final int MOST_TOGETHER = 500;

    private static final int WARM_UP = 10;
    private static final int CHANGES = 20;

    private final Timeline timeline = SystemTimeline.start();
    private final RestCatalog catalog;
    private final InventoryTable table;

    private IcebergObserverCost(RestCatalog catalog, InventoryTable table) {
        this.catalog = catalog;
        this.table = table;
    }

    /** Looks at the table in one way. */
    private interface Observer extends AutoCloseable {
        String name();

        /** Sees {@code count}, if the table has it. */
        boolean sees(long count) throws Exception;

        /** What another process has done for it so far; empty where it has none. */
        default Optional<Elsewhere> elsewhere() throws Exception {
            return Optional.empty();
        }

        @Override
        void close() throws IOException;
    }

    /** What a process has done since it started; it does not tell which files it opened. */
    record Elsewhere(long fileBytes, Duration cpu) {}

    private record Cost(
            long requests, long catalogBytes, OptionalLong files, long fileBytes, double cpuMillis, double millis) {}

    /** Takes the numbers of snapshots to measure at; 100, 1,000 and 10,000 without arguments. */
    public static void main(String[] arguments) throws Exception {
        List<Integer> sizes = arguments.length == 0
                ? List.of(100, 1_000, 10_000)
                : Stream.of(arguments).map(Integer::valueOf).toList();
        Path folder = Files.createTempDirectory("iceberg-observer-cost");
        try {
            System.out.println(
                    "| snapshots | observer | requests | from the catalog | files opened | read of them | CPU |"
                            + " median | unchanged: from the catalog | CPU |");
            System.out.println("|---|---|---|---|---|---|---|---|---|---|");
            for (int snapshots : sizes) {
                Path home = folder.resolve("t" + snapshots);
                try (RestCatalog catalog = RestCatalog.start(home)) {
                    new IcebergObserverCost(catalog, table(catalog, snapshots)).print(snapshots, home);
                }
            }
            if (TrinoServer.java25().isEmpty()) {
                System.out.println();
                System.out.println("Trino: not measured: no JDK 25");
            }
        } finally {
            try (Stream<Path> left = Files.walk(folder)) {
                for (Path path : left.sorted(Collections.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** The oldest snapshots brought nothing; the last wrote a ring of keys, and changed it since the last compaction. */
    private static InventoryTable table(RestCatalog catalog, int snapshots) throws IOException {
        ((SupportsNamespaces) catalog.backend()).createNamespace(Namespace.of("inventory"));
        Table created = InventoryTable.create(catalog.backend(), NAME, 2, PartitionSpec.unpartitioned())
                .table();
        int empty = snapshots - UNCOMPACTED - 1;
        for (int written = 0; written < empty; written += MOST_TOGETHER) {
            Transaction history = created.newTransaction();
            for (int i = written; i < Math.min(empty, written + MOST_TOGETHER); i++) {
                history.newFastAppend().commit();
            }
            history.commitTransaction();
        }
        InventoryTable table = InventoryTable.of(catalog.backend().loadTable(NAME));
        table.upsert(units(ring().stream().collect(Collectors.toMap(key -> key, key -> 1000L))));
        for (int i = 0; i < UNCOMPACTED; i++) {
            table.upsert(units(Map.of(CHANGED, (long) i, new StockKey("99" + i % 20, "RUNG-7"), (long) i)));
        }
        return table;
    }

    private static Set<StockKey> ring() {
        return IntStream.range(0, 1000)
                .mapToObj(i -> new StockKey("99" + i % 20, "RUNG-" + i / 20))
                .collect(Collectors.toSet());
    }

    private void print(int snapshots, Path home) throws Exception {
        List<Observer> observers = new ArrayList<>(List.of(stage(), lookup(), refresh()));
        if (TrinoServer.java25().isEmpty()) {
            print(snapshots, observers);
            return;
        }
        try (TrinoServer trino =
                TrinoServer.start(home.resolve("trino"), catalog.uri(), told -> System.err.println(told))) {
            observers.add(trinoStage(trino));
            observers.add(pointQuery(trino));
            print(snapshots, observers);
        }
    }

    private void print(int snapshots, List<Observer> observers) throws Exception {
        Map<Observer, List<Cost>> changed = new HashMap<>();
        Map<Observer, List<Cost>> unchanged = new HashMap<>();
        for (int change = 0; change < WARM_UP + CHANGES; change++) {
            long count = 100_000L + change;
            table.upsert(units(Map.of(CHANGED, count)));
            for (Observer observer : observers) {
                Cost seen = cost(observer, count);
                Cost again = cost(observer, count);
                if (change >= WARM_UP) {
                    changed.computeIfAbsent(observer, first -> new ArrayList<>())
                            .add(seen);
                    unchanged
                            .computeIfAbsent(observer, first -> new ArrayList<>())
                            .add(again);
                }
            }
        }
        for (Observer observer : observers) {
            System.out.println(row(
                    snapshots,
                    observer,
                    changed.getOrDefault(observer, List.of()),
                    unchanged.getOrDefault(observer, List.of())));
            observer.close();
        }
    }

    private static String row(int snapshots, Observer observer, List<Cost> changed, List<Cost> unchanged) {
        return String.format(
                Locale.ROOT,
                "| %,d | %s | %.0f | %,.1f KB | %s | %,.1f KB | %.1f ms | %.1f ms | %,.1f KB | %.1f ms |",
                snapshots,
                observer.name(),
                median(changed, Cost::requests),
                median(changed, Cost::catalogBytes) / 1e3,
                changed.stream().allMatch(cost -> cost.files().isPresent())
                        ? String.format(Locale.ROOT, "%.0f", median(changed, cost -> cost.files()
                                .getAsLong()))
                        : "not told",
                median(changed, Cost::fileBytes) / 1e3,
                median(changed, Cost::cpuMillis),
                median(changed, Cost::millis),
                median(unchanged, Cost::catalogBytes) / 1e3,
                median(unchanged, Cost::cpuMillis));
    }

    private interface Figure {
        double of(Cost cost);
    }

    private static double median(List<Cost> costs, Figure figure) {
        double[] sorted = costs.stream().mapToDouble(figure::of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private Cost cost(Observer observer, long count) throws Exception {
        CountingFileIO.takeOpened();
        CountingFileIO.takeBytes();
        long requests = catalog.requests();
        long bytes = catalog.bytesSent();
        Optional<Elsewhere> done = observer.elsewhere();
        Map<Long, Long> cpu = cpu();
        Instant before = timeline.now();
        if (!observer.sees(count)) {
            throw new IllegalStateException(observer.name() + " does not see " + count);
        }
        Duration took = Duration.between(before, timeline.now());
        long spent = 0;
        for (Map.Entry<Long, Long> thread : cpu().entrySet()) {
            spent += thread.getValue() - cpu.getOrDefault(thread.getKey(), 0L);
        }
        long fileBytes = CountingFileIO.takeBytes();
        int files = CountingFileIO.takeOpened().size();
        if (done.isPresent()) {
            Elsewhere since = observer.elsewhere().orElseThrow();
            fileBytes += since.fileBytes() - done.get().fileBytes();
            spent += since.cpu().minus(done.get().cpu()).toNanos();
        }
        return new Cost(
                catalog.requests() - requests,
                catalog.bytesSent() - bytes,
                done.isPresent() ? OptionalLong.empty() : OptionalLong.of(files),
                fileBytes,
                spent / 1e6,
                took.toNanos() / 1e6);
    }

    /** Nanoseconds by thread, without those of the catalog's server, which is in this process for convenience only. */
    private static Map<Long, Long> cpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<Long, Long> spent = new HashMap<>();
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("catalog")
                        && !thread.getName().startsWith("HTTP-Dispatcher"))
                .forEach(thread -> spent.put(thread.getId(), Math.max(0, threads.getThreadCpuTime(thread.getId()))));
        return spent;
    }

    private Observer stage() {
        return new StageObserver(
                "Rung's stage, 1,000 keys",
                IcebergSettings.of(properties(), NAME.toString()).open(timeline),
                Optional.empty());
    }

    private Observer trinoStage(TrinoServer trino) {
        return new StageObserver(
                "Rung's `trino` stage, 1,000 keys",
                TrinoSettings.of(trino.jdbcUrl(), "iceberg." + NAME, "rung").open(timeline),
                Optional.of(new TrinoEffort(trino)));
    }

    /** A stage that watches the whole ring. */
    private record StageObserver(String name, Stage stage, Optional<TrinoEffort> trino) implements Observer {
        private static final Set<StockKey> RING = ring();

        @Override
        public boolean sees(long count) throws InterruptedException {
            List<Reading> readings = stage.read(RING);
            return readings.stream()
                    .filter(Reading.Counts.class::isInstance)
                    .map(reading -> ((Reading.Counts) reading).counts())
                    .anyMatch(counts -> counts.getOrDefault(CHANGED, -1L) == count);
        }

        @Override
        public Optional<Elsewhere> elsewhere() throws Exception {
            return trino.isPresent() ? Optional.of(trino.get().soFar()) : Optional.empty();
        }

        @Override
        public void close() {
            stage.close();
        }
    }

    /** As a dashboard asks: the row, whatever the head is. */
    private static Observer pointQuery(TrinoServer trino) throws SQLException {
        Connection connection = DriverManager.getConnection(trino.jdbcUrl(), "rung", null);
        PreparedStatement query =
                connection.prepareStatement("SELECT quantity FROM " + NAME + " WHERE store_id = ? AND sku_id = ?");
        query.setString(1, CHANGED.store());
        query.setString(2, CHANGED.sku());
        TrinoEffort effort = new TrinoEffort(trino);
        return new Observer() {
            @Override
            public String name() {
                return "Trino, a point query, 1 key";
            }

            @Override
            public boolean sees(long count) throws SQLException {
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() && rows.getLong(1) == count;
                }
            }

            @Override
            public Optional<Elsewhere> elsewhere() throws Exception {
                return Optional.of(effort.soFar());
            }

            @Override
            public void close() throws IOException {
                try {
                    connection.close();
                } catch (SQLException e) {
                    throw new IOException(e);
                }
            }
        };
    }

    /** As a reader of the table does it: the row, with all deletes that may be of it, whenever there is a new head. */
    private Observer lookup() {
        Catalog client = client();
        return new Observer() {
            private long head = -1;
            private long seen = -1;

            @Override
            public String name() {
                return "`loadTable`, then `IcebergGenerics`, 1 key";
            }

            @Override
            public boolean sees(long count) throws IOException {
                Table loaded = client.loadTable(NAME);
                if (loaded.currentSnapshot().snapshotId() != head) {
                    head = loaded.currentSnapshot().snapshotId();
                    seen = read(loaded);
                }
                return seen == count;
            }

            @Override
            public void close() throws IOException {
                ((Closeable) client).close();
            }
        };
    }

    /** Knows only that there is a new head, and not of what. */
    private Observer refresh() {
        Catalog client = client();
        Table loaded = client.loadTable(NAME);
        return new Observer() {
            @Override
            public String name() {
                return "`table.refresh()`, reads no key";
            }

            @Override
            public boolean sees(long count) {
                loaded.refresh();
                return loaded.currentSnapshot().snapshotId()
                        == table.table().currentSnapshot().snapshotId();
            }

            @Override
            public void close() throws IOException {
                ((Closeable) client).close();
            }
        };
    }

    private static long read(Table loaded) throws IOException {
        long count = -1;
        try (CloseableIterable<Record> rows = IcebergGenerics.read(loaded)
                .where(Expressions.and(
                        Expressions.equal("store_id", CHANGED.store()), Expressions.equal("sku_id", CHANGED.sku())))
                .build()) {
            for (Record row : rows) {
                count = (Long) row.getField("quantity");
            }
        }
        return count;
    }

    private Catalog client() {
        return CatalogUtil.buildIcebergCatalog("naive", properties(), null);
    }

    private Map<String, String> properties() {
        return Map.of("type", "rest", "uri", catalog.uri().toString(), "io-impl", CountingFileIO.class.getName());
    }

    private static Map<StoreSku, Long> units(Map<StockKey, Long> counts) {
        Map<StoreSku, Long> units = new HashMap<>();
        counts.forEach((key, count) -> units.put(new StoreSku(key.store(), key.sku()), count));
        return units;
    }
}
