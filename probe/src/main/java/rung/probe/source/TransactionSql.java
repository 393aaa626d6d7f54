package rung.probe.source;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import rung.core.measure.Injection;
import rung.probe.sql.NamedSql;

/** An SQL statement that writes a transaction; what a template can say of one stands in it as {@code :store} and so on. */
public final class TransactionSql {
    private static final List<String> NAMES =
            Arrays.stream(Placeholder.values()).map(Placeholder::label).toList();

    private final NamedSql sql;

    private TransactionSql(NamedSql sql) {
        this.sql = sql;
    }

    /**
     * Parses a statement that moves stock.
     *
     * @param key of the configuration where it stands, for messages
     * @throws IllegalArgumentException with cause and cure, when it has an unknown parameter, lacks one without which no
     *     stock moves, or is no single statement
     */
    public static TransactionSql of(String key, String text) {
        NamedSql sql = NamedSql.of(key, text, NAMES);
        Set<Placeholder> named = EnumSet.noneOf(Placeholder.class);
        sql.names().forEach(name -> named.add(placeholder(name)));
        Placeholder.requireWhole(key, named, name -> ":" + name);
        return new TransactionSql(sql);
    }

    /** The statement as a driver prepares it: with a question mark for each parameter. */
    public String positional() {
        return sql.positional();
    }

    /** Sets the parameters of a statement that was prepared from {@link #positional}. */
    public void bind(PreparedStatement statement, Injection injection) throws SQLException {
        sql.bind(statement, name -> placeholder(name).value(injection));
    }

    /** Sets them to values that are of the right types and mean nothing, for a statement that is only looked at. */
    public void bindExample(PreparedStatement statement) throws SQLException {
        bind(statement, TransactionTemplate.EXAMPLE);
    }

    private static Placeholder placeholder(String name) {
        return Placeholder.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
