package rung.probe.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Injection;
import rung.core.measure.Stamp;
import rung.core.measure.StockKey;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.source.SourceContract;
import rung.probe.source.SourceSettings;
import rung.probe.stage.Relay;
import rung.testbed.Postgres;

@Timeout(180)
class JdbcTillTest extends SourceContract {
    private static final String INSERT = """
            insert into sale (transaction_id, store_id, sku, delta, quantity, kind, occurred_at, occurred_ms)
            values (:transaction, :store::int, :sku, :delta, :quantity, :kind, :time, :time_millis)
            """;

    private static Postgres postgres;

    private Relay relay;
    private boolean isCut;

    @BeforeAll
    static void startDatabase(@TempDir Path folder) throws Exception {
        postgres = Postgres.start(folder);
        run(
                "create table sale (id bigserial primary key, transaction_id text not null, store_id int not null,"
                        + " sku text not null, delta int not null, quantity int, kind text, occurred_at timestamptz,"
                        + " occurred_ms bigint, committed_at timestamptz not null default clock_timestamp())",
                "create table once (transaction_id text primary key, store_id text, sku text, delta int)",
                "create role stranger login password '" + SECRET + "'");
    }

    @AfterAll
    static void stopDatabase() {
        postgres.close();
    }

    @BeforeEach
    void empty() throws Exception {
        run("truncate sale, once");
        relay = Relay.to(postgres.port());
    }

    @AfterEach
    void closeRelay() throws IOException {
        relay.close();
    }

    @Override
    protected SourceSettings settings(Duration deliveryTimeout) {
        return settings(INSERT, Optional.empty(), deliveryTimeout);
    }

    private JdbcSettings settings(String insert, Optional<String> commitTime, Duration timeout) {
        return new JdbcSettings(url(relay.port()), user(postgres.user()), insert, commitTime, timeout);
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private static Map<String, String> user(String name) {
        return Map.of("user", name, "password", SECRET);
    }

    @Override
    protected SourceSettings nowhere(Duration deliveryTimeout) {
        return new JdbcSettings(url(1), user(postgres.user()), INSERT, Optional.empty(), deliveryTimeout);
    }

    @Override
    protected SourceSettings misplaced() {
        return JdbcSettings.of(url(relay.port()), user(postgres.user()), INSERT.replace("into sale", "into sales"));
    }

    @Override
    protected Optional<SourceSettings> uninvited() {
        return Optional.of(JdbcSettings.of(url(relay.port()), user("stranger"), INSERT));
    }

    @Override
    protected List<Entered> entered() throws Exception {
        List<Entered> entered = new ArrayList<>();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select transaction_id, store_id, sku, delta, occurred_at,"
                        + " occurred_ms, quantity, kind from sale order by id")) {
            while (rows.next()) {
                Instant time = rows.getObject(5, OffsetDateTime.class).toInstant();
                assertThat(time.toEpochMilli()).isEqualTo(rows.getLong(6));
                assertThat(rows.getString(8)).isEqualTo(rows.getInt(4) < 0 ? "SALE" : "RETURN");
                assertThat(rows.getInt(7)).isEqualTo(Math.abs(rows.getInt(4)));
                entered.add(new Entered(rows.getString(1), rows.getString(2), rows.getString(3), rows.getInt(4), time));
            }
        }
        return entered;
    }

    @Override
    protected void cut() throws IOException {
        relay.cut();
        isCut = true;
    }

    @Override
    protected void stall() {
        relay.stall();
        isCut = true;
    }

    @Override
    protected void tear() {
        relay.tear();
        isCut = true;
    }

    @Override
    protected void restore() throws IOException {
        if (isCut) {
            relay.mend();
            isCut = false;
        }
    }

    @Override
    protected String address() {
        return url(relay.port());
    }

    @Test
    void eachSaleIsATransactionOfItsOwn() throws Exception {
        Source source = open(settings(Duration.ofSeconds(60)));
        for (int i = 0; i < 5; i++) {
            Injection sale = sale();
            send(source, sale);
            accepted(sale);
        }

        assertThat(text("select count(distinct xmin::text) from sale")).isEqualTo("5");
    }

    @Test
    void theStampIsTheDatabasesClockBetweenTheInsertAndTheAcknowledgement() throws Exception {
        Injection sale = sale();
        send(open(settings(Duration.ofSeconds(60))), sale);

        Stamp stamp = accepted(sale).stamp().orElseThrow();

        Instant inserted = Instant.parse(text(
                "select to_char(committed_at at time zone 'UTC'," + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from sale"));
        Instant after = Instant.parse(
                text("select to_char(clock_timestamp() at time zone 'UTC'," + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
        assertThat(stamp.at()).isBetween(inserted, after);
        assertThat(stamp.resolution())
                .isGreaterThanOrEqualTo(Duration.ofNanos(1000))
                .isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void theStampMayBeSecondsSince1970OrNothing() throws Exception {
        Injection timed = sale();
        Injection untimed = sale();
        send(
                open(settings(
                        INSERT, Optional.of("select extract(epoch from clock_timestamp())"), Duration.ofSeconds(60))),
                timed);
        send(open(settings(INSERT, Optional.of("none"), Duration.ofSeconds(60))), untimed);

        Instant now =
                Instant.ofEpochSecond(Long.parseLong(text("select extract(epoch from clock_timestamp())::bigint")));
        assertThat(accepted(timed).stamp().orElseThrow().at()).isBetween(now.minusSeconds(60), now.plusSeconds(2));
        assertThat(accepted(untimed).stamp()).isEmpty();
    }

    @Test
    void aQueryThatTellsNoTimeIsNamedByTheCheckAndRefusesTheSale() throws Exception {
        Source source = open(settings(INSERT, Optional.of("select 'noon'"), Duration.ofSeconds(60)));

        assertThatThrownBy(source::check)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("commit-time tells no time: ")
                .hasMessageEndingWith("or none, into commit-time");

        Injection sale = sale();
        send(source, sale);
        assertThat(refused(sale).reason()).startsWith("commit-time tells no time: ");
        assertThat(entered()).isEmpty();
    }

    @Test
    void aTimeBeyondAllTimesRefusesTheSaleAndTheNextDoesNotBringItIn() throws Exception {
        run("create sequence asked");
        try {
            Source source = open(settings(
                    INSERT,
                    Optional.of("select case nextval('asked') when 2 then 900000000000000000"
                            + " else extract(epoch from clock_timestamp())::bigint end"), // 1 is asked when it connects
                    Duration.ofSeconds(60)));
            Injection first = sale();
            send(source, first);
            assertThat(refused(first).reason()).startsWith("it could not be sent: ");
            Injection next = sale();
            send(source, next);
            accepted(next);

            assertThat(entered()).extracting(Entered::transaction).containsExactly(next.id());
        } finally {
            run("drop sequence asked");
        }
    }

    @Test
    void aRowThatTheTableDoesNotTakeIsRefusedAndTheNextIsWritten() throws Exception {
        String insert = "insert into once values (:transaction, :store, :sku, :delta)";
        Source source = open(settings(insert, Optional.empty(), Duration.ofSeconds(60)));
        Injection first = sale();
        send(source, first);
        accepted(first);

        Injection narrow = new Injection(
                "r", "sales", 0, Injection.Kind.SALE, RESERVED.key(1), 1, timeline.now()); // the id of the first
        assertThat(narrow.id()).isEqualTo(first.id());
        List<String> reasons = new ArrayList<>();
        source.send(narrow, delivery -> reasons.add(delivery.toString()));
        Injection next = sale();
        send(source, next);
        accepted(next);

        assertThat(reasons)
                .singleElement()
                .asString()
                .contains("did not take it: ")
                .contains("once_pkey");
        assertThat(text("select count(*) from once")).isEqualTo("2");
    }

    @Test
    void anInsertThatLeavesARowOutIsNoDelivery() throws Exception {
        String insert = "insert into once select :transaction, :store, :sku, :delta where false";
        Source source = open(settings(insert, Optional.empty(), Duration.ofSeconds(60)));
        Injection sale = sale();

        send(source, sale);

        assertThat(refused(sale).reason())
                .startsWith("insert added no row to the database at ")
                .contains("?");
    }

    @Test
    void whatWaitsForALockIsRefusedInTimeAndDoesNotEnterLater() throws Exception {
        Source source = open(settings(Duration.ofSeconds(2)));
        Injection before = sale();
        send(source, before);
        accepted(before);
        Injection blocked = sale();
        try (Connection holder = postgres.connect();
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("lock table sale in exclusive mode");
            send(source, blocked);
            assertThat(refused(blocked).reason())
                    .contains("did not commit it within 2000 ms")
                    .contains("locked");
            holder.rollback();
        }
        source.close();

        assertThat(entered()).extracting(Entered::transaction).containsExactly(before.id());
    }

    @Test
    void valuesAreBoundAndNeverRead() throws Exception {
        String nasty = "x'); drop table sale; --";
        ReservedKeys keys = new ReservedKeys(List.of("9901"), List.of(nasty));
        Injection sale =
                new Injection("r", "sales", 0, Injection.Kind.SALE, new StockKey("9901", nasty), 1, timeline.now());
        try (Source source = settings(Duration.ofSeconds(60)).open(timeline, keys)) {
            send(source, sale);
            accepted(sale);
        }

        assertThat(entered()).extracting(Entered::sku).containsExactly(nasty);
    }

    @Test
    void aUserWhoDoesNotExistIsNotLetIn() {
        Source source = open(JdbcSettings.of(url(relay.port()), user("nobody"), INSERT));

        assertThatThrownBy(source::check)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(" refuses to let Rung in: ")
                .hasMessageEndingWith("; are user and password among the properties right?")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aDatabaseWithoutADriverNamesTheCureAndKeepsTheSecret() {
        Source source = open(JdbcSettings.of(
                "jdbc:nosuch://pos/shop?user=u&password=" + SECRET, Map.of(), INSERT.replace("::int", "")));

        assertThatThrownBy(source::check)
                .isInstanceOf(IOException.class)
                .hasMessage("no JDBC driver accepts jdbc:nosuch://pos/shop…; put the driver's jar into lib/, or is url"
                        + " right?");
        Injection sale = sale();
        send(source, sale);
        assertThat(refused(sale).reason()).startsWith("no JDBC driver accepts ").doesNotContain(SECRET);
    }

    @Test
    void settingsThatCannotWorkAreRefusedWithACure() {
        assertThatThrownBy(() -> JdbcSettings.of("postgresql://pos/shop", Map.of(), INSERT))
                .hasMessageStartingWith("url does not begin with jdbc:; write it like ");
        assertThatThrownBy(() -> JdbcSettings.of("jdbc:postgresql://u:" + SECRET + "@pos/shop", Map.of(), INSERT))
                .hasMessage("url has a user or password in it; write them as properties");
        assertThatThrownBy(() -> of("insert into sale values (:store, :delta)"))
                .hasMessage("insert lacks :sku; without it the transaction moves no reserved stock");
        assertThatThrownBy(() -> of("insert into sale values (:store, :sku)"))
                .hasMessage("insert lacks :delta, or :quantity with :kind; write one of them where the units stand");
        assertThatThrownBy(() -> of("insert into sale values (:store, :sku, :quantity)"))
                .hasMessage("insert has :quantity without :kind, so that a return would look like a sale; add :kind, or"
                        + " write :delta");
        assertThatThrownBy(() -> of("insert into sale values (:store, :sku, :delta, ':transaction', :tme)"))
                .hasMessageContaining(":tme")
                .hasMessageContaining("did you mean :time?");
        assertThatThrownBy(() -> new JdbcSettings("jdbc:x:y", Map.of(), INSERT, Optional.empty(), Duration.ZERO))
                .hasMessage("delivery timeout is PT0S; write 1ms to 1h");
        assertThat(JdbcSettings.of("jdbc:x:y?password=" + SECRET, Map.of("password", SECRET), INSERT)
                        .toString())
                .doesNotContain(SECRET);
    }

    private static JdbcSettings of(String insert) {
        return JdbcSettings.of("jdbc:postgresql://pos/shop", Map.of(), insert);
    }

    private static void run(String... statements) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String text(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
