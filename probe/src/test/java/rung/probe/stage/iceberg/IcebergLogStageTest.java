package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Cycle;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.probe.stage.Look;
import rung.probe.stage.Relay;
import rung.probe.stage.Stage;
import rung.probe.stage.StageContract;
import rung.testbed.RestCatalog;

/** The contract on a table with a row for each transaction, whose ids tell rows that came twice. */
class IcebergLogStageTest extends StageContract {
    private static final TableIdentifier NAME = TableIdentifier.of("inventory", "sales");

    @TempDir
    private Path folder;

    private final Map<StockKey, Long> shown = new HashMap<>();
    private RestCatalog catalog;
    private Relay relay;
    private LogTable table;

    @BeforeEach
    void createTable() throws IOException {
        catalog = RestCatalog.start(folder);
        ((SupportsNamespaces) catalog.backend()).createNamespace(Namespace.of("inventory"));
        table = LogTable.create(catalog.backend(), NAME);
        relay = Relay.to(catalog.uri().getPort());
        CountingFileIO.takeOpened();
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        catalog.close();
    }

    @Override
    protected Stage open() {
        return open(Optional.of("transaction_id"));
    }

    private Stage open(Optional<String> transaction) {
        return new IcebergStage(timeline, settings(transaction));
    }

    private IcebergSettings settings(Optional<String> transaction) {
        return new IcebergSettings(
                Map.of(
                        "uri",
                        "http://127.0.0.1:" + relay.port(),
                        "io-impl",
                        CountingFileIO.class.getName(),
                        "rest.client.socket-timeout-ms",
                        "2000"),
                "inventory.sales",
                "store_id",
                "sku_id",
                "quantity",
                new IcebergSettings.Log(transaction),
                Optional.empty(),
                IcebergSettings.DEFAULT_TIMEOUT);
    }

    @Override
    protected void show(Map<StockKey, Long> counts) throws Exception {
        Set<StockKey> gone = new HashSet<>(shown.keySet());
        gone.removeAll(counts.keySet());
        shown.keySet().removeAll(gone);
        List<LogTable.Row> rows = new ArrayList<>();
        counts.forEach((key, count) -> {
            if (!count.equals(shown.get(key))) {
                rows.add(LogTable.Row.of(key, count - shown.getOrDefault(key, 0L)));
            }
        });
        shown.putAll(counts);
        if (gone.isEmpty()) {
            table.append(rows.toArray(LogTable.Row[]::new));
        } else {
            table.replace(gone, rows);
        }
    }

    @Override
    protected boolean write(StockKey key, Written form) throws Exception {
        if (form != Written.NULL) {
            return false; // the column holds whole numbers
        }
        table.append(new LogTable.Row(key, null, "t"));
        return true;
    }

    @Override
    protected void cut() throws IOException {
        relay.cut();
    }

    @Override
    protected void stall() {
        relay.stall();
    }

    @Override
    protected void tear() {
        relay.tear();
    }

    @Override
    protected void restore() throws IOException {
        relay.mend();
    }

    @Override
    protected String address() {
        return "table inventory.sales at http://127.0.0.1:" + relay.port();
    }

    @Test
    void aCountIsTheSumOfItsRows() throws Exception {
        table.append(LogTable.Row.of(JACKET, 1000), LogTable.Row.of(JACKET, -64));
        Stage stage = stage();
        Look before = Look.at(stage, Set.of(JACKET));
        table.append(LogTable.Row.of(JACKET, -2), LogTable.Row.of(SHOES, 5));
        table.append(LogTable.Row.of(JACKET, -1));
        List<Cycle> commits = new ArrayList<>();
        table.table().snapshots().forEach(commit -> commits.add(new Cycle(Long.toString(commit.snapshotId()))));

        List<Reading> readings = stage.read(Set.of(JACKET));

        assertThat(before.counts()).isEqualTo(Map.of(JACKET, 936L));
        assertThat(readings.stream().map(reading -> ((Reading.Counts) reading).counts()))
                .containsExactly(Map.of(JACKET, 934L), Map.of(JACKET, 933L));
        assertThat(readings.stream().map(reading -> ((Reading.Counts) reading).cycle()))
                .isEqualTo(commits.subList(1, 3));
    }

    @Test
    void aNewCommitCostsTheFilesThatItAdded() throws Exception {
        Stage stage = stage();
        for (int i = 0; i < 20; i++) {
            table.append(LogTable.Row.of(JACKET, 1));
        }
        Look.at(stage, Set.of(JACKET));
        Set<String> old = dataFiles();
        table.append(LogTable.Row.of(JACKET, 1), LogTable.Row.of(SHOES_ELSEWHERE, 1));
        CountingFileIO.takeOpened();

        Look look = Look.at(stage, Set.of(JACKET));

        Set<String> added = dataFiles();
        added.removeAll(old);
        List<String> opened = CountingFileIO.takeOpened();
        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 21L));
        assertThat(opened).doesNotContainAnyElementsOf(old);
        assertThat(opened.stream().filter(added::contains)).hasSize(1);
    }

    @Test
    void aTransactionThatCameTwiceCountsOnce() throws Exception {
        LogTable.Row first = LogTable.Row.of(JACKET, 1000);
        LogTable.Row sale = LogTable.Row.of(JACKET, -4);
        table.append(first, first);
        Stage stage = stage();
        Look before = Look.at(stage, Set.of(JACKET));

        table.append(sale, sale);
        Look inOneCommit = Look.at(stage, Set.of(JACKET));
        table.append(sale, first);
        Look inAnother = Look.at(stage, Set.of(JACKET));

        assertThat(before.counts()).isEqualTo(Map.of(JACKET, 1000L));
        assertThat(inOneCommit.counts()).isEqualTo(Map.of(JACKET, 996L));
        assertThat(inAnother.counts()).isEqualTo(Map.of(JACKET, 996L));
        assertThat(Look.at(stage(), Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 996L));
    }

    @Test
    void withoutIdsEachRowCounts() throws Exception {
        LogTable.Row sale = LogTable.Row.of(JACKET, -4);
        try (Stage stage = open(Optional.empty())) {
            table.append(LogTable.Row.of(JACKET, 1000), sale);
            Look before = Look.at(stage, Set.of(JACKET));

            table.append(sale);

            assertThat(before.counts()).isEqualTo(Map.of(JACKET, 996L));
            assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 992L));
        }
    }

    @Test
    void aTransactionWithoutAnIdIsAGap() throws Exception {
        table.append(LogTable.Row.of(JACKET, 5), LogTable.Row.of(SHOES, 6));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET, SHOES));

        table.append(new LogTable.Row(JACKET, -1L, null));
        Look look = Look.at(stage, Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEqualTo(Map.of(SHOES, 6L));
        assertThat(look.gaps().get(JACKET))
                .contains("column transaction_id is null")
                .contains("is transaction right?");
    }

    @Test
    void aRowThatIsNoNumberIsAGapUntilItIsTakenAway() throws Exception {
        table.append(LogTable.Row.of(JACKET, 5));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET));
        write(JACKET, Written.NULL);
        table.append(LogTable.Row.of(JACKET, -1));

        Look look = Look.at(stage, Set.of(JACKET));
        table.replace(Set.of(JACKET), List.of(LogTable.Row.of(JACKET, 4)));

        assertThat(look.gaps().get(JACKET)).contains("column quantity is null");
        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 4L));
    }

    @Test
    void aCompactionChangesNothingAndOpensNoFile() throws Exception {
        LogTable.Row sale = LogTable.Row.of(JACKET, -1);
        table.append(LogTable.Row.of(JACKET, 5));
        table.append(sale);
        Stage stage = stage();
        List<Reading> before = stage.read(Set.of(JACKET));
        table.compact();
        CountingFileIO.takeOpened();

        List<Reading> readings = stage.read(Set.of(JACKET));
        List<String> opened = CountingFileIO.takeOpened();
        table.append(sale, LogTable.Row.of(JACKET, -2));

        assertThat(opened).isEmpty();
        assertThat(((Reading.Counts) readings.get(0)).cycle()).isEqualTo(((Reading.Counts) before.get(0)).cycle());
        assertThat(((Reading.Counts) readings.get(0)).counts()).isEqualTo(Map.of(JACKET, 4L));
        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 2L));
    }

    @Test
    void filesThatAreDroppedTakeTheirRowsWithThem() throws Exception {
        table.append(LogTable.Row.of(JACKET, 5), LogTable.Row.of(SHOES_ELSEWHERE, 7));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET, SHOES_ELSEWHERE));

        table.table()
                .newDelete()
                .deleteFromRowFilter(Expressions.equal("store_id", SHOES_ELSEWHERE.store()))
                .commit();
        Look look = Look.at(stage, Set.of(JACKET, SHOES_ELSEWHERE));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 5L));
        assertThat(look.absent()).containsExactly(SHOES_ELSEWHERE);
    }

    @Test
    void whatIsDeletedOfOtherStoresCostsNoScan() throws Exception {
        StockKey other = new StockKey("0001", "SKU-1");
        table.append(LogTable.Row.of(JACKET, 5), LogTable.Row.of(other, 7));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET));
        Set<String> old = dataFiles();
        table.replace(Set.of(other), List.of(LogTable.Row.of(other, 1)));
        CountingFileIO.takeOpened();

        Look look = Look.at(stage, Set.of(JACKET));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 5L));
        assertThat(CountingFileIO.takeOpened()).doesNotContainAnyElementsOf(old);
    }

    @Test
    void sumsAreRightAfterAHoleInTheHistory() throws Exception {
        LogTable.Row sale = LogTable.Row.of(JACKET, -1);
        table.append(LogTable.Row.of(JACKET, 5));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET));
        table.append(sale);
        table.append(LogTable.Row.of(JACKET, -2));
        table.table()
                .expireSnapshots()
                .expireOlderThan(System.currentTimeMillis())
                .retainLast(1)
                .commit();

        Look look = Look.at(stage, Set.of(JACKET));
        table.append(sale);

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 2L));
        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 2L));
    }

    @Test
    void moreTransactionsThanThereIsRoomForAreAGap() throws Exception {
        table.append(LogTable.Row.of(JACKET, 5), LogTable.Row.of(JACKET, 1));
        LogReader reader = new LogReader(settings(Optional.of("transaction_id")), table.table(), 3);
        Map<StockKey, Holding> before = reader.truth(table.table().currentSnapshot(), Set.of(JACKET, SHOES));
        table.append(LogTable.Row.of(SHOES, 1), LogTable.Row.of(SHOES, 1));

        Map<StockKey, Holding> after = reader.after(table.table().currentSnapshot(), before);

        assertThat(after.get(JACKET)).isInstanceOfSatisfying(Holding.Summed.class, summed -> assertThat(summed.units())
                .isEqualTo(6));
        assertThat(after.get(SHOES)).isInstanceOfSatisfying(Holding.Faulty.class, faulty -> assertThat(faulty.reason())
                .contains("more than 3 transactions"));
        assertThat(reader.truth(table.table().currentSnapshot(), Set.of(JACKET, SHOES)))
                .containsValue(after.get(SHOES));
    }

    @Test
    void aRandomHistoryIsFollowedAsItIsReadAnew() throws Exception {
        int seed = 11;
        Random random = new Random(seed);
        List<StockKey> ring = IntStream.range(0, 6)
                .mapToObj(i -> new StockKey("99" + i % 3, "RUNG-" + i / 3))
                .toList();
        List<LogTable.Row> written = new ArrayList<>();
        Map<StockKey, Long> expected = new HashMap<>();
        Stage stage = stage();
        for (int look = 0; look < 12; look++) {
            for (int commit = random.nextInt(3); commit > 0; commit--) {
                if (random.nextInt(4) == 0 && !written.isEmpty()) {
                    table.compact();
                } else {
                    LogTable.Row row = LogTable.Row.of(ring.get(random.nextInt(6)), random.nextInt(1000) - 500);
                    expected.merge(row.key(), row.delta(), Long::sum);
                    written.add(row);
                    table.append(row, written.get(random.nextInt(written.size())));
                }
            }
            assertThat(Look.at(stage, Set.copyOf(ring)).counts())
                    .as("seed %d, look %d", seed, look)
                    .isEqualTo(expected);
        }
    }

    private Set<String> dataFiles() throws IOException {
        Set<String> files = new HashSet<>();
        table.table().refresh();
        try (CloseableIterable<FileScanTask> tasks = table.table().newScan().planFiles()) {
            tasks.forEach(task -> files.add(task.file().location()));
        }
        return files;
    }
}
