package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosDatabaseTest {
    private static final Stock STOCK = Stock.of(2, 2, List.of(new StoreSku("9901", "RUNG-0001")));
    private static final StoreSku UNIT = new StoreSku("0001", "SKU-0001");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private static Path folder;

    private static Postgres postgres;

    private PosDatabase pos;

    @BeforeAll
    static void start() throws IOException {
        postgres = Postgres.start(folder);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void open() throws IOException {
        pos = PosDatabase.open(postgres, STOCK.counts());
    }

    @AfterEach
    void drop() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table " + PosDatabase.TABLE);
            statement.execute("drop publication " + PosDatabase.PUBLICATION);
        }
    }

    @Test
    void theOpeningStockIsInTheTable() throws Exception {
        assertThat(pos.counts()).isEqualTo(STOCK.counts());
        assertThat(rows("select kind, count(*) from pos_transaction group by kind"))
                .containsExactly("OPENING 5");
    }

    @Test
    void aTransactionReportedTwiceIsTwoRowsAndCountedOnce() throws Exception {
        PosTransaction sale = new PosTransaction("twice", UNIT, -3, NOON);
        try (Tills.Line line = pos.line()) {
            line.send(sale);
            line.send(sale);
            line.send(new PosTransaction("once", UNIT, 1, NOON));
        }

        assertThat(pos.counts()).containsEntry(UNIT, 1000L - 3 + 1);
        assertThat(rows("select transaction_id, quantity from pos_transaction where kind <> 'OPENING' order by id"))
                .containsExactly("twice -3", "twice -3", "once 1");
        assertThat(rows("select occurred_at at time zone 'UTC', committed_at > occurred_at from pos_transaction"
                        + " where transaction_id = 'once'"))
                .containsExactly("2026-01-01 12:00:00 t");
    }

    @Test
    void openedAgainItIsLeftAsItIs() throws Exception {
        try (Tills.Line line = pos.line()) {
            line.send(new PosTransaction("before", UNIT, -1, NOON));
        }

        PosDatabase again = PosDatabase.open(postgres, Map.of(UNIT, 7L));

        assertThat(again.counts()).containsEntry(UNIT, 999L).hasSize(5);
    }

    @Test
    void whatTheTillsSellIsWhatTheTableHolds() throws Exception {
        long seed = 20260101;
        System.out.println("seed " + seed);
        Tills tills = pos.openTills(STOCK.sold(), 3_600_000, seed);
        try (tills) {
            await().atMost(Duration.ofSeconds(60)).until(() -> tills.sold() >= 500);
        }

        assertThat(rows("select count(distinct transaction_id) from pos_transaction where kind <> 'OPENING'"))
                .containsExactly(String.valueOf(tills.sold()));
        List<String> repeated = rows("select transaction_id, count(*) from pos_transaction group by transaction_id"
                + " having count(*) > 1");
        assertThat(repeated).isNotEmpty().allMatch(row -> row.endsWith(" 2"));
        assertThat(rows("select distinct kind from pos_transaction order by kind"))
                .containsExactly("OPENING", "RETURN", "SALE");
    }

    private static List<String> rows(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                String row = rows.getString(1);
                for (int column = 2; column <= rows.getMetaData().getColumnCount(); column++) {
                    row += " " + rows.getString(column);
                }
                all.add(row);
            }
            return all;
        }
    }
}
