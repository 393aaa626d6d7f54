package rung.probe.stage.trino;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rung.core.measure.StockKey;
import rung.probe.sql.NamedSql;

class TrinoSettingsTest {
    private static final String URL = "jdbc:trino://trino.example:443/iceberg/inventory";

    @Test
    void whatTheUserSaysOfTheDriverWinsAndLimitsAreAddedToIt() {
        TrinoSettings settings = with(Map.of(
                "user", "shop", "clientTags", "inventory", "sessionProperties", "query_priority:1", "SSL", "true"));

        assertThat(settings.connectionProperties())
                .containsEntry("user", "shop")
                .containsEntry("source", "rung")
                .containsEntry("clientTags", "inventory")
                .containsEntry("explicitPrepare", "false")
                .containsEntry("timezone", "UTC")
                .containsEntry("SSL", "true")
                .containsEntry(
                        "sessionProperties",
                        "query_max_run_time:20000ms;query_max_scan_physical_bytes:1GB;query_priority:1");
    }

    @Test
    void noSecretIsToldByMistake() {
        TrinoSettings settings = with(Map.of("user", "shop", "password", "hushhush", "SSL", "true"));

        assertThat(settings.toString()).contains("password").doesNotContain("hushhush");
    }

    @Test
    void namesAreQuotedWhateverIsInThem() {
        TrinoTable table = new TrinoTable("ice\"berg.inventory.positions", "s", "k", "q", Optional.of("it's"));

        assertThat(table.metadata("refs")).isEqualTo("\"ice\"\"berg\".\"inventory\".\"positions$refs\"");
        assertThat(table.at(Optional.empty()))
                .isEqualTo("\"ice\"\"berg\".\"inventory\".\"positions\" FOR VERSION AS OF 'it''s'");
        assertThat(table.at(Optional.of(7L)))
                .isEqualTo("\"ice\"\"berg\".\"inventory\".\"positions\" FOR VERSION AS OF BIGINT '7'");
    }

    @Test
    void aStatementIsRunOnceForEachKeyWithItsValuesBound() {
        NamedSql sql = NamedSql.of(
                "sql", "SELECT q FROM t WHERE sku = :sku AND store = :store -- ours", List.of("store", "sku"));

        Query query = SqlCounts.query(sql, List.of(new StockKey("1", "a"), new StockKey("2", "b' OR 1=1")));

        assertThat(query.text()).isEqualTo("""
                        SELECT 0 AS key, answer.count FROM (SELECT q FROM t WHERE sku = ? AND store = ? -- ours
                        ) AS answer (count) UNION ALL SELECT 1 AS key, answer.count FROM (SELECT q FROM t WHERE sku = ? AND store = ? -- ours
                        ) AS answer (count)""");
        assertThat(query.values()).containsExactly("a", "1", "b' OR 1=1", "2");
    }

    @Test
    void whatALookCostsAndTellsIsSaid() {
        TrinoSettings table = with(Map.of());
        TrinoSettings sql = new TrinoSettings(
                URL,
                Optional.empty(),
                Optional.of(NamedSql.of("sql", "SELECT :store, :sku", List.of("store", "sku"))),
                false,
                10,
                Duration.ofSeconds(20),
                "1GB",
                100,
                Map.of());

        assertThat(table.traits().cycles()).contains("the snapshot's id");
        assertThat(table.traits().cost())
                .isEqualTo(
                        "one query of metadata; at a new head and each 10 looks two more, and one for each 500 keys");
        assertThat(sql.traits().cycles()).isEmpty();
        assertThat(sql.traits().cost()).isEqualTo("one query for each 20 keys");
    }

    @Test
    void aStatementThatReliesOnTheTableBesideItSaysWhatIsNotProven() {
        assertThat(beside(1).traits().caveat()).isEmpty();
        assertThat(beside(1).traits().cost()).isEqualTo("three queries of metadata, and one for each 20 keys");
        assertThat(beside(2).traits().caveat())
                .contains("freshness not provable where sql reads other tables beside table: while table's snapshot is"
                        + " the same, counts of earlier looks are told again; leave query-every out then");
    }

    @Test
    void noSecretIsInAReasonThatRepeatsIt() {
        TrinoSettings settings = with(
                Map.of("accessToken", "hushhush", "SSL", "true", "extraCredentials", "key:sesame;other:abracadabra"));
        String said = "no access with hushhush, sesame or abracadabra";

        assertThat(Refusal.of(new SQLException(said, "", 4), settings).reason())
                .isEqualTo("cannot read " + settings.address()
                        + ": no access with …, … or …; may that user read it, and is the user in properties right?");
        assertThat(Refusal.of(new SQLException("x".repeat(195) + "hushhush"), settings)
                        .reason())
                .contains("xxx…;")
                .doesNotContain("hush");
    }

    private static TrinoSettings beside(int queryEvery) {
        TrinoSettings table = with(Map.of());
        return new TrinoSettings(
                URL,
                table.table(),
                Optional.of(NamedSql.of("sql", "SELECT :store, :sku", List.of("store", "sku"))),
                false,
                queryEvery,
                table.timeout(),
                table.scanLimit(),
                table.budget(),
                Map.of());
    }

    private static TrinoSettings with(Map<String, String> properties) {
        return new TrinoSettings(
                URL,
                Optional.of(new TrinoTable("positions", "store_id", "sku_id", "quantity", Optional.empty())),
                Optional.empty(),
                false,
                TrinoSettings.DEFAULT_QUERY_EVERY,
                TrinoSettings.DEFAULT_TIMEOUT,
                TrinoSettings.DEFAULT_SCAN_LIMIT,
                TrinoSettings.DEFAULT_TABLE_BUDGET,
                properties);
    }
}
