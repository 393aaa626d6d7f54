package rung.probe.stage.trino;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rung.core.measure.StockKey;
import rung.probe.sql.NamedSql;

/** The counts that a user's own statement selects, one for each key: some keys in one query, each with the statement's text. */
final class SqlCounts implements CountSource {
    private static final int KEYS_PER_QUERY = 20;

    private final TrinoSettings settings;
    private final NamedSql sql;

    SqlCounts(TrinoSettings settings, NamedSql sql) {
        this.settings = settings;
        this.sql = sql;
    }

    @Override
    public int keysPerQuery() {
        return KEYS_PER_QUERY;
    }

    @Override
    public Map<StockKey, Found> counts(Session session, List<StockKey> keys, Optional<Long> snapshot)
            throws Refusal, InterruptedException {
        Map<Integer, List<@Nullable Object>> counts = session.ask(query(sql, keys), rows -> {
            Map<Integer, List<@Nullable Object>> found = new HashMap<>();
            while (rows.next()) {
                found.computeIfAbsent(rows.getInt(1), first -> new ArrayList<>())
                        .add(rows.getObject(2));
            }
            return found;
        });
        Map<StockKey, Found> found = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            found.put(
                    keys.get(i),
                    Rows.one(counts.getOrDefault(i, List.of()), settings.address() + ": the column that sql selects"));
        }
        return found;
    }

    /** The statement once for each key, with the key's place among {@code keys}. The line break ends a comment at its end. */
    static Query query(NamedSql sql, List<StockKey> keys) {
        List<String> arms = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            StockKey key = keys.get(i);
            arms.add("SELECT " + i + " AS key, answer.count FROM (" + sql.positional() + "\n) AS answer (count)");
            sql.parameters().forEach(name -> values.add(name.equals("store") ? key.store() : key.sku()));
        }
        return new Query(String.join(" UNION ALL ", arms), values);
    }
}
