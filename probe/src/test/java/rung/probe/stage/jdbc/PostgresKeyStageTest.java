package rung.probe.stage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;

/** One query for each key. */
class PostgresKeyStageTest extends PostgresStageContract {
    @Override
    protected String sql() {
        return "select quantity from positions where store_id = :store and sku_id = :sku -- it's one row";
    }

    @Test
    void eachQueryIsAReadingWithTimesOfItsOwn() throws Exception {
        show(Map.of(JACKET, 1L, SHOES, 2L));

        List<Reading> readings = stage().read(Set.of(JACKET, SHOES));

        assertThat(readings).hasSize(2);
        Instant end = readings.get(0).answeredAt();
        assertThat(readings.get(1).askedAt()).isAfterOrEqualTo(end);
    }

    @Test
    void aKeyIsDataWhateverStandsInIt() throws Exception {
        StockKey hostile = new StockKey("9901' or '1'='1", "'; drop table positions; --");
        show(Map.of(JACKET, 5L));

        Look look = Look.at(stage(), Set.of(hostile, JACKET));

        assertThat(look.absent()).containsExactly(hostile);
        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 5L));
    }

    @Test
    void oneConnectionServesAllLooks() throws Exception {
        show(Map.of(JACKET, 5L, SHOES, 6L));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET));
        Set<Integer> first = backends();

        Look.at(stage, Set.of(JACKET, SHOES));

        assertThat(first).hasSize(1);
        assertThat(backends()).isEqualTo(first);
    }

    @Test
    void twoRowsAreAmbiguousAndAnotherKeyIsRead() throws Exception {
        show(Map.of(JACKET, 1L, SHOES, 2L));
        run("insert into positions values ('9901', 'RUNG-0001', 3, 1)");

        Look look = Look.at(stage(), Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEqualTo(Map.of(SHOES, 2L));
        assertThat(look.faults()).containsExactly(Fault.AMBIGUOUS);
    }

    @Test
    void aSumOverNoRowsIsNoCount() throws Exception {
        show(Map.of(JACKET, 1L));

        Look look =
                look("select sum(quantity) from positions where store_id = :store and sku_id = :sku", JACKET, SHOES);

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 1L));
        assertThat(look.gaps().get(SHOES))
                .isEqualTo(
                        address() + " column sum is null; is sql right? (a sum over no rows is null: group it, so that"
                                + " a key that is not there has no row)");
    }

    @Test
    void aKeyThatCannotBeCastLeavesTheOthers() throws Exception {
        StockKey word = new StockKey("north", "RUNG-0001");
        show(Map.of(JACKET, 1L));

        Look look = look(
                "select quantity from positions where store_id::int = :store::int and sku_id = :sku", JACKET, word);

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 1L));
        assertThat(look.faults()).containsExactly(Fault.FAILED);
        assertThat(look.gaps().get(word))
                .startsWith(address() + " answered: ERROR: invalid input syntax for type integer: \"north\"; is sql"
                        + " right?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "select quantity from nowhere where '' = :store and '' = :sku | NOT_FOUND | answered: ERROR: relation"
                        + " \"nowhere\" does not exist",
                "select amount from positions where store_id = :store and sku_id = :sku | NOT_FOUND | answered: ERROR:"
                        + " column \"amount\" does not exist",
                "select quantity fro positions where '' = :store and '' = :sku | MALFORMED | answered: ERROR: syntax"
                        + " error",
                "select quantity from positions where quantity = :store and sku_id = :sku | MALFORMED | The keys are bound"
                        + " as texts; where a column is a number, cast them, such as cast(:store as integer)",
                "select store_id, quantity from positions where store_id = :store and sku_id = :sku | MALFORMED | returns"
                        + " the columns store_id, quantity, where sql has to return the count; is sql right?",
            })
    void saysWhatIsWrongWithTheQuery(String sql, Fault fault, String reason) throws Exception {
        show(Map.of(JACKET, 1L));

        Look look = look(sql, JACKET, SHOES);

        assertThat(look.faults()).containsExactly(fault);
        assertThat(look.gaps()).containsOnlyKeys(JACKET, SHOES);
        assertThat(look.gaps().get(JACKET)).startsWith(address() + " ").contains(reason);
    }

    @Test
    void readsAgainOnceTheTableIsThere() throws Exception {
        show(Map.of(JACKET, 1L));
        run("alter table positions rename to elsewhere");
        Stage stage = stage();
        Look missing = Look.at(stage, Set.of(JACKET));

        run("alter table elsewhere rename to positions");

        assertThat(missing.faults()).containsExactly(Fault.NOT_FOUND);
        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 1L));
    }

    @Test
    void saysThatADatabaseDoesNotExist() throws Exception {
        JdbcSettings settings = JdbcSettings.of(address() + "?user=postgres&password=hushhush", Map.of(), sql());
        JdbcSettings elsewhere = JdbcSettings.of(settings.url().replace("/postgres?", "/shop?"), Map.of(), sql());

        Look look = at(elsewhere, JACKET);

        assertThat(look.faults()).containsExactly(Fault.NOT_FOUND);
        assertThat(look.gaps().get(JACKET))
                .isEqualTo(address().replace("/postgres", "/shop")
                        + "… answered: FATAL: database \"shop\" does not exist; are sql and url right?");
    }

    @Test
    void namesTheCommitThatAQueryTellsBeforeAndAfter() throws Exception {
        show(Map.of(JACKET, 1L));
        JdbcSettings settings = settings(sql(), login());

        assertThat(cycles(with(settings, cycleSql("select max(batch) from positions"))))
                .containsExactly(new Cycle("1"));
        assertThat(cycles(with(settings, cycleSql("select batch from positions where false"))))
                .containsExactly(Cycle.unknown());
        assertThat(cycles(with(settings, cycleSql("select clock_timestamp()")))).containsExactly(Cycle.unknown());
    }

    @Test
    void aQueryForTheCommitThatFailsLeavesAGap() throws Exception {
        show(Map.of(JACKET, 1L));

        Look look = at(with(settings(sql(), login()), cycleSql("select 1, 2")), JACKET);

        assertThat(look.gaps().get(JACKET))
                .isEqualTo(
                        address() + " returns 1 rows of 2 columns to cycle-sql, where one value is wanted; is cycle-sql"
                                + " right?");
    }

    @Test
    void aSlowQueryIsBrokenOffOnTheServerToo() throws Exception {
        show(Map.of(JACKET, 1L));

        Look look = look("select pg_sleep(60) from positions where store_id = :store and sku_id = :sku", JACKET, SHOES);

        assertThat(look.faults()).containsExactly(Fault.TIMEOUT);
        assertThat(look.gaps().get(JACKET))
                .isEqualTo(address() + " did not answer within 2000 ms; is the database overloaded, or is timeout too"
                        + " short?");
        await().untilAsserted(() -> assertThat(backends()).isEmpty());
    }

    @Test
    void aServerThatEndsItsConnectionsIsReadAgainAtTheNextLook() throws Exception {
        show(Map.of(JACKET, 1L));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET));
        run("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                + " and application_name like 'PostgreSQL JDBC%' and query like '%positions%'");

        Look ended = Look.at(stage, Set.of(JACKET));

        assertThat(ended.faults()).containsExactly(Fault.UNREACHABLE);
        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 1L));
    }

    @Test
    void aServerThatTakesTheConnectionAndSaysNothingIsATimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            JdbcSettings settings = JdbcSettings.of(
                    "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/postgres", login(), sql());
            JdbcSettings hasty = new JdbcSettings(
                    settings.url(),
                    settings.properties(),
                    settings.sql(),
                    settings.cycle(),
                    Duration.ofMillis(150),
                    100,
                    true);

            assertThat(at(hasty, JACKET).gaps().get(JACKET))
                    .isEqualTo("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort()
                            + "/postgres did not answer within 150 ms; is the database overloaded, or is timeout too"
                            + " short?");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("rung-jdbc-stage")));
    }

    private Look look(String sql, StockKey... keys) throws InterruptedException {
        return at(settings(sql, login()), keys);
    }

    private Look at(JdbcSettings settings, StockKey... keys) throws InterruptedException {
        try (Stage stage = settings.open(timeline)) {
            return Look.at(stage, Set.of(keys));
        }
    }

    private List<Cycle> cycles(JdbcSettings settings) throws InterruptedException {
        return at(settings, JACKET).readings().stream()
                .map(reading -> ((Reading.Counts) reading).cycle())
                .toList();
    }

    /** The server's processes that serve somebody else than this test. */
    private Set<Integer> backends() throws Exception {
        Set<Integer> pids = new HashSet<>();
        try (PreparedStatement ask = writer.prepareStatement("select pid from pg_stat_activity where pid <>"
                        + " pg_backend_pid() and backend_type = 'client backend'");
                ResultSet rows = ask.executeQuery()) {
            while (rows.next()) {
                pids.add(rows.getInt(1));
            }
        }
        return pids;
    }
}
