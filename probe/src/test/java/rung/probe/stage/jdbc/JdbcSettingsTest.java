package rung.probe.stage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.probe.sql.JdbcUrl;
import rung.probe.sql.NamedSql;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;

class JdbcSettingsTest {
    private static final String URL = "jdbc:postgresql://shop:5432/inventory";
    private static final String PER_KEY = "select q from p where store = :store and sku = :sku";

    @Test
    void saysWhatALookCosts() {
        assertThat(cost(PER_KEY)).isEqualTo("a query for each key that is waited for, at most 100 a look");
        assertThat(cost("select sku, q from p where store = :store"))
                .isEqualTo("a query for each store of the keys that are waited for");
        assertThat(cost("select store, sku, q from p")).isEqualTo("one query for all keys");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "postgresql://shop | select 1 | url does not begin with jdbc: and the name of a driver; write it like"
                        + " jdbc:postgresql://127.0.0.1:5432/inventory",
                "jdbc:x:y | select q from p where sku = :sku | sql names :sku but not :store; all stores would read the"
                        + " same count",
                "jdbc:x:y | select q from p where shop = :stor | sql names :stor; did you mean :store? (known: :store,"
                        + " :sku)",
                "jdbc:x:y | update p set q = 1 | sql begins with \"update\", but a stage only reads; write a query that"
                        + " begins with select",
                "jdbc:x:y | with a as (delete from p returning q) select q from a | sql has the word delete in it, but a"
                        + " stage only reads; leave it out, or put it in quotes where it is a name",
                "jdbc:x:y | select q from p for update | sql has the word update in it, but a stage only reads; leave it"
                        + " out, or put it in quotes where it is a name",
            })
    void settingsThatCannotWorkAreRefusedWithACure(String url, String sql, String message) {
        assertThatThrownBy(() -> JdbcSettings.of(url, Map.of(), sql)).hasMessage(message);
    }

    @Test
    void valuesBeyondTheirBoundsAreRefused() {
        NamedSql sql = NamedSql.of("sql", PER_KEY, List.of("store", "sku"));
        assertThatThrownBy(() ->
                        new JdbcSettings(URL, Map.of(), sql, CycleFrom.nowhere(), Duration.ofMinutes(11), 100, true))
                .hasMessage("timeout is PT11M; write 1ms to 10m");
        assertThatThrownBy(
                        () -> new JdbcSettings(URL, Map.of(), sql, CycleFrom.nowhere(), Duration.ofSeconds(5), 0, true))
                .hasMessage("budget is 0; write 1 to 1000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://me:hushhush@db/i",
                "jdbc:postgresql://db/i?user=me&password=hushhush",
                "jdbc:postgresql://db/i?user=me@shop&password=hushhush",
                "jdbc:mysql://address=(host=db)(user=me)(password=hushhush)/i",
                "jdbc:mysql://(host=db,user=me,password=hushhush)/i",
                "jdbc:oracle:thin:me/hushhush@//db:1521/i",
                "jdbc:databricks://db:443;UID=token;PWD=hushhush",
                "jdbc:sqlserver://db:1433;password={hushhush}",
                "jdbc:duckdb:md:i?motherduck_token=hushhush",
            })
    void noSecretOfAUrlIsShown(String url) {
        JdbcSettings settings = JdbcSettings.of(url, Map.of("password", "hushhush"), PER_KEY);

        assertThat(settings.toString()).doesNotContain("hushhush").startsWith("JdbcSettings[url=jdbc:");
        assertThat(settings.address()).doesNotContain("hushhush");
        assertThat(Secrecy.of(url, Map.of()).said(new SQLException("no: " + url + ", nor with hushhush")))
                .doesNotContain("hushhush");
    }

    @Test
    void aUrlIsShownAsFarAsItIsAnAddress() {
        assertThat(JdbcUrl.shown("jdbc:postgresql://db:5432/i?user=me")).isEqualTo("jdbc:postgresql://db:5432/i…");
        assertThat(JdbcUrl.shown("jdbc:mysql://me:hush@db/i")).isEqualTo("jdbc:mysql://db/i");
        assertThat(JdbcUrl.shown("jdbc:mysql://me:a?hush@db/i")).isEqualTo("jdbc:mysql:…");
        assertThat(JdbcUrl.shown("jdbc:duckdb:/data/i.db")).isEqualTo("jdbc:duckdb:/data/i.db");
        assertThat(JdbcUrl.shown("jdbc:postgresql://db/i?user=me@shop")).isEqualTo("jdbc:postgresql:…");
    }

    @Test
    void aPropertyIsNotRepeatedByWhatADriverSays() {
        Secrecy secrecy = Secrecy.of(URL, Map.of("user", "rung", "password", "hushhush", "apiKey", "sesame"));

        assertThat(secrecy.said(new SQLException("rung may not enter with hushhush or sesame")))
                .isEqualTo("rung may not enter with … or …");
    }

    @Test
    void aDriverThatIsNotThereIsAGapWithACure() throws Exception {
        JdbcSettings settings = JdbcSettings.of("jdbc:nosuch://db/i?password=hushhush", Map.of(), PER_KEY);
        StockKey key = new StockKey("9901", "RUNG-0001");

        Look look;
        try (Stage stage = settings.open(SystemTimeline.start())) {
            look = Look.at(stage, Set.of(key));
        }

        assertThat(look.faults()).containsExactly(Fault.NOT_FOUND);
        assertThat(look.gaps().get(key))
                .startsWith(
                        "there is no driver for jdbc:nosuch://db/i…; put the driver's jar into the folder lib/ beside"
                                + " the launcher, and is url right? (there are ")
                .contains("org.postgresql.Driver");
    }

    @Test
    void aDatabaseThatIsOverloadedSaysSo() {
        assertThat(SqlFailure.of(new SQLException("too many clients", "53300"), "jdbc:x:y", "too many clients"))
                .satisfies(failure -> assertThat(failure.fault()).isEqualTo(Fault.OVERLOADED))
                .hasMessage(
                        "jdbc:x:y cannot answer now: too many clients; poll more rarely, or raise what it can bear");
    }

    @ParameterizedTest
    @CsvSource({
        "08006, 0, UNREACHABLE",
        "28P01, 0, DENIED",
        "42501, 0, DENIED",
        "42000, 1142, DENIED",
        "42000, 1064, MALFORMED",
        "42S02, 1146, NOT_FOUND",
        "3D000, 0, NOT_FOUND",
        "57014, 0, TIMEOUT",
        "70100, 1317, TIMEOUT",
        "HYT00, 0, TIMEOUT",
        "57P03, 0, OVERLOADED",
        "57P01, 0, UNREACHABLE",
        "53200, 0, OVERLOADED",
        "22P02, 0, FAILED",
        "40001, 0, FAILED",
        "XX000, 0, FAILED",
        "HY000, 0, FAILED",
        ", 0, FAILED",
    })
    void statesAreFaults(String state, int code, Fault fault) {
        assertThat(SqlFailure.of(new SQLException("no", state, code), "jdbc:x:y", "no")
                        .fault())
                .isEqualTo(fault);
    }

    @Test
    void theCommitIsToldByAColumnOrAQuery() {
        assertThat(CycleFrom.nowhere().described()).isEmpty();
        assertThatThrownBy(() ->
                        new CycleFrom(Optional.of("c"), Optional.of(NamedSql.of("cycle-sql", "select 1", List.of()))))
                .hasMessage("the commit is told by a column or by a query, not by both");
    }

    private static String cost(String sql) {
        return JdbcSettings.of(URL, Map.of(), sql).traits().cost();
    }
}
