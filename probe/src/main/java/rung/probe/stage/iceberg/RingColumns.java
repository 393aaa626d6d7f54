package rung.probe.stage.iceberg;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;

/** Some keys in the terms of one table's schema: which rows are theirs, and which columns tell their counts. */
final class RingColumns {
    /** A key's two ids as the table holds them. */
    record Ids(Object store, Object sku) {}

    private static final int LINEAGE_SINCE = 3;
    private static final int MOST_LISTED = 20;

    private final Types.NestedField store;
    private final Types.NestedField sku;
    private final Types.NestedField count;
    /** Only of a log that has one. */
    private final Optional<Types.NestedField> transaction;

    private final boolean isLog;
    private final boolean hasLineage;
    private final Map<Ids, StockKey> keys = new HashMap<>();
    private final Map<StockKey, String> impossible = new HashMap<>();

    /** @throws IllegalArgumentException with cause and cure, when the table lacks a column or has it of a wrong type */
    RingColumns(IcebergSettings settings, Schema schema, Set<StockKey> wanted, int formatVersion) {
        this.store = column(schema, settings.storeColumn(), "store");
        this.sku = column(schema, settings.skuColumn(), "sku");
        this.count = column(schema, settings.countColumn(), "count");
        this.hasLineage = formatVersion >= LINEAGE_SINCE && settings.model() instanceof IcebergSettings.Row;
        this.isLog = settings.model() instanceof IcebergSettings.Log;
        this.transaction = settings.transactionColumn().map(name -> column(schema, name, "transaction"));
        requireId(store);
        requireId(sku);
        requireNumber(count);
        transaction.ifPresent(RingColumns::requireTransactionId);
        for (StockKey key : wanted) {
            Optional<Object> storeId = id(store, key.store());
            Optional<Object> skuId = id(sku, key.sku());
            if (storeId.isPresent() && skuId.isPresent()) {
                keys.put(new Ids(storeId.get(), skuId.get()), key);
            } else {
                Types.NestedField misfit = storeId.isPresent() ? sku : store;
                impossible.put(
                        key,
                        "column " + misfit.name() + " is of type " + misfit.type() + ", which " + key
                                + " does not fit; reserve keys as the table writes them");
            }
        }
    }

    private static Types.NestedField column(Schema schema, String name, String role) {
        return Optional.ofNullable(schema.findField(name))
                .orElseThrow(() -> new IllegalArgumentException("there is no column " + name + "; is " + role
                        + " right? (columns: "
                        + schema.columns().stream()
                                .limit(MOST_LISTED)
                                .map(Types.NestedField::name)
                                .collect(Collectors.joining(", "))
                        + ")"));
    }

    private static void requireId(Types.NestedField field) {
        switch (field.type().typeId()) {
            case STRING, INTEGER, LONG -> {}
            default ->
                throw new IllegalArgumentException("column " + field.name() + " is of type " + field.type()
                        + "; ids can be read from string, int and long");
        }
    }

    private static void requireTransactionId(Types.NestedField field) {
        switch (field.type().typeId()) {
            case STRING, INTEGER, LONG, UUID -> {}
            default ->
                throw new IllegalArgumentException("column " + field.name() + " is of type " + field.type()
                        + "; a transaction's id can be read from string, int, long and uuid");
        }
    }

    private static void requireNumber(Types.NestedField field) {
        switch (field.type().typeId()) {
            case INTEGER, LONG, FLOAT, DOUBLE, DECIMAL -> {}
            default ->
                throw new IllegalArgumentException(
                        "column " + field.name() + " is of type " + field.type() + ", not a number; is count right?");
        }
    }

    private static Optional<Object> id(Types.NestedField field, String text) {
        if (field.type().typeId() == Type.TypeID.STRING) {
            return Optional.of(text);
        }
        try {
            boolean wide = field.type().typeId() == Type.TypeID.LONG;
            return Optional.of(wide ? (Object) Long.valueOf(text) : (Object) Integer.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
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

    /** True of each row of a key, and perhaps of others; in a form that files' partitions and bounds can refute. */
    Expression rows() {
        return Expressions.and(
                among(store, keys.keySet().stream().map(Ids::store).toList()),
                among(sku, keys.keySet().stream().map(Ids::sku).toList()));
    }

    /** The bounds beside the values: Iceberg compares no more than 200 values with a file's bounds. */
    private static Expression among(Types.NestedField field, List<Object> ids) {
        TreeSet<Object> sorted = new TreeSet<>(ids);
        return Expressions.and(
                Expressions.in(field.name(), sorted.toArray()),
                Expressions.greaterThanOrEqual(field.name(), sorted.first()),
                Expressions.lessThanOrEqual(field.name(), sorted.last()));
    }

    /** What is read of a row: its ids, its count, and of a log the transaction, else where it is and, as far as it is known, since when. */
    Schema projection() {
        List<Types.NestedField> read = new ArrayList<>(List.of(store, sku, count));
        transaction.ifPresent(read::add);
        if (!isLog) {
            read.add(MetadataColumns.ROW_POSITION);
        }
        if (hasLineage) {
            read.add(MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER);
        }
        return new Schema(read);
    }

    /** The two id columns' field ids. */
    Set<Integer> idFields() {
        return Set.of(store.fieldId(), sku.fieldId());
    }

    /** Whose row it is, if any key's. */
    Optional<StockKey> key(Record row) {
        return Optional.ofNullable(keys.get(new Ids(row.getField(store.name()), row.getField(sku.name()))));
    }

    /** The keys whose ids {@code row} names, where it may name only one of the two. */
    List<StockKey> keys(Record row, Schema columns) {
        boolean namesStore = columns.findField(store.fieldId()) != null;
        boolean namesSku = columns.findField(sku.fieldId()) != null;
        if (namesStore && namesSku) {
            return key(row).stream().toList();
        }
        List<StockKey> named = new ArrayList<>();
        keys.forEach((ids, key) -> {
            boolean sameStore = !namesStore || ids.store().equals(row.getField(store.name()));
            boolean sameSku = !namesSku || ids.sku().equals(row.getField(sku.name()));
            if (sameStore && sameSku) {
                named.add(key);
            }
        });
        return named;
    }

    /** The count in {@code row}, which is at {@code place} and was last written by the commit with that number. */
    Holding holding(Record row, Holding.Place place, Optional<Long> writtenIn) {
        return whole(row, Optional.of(place), writtenIn);
    }

    /** What {@code row} of a log adds to its key's count. */
    Holding delta(Record row) {
        if (transaction.isPresent() && row.getField(transaction.get().name()) == null) {
            return new Holding.Faulty(
                    Fault.NOT_A_COUNT,
                    "column " + transaction.get().name() + " is null, so that nobody can tell whether the row came"
                            + " twice; is transaction right?");
        }
        return whole(row, Optional.empty(), Optional.empty());
    }

    /** The id of the transaction that {@code row} of a log tells of; empty where ids are not asked for. */
    Optional<String> transaction(Record row) {
        return transaction.map(field -> row.getField(field.name()).toString());
    }

    private Holding whole(Record row, Optional<Holding.Place> place, Optional<Long> writtenIn) {
        @Nullable Object value = row.getField(count.name());
        if (value == null) {
            return new Holding.Faulty(Fault.NOT_A_COUNT, "column " + count.name() + " is null; is count right?");
        }
        try {
            return new Holding.Counted(new BigDecimal(value.toString()).longValueExact(), place, writtenIn);
        } catch (ArithmeticException | NumberFormatException e) {
            return new Holding.Faulty(
                    Fault.NOT_A_COUNT,
                    "column " + count.name() + " holds " + value + ", not a whole number; is count right?");
        }
    }

    /** The sequence number of the commit that last wrote {@code row}, as the row tells; empty below format version 3. */
    Optional<Long> writtenIn(Record row) {
        return hasLineage
                ? Optional.ofNullable((Long) row.getField(MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER.name()))
                : Optional.empty();
    }

    /** The position of {@code row} in its file. */
    static long position(Record row) {
        return (Long) row.getField(MetadataColumns.ROW_POSITION.name());
    }
}
