package rung.probe.stage.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.probe.sql.NamedSql;
import rung.probe.stage.Look;
import rung.probe.stage.Relay;
import rung.probe.stage.Stage;
import rung.probe.stage.StageContract;
import rung.probe.stage.iceberg.IcebergSettings;
import rung.testbed.InventoryTable;
import rung.testbed.RestCatalog;
import rung.testbed.StoreSku;
import rung.testbed.TrinoServer;

/** The contract on a real Trino, over a table whose rows are replaced by equality deletes. */
@Tag("reference")
class TrinoStageTest extends StageContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static RestCatalog catalog;
    private static TrinoServer trino;
    private static int tables;

    private final Map<StoreSku, Long> shown = new HashMap<>();
    private InventoryTable table;
    private String name;
    private Relay relay;

    @BeforeAll
    static void startTrino(@TempDir Path folder) throws IOException {
        if (TrinoServer.java25().isEmpty()) {
            Assumptions.abort("no Java 25: install a JDK 25 beside this one, or name one in RUNG_JAVA25, to run it");
        }
        catalog = RestCatalog.start(folder.resolve("catalog"));
        ((SupportsNamespaces) catalog.backend()).createNamespace(Namespace.of("inventory"));
        trino = TrinoServer.start(folder.resolve("trino"), catalog.uri(), progress -> {});
    }

    @AfterAll
    static void stopTrino() {
        if (trino != null) {
            trino.close();
        }
        if (catalog != null) {
            catalog.close();
        }
    }

    @BeforeEach
    void createTable() throws IOException {
        tables++;
        name = "positions" + tables;
        table = newTable(name, 2);
        relay = Relay.to(trino.port());
    }

    @AfterEach
    void disconnect() throws IOException {
        relay.close();
    }

    private static InventoryTable newTable(String name, int formatVersion) {
        return InventoryTable.create(
                catalog.backend(), TableIdentifier.of("inventory", name), formatVersion, PartitionSpec.unpartitioned());
    }

    @Override
    protected Stage open() {
        return settings().open(timeline);
    }

    @Override
    protected Optional<Stage> openDenied() {
        return Optional.of(new Change(settings())
                .properties(Map.of("user", TrinoServer.STRANGER, "extraCredentials", "key:hushhush"))
                .open());
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
            run("DELETE FROM " + fullName() + " WHERE store_id = '" + unit.store() + "' AND sku_id = '" + unit.sku()
                    + "'");
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
        return "table " + fullName() + " at " + url();
    }

    @Test
    void namesTheSnapshotThatTheTableItselfNames() throws Exception {
        show(Map.of(JACKET, 1L, SHOES, 2L));
        Stage trinoStage = stage();
        try (Stage iceberg = iceberg().open(timeline)) {
            Cycle first = cycle(trinoStage.read(Set.of(JACKET)));
            assertThat(first).isEqualTo(cycle(iceberg.read(Set.of(JACKET)))).isEqualTo(head());

            show(Map.of(JACKET, 1L, SHOES, 3L));
            table.compact();

            Cycle second = cycle(trinoStage.read(Set.of(JACKET)));
            assertThat(second)
                    .isEqualTo(cycle(iceberg.read(Set.of(JACKET))))
                    .isNotEqualTo(first)
                    .isNotEqualTo(head());
        }
    }

    @Test
    void anUnchangedHeadCostsOneQueryAndEveryTenthLookAllOfThem() throws Exception {
        show(Map.of(JACKET, 1L));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET));
        List<Integer> queries = new ArrayList<>();

        for (int look = 0; look < 11; look++) {
            int before = queries();
            assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 1L));
            queries.add(queries() - before);
        }

        assertThat(queries).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 1);
    }

    @Test
    void aKeyThatIsNewAtAnUnchangedHeadIsAskedForAlone() throws Exception {
        show(Map.of(JACKET, 1L, SHOES, 2L));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET));

        List<Reading> readings = stage.read(Set.of(JACKET, SHOES));
        int before = queries();
        Look again = Look.at(stage, Set.of(JACKET, SHOES));

        assertThat(readings).hasSize(2);
        assertThat(Look.of(readings).counts()).isEqualTo(Map.of(JACKET, 1L, SHOES, 2L));
        assertThat(readings.get(0).answeredAt()).isBefore(readings.get(1).answeredAt());
        assertThat(readings.stream().map(reading -> ((Reading.Counts) reading).cycle()))
                .containsOnly(head());
        assertThat(again.counts()).isEqualTo(Map.of(JACKET, 1L, SHOES, 2L));
        assertThat(queries() - before).isEqualTo(1);
    }

    @Test
    void aPinnedQueryReadsTheHeadThatItNames() throws Exception {
        show(Map.of(JACKET, 1L));
        Stage pinned = new Change(settings()).pinned().open();
        Look before = Look.at(pinned, Set.of(JACKET, SHOES));
        show(Map.of(JACKET, 2L));

        List<Reading> after = pinned.read(Set.of(JACKET));

        assertThat(before.counts()).isEqualTo(Map.of(JACKET, 1L));
        assertThat(before.absent()).containsExactly(SHOES);
        assertThat(Look.of(after).counts()).isEqualTo(Map.of(JACKET, 2L));
        assertThat(cycle(after)).isEqualTo(head());
        pinned.close();
    }

    @Test
    void readsThroughDeletionVectors() throws Exception {
        name = "vectors" + tables;
        table = newTable(name, 3);
        show(Map.of(JACKET, 1L, SHOES, 2L));
        Stage stage = stage();
        Look before = Look.at(stage, Set.of(JACKET, SHOES));

        show(Map.of(JACKET, 5L, SHOES, 2L));

        assertThat(before.counts()).isEqualTo(Map.of(JACKET, 1L, SHOES, 2L));
        assertThat(Look.at(stage, Set.of(JACKET, SHOES)).counts()).isEqualTo(Map.of(JACKET, 5L, SHOES, 2L));
    }

    @Test
    void theBranchThatReadersUseIsTheOneThatCounts() throws Exception {
        show(Map.of(JACKET, 1L));
        table.table()
                .manageSnapshots()
                .createBranch("audit", table.table().currentSnapshot().snapshotId())
                .commit();
        show(Map.of(JACKET, 2L));
        Cycle main = head();
        try (Stage audit = new Change(settings()).branch("audit").open();
                Stage none = new Change(settings()).branch("audti").open()) {
            List<Reading> before = audit.read(Set.of(JACKET));
            table.table().manageSnapshots().fastForwardBranch("audit", "main").commit();
            List<Reading> after = audit.read(Set.of(JACKET));

            assertThat(Look.of(before).counts()).isEqualTo(Map.of(JACKET, 1L));
            assertThat(Look.of(after).counts()).isEqualTo(Map.of(JACKET, 2L));
            assertThat(cycle(after)).isEqualTo(main);
            assertThat(Look.at(none, Set.of(JACKET)).gaps().get(JACKET))
                    .isEqualTo("table " + fullName() + " has no branch audti; is branch right?");
        }
    }

    @Test
    void countsAreRightWhenTheTableWasRolledBack() throws Exception {
        show(Map.of(JACKET, 1L));
        long first = table.table().currentSnapshot().snapshotId();
        show(Map.of(JACKET, 2L));
        Stage stage = stage();
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
    void twoLiveRowsOfAKeyAreAGap() throws Exception {
        show(Map.of(JACKET, 1L, SHOES, 2L));
        table.append(units(Map.of(JACKET, 1L)));

        Look look = Look.at(stage(), Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEqualTo(Map.of(SHOES, 2L));
        assertThat(look.gaps().get(JACKET)).startsWith(address()).contains("DUPLICATE_KEY: 2 rows");
        assertThat(look.faults()).containsExactly(Fault.AMBIGUOUS);
    }

    @Test
    void whatIsNotThereIsAGapWithACure() throws Exception {
        show(Map.of(JACKET, 1L));
        try (Stage noTable = new Change(settings())
                        .table("iceberg.inventory.stock", "quantity")
                        .open();
                Stage noSchema = new Change(settings())
                        .table("iceberg.stock.positions", "quantity")
                        .open();
                Stage noCatalog = new Change(settings())
                        .table("ice.inventory.positions", "quantity")
                        .open();
                Stage noColumn = new Change(settings()).table(fullName(), "qty").open();
                Stage noNumber =
                        new Change(settings()).table(fullName(), "updated_at").open()) {
            assertGap(
                    noTable,
                    Fault.NOT_FOUND,
                    "Table 'iceberg.inventory.stock' does not exist; is table right, and may the user in properties see"
                            + " it?");
            assertGap(noSchema, Fault.NOT_FOUND, "Schema 'stock' does not exist; is table right, and");
            assertGap(noCatalog, Fault.NOT_FOUND, "Catalog 'ice' not found; is table right, and");
            assertGap(noColumn, Fault.NOT_FOUND, "Column 'qty' cannot be resolved; are store, sku and count right?");
            assertGap(
                    noNumber,
                    Fault.NOT_A_COUNT,
                    "column updated_at is of type timestamp(6) with time zone, not a number; is count right?");
        }
    }

    @Test
    void aStatementOfTheUsersIsRunForEachKey() throws Exception {
        show(Map.of(JACKET, 1L, SHOES, 2L));
        String text = "SELECT quantity FROM " + fullName() + " WHERE store_id = :store AND sku_id = :sku -- the shop's";
        try (Stage alone = new Change(settings()).sql(text, false).open();
                Stage beside = new Change(settings()).sql(text, true).open()) {
            List<Reading> readings = alone.read(Set.of(JACKET, SHOES, SHOES_ELSEWHERE));

            assertThat(Look.of(readings).counts()).isEqualTo(Map.of(JACKET, 1L, SHOES, 2L));
            assertThat(Look.of(readings).absent()).containsExactly(SHOES_ELSEWHERE);
            assertThat(cycle(readings).isKnown()).isFalse();
            assertThat(cycle(beside.read(Set.of(JACKET)))).isEqualTo(head());
        }
    }

    @Test
    void aValueIsBoundAndNeverReadAsSql() throws Exception {
        StockKey odd = new StockKey("99'01", "RUNG') OR (1 = 1 --");
        show(Map.of(JACKET, 1L, odd, 2L));

        assertThat(Look.at(stage(), Set.of(odd)).counts()).isEqualTo(Map.of(odd, 2L));
        try (Stage sql = new Change(settings())
                .sql("SELECT quantity FROM " + fullName() + " WHERE store_id = :store AND sku_id = :sku", false)
                .open()) {
            assertThat(Look.at(sql, Set.of(odd)).counts()).isEqualTo(Map.of(odd, 2L));
        }
    }

    @Test
    void aStatementThatCannotWorkIsAGapWithACure() throws Exception {
        show(Map.of(JACKET, 1L));
        try (Stage types = new Change(settings())
                        .sql("SELECT 1 FROM " + fullName() + " WHERE quantity = :store AND sku_id = :sku", false)
                        .open();
                Stage columns = new Change(settings())
                        .sql("SELECT * FROM " + fullName() + " WHERE store_id = :store AND sku_id = :sku", false)
                        .open();
                Stage text = new Change(settings())
                        .sql("SELECT 'many' FROM " + fullName() + " WHERE store_id = :store AND sku_id = :sku", false)
                        .open()) {
            assertGap(
                    types,
                    Fault.MALFORMED,
                    "; :store and :sku are texts: write CAST(:store AS bigint) where the column is a number");
            assertGap(columns, Fault.MALFORMED, "; does sql select one column, the count?");
            assertGap(text, Fault.NOT_A_COUNT, "holds many, not a whole number; is count right?");
        }
    }

    @Test
    void idsMayBeWholeNumbersOfAnyWidthAndTextsOfFixedLength() throws Exception {
        String numbers = "iceberg.inventory.numbers" + tables;
        run("CREATE TABLE " + numbers + " AS SELECT INTEGER '9901' AS store_id, BIGINT '1' AS sku_id,"
                + " CAST('12' AS varchar) AS quantity, DECIMAL '7.00' AS units");
        StockKey one = new StockKey("9901", "1");
        StockKey none = new StockKey("9901", "2");
        StockKey misfit = new StockKey("9901", "RUNG-1");
        try (Stage texts = new Change(settings()).table(numbers, "quantity").open();
                Stage decimals = new Change(settings()).table(numbers, "units").open()) {
            Look look = Look.at(texts, Set.of(one, none, misfit));

            assertThat(look.counts()).isEqualTo(Map.of(one, 12L));
            assertThat(look.absent()).containsExactly(none);
            assertThat(look.gaps().get(misfit))
                    .endsWith(
                            "column sku_id is of type bigint, which 9901/RUNG-1 does not fit; reserve keys as the table"
                                    + " writes them");
            assertThat(Look.at(decimals, Set.of(one)).counts()).isEqualTo(Map.of(one, 7L));
        }
    }

    /** As a view has none; here it is a table of Trino's own, of its queries. */
    @Test
    void aTableWithoutSnapshotsIsQueriedAtEachLook() throws Exception {
        run("SELECT 'find me " + tables + "'");
        StockKey query = new StockKey(queryId("SELECT 'find me " + tables + "'"), "writer");
        try (Stage stage = new Change(settings())
                .columns("system.runtime.queries", "query_id", "user", "queued_time_ms", Optional.empty())
                .open()) {
            List<Reading> first = stage.read(Set.of(query));
            int before = queries();
            List<Reading> second = stage.read(Set.of(query));

            assertThat(queries() - before).isEqualTo(1);
            assertThat(Look.of(first).counts()).containsOnlyKeys(query);
            assertThat(Look.of(second).counts()).isEqualTo(Look.of(first).counts());
            assertThat(cycle(second).isKnown()).isFalse();
        }
    }

    @Test
    void aQueryThatTakesTooLongIsAGapAndDoesNotGoOnInTrino() throws Exception {
        String endless =
                "SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a (x), UNNEST(sequence(1, 10000)) AS b (x),"
                        + " UNNEST(sequence(1, 10000)) AS c (x) WHERE a.x + b.x + c.x <> length(:store || :sku)";
        try (Stage stage = new Change(settings())
                .sql(endless, false)
                .timeout(Duration.ofMillis(2500))
                .open()) {
            assertGap(
                    stage, Fault.TIMEOUT, ": no answer within 2500 ms; is the query queued, or is timeout too short?");
        }
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(one(
                        "SELECT count(*) FROM system.runtime.queries WHERE query LIKE '%c.x <> length%' AND source = 'rung'"
                                + " AND state NOT IN ('FINISHED', 'FAILED')"))
                .isEqualTo("0"));
    }

    private void assertGap(Stage stage, Fault fault, String end) throws InterruptedException {
        Look look = Look.at(stage, Set.of(JACKET));
        assertThat(look.gaps().get(JACKET)).contains(end);
        assertThat(look.faults()).containsExactly(fault);
    }

    private TrinoSettings settings() {
        return new Change(TrinoSettings.of(url(), fullName(), "rung")).settings;
    }

    /** A setting after the other, changed. */
    private final class Change {
        private TrinoSettings settings;

        private Change(TrinoSettings settings) {
            this.settings = with(settings, settings.table(), settings.sql(), settings.pin(), settings.properties());
        }

        private Change timeout(Duration timeout) {
            settings = new TrinoSettings(
                    settings.url(),
                    settings.table(),
                    settings.sql(),
                    settings.pin(),
                    settings.queryEvery(),
                    timeout,
                    settings.scanLimit(),
                    settings.budget(),
                    settings.properties());
            return this;
        }

        private static TrinoSettings with(
                TrinoSettings from,
                Optional<TrinoTable> table,
                Optional<NamedSql> sql,
                boolean pin,
                Map<String, String> properties) {
            return new TrinoSettings(
                    from.url(),
                    table,
                    sql,
                    pin,
                    from.queryEvery(),
                    TIMEOUT,
                    from.scanLimit(),
                    from.budget(),
                    properties);
        }

        private Change properties(Map<String, String> properties) {
            settings = with(settings, settings.table(), settings.sql(), settings.pin(), properties);
            return this;
        }

        private Change pinned() {
            settings = with(settings, settings.table(), settings.sql(), true, settings.properties());
            return this;
        }

        private Change table(String other, String count) {
            return columns(other, "store_id", "sku_id", count, Optional.empty());
        }

        private Change branch(String branch) {
            return columns(fullName(), "store_id", "sku_id", "quantity", Optional.of(branch));
        }

        private Change columns(String other, String store, String sku, String count, Optional<String> branch) {
            TrinoTable changed = new TrinoTable(other, store, sku, count, branch);
            settings = with(settings, Optional.of(changed), settings.sql(), settings.pin(), settings.properties());
            return this;
        }

        private Change sql(String text, boolean besideTable) {
            settings = with(
                    settings,
                    besideTable ? settings.table() : Optional.empty(),
                    Optional.of(NamedSql.of("sql", text, List.of("store", "sku"))),
                    false,
                    settings.properties());
            return this;
        }

        private Stage open() {
            return settings.open(timeline);
        }
    }

    private IcebergSettings iceberg() {
        return IcebergSettings.of(
                Map.of("uri", catalog.uri().toString(), "warehouse", "file:" + catalog.warehouse()),
                "inventory." + name);
    }

    private String fullName() {
        return "iceberg.inventory." + name;
    }

    private String url() {
        return "jdbc:trino://127.0.0.1:" + relay.port();
    }

    private Cycle head() {
        return new Cycle(Long.toString(table.table().currentSnapshot().snapshotId()));
    }

    private static Cycle cycle(List<Reading> readings) {
        return ((Reading.Counts) readings.get(readings.size() - 1)).cycle();
    }

    private static Map<StoreSku, Long> units(Map<StockKey, Long> counts) {
        Map<StoreSku, Long> units = new HashMap<>();
        counts.forEach((key, count) -> units.put(new StoreSku(key.store(), key.sku()), count));
        return units;
    }

    private static void run(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(trino.jdbcUrl() + "?user=writer");
                Statement written = connection.createStatement()) {
            written.execute(statement);
        }
    }

    /** How many queries of ours Trino has taken so far, of this test and of the others. */
    private static int queries() throws SQLException {
        return Integer.parseInt(
                one("SELECT count(*) FROM system.runtime.queries WHERE source = 'rung' AND \"user\" = 'rung'"));
    }

    private static String queryId(String text) throws SQLException {
        return one("SELECT query_id FROM system.runtime.queries WHERE query = '" + text.replace("'", "''") + "'");
    }

    private static String one(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(trino.jdbcUrl() + "?user=counter");
                Statement asked = connection.createStatement();
                ResultSet rows = asked.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
