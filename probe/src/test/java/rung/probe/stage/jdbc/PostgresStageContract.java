package rung.probe.stage.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.StockKey;
import rung.probe.sql.NamedSql;
import rung.probe.stage.Relay;
import rung.probe.stage.Stage;
import rung.probe.stage.StageContract;
import rung.testbed.Postgres;

/** The contract over a table of a real server, behind a cable that can be cut. */
abstract class PostgresStageContract extends StageContract {
    @TempDir
    private static Path folder;

    private static Postgres postgres;

    protected Connection writer;
    protected Relay relay;

    /** How the stage asks. */
    protected abstract String sql();

    @BeforeAll
    static void startServer() throws Exception {
        postgres = Postgres.start(folder);
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @BeforeEach
    void createTable() throws Exception {
        writer = postgres.connect();
        relay = Relay.to(postgres.port());
        run("drop table if exists positions");
        run("create table positions (store_id text, sku_id char(12), quantity integer, batch integer)");
        run("drop role if exists shopper");
        run("create role shopper login");
    }

    @AfterEach
    void closeConnections() throws Exception {
        relay.close();
        writer.close();
    }

    @Override
    protected Stage open() {
        return settings(sql(), Map.of("user", postgres.user(), "password", "hushhush"))
                .open(timeline);
    }

    @Override
    protected Optional<Stage> openDenied() {
        return Optional.of(settings(sql(), Map.of("user", "shopper", "password", "hushhush"))
                .open(timeline));
    }

    protected final JdbcSettings settings(String sql, Map<String, String> properties) {
        JdbcSettings settings = JdbcSettings.of(address(), properties, sql);
        return new JdbcSettings(
                settings.url(),
                settings.properties(),
                settings.sql(),
                settings.cycle(),
                Duration.ofSeconds(2),
                settings.budget(),
                settings.commitLog());
    }

    protected final JdbcSettings with(JdbcSettings settings, CycleFrom cycle) {
        return new JdbcSettings(
                settings.url(),
                settings.properties(),
                settings.sql(),
                cycle,
                settings.timeout(),
                settings.budget(),
                settings.commitLog());
    }

    protected static CycleFrom cycleSql(String sql) {
        return new CycleFrom(Optional.empty(), Optional.of(NamedSql.of("cycle-sql", sql, List.of())));
    }

    protected static Map<String, String> login() {
        return Map.of("user", postgres.user());
    }

    @Override
    protected void show(Map<StockKey, Long> counts) throws SQLException {
        writer.setAutoCommit(false);
        run("delete from positions");
        try (PreparedStatement row = writer.prepareStatement("insert into positions values (?, ?, ?, 1)")) {
            for (Map.Entry<StockKey, Long> count : counts.entrySet()) {
                row.setString(1, count.getKey().store());
                row.setString(2, count.getKey().sku());
                row.setLong(3, count.getValue());
                row.addBatch();
            }
            row.executeBatch();
        }
        writer.commit();
        writer.setAutoCommit(true);
    }

    @Override
    protected boolean write(StockKey key, Written form) throws SQLException {
        run("alter table positions alter column quantity type " + (form == Written.FRACTION ? "numeric" : "text"));
        String written =
                switch (form) {
                    case TEXT -> "'12'";
                    case NULL -> "null";
                    case FRACTION -> "12.5";
                    case WORD -> "'many'";
                };
        run("update positions set quantity = " + written + " where store_id = '" + key.store() + "' and sku_id = '"
                + key.sku() + "'");
        return true;
    }

    @Override
    protected void cut() throws Exception {
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
    protected void restore() throws Exception {
        relay.mend();
    }

    @Override
    protected String address() {
        return "jdbc:postgresql://127.0.0.1:" + relay.port() + "/postgres";
    }

    protected final void run(String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute(sql);
        }
    }
}
