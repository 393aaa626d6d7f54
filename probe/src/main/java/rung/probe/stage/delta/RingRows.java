package rung.probe.stage.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Expression;
import io.delta.kernel.expressions.In;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.util.VectorUtils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import rung.core.measure.StockKey;

/** Some keys in the terms of one table: which rows are theirs, and which files may hold them. */
final class RingRows {
    private record Pair(Object store, Object sku) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Columns columns;
    private final Map<Pair, StockKey> keys = new HashMap<>();
    private final Map<StockKey, String> impossible = new HashMap<>();
    private final TreeSet<Object> stores;
    private final TreeSet<Object> skus;

    RingRows(Columns columns, Set<StockKey> wanted) {
        this.columns = columns;
        this.stores = new TreeSet<>(columns.store().ids().order());
        this.skus = new TreeSet<>(columns.sku().ids().order());
        for (StockKey key : wanted) {
            Optional<Object> store = columns.store().ids().parse(key.store());
            Optional<Object> sku = columns.sku().ids().parse(key.sku());
            if (store.isPresent() && sku.isPresent()) {
                keys.put(new Pair(store.get(), sku.get()), key);
                stores.add(store.get());
                skus.add(sku.get());
            } else {
                Columns.Column misfit = store.isPresent() ? columns.sku() : columns.store();
                impossible.put(
                        key,
                        "column " + misfit.name() + " is of type "
                                + misfit.field().getDataType() + ", which " + key
                                + " does not fit; reserve keys as the table writes them");
            }
        }
    }

    /** Keys that no row of this table can have, and why. */
    Map<StockKey, String> impossible() {
        return impossible;
    }

    Set<StockKey> possible() {
        return Set.copyOf(keys.values());
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Whose row it is, if any key's. */
    Optional<StockKey> key(Row row) {
        Optional<Object> store = columns.store().ids().in(row, 0);
        Optional<Object> sku = columns.sku().ids().in(row, 1);
        return store.isPresent() && sku.isPresent()
                ? Optional.ofNullable(keys.get(new Pair(store.get(), sku.get())))
                : Optional.empty();
    }

    /** True of each row of a key, and perhaps of others; by it the kernel leaves files out. There is a key. */
    Predicate filter() {
        return new Predicate(
                "AND",
                among(columns.store(), columns.store().name(), stores),
                among(columns.sku(), columns.sku().name(), skus));
    }

    /** The same of what a file has in it, by which parts of it are left out; empty when it has neither column. */
    Optional<Predicate> inFiles() {
        List<Predicate> parts = new ArrayList<>();
        if (!columns.store().partitions()) {
            parts.add(among(columns.store(), columns.store().physicalName(), stores));
        }
        if (!columns.sku().partitions()) {
            parts.add(among(columns.sku(), columns.sku().physicalName(), skus));
        }
        return parts.stream().reduce((left, right) -> new Predicate("AND", left, right));
    }

    /** The values of a partition, or else the bounds: the kernel compares statistics with nothing else. */
    private static Predicate among(Columns.Column column, String name, NavigableSet<Object> ids) {
        io.delta.kernel.expressions.Column named = new io.delta.kernel.expressions.Column(name);
        if (column.partitions()) {
            List<Expression> values = new ArrayList<>();
            ids.forEach(id -> values.add(column.ids().literal(id)));
            return new In(named, values);
        }
        return new Predicate(
                "AND",
                new Predicate(">=", named, column.ids().literal(ids.first())),
                new Predicate("<=", named, column.ids().literal(ids.last())));
    }

    /** Whether the partition and the bounds of a file that a version added leave room for a row of a key. */
    boolean mayBeIn(AddFile file) {
        Map<String, String> partition = VectorUtils.toJavaMap(file.getPartitionValues());
        JsonNode statistics = file.getStatsJson().map(RingRows::parsed).orElse(JSON.nullNode());
        return mayBeIn(columns.store(), stores, partition, statistics)
                && mayBeIn(columns.sku(), skus, partition, statistics);
    }

    private static boolean mayBeIn(
            Columns.Column column, NavigableSet<Object> ids, Map<String, String> partition, JsonNode statistics) {
        String name = column.physicalName();
        if (column.partitions()) {
            return Optional.ofNullable(partition.get(name))
                    .flatMap(column.ids()::parse)
                    .map(ids::contains)
                    .orElse(false);
        }
        Optional<Object> least = bound(statistics.path("minValues").path(name), column);
        Optional<Object> most = bound(statistics.path("maxValues").path(name), column);
        if (least.isEmpty() || most.isEmpty()) {
            return true;
        }
        Object next = ids.ceiling(least.get());
        return next != null && ids.comparator().compare(next, most.get()) <= 0;
    }

    private static Optional<Object> bound(JsonNode bound, Columns.Column column) {
        return bound.isValueNode() && !bound.isNull() ? column.ids().parse(bound.asText()) : Optional.empty();
    }

    private static JsonNode parsed(String statistics) {
        try {
            return JSON.readTree(statistics);
        } catch (JsonProcessingException e) {
            return JSON.nullNode(); // statistics are a help, and not the data
        }
    }
}
