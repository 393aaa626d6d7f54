package rung.testbed;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The database that the tills write to: one row for each report of a till in {@code pos_transaction}, and a publication of
 * the rows that are inserted. A transaction that a till reports twice is two rows with one {@code transaction_id}, which
 * is why that column is not unique. What lay on the shelves at the opening is in the table as well, as rows of kind
 * {@code OPENING}, so that the count of a unit is the sum of {@code quantity}, each transaction taken once.
 */
public final class PosDatabase {
    /** The one table; its schema is {@code public}. */
    public static final String TABLE = "pos_transaction";

    static final String PUBLICATION = "rung_pos";
    static final String OPENING = "OPENING";

    private static final List<String> SCHEMA =
            List.of("""
            create table pos_transaction (
                id             bigserial primary key,
                transaction_id text not null,
                store_id       text not null,
                sku_id         text not null,
                quantity       integer not null,
                kind           text not null,
                occurred_at    timestamptz not null,
                committed_at   timestamptz not null default clock_timestamp())
            """, "create publication rung_pos for table pos_transaction with (publish = 'insert')");

    private static final String INSERT = """
            insert into pos_transaction (transaction_id, store_id, sku_id, quantity, kind, occurred_at)
            values (?, ?, ?, ?, ?, ?)
            """;

    private static final String COUNTS = """
            select store_id, sku_id, sum(quantity)
            from (select distinct on (transaction_id) store_id, sku_id, quantity
                  from pos_transaction order by transaction_id, id) as once
            group by store_id, sku_id
            """;

    private final Postgres postgres;

    private PosDatabase(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Creates table and publication with {@code counts} as the opening stock, all in one transaction; or opens what an
     * earlier call created, and then leaves it as it is.
     *
     * @param postgres to be kept open as long as this is used
     */
    public static PosDatabase open(Postgres postgres, Map<StoreSku, Long> counts) throws IOException {
        try (Connection connection = postgres.connect()) {
            if (!exists(connection)) {
                connection.setAutoCommit(false);
                create(connection, counts);
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IOException("cannot create the POS database at " + postgres.jdbcUrl() + ": " + e.getMessage(), e);
        }
        return new PosDatabase(postgres);
    }

    /** The server that the database is in. */
    public Postgres postgres() {
        return postgres;
    }

    /** What the rows add up to now: the count of each unit, each transaction taken once. */
    public Map<StoreSku, Long> counts() throws IOException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(COUNTS)) {
            Map<StoreSku, Long> counts = new TreeMap<>();
            while (rows.next()) {
                counts.put(new StoreSku(rows.getString(1), rows.getString(2)), rows.getLong(3));
            }
            return counts;
        } catch (SQLException e) {
            throw new IOException("cannot read the POS database at " + postgres.jdbcUrl() + ": " + e.getMessage(), e);
        }
    }

    /** Starts tills that sell {@code units}; each of their reports is a database transaction of its own. */
    Tills openTills(List<StoreSku> units, int transactionsPerHour, long seed) throws IOException {
        return Tills.open(line(), units, transactionsPerHour, seed);
    }

    /** A till's connection, on which every transaction is committed by itself. */
    Tills.Line line() throws IOException {
        try {
            Connection connection = postgres.connect();
            return new TableLine(connection, connection.prepareStatement(INSERT));
        } catch (SQLException e) {
            throw new IOException("a till cannot connect to " + postgres.jdbcUrl() + ": " + e.getMessage(), e);
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select to_regclass('public." + TABLE + "') is not null")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void create(Connection connection, Map<StoreSku, Long> counts) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String part : SCHEMA) {
                statement.execute(part);
            }
        }
        Instant opening = Instant.now();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Map.Entry<StoreSku, Long> entry : counts.entrySet()) {
                StoreSku unit = entry.getKey();
                int quantity = Math.toIntExact(entry.getValue());
                bind(insert, "opening-" + unit.store() + "-" + unit.sku(), unit, quantity, OPENING, opening);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void bind(
            PreparedStatement insert, String id, StoreSku unit, int quantity, String kind, Instant occurredAt)
            throws SQLException {
        insert.setString(1, id);
        insert.setString(2, unit.store());
        insert.setString(3, unit.sku());
        insert.setInt(4, quantity);
        insert.setString(5, kind);
        insert.setObject(6, OffsetDateTime.ofInstant(occurredAt, ZoneOffset.UTC));
    }

    private record TableLine(Connection connection, PreparedStatement insert) implements Tills.Line {
        @Override
        public void send(PosTransaction sale) throws IOException {
            try {
                bind(insert, sale.id(), sale.unit(), sale.quantity(), sale.kind(), sale.occurredAt());
                insert.executeUpdate();
            } catch (SQLException e) {
                throw new IOException("the POS database did not take " + sale.id() + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException("a till's connection did not close: " + e.getMessage(), e);
            }
        }
    }
}
