package rung.probe.stage.delta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.VirtualTimeline;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;
import rung.probe.stage.delta.DeltaTable.Line;

/** What is particular to a Delta table, on tables of this machine. */
class DeltaStageTest {
    private static final StockKey JACKET = new StockKey("9901", "RUNG-0001");
    private static final StockKey SHOES = new StockKey("9901", "RUNG-0002");
    private static final StockKey SHOES_ELSEWHERE = new StockKey("9902", "RUNG-0002");
    private static final Set<StockKey> ALL = Set.of(JACKET, SHOES, SHOES_ELSEWHERE);
    private static final Map<String, String> COUNTED = Map.of("io-impl", CountedFiles.class.getName());

    @TempDir
    private Path folder;

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-11-08T12:00:00Z"));
    private Stage stage;

    @BeforeEach
    void open() {
        stage = DeltaSettings.of(place().toString(), COUNTED).open(timeline);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private Path place() {
        return folder.resolve("positions");
    }

    private void open(DeltaSettings settings) {
        stage.close();
        stage = settings.open(timeline);
    }

    private DeltaTable table(List<String> partitions, Map<String, String> properties) throws IOException {
        DeltaTable table = DeltaTable.create(place(), DeltaTable.columns(LongType.LONG), partitions, properties);
        table.append(List.of(new Line(JACKET, 10L), new Line(SHOES, 20L), new Line(SHOES_ELSEWHERE, 30L)));
        return table;
    }

    private DeltaTable table() throws IOException {
        return table(List.of(), Map.of());
    }

    private static Cycle version(long version) {
        return new Cycle("version " + version);
    }

    @Test
    void aNewVersionIsSeenWithItsExactCycle() throws Exception {
        DeltaTable table = table();
        assertThat(cycles(stage.read(ALL))).containsExactly(version(1));

        long merged = table.merge(Map.of(JACKET, 9L), Set.of());
        List<Reading> readings = stage.read(ALL);

        assertThat(cycles(readings)).containsExactly(version(merged));
        assertThat(Look.of(readings).counts()).isEqualTo(Map.of(JACKET, 9L, SHOES, 20L, SHOES_ELSEWHERE, 30L));
    }

    @Test
    void severalVersionsBetweenTwoLooksAreOneReadingEach() throws Exception {
        DeltaTable table = table();
        stage.read(ALL);
        for (long count : List.of(9L, 7L, 3L)) {
            table.merge(Map.of(JACKET, count), Set.of());
        }

        List<Reading> readings = stage.read(Set.of(JACKET));

        assertThat(cycles(readings)).containsExactly(version(2), version(3), version(4));
        assertThat(readings.stream().map(reading -> ((Reading.Counts) reading).counts()))
                .containsExactly(Map.of(JACKET, 9L), Map.of(JACKET, 7L), Map.of(JACKET, 3L));
        assertThat(stage.commits().stream().map(Commit::cycle)).containsExactly(version(2), version(3), version(4));
    }

    @Test
    void anUnchangedTableCostsTwoRequestsAndNoDataFile() throws Exception {
        table();
        Look before = Look.at(stage, ALL);
        CountedFiles.takeAsked();

        Look after = Look.at(stage, ALL);

        assertThat(after.counts()).isEqualTo(before.counts());
        assertThat(cycles(after.readings())).containsExactly(version(1));
        assertThat(CountedFiles.takeAsked())
                .containsExactly("find 00000000000000000001.json", "find 00000000000000000002.json");
        assertThat(stage.commits()).isEmpty();
    }

    @Test
    void aNewVersionCostsItsEntryAndTheFilesItAddedForTheKeys() throws Exception {
        DeltaTable table = table(List.of("store_id"), Map.of());
        stage.read(Set.of(JACKET, SHOES));
        table.append(List.of(
                new Line(new StockKey("1000", "RUNG-0001"), 1L), // of another partition
                new Line(new StockKey("9901", "ZEBRA"), 2L))); // beyond the bounds of the SKUs
        table.merge(Map.of(JACKET, 9L, SHOES_ELSEWHERE, 29L), Set.of());
        CountedFiles.takeAsked();

        Look look = Look.at(stage, Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 9L, SHOES, 20L));
        List<String> asked = CountedFiles.takeAsked();
        assertThat(asked.stream().filter(request -> request.endsWith(".json")))
                .containsExactly(
                        "find 00000000000000000001.json",
                        "find 00000000000000000002.json",
                        "open 00000000000000000002.json",
                        "find 00000000000000000003.json",
                        "open 00000000000000000003.json",
                        "find 00000000000000000004.json",
                        "list 00000000000000000002.json",
                        "list 00000000000000000003.json");
        assertThat(asked.stream()
                        .filter(request -> request.endsWith(".parquet"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void aCheckpointAndACleanedLogBetweenTwoLooksLoseNothing() throws Exception {
        DeltaTable table = table();
        stage.read(ALL);
        table.merge(Map.of(JACKET, 9L), Set.of());
        table.merge(Map.of(JACKET, 8L), Set.of());
        table.checkpointAndCleanUp();

        List<Reading> readings = stage.read(ALL);

        assertThat(cycles(readings)).containsExactly(version(3));
        assertThat(Look.of(readings).counts()).isEqualTo(Map.of(JACKET, 8L, SHOES, 20L, SHOES_ELSEWHERE, 30L));
        table.merge(Map.of(SHOES, 19L), Set.of());
        assertThat(Look.at(stage, ALL).counts()).isEqualTo(Map.of(JACKET, 8L, SHOES, 19L, SHOES_ELSEWHERE, 30L));
    }

    @Test
    void aCompactionIsACommitAndNoCycle() throws Exception {
        DeltaTable table = table();
        table.append(List.of(new Line(new StockKey("9901", "RUNG-0003"), 1L)));
        Look before = Look.at(stage, ALL);
        long optimized = table.optimize();

        List<Reading> readings = stage.read(ALL);

        assertThat(Look.of(readings).counts()).isEqualTo(before.counts());
        assertThat(cycles(readings)).containsExactly(version(2));
        assertThat(stage.commits()).singleElement().satisfies(commit -> {
            assertThat(commit.cycle()).isEqualTo(version(optimized));
            assertThat(commit.operation()).isEqualTo("OPTIMIZE");
        });
        table.merge(Map.of(JACKET, 9L), Set.of());
        assertThat(Look.at(stage, ALL).counts()).isEqualTo(Map.of(JACKET, 9L, SHOES, 20L, SHOES_ELSEWHERE, 30L));
    }

    @Test
    void aFileThatIsAddedOnceMoreIsNotCountedTwice() throws Exception {
        DeltaTable table = table();
        Look before = Look.at(stage, ALL);
        table.restate();

        assertThat(Look.at(stage, ALL).counts()).isEqualTo(before.counts());
    }

    @Test
    void rowsThatADeletionVectorTakesAwayAreGone() throws Exception {
        DeltaTable table = table(List.of(), Map.of("delta.enableDeletionVectors", "true"));
        stage.read(ALL);
        table.mergeOnRead(Map.of(JACKET, 9L));

        assertThat(Look.at(stage, ALL).counts()).isEqualTo(Map.of(JACKET, 9L, SHOES, 20L, SHOES_ELSEWHERE, 30L));
        table.mergeOnRead(Map.of(SHOES, 19L));
        table.mergeOnRead(Map.of(JACKET, 7L));
        assertThat(Look.at(stage, ALL).counts()).isEqualTo(Map.of(JACKET, 7L, SHOES, 19L, SHOES_ELSEWHERE, 30L));
        try (Stage other = DeltaSettings.of(table.folder().toString(), Map.of()).open(timeline)) {
            assertThat(Look.at(other, ALL).counts()).isEqualTo(Map.of(JACKET, 7L, SHOES, 19L, SHOES_ELSEWHERE, 30L));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "id"})
    void columnsThatFilesCallByOtherNamesAreFound(String mode) throws Exception {
        DeltaTable table = table(List.of("store_id"), Map.of("delta.columnMapping.mode", mode));

        assertThat(Look.at(stage, ALL).counts()).isEqualTo(Map.of(JACKET, 10L, SHOES, 20L, SHOES_ELSEWHERE, 30L));
        table.merge(Map.of(JACKET, 9L), Set.of(SHOES));
        assertThat(Look.at(stage, ALL).counts()).isEqualTo(Map.of(JACKET, 9L, SHOES_ELSEWHERE, 30L));
        assertThat(Look.at(stage, ALL).absent()).containsExactly(SHOES);
    }

    @Test
    void aVersionTellsWhoWroteItWithWhichBatch() throws Exception {
        DeltaTable table = table();
        stage.read(ALL);
        table.transaction("query-7", 41);
        table.info()
                .put("engineInfo", "Apache-Spark/4.1.0 Delta-Lake/4.4.0")
                .put("inCommitTimestamp", 1_800_000_000_000L);
        Files.setLastModifiedTime(
                table.entry(table.merge(Map.of(JACKET, 9L), Set.of())),
                FileTime.from(Instant.parse("2026-11-08T11:59:58Z")));

        stage.read(ALL);

        assertThat(stage.commits())
                .containsExactly(new Commit(
                        version(2),
                        version(1),
                        "MERGE",
                        Instant.ofEpochMilli(1_800_000_000_000L),
                        Optional.empty(),
                        Optional.of(Instant.parse("2026-11-08T11:59:58Z")),
                        new Commit.Writer("spark", "query-7", "41", Optional.empty()),
                        3,
                        1));
        stage.read(ALL);
        assertThat(stage.commits()).isEmpty();
    }

    @Test
    void twoRowsOfAKeyAreAmbiguous() throws Exception {
        DeltaTable table = table();
        stage.read(ALL);
        table.append(List.of(new Line(JACKET, 9L)));

        Look look = Look.at(stage, ALL);

        assertThat(look.counts()).isEqualTo(Map.of(SHOES, 20L, SHOES_ELSEWHERE, 30L));
        assertThat(look.faults()).containsExactly(Fault.AMBIGUOUS);
        assertThat(look.gaps().get(JACKET)).contains("2 live rows");
    }

    @Test
    void aMissingTableIsNotFoundAndIsFoundOnceItIsThere() throws Exception {
        Look look = Look.at(stage, ALL);

        assertThat(look.faults()).containsExactly(Fault.NOT_FOUND);
        assertThat(look.gaps().get(JACKET))
                .isEqualTo("there is no Delta table " + place() + "; is table right, and has it been created?");
        DeltaTable.create(place(), DeltaTable.columns(LongType.LONG), List.of(), Map.of())
                .append(List.of(new Line(JACKET, 10L)));
        assertThat(Look.at(stage, ALL).counts()).isEqualTo(Map.of(JACKET, 10L));
    }

    @Test
    void aTableThatWasMadeAnewIsNotTakenForTheOldOne() throws Exception {
        DeltaTable table = table();
        stage.read(ALL);
        try (var files = Files.walk(table.folder())) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
        DeltaTable.create(place(), DeltaTable.columns(LongType.LONG), List.of(), Map.of());

        Look look = Look.at(stage, ALL);

        assertThat(look.counts()).isEmpty();
        assertThat(look.absent()).isEqualTo(ALL);
    }

    @Test
    void aFileThatWasVacuumedBetweenTwoLooksCostsTheVersionBetweenThemOnly() throws Exception {
        DeltaTable table = table();
        stage.read(ALL);
        table.merge(Map.of(JACKET, 9L), Set.of());
        table.merge(Map.of(JACKET, 8L), Set.of());
        table.vacuum();

        List<Reading> readings = stage.read(ALL);

        assertThat(cycles(readings)).containsExactly(version(3));
        assertThat(Look.of(readings).counts()).isEqualTo(Map.of(JACKET, 8L, SHOES, 20L, SHOES_ELSEWHERE, 30L));
        assertThat(stage.commits().stream().map(Commit::cycle)).containsExactly(version(2), version(3));
    }

    @Test
    void aLiveFileThatIsGoneIsAGapWithTheReason() throws Exception {
        DeltaTable table = table();
        try (var files = Files.list(table.folder())) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                Files.delete(file);
            }
        }

        Look look = Look.at(stage, ALL);

        assertThat(look.faults()).containsExactly(Fault.NOT_FOUND);
        assertThat(look.gaps().get(JACKET)).contains("vacuumed");
    }

    @Test
    void aLogWithAHoleIsAGapWithTheReason() throws Exception {
        DeltaTable table = table();
        table.merge(Map.of(JACKET, 9L), Set.of());
        Files.delete(table.entry(1));

        Look look = Look.at(stage, ALL);

        assertThat(look.faults()).containsExactly(Fault.MALFORMED);
        assertThat(look.gaps().get(JACKET)).contains("log that does not add up").contains("checkpoint");
    }

    @Test
    void aFeatureThatTheKernelLacksIsSaidInWords() throws Exception {
        DeltaTable table = table();
        ObjectNode protocol = new ObjectMapper().createObjectNode();
        protocol.putObject("protocol")
                .put("minReaderVersion", 3)
                .put("minWriterVersion", 7)
                .putArray("readerFeatures")
                .add("timeMachine");
        ((ObjectNode) protocol.get("protocol")).putArray("writerFeatures").add("timeMachine");
        stage.read(ALL);
        table.commit("UPGRADE", List.of(protocol));

        Look look = Look.at(stage, ALL);

        assertThat(look.counts()).isEmpty();
        assertThat(look.faults()).containsExactly(Fault.FAILED);
        assertThat(look.gaps().get(JACKET)).contains("timeMachine").contains("trino or jdbc");
    }

    @Test
    void countsThatAreFractionsAndNothingAreGaps() throws Exception {
        DeltaTable table = DeltaTable.create(place(), DeltaTable.columns(DoubleType.DOUBLE), List.of(), Map.of());
        table.append(List.of(new Line(JACKET, 12.5), new Line(SHOES, null), new Line(SHOES_ELSEWHERE, 30.0)));

        Look look = Look.at(stage, ALL);

        assertThat(look.counts()).isEqualTo(Map.of(SHOES_ELSEWHERE, 30L));
        assertThat(look.faults()).containsExactly(Fault.NOT_A_COUNT);
        assertThat(look.gaps().get(JACKET)).contains("12.5");
        assertThat(look.gaps().get(SHOES)).contains("null");
    }

    @Test
    void aKeyThatTheColumnsCannotHoldIsToldSo() throws Exception {
        StructType schema = new StructType()
                .add("store_id", IntegerType.INTEGER)
                .add("sku_id", StringType.STRING)
                .add("quantity", LongType.LONG);
        DeltaTable table = DeltaTable.create(place(), schema, List.of("store_id"), Map.of());
        table.append(List.of(new Line(JACKET, 10L), new Line(SHOES_ELSEWHERE, 30L)));

        Look look = Look.at(stage, Set.of(JACKET, new StockKey("north", "RUNG-0001")));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 10L));
        assertThat(look.gaps().values()).singleElement().asString().contains("store_id is of type integer");
    }

    @Test
    void aColumnThatIsMissingIsNamedWithThoseThereAre() throws Exception {
        DeltaTable table = table();
        open(new DeltaSettings(
                table.folder().toString(),
                Map.of(),
                "store_id",
                "sku_id",
                "on_hand",
                new DeltaSettings.Row(),
                Duration.ofSeconds(10)));

        Look look = Look.at(stage, ALL);

        assertThat(look.faults()).containsExactly(Fault.NOT_FOUND);
        assertThat(look.gaps().get(JACKET))
                .contains("there is no column on_hand; is count right? (columns: store_id, sku_id, quantity)");
    }

    @Test
    void aLogOfTransactionsIsSummedEachTransactionOnce() throws Exception {
        StructType schema = DeltaTable.columns(LongType.LONG).add("transaction_id", StringType.STRING);
        DeltaTable table = DeltaTable.create(folder.resolve("movements"), schema, List.of(), Map.of());
        table.append(List.of(new Line(JACKET, 100L, "a"), new Line(SHOES, 50L, "b")));
        DeltaSettings summed = new DeltaSettings(
                table.folder().toString(),
                Map.of(),
                "store_id",
                "sku_id",
                "quantity",
                new DeltaSettings.Log(Optional.of("transaction_id")),
                Duration.ofSeconds(10));
        open(summed);
        assertThat(Look.at(stage, ALL).counts()).isEqualTo(Map.of(JACKET, 100L, SHOES, 50L));

        table.append(List.of(new Line(JACKET, -1L, "c"), new Line(JACKET, -2L, "d")));
        table.append(List.of(new Line(JACKET, -1L, "c"))); // a till's duplicate
        table.optimize();

        assertThat(Look.at(stage, ALL).counts()).isEqualTo(Map.of(JACKET, 97L, SHOES, 50L));
        assertThat(Look.at(stage, ALL).absent()).containsExactly(SHOES_ELSEWHERE);
    }

    @Test
    void keysThatNobodyAskedForBeforeAreLookedUpAtTheVersionOfTheOthers() throws Exception {
        DeltaTable table = table();
        stage.read(Set.of(JACKET));
        table.merge(Map.of(JACKET, 9L, SHOES, 19L), Set.of());

        List<Reading> readings = stage.read(Set.of(JACKET, SHOES));

        assertThat(Look.of(readings).counts()).isEqualTo(Map.of(JACKET, 9L, SHOES, 19L));
        assertThat(cycles(readings)).containsExactly(version(2));
        table.merge(Map.of(SHOES, 18L), Set.of());
        assertThat(Look.at(stage, Set.of(SHOES)).counts()).isEqualTo(Map.of(SHOES, 18L));
    }

    private static List<Cycle> cycles(List<Reading> readings) {
        return readings.stream()
                .map(Reading.Counts.class::cast)
                .map(Reading.Counts::cycle)
                .toList();
    }
}
