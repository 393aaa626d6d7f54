package rung.probe.stage.trino;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;

/** The counts in a table with a row for each position of stock, many keys in one query. */
final class TableCounts implements CountSource {
    private static final int KEYS_PER_QUERY = 500;

    /** A key's two ids as the table holds them. */
    private record Ids(Object store, Object sku) {}

    private record Row(Ids ids, @Nullable Object count) {}

    /** The columns as the table has them now. */
    private record Columns(IdColumn store, IdColumn sku) {}

    private final TrinoSettings settings;
    private final TrinoTable table;
    private Optional<Columns> columns = Optional.empty();

    TableCounts(TrinoSettings settings, TrinoTable table) {
        this.settings = settings;
        this.table = table;
    }

    @Override
    public int keysPerQuery() {
        return KEYS_PER_QUERY;
    }

    @Override
    public Map<StockKey, Found> counts(Session session, List<StockKey> keys, Optional<Long> snapshot)
            throws Refusal, InterruptedException {
        Columns known = columns.isPresent() ? columns.get() : columns(session, snapshot);
        Map<StockKey, Found> found = new HashMap<>();
        Map<StockKey, Ids> asked = new HashMap<>();
        for (StockKey key : keys) {
            Optional<Object> store = known.store().id(key.store());
            Optional<Object> sku = known.sku().id(key.sku());
            if (store.isPresent() && sku.isPresent()) {
                asked.put(key, new Ids(store.get(), sku.get()));
            } else {
                IdColumn misfit = store.isPresent() ? known.sku() : known.store();
                found.put(key, new Found.Bad(Fault.NOT_FOUND, place() + misfit.misfit(key)));
            }
        }
        if (!asked.isEmpty()) {
            List<Row> rows;
            try {
                rows = session.ask(query(asked.values(), snapshot), answer -> rows(answer, known));
            } catch (Refusal e) {
                columns = Optional.empty();
                throw e;
            }
            columns = Optional.of(known);
            found.putAll(found(asked, rows));
        }
        return found;
    }

    private Map<StockKey, Found> found(Map<StockKey, Ids> asked, List<Row> rows) {
        Map<Ids, List<@Nullable Object>> counts = new HashMap<>();
        for (Row row : rows) {
            counts.computeIfAbsent(row.ids(), first -> new ArrayList<>()).add(row.count());
        }
        Map<StockKey, Found> found = new HashMap<>();
        asked.forEach((key, ids) ->
                found.put(key, Rows.one(counts.getOrDefault(ids, List.of()), place() + "column " + table.count())));
        return found;
    }

    private String place() {
        return settings.address() + ": ";
    }

    /** Asks for the columns' types, and for no row. */
    private Columns columns(Session session, Optional<Long> snapshot) throws Refusal, InterruptedException {
        Query query = Query.of("SELECT " + selected() + " FROM " + table.at(snapshot) + " LIMIT 0");
        List<IdColumn> types = session.ask(query, rows -> {
            ResultSetMetaData told = rows.getMetaData();
            return List.of(
                    IdColumn.of(table.store(), told, 1),
                    IdColumn.of(table.sku(), told, 2),
                    IdColumn.of(table.count(), told, 3));
        });
        types.get(0).requireId(settings.address());
        types.get(1).requireId(settings.address());
        types.get(2).requireCount(settings.address());
        return new Columns(types.get(0), types.get(1));
    }

    private String selected() {
        return TrinoTable.quoted(table.store()) + ", " + TrinoTable.quoted(table.sku()) + ", "
                + TrinoTable.quoted(table.count());
    }

    /**
     * The rows of some keys. The two lists of single ids say less than the list of pairs, but files' partitions and bounds
     * can be held against them; the pairs keep the rows of others out of the answer.
     */
    private Query query(Collection<Ids> ids, Optional<Long> snapshot) {
        Set<Ids> pairs = new LinkedHashSet<>(ids);
        Set<Object> stores = new LinkedHashSet<>(pairs.stream().map(Ids::store).toList());
        Set<Object> skus = new LinkedHashSet<>(pairs.stream().map(Ids::sku).toList());
        List<Object> values = new ArrayList<>(stores);
        values.addAll(skus);
        for (Ids pair : pairs) {
            values.add(pair.store());
            values.add(pair.sku());
        }
        String store = TrinoTable.quoted(table.store());
        String sku = TrinoTable.quoted(table.sku());
        return new Query(
                "SELECT " + selected() + " FROM " + table.at(snapshot) + " WHERE " + store + " IN ("
                        + marks("?", stores)
                        + ") AND " + sku + " IN (" + marks("?", skus) + ") AND (" + store + ", " + sku + ") IN ("
                        + marks("(?, ?)", pairs) + ")",
                values);
    }

    private static String marks(String mark, Collection<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), mark));
    }

    private static List<Row> rows(ResultSet answer, Columns known) throws SQLException {
        List<Row> rows = new ArrayList<>();
        while (answer.next()) {
            rows.add(new Row(new Ids(known.store().id(answer, 1), known.sku().id(answer, 2)), answer.getObject(3)));
        }
        return rows;
    }
}
