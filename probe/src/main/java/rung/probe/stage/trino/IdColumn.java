package rung.probe.stage.trino;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;

/**
 * A column by its type.
 *
 * @param type of {@link Types}
 * @param typeName as Trino writes it, such as {@code varchar}
 */
record IdColumn(String name, int type, String typeName) {
    static IdColumn of(String name, ResultSetMetaData told, int column) throws SQLException {
        return new IdColumn(name, told.getColumnType(column), told.getColumnTypeName(column));
    }

    void requireId(String address) throws Refusal {
        switch (type) {
            case Types.VARCHAR, Types.CHAR, Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> {}
            default ->
                throw Refusal.of(
                        Fault.MALFORMED,
                        address + ": column " + name + " is of type " + typeName
                                + "; ids can be read from texts and whole numbers");
        }
    }

    /** Or a text, as one may hold a whole number. */
    void requireCount(String address) throws Refusal {
        switch (type) {
            case Types.VARCHAR,
                    Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.DECIMAL,
                    Types.REAL,
                    Types.DOUBLE -> {}
            default ->
                throw Refusal.of(
                        Fault.NOT_A_COUNT,
                        address + ": column " + name + " is of type " + typeName + ", not a number; is count right?");
        }
    }

    /** {@code text} as a value of this column; empty when it has no such value. */
    Optional<Object> id(String text) {
        try {
            return Optional.of(
                    switch (type) {
                        case Types.TINYINT -> Byte.valueOf(text);
                        case Types.SMALLINT -> Short.valueOf(text);
                        case Types.INTEGER -> Integer.valueOf(text);
                        case Types.BIGINT -> Long.valueOf(text);
                        default -> text;
                    });
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The value of this column in a row, as {@link #id(String)} gives it; empty text when it is null. */
    Object id(ResultSet row, int column) throws SQLException {
        @Nullable String text = row.getString(column);
        if (text == null) {
            return "";
        }
        // a char(n) comes with blanks behind it
        return id(type == Types.CHAR ? text.stripTrailing() : text).orElse("");
    }

    /** Why no row can be that of {@code key}. */
    String misfit(StockKey key) {
        return "column " + name + " is of type " + typeName + ", which " + key
                + " does not fit; reserve keys as the table writes them";
    }
}
