package rung.probe.stage.delta;

import io.delta.kernel.internal.util.ColumnMapping;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns of one table that tell counts.
 *
 * @param store of the store's id
 * @param sku of the SKU's id
 * @param count a number, or the text of one
 * @param transaction of the transaction's id, only of a log that has one
 */
record Columns(Column store, Column sku, StructField count, Optional<Column> transaction) {
    /** Where each is in {@link #read()}. */
    static final int COUNT = 2;

    static final int TRANSACTION = 3;

    private static final int MOST_LISTED = 20;

    /**
     * A column of ids.
     *
     * @param partitions whether the table is partitioned by it
     */
    record Column(StructField field, Ids ids, boolean partitions) {
        /** How files and their statistics call it. */
        String physicalName() {
            return ColumnMapping.getPhysicalName(field);
        }

        String name() {
            return field.getName();
        }
    }

    /**
     * Finds them in {@code schema}.
     *
     * @throws IllegalArgumentException with cause and cure, when the table lacks one or has it of a wrong type
     */
    static Columns of(DeltaSettings settings, StructType schema, Set<String> partitions) {
        Columns columns = new Columns(
                ids(schema, settings.storeColumn(), "store", partitions),
                ids(schema, settings.skuColumn(), "sku", partitions),
                field(schema, settings.countColumn(), "count"),
                settings.transactionColumn().map(name -> ids(schema, name, "transaction", partitions)));
        requireNumber(columns.count().getDataType(), columns.count().getName());
        return columns;
    }

    /** What is read of a row. */
    StructType read() {
        StructType read = new StructType().add(store.field()).add(sku.field()).add(count);
        return transaction.isPresent() ? read.add(transaction.get().field()) : read;
    }

    private static Column ids(StructType schema, String name, String role, Set<String> partitions) {
        StructField field = field(schema, name, role);
        Ids ids = Ids.of(field.getDataType())
                .orElseThrow(() -> new IllegalArgumentException("column " + name + " is of type " + field.getDataType()
                        + "; ids can be read from string, byte, short, integer and long"));
        return new Column(field, ids, partitions.contains(name));
    }

    private static StructField field(StructType schema, String name, String role) {
        return schema.fields().stream()
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no column " + name + "; is " + role
                        + " right? (columns: "
                        + schema.fieldNames().stream().limit(MOST_LISTED).collect(Collectors.joining(", "))
                        + ")"));
    }

    private static void requireNumber(DataType type, String name) {
        boolean number = type instanceof LongType
                || type instanceof IntegerType
                || type instanceof ShortType
                || type instanceof ByteType
                || type instanceof DecimalType
                || type instanceof DoubleType
                || type instanceof FloatType
                || type instanceof StringType;
        if (!number) {
            throw new IllegalArgumentException(
                    "column " + name + " is of type " + type + ", not a number; is count right?");
        }
    }
}
