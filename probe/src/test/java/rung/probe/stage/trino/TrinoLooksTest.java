package rung.probe.stage.trino;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.measure.Told;
import rung.core.time.SystemTimeline;
import rung.probe.sql.NamedSql;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;
import rung.probe.stage.SteppedTimeline;

/** What a look asks for, and what it makes of answers that a real Trino does not give at will. */
class TrinoLooksTest {
    private static final StockKey JACKET = new StockKey("9901", "RUNG-0001");
    private static final StockKey SHOES = new StockKey("9901", "RUNG-0002");
    private static final List<String> COLUMNS = List.of("store_id varchar", "sku_id varchar", "quantity bigint");

    private final List<Long> heads = new ArrayList<>();
    private Function<String, FakeTrino.Answer> answers = this::answer;
    private FakeTrino trino;
    private int dataQueries;

    @BeforeEach
    void start() throws IOException {
        trino = new FakeTrino(statement -> answers.apply(statement));
    }

    @AfterEach
    void close() {
        trino.close();
    }

    @Test
    void aLookAsksForTheHeadAndThenForTypesRowsAndTheHeadAgain() throws Exception {
        heads.addAll(List.of(7L, 7L));

        Look look = look();

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 1L));
        assertThat(look.absent()).containsExactly(SHOES);
        assertThat(trino.statements.stream().map(TrinoLooksTest::kind))
                .containsExactly("refs", "types", "rows", "refs", "snapshots");
        assertThat(trino.statements.get(2))
                .contains(
                        "SELECT \"store_id\", \"sku_id\", \"quantity\" FROM \"iceberg\".\"inventory\".\"positions\" WHERE"
                                + " \"store_id\" IN (?) AND \"sku_id\" IN (?, ?) AND (\"store_id\", \"sku_id\") IN ((?, ?), (?, ?))");
    }

    @Test
    void aQueryTellsWhoAsksAndHowMuchItMayCost() throws Exception {
        heads.addAll(List.of(7L, 7L));

        look();

        assertThat(trino.headers).allSatisfy(sent -> {
            assertThat(sent.getFirst("X-Trino-Source")).isEqualTo("rung");
            assertThat(sent.getFirst("X-Trino-Client-Tags")).isEqualTo("rung-canary");
            assertThat(sent.getFirst("X-Trino-Time-Zone")).isEqualTo("UTC");
            assertThat(sent.get("X-Trino-Session"))
                    .containsExactlyInAnyOrder("query_max_run_time=20000ms", "query_max_scan_physical_bytes=1GB");
        });
    }

    @Test
    void aHeadThatMovesWhileItIsReadLeavesTheCommitOpenAndIsReadAnew() throws Exception {
        heads.addAll(List.of(7L, 8L, 8L, 8L));
        try (Stage stage = stage()) {
            List<Reading> first = stage.read(Set.of(JACKET));
            List<Reading> second = stage.read(Set.of(JACKET));

            assertThat(((Reading.Counts) first.get(0)).cycle()).isEqualTo(Cycle.unknown());
            assertThat(((Reading.Counts) second.get(0)).cycle()).isEqualTo(new Cycle("8"));
            assertThat(dataQueries).isEqualTo(2);
        }
    }

    @Test
    void anUnchangedHeadCostsOneQueryAndEachTenthLookAllOfThem() throws Exception {
        heads.add(7L);
        List<Integer> queries = new ArrayList<>();
        List<Map<StockKey, Long>> counts = new ArrayList<>();
        try (Stage stage = stage()) {
            stage.read(Set.of(JACKET));
            for (int look = 0; look < 11; look++) {
                int before = trino.statements.size();
                counts.add(Look.at(stage, Set.of(JACKET)).counts());
                queries.add(trino.statements.size() - before);
            }
        }

        assertThat(queries).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 1);
        assertThat(counts).containsOnly(Map.of(JACKET, 1L));
    }

    @Test
    void theTimeOfTheCountsIsToldApartFromThatOfTheMetadata() throws Exception {
        heads.add(7L);
        SteppedTimeline stepped = new SteppedTimeline();
        Map<String, Duration> takes = Map.of(
                "refs", Duration.ofSeconds(1),
                "snapshots", Duration.ofSeconds(10),
                "types", Duration.ofSeconds(100),
                "rows", Duration.ofSeconds(1000));
        answers = statement -> {
            stepped.step(takes.getOrDefault(kind(statement), Duration.ofDays(1)));
            return answer(statement);
        };
        List<Told> told = new ArrayList<>();
        try (Stage stage = settings().open(stepped)) {
            for (Set<StockKey> keys : List.of(Set.of(JACKET), Set.of(JACKET), Set.of(JACKET, SHOES))) {
                stage.read(keys);
                told.add(stage.told());
            }
        }

        assertThat(told)
                .containsExactly(
                        Told.queried(Duration.ofSeconds(1100)),
                        Told.queried(Duration.ZERO),
                        Told.queried(Duration.ofSeconds(1000)));
    }

    @Test
    void aStatementWithoutATableTellsNothingApart() throws Exception {
        TrinoSettings users = settings();
        TrinoSettings alone = new TrinoSettings(
                users.url(),
                Optional.empty(),
                Optional.of(
                        NamedSql.of("sql", "select 5 from p where s = :store and k = :sku", List.of("store", "sku"))),
                users.pin(),
                users.queryEvery(),
                users.timeout(),
                users.scanLimit(),
                users.budget(),
                users.properties());
        try (Stage stage = alone.open(SystemTimeline.start())) {
            stage.read(Set.of(JACKET));

            assertThat(stage.told()).isEqualTo(Told.NOTHING);
        }
    }

    @Test
    void aKeyThatIsNewAtAnUnchangedHeadIsAskedForAlone() throws Exception {
        heads.add(7L);
        try (Stage stage = stage()) {
            stage.read(Set.of(JACKET));
            trino.statements.clear();
            List<Reading> readings = stage.read(Set.of(JACKET, SHOES));

            assertThat(trino.statements.stream().map(TrinoLooksTest::kind)).containsExactly("refs", "rows", "refs");
            assertThat(trino.statements.get(1)).contains("RUNG-0002").doesNotContain("RUNG-0001");
            assertThat(readings).hasSize(2);
            assertThat(Look.of(readings).counts()).isEqualTo(Map.of(JACKET, 1L));
            assertThat(Look.of(readings).absent()).containsExactly(SHOES);
        }
    }

    @Test
    void aCompactionIsNoCycle() throws Exception {
        heads.add(9L);
        try (Stage stage = stage()) {
            assertThat(((Reading.Counts) stage.read(Set.of(JACKET)).get(0)).cycle())
                    .isEqualTo(new Cycle("8"));
        }
    }

    @Test
    void aPinnedQueryNamesTheHeadAndNeedsNoSecondLookAtIt() throws Exception {
        heads.add(7L);
        TrinoSettings users = settings();
        TrinoSettings pinned = new TrinoSettings(
                users.url(),
                users.table(),
                users.sql(),
                true,
                users.queryEvery(),
                users.timeout(),
                users.scanLimit(),
                users.budget(),
                users.properties());
        try (Stage stage = pinned.open(SystemTimeline.start())) {
            stage.read(Set.of(JACKET));
        }

        assertThat(trino.statements.stream().map(TrinoLooksTest::kind))
                .containsExactly("refs", "types", "rows", "snapshots");
        assertThat(trino.statements.get(2)).contains("\"positions\" FOR VERSION AS OF BIGINT ''7'' WHERE");
    }

    @Test
    void whatHasNoSnapshotsIsReadWithoutACycleAndNotAskedForThemAgain() throws Exception {
        answers = statement -> kind(statement).equals("refs")
                ? FakeTrino.error(46, "Table 'iceberg.inventory.\"positions$refs\"' does not exist")
                : answer(statement);
        try (Stage stage = stage()) {
            Reading first = stage.read(Set.of(JACKET)).get(0);
            stage.read(Set.of(JACKET));

            assertThat(((Reading.Counts) first).cycle()).isEqualTo(Cycle.unknown());
            assertThat(trino.statements.stream().map(TrinoLooksTest::kind))
                    .containsExactly("refs", "types", "rows", "rows");
        }
    }

    @Test
    void moreKeysThanOneQueryTakesAreAskedForInSeveralAndARefusedOneCostsOnlyItsOwn() throws Exception {
        heads.addAll(List.of(7L, 7L));
        answers = statement -> kind(statement).equals("rows") && dataQueries++ > 0
                ? FakeTrino.error(0x2_0000 + 2, "Too many queued queries for \"global\"")
                : answer(statement);
        Set<StockKey> keys = new HashSet<>();
        for (int i = 0; i < 600; i++) {
            keys.add(new StockKey("9901", "RUNG-%04d".formatted(i)));
        }

        Look look;
        try (Stage stage = stage()) {
            look = Look.at(stage, keys);
        }

        assertThat(look.counts().size() + look.absent().size()).isEqualTo(500);
        assertThat(look.gaps()).hasSize(100);
        assertThat(look.faults()).containsExactly(Fault.OVERLOADED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "4 | DENIED | may that user read it, and is the user in properties right?",
                "131074 | OVERLOADED | give source rung or tag rung-canary a resource group of its own, or look less often",
                "131075 | TIMEOUT | no answer within 20000 ms; is the query queued, or is timeout too short?",
                "131081 | OVERLOADED | if it must scan more, raise scan-limit",
                "131076 | OVERLOADED | some words",
                "65536 | FAILED | some words",
                "14 | FAILED | are the sessionProperties in properties right?",
            })
    void anErrorOfTheQueryIsAGapOfItsKind(int code, Fault fault, String said) throws Exception {
        heads.addAll(List.of(7L, 7L));
        trino = new FakeTrino(
                statement -> kind(statement).equals("rows") ? FakeTrino.error(code, "some words") : answer(statement));

        Look look = look();

        assertThat(look.faults()).containsExactly(fault);
        assertThat(look.gaps().get(JACKET))
                .startsWith("cannot read table iceberg.inventory.positions at " + trino.url() + ": ")
                .contains(said);
    }

    @Test
    void whoDoesNotLogInIsDenied() throws Exception {
        answers = statement -> new FakeTrino.Answer(401, "no such user");

        Look look = look();

        assertThat(look.faults()).containsExactly(Fault.DENIED);
        assertThat(look.gaps().get(JACKET)).endsWith("are the user and password, or accessToken, in properties right?");
    }

    @Test
    void whatDoesNotSpeakAsTrinoDoesIsNotUnderstood() throws Exception {
        answers = statement -> new FakeTrino.Answer(200, "<html>welcome</html>");

        Look look = look();

        assertThat(look.faults()).containsExactly(Fault.MALFORMED);
        assertThat(look.gaps().get(JACKET)).endsWith("is it Trino that answers, and is url right?");
    }

    private Look look() throws InterruptedException {
        try (Stage stage = stage()) {
            return Look.at(stage, Set.of(JACKET, SHOES));
        }
    }

    private Stage stage() {
        return settings().open(SystemTimeline.start());
    }

    private TrinoSettings settings() {
        return TrinoSettings.of(trino.url(), "iceberg.inventory.positions", "rung");
    }

    private static String kind(String statement) {
        if (statement.contains("$refs")) {
            return "refs";
        }
        if (statement.contains("$snapshots")) {
            return "snapshots";
        }
        return statement.contains("LIMIT 0") ? "types" : "rows";
    }

    private FakeTrino.Answer answer(String statement) {
        return switch (kind(statement)) {
            case "refs" ->
                FakeTrino.rows(
                        List.of("snapshot_id bigint"),
                        List.of(List.of(heads.size() > 1 ? heads.remove(0) : heads.get(0))));
            case "snapshots" ->
                FakeTrino.rows(
                        List.of("snapshot_id bigint", "parent_id bigint", "operation varchar"),
                        List.of(List.of(9L, 8L, "replace"), List.of(8L, 7L, "overwrite"), List.of(7L, 6L, "append")));
            case "types" -> FakeTrino.rows(COLUMNS, List.of());
            default -> {
                dataQueries++;
                yield FakeTrino.rows(COLUMNS, List.of(List.of("9901", "RUNG-0001", 1L)));
            }
        };
    }
}
