package rung.probe.stage.trino;

import java.util.List;

/**
 * A statement and the values that are bound to it.
 *
 * @param text with a question mark for each of {@code values}
 */
record Query(String text, List<Object> values) {
    Query {
        values = List.copyOf(values);
    }

    static Query of(String text, Object... values) {
        return new Query(text, List.of(values));
    }
}
