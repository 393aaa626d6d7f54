package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.OutputFileFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.measure.Told;
import rung.probe.stage.Look;
import rung.probe.stage.Relay;
import rung.probe.stage.Stage;
import rung.probe.stage.StageContract;
import rung.probe.stage.SteppedTimeline;
import rung.testbed.InventoryTable;
import rung.testbed.RestCatalog;
import rung.testbed.StoreSku;

/** The contract on real tables behind a real REST catalog; format version and partitioning are the subclasses'. */
abstract class IcebergStageContract extends StageContract {
    private static final TableIdentifier NAME = TableIdentifier.of("inventory", "positions");

    @TempDir
    private Path folder;

    private final Map<StoreSku, Long> shown = new HashMap<>();
    RestCatalog catalog;
    private Relay relay;
    private Optional<Door> door = Optional.empty();
    InventoryTable table;

    abstract int formatVersion();

    abstract PartitionSpec spec();

    @BeforeEach
    void createTable() throws IOException {
        catalog = RestCatalog.start(folder);
        ((SupportsNamespaces) catalog.backend()).createNamespace(Namespace.of("inventory"));
        table = InventoryTable.create(catalog.backend(), NAME, formatVersion(), spec());
        relay = Relay.to(catalog.uri().getPort());
        CountingFileIO.takeOpened();
    }

    @AfterEach
    void stop() throws IOException {
        door.ifPresent(Door::close);
        relay.close();
        catalog.close();
    }

    @Override
    protected Stage open() {
        return settings("inventory.positions", "quantity", Optional.empty()).open(timeline);
    }

    @Override
    protected Optional<Stage> openDenied() throws IOException {
        door = Optional.of(Door.before(catalog.uri(), said -> Optional.of(Door.Answer.refused())));
        Map<String, String> properties =
                Map.of("uri", door.get().uri(), "token", "hushhush", "io-impl", CountingFileIO.class.getName());
        return Optional.of(IcebergSettings.of(properties, "inventory.positions").open(timeline));
    }

    @Override
    protected void show(Map<StockKey, Long> counts) throws Exception {
        Map<StoreSku, Long> units = units(counts);
        Map<StoreSku, Long> changed = new HashMap<>(units);
        changed.entrySet().removeAll(shown.entrySet());
        Set<StoreSku> gone = new HashSet<>(shown.keySet());
        gone.removeAll(units.keySet());
        table.upsert(changed);
        for (StoreSku unit : gone) {
            delete(unit);
        }
        shown.clear();
        shown.putAll(units);
    }

    @Override
    protected boolean write(StockKey key, Written form) throws Exception {
        if (form != Written.NULL) {
            return false; // the column holds whole numbers
        }
        Map<StoreSku, Long> nothing = new HashMap<>();
        nothing.put(new StoreSku(key.store(), key.sku()), null);
        table.upsert(nothing);
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
        return "table inventory.positions at http://127.0.0.1:" + relay.port();
    }

    @Test
    void anUnchangedTableCostsOneRequestAndNoFile() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 5L, SHOES, 6L));
        Look.at(stage, Set.of(JACKET, SHOES));
        CountingFileIO.takeOpened();
        long requests = catalog.requests();
        long notModified = catalog.notModified();

        Look look = Look.at(stage, Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 5L, SHOES, 6L));
        assertThat(catalog.requests() - requests).isEqualTo(1);
        assertThat(catalog.notModified() - notModified).isEqualTo(1);
        assertThat(CountingFileIO.takeOpened()).isEmpty();
    }

    @Test
    void severalCommitsBetweenTwoLooksAreOneReadingEach() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 1000L, SHOES, 50L));
        Look.at(stage, Set.of(JACKET, SHOES));
        List<Cycle> cycles = new ArrayList<>();
        for (long count : List.of(999L, 997L, 993L)) {
            show(Map.of(JACKET, count, SHOES, 50L));
            cycles.add(new Cycle(Long.toString(table.table().currentSnapshot().snapshotId())));
        }

        List<Reading> readings = stage.read(Set.of(JACKET, SHOES));

        assertThat(readings).hasSize(3).allSatisfy(reading -> {
            assertThat(reading.askedAt()).isEqualTo(readings.get(0).askedAt());
            assertThat(reading.answeredAt()).isEqualTo(readings.get(0).answeredAt());
        });
        List<Reading.Counts> counts =
                readings.stream().map(Reading.Counts.class::cast).toList();
        assertThat(counts.stream().map(Reading.Counts::cycle)).isEqualTo(cycles);
        assertThat(counts.stream().map(Reading.Counts::counts))
                .containsExactly(
                        Map.of(JACKET, 999L, SHOES, 50L),
                        Map.of(JACKET, 997L, SHOES, 50L),
                        Map.of(JACKET, 993L, SHOES, 50L));
    }

    @Test
    void aCommitIsReadByTheFilesThatItAddedHoweverManyTheTableHas() throws Exception {
        List<Integer> dataFiles = new ArrayList<>();
        Stage stage = stage();
        show(Map.of(JACKET, 1L));
        Look.at(stage, Set.of(JACKET));
        for (int filesOfOthers : List.of(10, 200)) {
            appendFiles(filesOfOthers);
            Look.at(stage, Set.of(JACKET));
            table.upsert(units(Map.of(JACKET, (long) filesOfOthers)));
            CountingFileIO.takeOpened();

            assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, (long) filesOfOthers));

            dataFiles.add(openedDataFiles().size());
        }

        assertThat(dataFiles).containsExactly(1, 1);
    }

    @Test
    void aCommitThatTouchesNoneOfTheKeysOpensNoDataFile() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 1L));
        Look.at(stage, Set.of(JACKET));
        table.upsert(Map.of(new StoreSku("0001", "SKU-0001"), 7L));
        CountingFileIO.takeOpened();

        Look look = Look.at(stage, Set.of(JACKET));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 1L));
        assertThat(openedDataFiles()).isEmpty();
    }

    @Test
    void aCompactionChangesNothing() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 1L, SHOES, 50L));
        Look.at(stage, Set.of(JACKET, SHOES));
        show(Map.of(JACKET, 2L, SHOES, 50L));
        Cycle commit = new Cycle(Long.toString(table.table().currentSnapshot().snapshotId()));
        table.compact();

        List<Reading> afterCompaction = stage.read(Set.of(JACKET, SHOES));
        show(Map.of(JACKET, 3L, SHOES, 50L));
        Look afterNextCommit = Look.at(stage, Set.of(JACKET, SHOES));

        assertThat(afterCompaction).singleElement().isInstanceOfSatisfying(Reading.Counts.class, counts -> {
            assertThat(counts.counts()).isEqualTo(Map.of(JACKET, 2L, SHOES, 50L));
            assertThat(counts.cycle()).isEqualTo(commit);
        });
        assertThat(afterNextCommit.counts()).isEqualTo(Map.of(JACKET, 3L, SHOES, 50L));
    }

    @Test
    void aCompactionAloneIsNoNewCycle() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 1L));
        Reading before = stage.read(Set.of(JACKET)).get(0);
        table.compact();
        CountingFileIO.takeOpened();

        List<Reading> readings = stage.read(Set.of(JACKET));

        assertThat(readings).hasSize(1);
        assertThat(((Reading.Counts) readings.get(0)).cycle()).isEqualTo(((Reading.Counts) before).cycle());
        assertThat(CountingFileIO.takeOpened()).isEmpty();
    }

    @Test
    void countsAreRightAfterAHoleInTheHistory() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 1L, SHOES, 50L));
        Look.at(stage, Set.of(JACKET, SHOES));
        show(Map.of(JACKET, 2L, SHOES, 50L));
        show(Map.of(JACKET, 3L, SHOES, 49L));
        show(Map.of(JACKET, 4L, SHOES, 49L));
        table.expire(1);

        List<Reading> readings = stage.read(Set.of(JACKET, SHOES));

        assertThat(readings).singleElement().isInstanceOfSatisfying(Reading.Counts.class, counts -> {
            assertThat(counts.counts()).isEqualTo(Map.of(JACKET, 4L, SHOES, 49L));
            assertThat(counts.cycle())
                    .isEqualTo(new Cycle(
                            Long.toString(table.table().currentSnapshot().snapshotId())));
        });
    }

    @Test
    void countsAreRightWhenTheTableWasReplaced() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 1L));
        Look.at(stage, Set.of(JACKET));

        catalog.backend().dropTable(NAME, false);
        Look between = Look.at(stage, Set.of(JACKET));
        table = InventoryTable.create(catalog.backend(), NAME, formatVersion(), spec());
        shown.clear();
        show(Map.of(JACKET, 9L));

        assertThat(between.gaps().get(JACKET))
                .isEqualTo("there is no " + address() + "; is table right, and has it been created?");
        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 9L));
    }

    @Test
    void countsAreRightWhenTheTableWasRolledBack() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 1L));
        long first = table.table().currentSnapshot().snapshotId();
        show(Map.of(JACKET, 2L));
        Look.at(stage, Set.of(JACKET));

        table.table().manageSnapshots().rollbackTo(first).commit();

        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 1L));
    }

    @Test
    void aTableWithoutASnapshotHasNoKeys() throws Exception {
        Stage stage = stage();
        Look empty = Look.at(stage, Set.of(JACKET));
        show(Map.of(JACKET, 1L));

        assertThat(empty.absent()).containsExactly(JACKET);
        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 1L));
    }

    @Test
    void aKeyThatIsAskedForLaterIsReadToo() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 1L, SHOES, 2L));
        Look.at(stage, Set.of(JACKET));
        show(Map.of(JACKET, 3L, SHOES, 4L));

        Look look = Look.at(stage, Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 3L, SHOES, 4L));
    }

    @Test
    void aKeyThatNobodyAsksForIsKeptUpToDate() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 1L, SHOES, 2L));
        Look.at(stage, Set.of(JACKET, SHOES));
        show(Map.of(JACKET, 1L, SHOES, 3L));
        Look.at(stage, Set.of(JACKET));
        CountingFileIO.takeOpened();

        Look look = Look.at(stage, Set.of(SHOES));

        assertThat(look.counts()).isEqualTo(Map.of(SHOES, 3L));
        assertThat(CountingFileIO.takeOpened()).isEmpty();
    }

    @Test
    void twoLiveRowsOfAKeyAreAGap() throws Exception {
        show(Map.of(JACKET, 1L, SHOES, 2L));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET, SHOES));
        table.append(units(Map.of(JACKET, 1L)));

        Look followed = Look.at(stage, Set.of(JACKET, SHOES));
        Look anew = Look.at(stage(), Set.of(JACKET, SHOES));

        assertThat(followed.gaps().get(JACKET)).contains("DUPLICATE_KEY: 2 live rows");
        assertThat(followed.counts()).isEqualTo(Map.of(SHOES, 2L));
        assertThat(anew.gaps().get(JACKET)).contains("DUPLICATE_KEY: 2 live rows");
    }

    @Test
    void aDuplicateThatIsPutRightIsACountAgain() throws Exception {
        show(Map.of(JACKET, 1L));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET));
        table.append(units(Map.of(JACKET, 1L)));
        Look.at(stage, Set.of(JACKET));

        table.table().newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
        table = InventoryTable.of(table.table());
        table.upsert(units(Map.of(JACKET, 5L)));

        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 5L));
    }

    @Test
    void theBranchThatReadersSeeIsTheOneThatCounts() throws Exception {
        show(Map.of(JACKET, 1L));
        table.table()
                .manageSnapshots()
                .createBranch("audit", table.table().currentSnapshot().snapshotId())
                .commit();
        show(Map.of(JACKET, 2L));
        try (Stage audit = settings("inventory.positions", "quantity", Optional.of("audit"))
                        .open(timeline);
                Stage none = settings("inventory.positions", "quantity", Optional.of("audti"))
                        .open(timeline)) {
            Look before = Look.at(audit, Set.of(JACKET));
            table.table().manageSnapshots().fastForwardBranch("audit", "main").commit();

            assertThat(before.counts()).isEqualTo(Map.of(JACKET, 1L));
            assertThat(Look.at(audit, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 2L));
            assertThat(Look.at(none, Set.of(JACKET)).gaps().get(JACKET))
                    .contains("there is no branch audti; is branch right?");
        }
    }

    @Test
    void tellsOfEachNewCommitOnceWithItsWriter() throws Exception {
        show(Map.of(JACKET, 1L));
        Stage stage = stage();
        stage.read(Set.of(JACKET));
        Snapshot first = table.table().currentSnapshot();
        List<Commit> head = stage.commits();
        table.table()
                .newFastAppend()
                .set("flink.job-id", "f00d")
                .set("flink.max-committed-checkpoint-id", "41")
                .commit();
        Snapshot flink = table.table().currentSnapshot();
        show(Map.of(JACKET, 2L, SHOES, 3L));
        table.compact();
        Snapshot compaction = table.table().currentSnapshot();

        stage.read(Set.of(JACKET));
        List<Commit> commits = stage.commits();
        stage.read(Set.of(JACKET));

        assertThat(head).extracting(Commit::cycle).containsExactly(cycle(first));
        assertThat(stage.commits()).isEmpty();
        assertThat(commits).extracting(Commit::operation).containsExactly("append", "overwrite", "replace");
        assertThat(commits.get(0).cycle()).isEqualTo(cycle(flink));
        assertThat(commits.get(0).parent()).isEqualTo(cycle(first));
        assertThat(commits.get(0).writtenAt()).isEqualTo(Instant.ofEpochMilli(flink.timestampMillis()));
        assertThat(commits.get(0).currentAt()).contains(Instant.ofEpochMilli(flink.timestampMillis()));
        assertThat(commits.get(0).writer()).isEqualTo(new Commit.Writer("flink", "f00d", "41", Optional.empty()));
        assertThat(commits.get(1).records()).isEqualTo(2);
        assertThat(commits.get(1).files()).isPositive();
        assertThat(commits.get(2).cycle()).isEqualTo(cycle(compaction));
        assertThat(commits.get(2).writer()).isEqualTo(new Commit.Writer("", "", "", Optional.empty()));
    }

    @Test
    void theTimeOfTheFilesIsToldApartFromThatOfTheCatalog() throws Exception {
        show(Map.of(JACKET, 1L));
        SteppedTimeline stepped = new SteppedTimeline();
        door = Optional.of(Door.before(catalog.uri(), said -> {
            stepped.step(Duration.ofHours(1));
            return Optional.empty();
        }));
        Map<String, String> properties = Map.of("uri", door.get().uri(), "io-impl", CountingFileIO.class.getName());
        CountingFileIO.atEach(() -> stepped.step(Duration.ofSeconds(1)));
        List<Told> told = new ArrayList<>();
        long files;
        try (Stage stage = IcebergSettings.of(properties, "inventory.positions").open(stepped)) {
            CountingFileIO.takeOpened();
            stage.read(Set.of(JACKET));
            told.add(stage.told());
            files = CountingFileIO.takeOpened().size();
            stage.read(Set.of(JACKET));
            told.add(stage.told());
            door.get().close();
            stage.read(Set.of(JACKET));
            told.add(stage.told());
        } finally {
            CountingFileIO.atEach(() -> {});
        }

        assertThat(files).isPositive();
        assertThat(told)
                .containsExactly(
                        Told.queried(Duration.ofSeconds(files)),
                        Told.queried(Duration.ZERO),
                        Told.queried(Duration.ZERO));
    }

    @Test
    void acrossAHoleInTheHistoryOnlyTheHeadIsTold() throws Exception {
        show(Map.of(JACKET, 1L));
        Stage stage = stage();
        stage.read(Set.of(JACKET));
        show(Map.of(JACKET, 2L));
        show(Map.of(JACKET, 3L));
        table.expire(1);

        stage.read(Set.of(JACKET));

        assertThat(stage.commits())
                .extracting(Commit::cycle)
                .containsExactly(cycle(table.table().currentSnapshot()));
    }

    @Test
    void aCommitThatWasStagedIsWrittenBeforeItIsCurrent() throws Exception {
        show(Map.of(JACKET, 1L));
        Stage stage = stage();
        stage.read(Set.of(JACKET));
        table.table().newFastAppend().set("wap.id", "w1").stageOnly().commit();
        Snapshot staged = last(table.table().snapshots());
        await().until(() -> System.currentTimeMillis() > staged.timestampMillis());
        List<Reading> before = stage.read(Set.of(JACKET));
        table.table().manageSnapshots().setCurrentSnapshot(staged.snapshotId()).commit();

        stage.read(Set.of(JACKET));

        assertThat(((Reading.Counts) before.get(0)).cycle()).isNotEqualTo(cycle(staged));
        assertThat(stage.commits()).singleElement().satisfies(commit -> {
            assertThat(commit.cycle()).isEqualTo(cycle(staged));
            assertThat(commit.writtenAt()).isEqualTo(Instant.ofEpochMilli(staged.timestampMillis()));
            assertThat(commit.currentAt().orElseThrow()).isAfter(commit.writtenAt());
        });
    }

    private static Snapshot last(Iterable<Snapshot> snapshots) {
        List<Snapshot> all = new ArrayList<>();
        snapshots.forEach(all::add);
        return all.get(all.size() - 1);
    }

    private static Cycle cycle(Snapshot snapshot) {
        return new Cycle(Long.toString(snapshot.snapshotId()));
    }

    @Test
    void aMissingTableOrColumnIsAGapWithACure() throws Exception {
        show(Map.of(JACKET, 1L));
        try (Stage noTable = settings("inventory.stock", "quantity", Optional.empty())
                        .open(timeline);
                Stage noColumn =
                        settings("inventory.positions", "qty", Optional.empty()).open(timeline);
                Stage noNumber = settings("inventory.positions", "updated_at", Optional.empty())
                        .open(timeline)) {
            assertThat(Look.at(noTable, Set.of(JACKET)).gaps().get(JACKET))
                    .startsWith("there is no table inventory.stock at http://127.0.0.1:")
                    .endsWith("is table right, and has it been created?");
            assertThat(Look.at(noColumn, Set.of(JACKET)).gaps().get(JACKET))
                    .endsWith("there is no column qty; is count right? (columns: store_id, sku_id, quantity,"
                            + " updated_at)");
            assertThat(Look.at(noNumber, Set.of(JACKET)).gaps().get(JACKET)).contains("not a number; is count right?");
        }
    }

    @Test
    void aRenamedColumnIsFollowedByItsNewName() throws Exception {
        show(Map.of(JACKET, 1L));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET));

        table.table().updateSchema().renameColumn("quantity", "on_hand").commit();

        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 1L));
    }

    @Test
    void filesOfAnEarlierPartitioningAreStillRead() throws Exception {
        show(Map.of(JACKET, 1L, SHOES, 2L));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET, SHOES));

        table.table().updateSpec().addField(Expressions.bucket("sku_id", 3)).commit();
        table = InventoryTable.of(table.table());
        table.append(units(Map.of(SHOES_ELSEWHERE, 8L)));

        Map<StockKey, Long> all = Map.of(JACKET, 1L, SHOES, 2L, SHOES_ELSEWHERE, 8L);
        assertThat(Look.at(stage, all.keySet()).counts()).isEqualTo(all);
        assertThat(Look.at(stage(), all.keySet()).counts()).isEqualTo(all);
    }

    @Test
    void aRandomHistoryIsFollowedAsItIsReadAnew() throws Exception {
        java.util.Random random = new Random(7);
        List<StockKey> ring = IntStream.range(0, 12)
                .mapToObj(i -> new StockKey("99" + i % 3, "RUNG-" + i / 3))
                .toList();
        Stage stage = stage();
        Map<StockKey, Long> expected = new HashMap<>();
        for (int look = 0; look < 12; look++) {
            int commits = random.nextInt(3);
            for (int commit = 0; commit < commits; commit++) {
                if (random.nextInt(4) == 0) {
                    table.compact();
                    table = InventoryTable.of(table.table());
                } else {
                    Map<StockKey, Long> change = new HashMap<>();
                    for (int i = 0; i < 3; i++) {
                        change.put(ring.get(random.nextInt(12)), (long) random.nextInt(1000));
                    }
                    table.upsert(units(change));
                    expected.putAll(change);
                }
            }
            assertThat(Look.at(stage, Set.copyOf(ring)).counts())
                    .as("look %d", look)
                    .isEqualTo(expected);
        }
    }

    private void delete(StoreSku unit) throws IOException {
        Table written = table.table();
        Schema ids = written.schema().select("store_id", "sku_id");
        GenericRecord row = GenericRecord.create(InventoryTable.SCHEMA);
        row.setField("store_id", unit.store());
        row.setField("sku_id", unit.sku());
        PartitionKey partition = new PartitionKey(written.spec(), written.schema());
        partition.partition(new InternalRecordWrapper(InventoryTable.SCHEMA.asStruct()).wrap(row));
        EqualityDeleteWriter<Record> writer = new GenericFileWriterFactory.Builder(written)
                .deleteFileFormat(FileFormat.PARQUET)
                .equalityFieldIds(new int[] {1, 2})
                .equalityDeleteRowSchema(ids)
                .build()
                .newEqualityDeleteWriter(
                        newFiles(written).newOutputFile(written.spec(), partition), written.spec(), partition);
        try (writer) {
            writer.write(GenericRecord.create(ids).copy("store_id", unit.store(), "sku_id", unit.sku()));
        }
        written.newRowDelta().addDeletes(writer.toDeleteFile()).commit();
    }

    static OutputFileFactory newFiles(Table table) {
        return OutputFileFactory.builderFor(table, 1, 1)
                .format(FileFormat.PARQUET)
                .operationId(UUID.randomUUID().toString())
                .build();
    }

    /** Adds a file of other keys, and as many copies of it as make {@code number} files, in two commits. */
    private void appendFiles(int number) throws IOException {
        table.append(Map.of(new StoreSku("0001", "SKU-0001"), 1L));
        DataFile file = SnapshotChanges.builderFor(table.table())
                .snapshot(table.table().currentSnapshot())
                .build()
                .addedDataFiles()
                .iterator()
                .next();
        AppendFiles append = table.table().newAppend();
        for (int i = 1; i < number; i++) {
            String copy = file.location().replace(".parquet", "-" + i + ".parquet");
            Files.copy(Path.of(URI.create(file.location())), Path.of(URI.create(copy)));
            append.appendFile(DataFiles.builder(table.table().spec())
                    .copy(file)
                    .withPath(copy)
                    .build());
        }
        append.commit();
    }

    List<String> openedDataFiles() throws IOException {
        Set<String> dataFiles = new HashSet<>();
        try (CloseableIterable<FileScanTask> tasks = table.table().newScan().planFiles()) {
            tasks.forEach(task -> dataFiles.add(task.file().location()));
        }
        return CountingFileIO.takeOpened().stream().filter(dataFiles::contains).toList();
    }

    private IcebergSettings settings(String name, String count, Optional<String> branch) {
        Map<String, String> properties = Map.of(
                "type",
                "rest",
                "uri",
                "http://127.0.0.1:" + relay.port(),
                "io-impl",
                CountingFileIO.class.getName(),
                "rest.client.socket-timeout-ms",
                "2000");
        return new IcebergSettings(
                properties,
                name,
                "store_id",
                "sku_id",
                count,
                new IcebergSettings.Row(),
                branch,
                IcebergSettings.DEFAULT_TIMEOUT);
    }

    static Map<StoreSku, Long> units(Map<StockKey, Long> counts) {
        Map<StoreSku, Long> units = new HashMap<>();
        counts.forEach((key, count) -> units.put(new StoreSku(key.store(), key.sku()), count));
        return units;
    }
}
