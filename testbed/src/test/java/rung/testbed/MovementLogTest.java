package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovementLogTest {
    private static final TableIdentifier NAME = TableIdentifier.of("inventory", "movements");

    @TempDir
    private Path folder;

    private RestCatalog server;
    private Catalog catalog;
    private MovementLog log;
    private long id;

    @BeforeEach
    void create() throws IOException {
        server = RestCatalog.start(folder);
        catalog = server.connect();
        ((SupportsNamespaces) catalog).createNamespace(Namespace.of("inventory"));
        MovementLog.create(catalog, NAME);
        log = new MovementLog(catalog, NAME);
    }

    @AfterEach
    void close() throws IOException {
        ((Closeable) catalog).close();
        server.close();
    }

    @Test
    void anEmptyTableHasNoCounts() throws Exception {
        log.refresh();

        assertThat(log.counts().stores()).isEmpty();
    }

    @Test
    void aCountIsTheSumOfItsMovements() throws Exception {
        append(row("opening", "0001", "A", 100), row("opening-b", "0001", "B", 7), row("opening-c", "0002", "A", 9));
        append(row("sale", "0001", "A", -3), row("return", "0001", "A", 1));

        log.refresh();

        assertThat(log.counts().stores()).isEqualTo(Map.of("0001", Map.of("A", 98L, "B", 7L), "0002", Map.of("A", 9L)));
        assertThat(log.counts().snapshot())
                .isEqualTo(catalog.loadTable(NAME).currentSnapshot().snapshotId());
    }

    @Test
    void aTransactionIsTakenOnceWithinAFileAndFromSnapshotToSnapshot() throws Exception {
        append(row("twice", "0001", "A", -4), row("opening", "0001", "A", 100), row("twice", "0001", "A", -4));
        log.refresh();
        append(row("twice", "0001", "A", -4), row("once", "0001", "A", -1));
        log.refresh();

        assertThat(log.counts().stores()).isEqualTo(Map.of("0001", Map.of("A", 95L)));
    }

    @Test
    void countsThatWereHandedOutDoNotChange() throws Exception {
        append(row("opening", "0001", "A", 100));
        log.refresh();
        TableView.Counts before = log.counts();
        append(row("sale", "0001", "A", -1), row("new", "0002", "B", 5));
        log.refresh();

        assertThat(before.stores()).isEqualTo(Map.of("0001", Map.of("A", 100L)));
        assertThat(log.counts().stores()).isEqualTo(Map.of("0001", Map.of("A", 99L), "0002", Map.of("B", 5L)));
    }

    @Test
    void ofANewSnapshotOnlyWhatItAppendedIsRead() throws Exception {
        append(row("opening", "0001", "A", 100));
        log.refresh();
        String first = files().get(0);
        append(row("sale", "0001", "A", -1));
        catalog.loadTable(NAME).io().deleteFile(first);

        log.refresh();

        assertThat(log.counts().stores()).isEqualTo(Map.of("0001", Map.of("A", 99L)));
    }

    @Test
    void whenTheLastSnapshotHasExpiredAllIsReadAgain() throws Exception {
        append(row("opening", "0001", "A", 100));
        log.refresh();
        append(row("sale", "0001", "A", -1));
        append(row("sale-2", "0001", "A", -1));
        catalog.loadTable(NAME)
                .expireSnapshots()
                .retainLast(1)
                .expireOlderThan(Long.MAX_VALUE)
                .commit();

        log.refresh();

        assertThat(log.counts().stores()).isEqualTo(Map.of("0001", Map.of("A", 98L)));
    }

    private List<String> files() throws IOException {
        Table table = catalog.loadTable(NAME);
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            List<String> locations = new ArrayList<>();
            tasks.forEach(task -> locations.add(task.file().location()));
            return locations;
        }
    }

    private Record row(String transaction, String store, String sku, int quantity) {
        OffsetDateTime noon = OffsetDateTime.of(2026, 1, 1, 12, 0, 0, 0, ZoneOffset.UTC);
        Record row = GenericRecord.create(MovementLog.SCHEMA);
        row.setField("id", ++id);
        row.setField("transaction_id", transaction);
        row.setField("store_id", store);
        row.setField("sku_id", sku);
        row.setField("quantity", quantity);
        row.setField("kind", quantity < 0 ? "SALE" : "RETURN");
        row.setField("occurred_at", noon);
        row.setField("committed_at", noon);
        return row;
    }

    private void append(Record... rows) throws IOException {
        Table table = catalog.loadTable(NAME);
        DataWriter<Record> writer = Parquet.writeData(table.io()
                        .newOutputFile(table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet")))
                .forTable(table)
                .createWriterFunc(GenericParquetWriter::create)
                .build();
        try (writer) {
            writer.write(List.of(rows));
        }
        table.newAppend().appendFile(writer.toDataFile()).commit();
    }
}
