package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.measure.Commit;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;
import rung.testbed.RestCatalog;

/** Tables that are rewritten, and tables whose schema, partitioning or branches change between two looks. */
class IcebergEvolutionTest {
    private static final TableIdentifier NAME = TableIdentifier.of("inventory", "positions");
    private static final StockKey JACKET = new StockKey("9901", "RUNG-0001");
    private static final StockKey SHOES = new StockKey("9901", "RUNG-0002");
    private static final Set<StockKey> BOTH = Set.of(JACKET, SHOES);

    @TempDir
    private Path folder;

    private final Timeline timeline = SystemTimeline.start();
    private final List<Stage> opened = new ArrayList<>();
    private RestCatalog catalog;

    @BeforeEach
    void startCatalog() throws IOException {
        catalog = RestCatalog.start(folder);
        ((SupportsNamespaces) catalog.backend()).createNamespace(Namespace.of("inventory"));
        CountingFileIO.takeOpened();
    }

    @AfterEach
    void stop() {
        opened.forEach(Stage::close);
        catalog.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void copyOnWriteIsFollowedByTheNewFileOnlyInEachFormat(int formatVersion) throws Exception {
        RowTable table = RowTable.create(catalog.backend(), NAME, formatVersion);
        DataFile first = table.append(Map.of(JACKET, 10L, SHOES, 20L));
        Stage stage = stage("quantity");
        Look before = Look.at(stage, BOTH);
        CountingFileIO.takeOpened();

        DataFile second = table.replace(first, Map.of(JACKET, 9L, SHOES, 20L));
        Look rewritten = Look.at(stage, BOTH);
        List<String> openedFiles = CountingFileIO.takeOpened();
        table.replace(second, Map.of(SHOES, 19L));
        Look without = Look.at(stage, BOTH);

        assertThat(before.counts()).isEqualTo(Map.of(JACKET, 10L, SHOES, 20L));
        assertThat(rewritten.counts()).isEqualTo(Map.of(JACKET, 9L, SHOES, 20L));
        assertThat(openedFiles).contains(second.location()).doesNotContain(first.location());
        assertThat(without.counts()).isEqualTo(Map.of(SHOES, 19L));
        assertThat(without.absent()).containsExactly(JACKET);
        assertThat(Look.at(stage("quantity"), BOTH).counts()).isEqualTo(Map.of(SHOES, 19L));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aCountColumnMayBeWidenedAndMoved(int formatVersion) throws Exception {
        RowTable table = RowTable.create(catalog.backend(), NAME, formatVersion);
        DataFile narrow = table.append(Map.of(JACKET, 10L));
        table.append(Map.of(SHOES, 20L));
        Stage stage = stage("quantity");
        Look.at(stage, BOTH);

        table.table()
                .updateSchema()
                .updateColumn("quantity", Types.LongType.get())
                .moveFirst("quantity")
                .deleteColumn("note")
                .addColumn("writer", Types.StringType.get())
                .commit();
        Look between = Look.at(stage, BOTH);
        table.replace(narrow, Map.of(JACKET, 5_000_000_000L));

        Map<StockKey, Long> wide = Map.of(JACKET, 5_000_000_000L, SHOES, 20L);
        assertThat(between.counts()).isEqualTo(Map.of(JACKET, 10L, SHOES, 20L));
        assertThat(Look.at(stage, BOTH).counts()).isEqualTo(wide);
        assertThat(Look.at(stage("quantity"), BOTH).counts()).isEqualTo(wide);
    }

    @Test
    void aCountColumnThatIsRenamedIsAGapOnceACommitHasIt() throws Exception {
        RowTable table = RowTable.create(catalog.backend(), NAME, 2);
        DataFile old = table.append(Map.of(JACKET, 10L));
        Stage stage = stage("quantity");
        Look.at(stage, Set.of(JACKET));
        table.table().updateSchema().renameColumn("quantity", "on_hand").commit();
        table.replace(old, Map.of(JACKET, 9L));

        Look look = Look.at(stage, Set.of(JACKET));

        assertThat(look.gaps().get(JACKET))
                .contains("there is no column quantity; is count right? (columns: ")
                .contains("on_hand");
        assertThat(Look.at(stage("on_hand"), Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 9L));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aTableMayBePartitionedAnewBetweenTwoLooks(int formatVersion) throws Exception {
        RowTable table = RowTable.create(catalog.backend(), NAME, formatVersion);
        DataFile old = table.append(Map.of(JACKET, 10L));
        Stage stage = stage("quantity");
        Look.at(stage, BOTH);

        table.table().updateSpec().addField("store_id").commit();
        table.append(Map.of(SHOES, 20L));
        Look added = Look.at(stage, BOTH);
        table.table()
                .updateSpec()
                .removeField("store_id")
                .addField(Expressions.bucket("sku_id", 4))
                .commit();
        table.replace(old, Map.of(JACKET, 9L));

        assertThat(added.counts()).isEqualTo(Map.of(JACKET, 10L, SHOES, 20L));
        assertThat(Look.at(stage, BOTH).counts()).isEqualTo(Map.of(JACKET, 9L, SHOES, 20L));
        assertThat(Look.at(stage("quantity"), BOTH).counts()).isEqualTo(Map.of(JACKET, 9L, SHOES, 20L));
    }

    @Test
    void whatIsWrittenAuditedAndPublishedShowsWhenItIsPublished() throws Exception {
        RowTable table = RowTable.create(catalog.backend(), NAME, 2);
        DataFile old = table.append(Map.of(JACKET, 10L));
        Stage stage = stage("quantity");
        Look.at(stage, Set.of(JACKET));
        table.table()
                .manageSnapshots()
                .createBranch("audit", table.table().currentSnapshot().snapshotId())
                .commit();
        table.table()
                .newOverwrite()
                .deleteFile(old)
                .addFile(table.write(Map.of(JACKET, 9L)))
                .toBranch("audit")
                .commit();
        Snapshot audited = table.table().snapshot("audit");
        Look staged = Look.at(stage, Set.of(JACKET));
        List<Commit> unpublished = stage.commits();

        table.table().manageSnapshots().fastForwardBranch("main", "audit").commit();
        Look published = Look.at(stage, Set.of(JACKET));

        assertThat(staged.counts()).isEqualTo(Map.of(JACKET, 10L));
        assertThat(unpublished).isEmpty();
        assertThat(published.counts()).isEqualTo(Map.of(JACKET, 9L));
        assertThat(stage.commits()).singleElement().satisfies(commit -> {
            assertThat(commit.cycle().id()).isEqualTo(Long.toString(audited.snapshotId()));
            assertThat(commit.writtenAt()).isEqualTo(Instant.ofEpochMilli(audited.timestampMillis()));
            assertThat(commit.currentAt().orElseThrow()).isAfterOrEqualTo(commit.writtenAt());
        });
    }

    private Stage stage(String count) {
        Map<String, String> properties =
                Map.of("uri", catalog.uri().toString(), "io-impl", CountingFileIO.class.getName());
        Stage stage = new IcebergSettings(
                        properties,
                        NAME.toString(),
                        "store_id",
                        "sku_id",
                        count,
                        new IcebergSettings.Row(),
                        Optional.empty(),
                        IcebergSettings.DEFAULT_TIMEOUT)
                .open(timeline);
        opened.add(stage);
        return stage;
    }
}
