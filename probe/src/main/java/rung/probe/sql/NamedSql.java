package rung.probe.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import rung.core.config.Suggestion;

/**
 * One SQL statement with named parameters, such as {@code :store}; parsed once, bound often.
 *
 * <p>A parameter is a colon with a name behind it. It is none within literals, quoted identifiers and comments, in a
 * cast ({@code ::int}), in an assignment ({@code :=}), or where the colon directly follows a name, a quote or a closing
 * bracket, as in paths such as {@code v:quantity}. What databases read in different ways is refused.
 */
public final class NamedSql {
    private final String text;
    private final String positional;
    private final List<String> parameters;
    private final List<String> words;

    private NamedSql(String text, String positional, List<String> parameters, List<String> words) {
        this.text = text;
        this.positional = positional;
        this.parameters = List.copyOf(parameters);
        this.words = List.copyOf(words);
    }

    /**
     * Parses {@code text}, of which a semicolon at the end is no part.
     *
     * @param key of the configuration where it stands, for messages
     * @param known the names that parameters may have, without their colons, in the order in which to list them
     * @throws IllegalArgumentException with cause and cure, when it names another parameter, is more than one statement,
     *     or does not say the same to all databases
     */
    public static NamedSql of(String key, String text, Collection<String> known) {
        StringBuilder positional = new StringBuilder();
        List<String> parameters = new ArrayList<>();
        List<String> words = new ArrayList<>();
        SqlText sql = new SqlText(key, text);
        int end = text.length();
        for (int at = 0; at < end; ) {
            int next = sql.endOfOpaque(at);
            if (next > at) {
                positional.append(text, at, next);
            } else if (sql.isStatementEnd(at)) {
                next = end;
            } else {
                next = sql.endOfParameter(at);
                if (next > at) {
                    String name = text.substring(at + 1, next);
                    requireKnown(key, name, known);
                    parameters.add(name);
                    positional.append('?');
                } else {
                    next = sql.endOfPlain(at);
                    positional.append(text, at, next);
                    if (Character.isLetter(text.charAt(at))) {
                        words.add(text.substring(at, next).toLowerCase(Locale.ROOT));
                    }
                }
            }
            at = next;
        }
        if (positional.toString().isBlank()) {
            throw new IllegalArgumentException(key + " is empty; write a statement");
        }
        return new NamedSql(text, positional.toString().strip(), parameters, words);
    }

    private static void requireKnown(String key, String name, Collection<String> known) {
        if (known.contains(name)) {
            return;
        }
        String listed = String.join(", ", known.stream().map(each -> ":" + each).toList());
        throw new IllegalArgumentException(key + " names :" + name + "; "
                + Suggestion.nearest(name, known)
                        .map(near -> "did you mean :" + near + "? (known: " + listed + ")")
                        .orElse(known.isEmpty() ? "it can have no parameters" : "it can name " + listed));
    }

    /**
     * The words that stand in it outside literals, quoted names and comments, in lower case, in the order in which they
     * first do: {@code select} is the first one of a query.
     */
    public Set<String> words() {
        return new LinkedHashSet<>(words);
    }

    /** The statement as a driver prepares it: with a question mark for each parameter. */
    public String positional() {
        return positional;
    }

    /** The name of each question mark's parameter, without its colon, in their order; repeated where it is repeated. */
    public List<String> parameters() {
        return parameters;
    }

    /** The names of its parameters, in the order in which they first stand in it. */
    public Set<String> names() {
        return new LinkedHashSet<>(parameters);
    }

    /** Sets the parameters of {@code statement}, which was prepared from {@link #positional}, to what their names stand for. */
    public void bind(PreparedStatement statement, Function<String, Object> values) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, values.apply(parameters.get(i)));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamedSql sql && text.equals(sql.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
