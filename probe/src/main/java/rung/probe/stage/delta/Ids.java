package rung.probe.stage.delta;

import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** The ids that a column of one type holds: texts, or whole numbers, all of which are {@code Long} here. */
enum Ids {
    TEXT,
    BYTE,
    SHORT,
    INT,
    LONG;

    /** Those of a column of {@code type}; empty when it is of a type that no id is read from. */
    static Optional<Ids> of(DataType type) {
        if (type instanceof StringType) {
            return Optional.of(TEXT);
        } else if (type instanceof LongType) {
            return Optional.of(LONG);
        } else if (type instanceof IntegerType) {
            return Optional.of(INT);
        } else if (type instanceof ShortType) {
            return Optional.of(SHORT);
        } else if (type instanceof ByteType) {
            return Optional.of(BYTE);
        }
        return Optional.empty();
    }

    /** As the bounds of files are ordered. */
    Comparator<Object> order() {
        return this == TEXT
                ? Comparator.comparing(id -> ((String) id).getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)
                : Comparator.comparing(Long.class::cast);
    }

    /** The id that {@code text} stands for; empty when the column cannot hold it. */
    Optional<Object> parse(String text) {
        try {
            return Optional.of(
                    switch (this) {
                        case TEXT -> text;
                        case BYTE -> (long) Byte.parseByte(text);
                        case SHORT -> (long) Short.parseShort(text);
                        case INT -> (long) Integer.parseInt(text);
                        case LONG -> Long.parseLong(text);
                    });
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The id in {@code row}; empty when it is null. */
    Optional<Object> in(Row row, int column) {
        if (row.isNullAt(column)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (this) {
                    case TEXT -> row.getString(column);
                    case BYTE -> (long) row.getByte(column);
                    case SHORT -> (long) row.getShort(column);
                    case INT -> (long) row.getInt(column);
                    case LONG -> row.getLong(column);
                });
    }

    Literal literal(Object id) {
        return switch (this) {
            case TEXT -> Literal.ofString((String) id);
            case BYTE -> Literal.ofByte(((Long) id).byteValue());
            case SHORT -> Literal.ofShort(((Long) id).shortValue());
            case INT -> Literal.ofInt(((Long) id).intValue());
            case LONG -> Literal.ofLong((Long) id);
        };
    }
}
