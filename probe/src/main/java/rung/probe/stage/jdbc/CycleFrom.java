package rung.probe.stage.jdbc;

import java.util.Optional;
import rung.probe.sql.NamedSql;

/**
 * Where the commit is told with which counts came: in a column beside them, or by a query of its own.
 *
 * @param column of the query for counts, by its label
 * @param query returns one value; what it says holds for the counts when it says the same before and after them
 */
public record CycleFrom(Optional<String> column, Optional<NamedSql> query) {
    public CycleFrom {
        if (column.isPresent() && query.isPresent()) {
            throw new IllegalArgumentException("the commit is told by a column or by a query, not by both");
        }
    }

    /** The database does not tell commits apart. */
    public static CycleFrom nowhere() {
        return new CycleFrom(Optional.empty(), Optional.empty());
    }

    /** For a person; empty when commits cannot be told apart. */
    Optional<String> described() {
        return column.map(label -> "what column " + label + " says beside the count")
                .or(() ->
                        query.map(same -> "what cycle-sql returns, where it is the same before and after the counts"));
    }
}
