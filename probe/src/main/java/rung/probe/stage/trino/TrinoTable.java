package rung.probe.stage.trino;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table, or a view, as Trino names it.
 *
 * @param name such as {@code iceberg.inventory.positions}; without what the URL names already
 * @param store column of the store's id: a text or a whole number
 * @param sku column of the SKU's id: a text or a whole number
 * @param count column of the units on hand: a number
 * @param branch that readers use; the main branch when empty
 */
public record TrinoTable(String name, String store, String sku, String count, Optional<String> branch) {
    public TrinoTable {
        List<String> parts = parts(name);
        if (parts.size() > 3 || parts.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "table \"" + name + "\" is no name of a table; write it like iceberg.inventory.positions");
        }
        if (store.equals(sku) || store.equals(count) || sku.equals(count)) {
            throw new IllegalArgumentException(
                    "store, sku and count are not three different columns: " + store + ", " + sku + ", " + count);
        }
    }

    private static List<String> parts(String name) {
        return Arrays.asList(name.split("\\.", -1));
    }

    int parts() {
        return parts(name).size();
    }

    /** Its name in a statement. */
    String quoted() {
        return parts(name).stream().map(TrinoTable::quoted).collect(Collectors.joining("."));
    }

    /** The name of one of its metadata tables, such as {@code refs}, in a statement. */
    String metadata(String kind) {
        List<String> parts = parts(name);
        int last = parts.size() - 1;
        return parts.subList(0, last).stream().map(part -> quoted(part) + ".").collect(Collectors.joining())
                + quoted(parts.get(last) + "$" + kind);
    }

    /** Its name in a statement that reads {@code snapshot}, or else its branch. */
    String at(Optional<Long> snapshot) {
        return quoted()
                + snapshot.map(id -> " FOR VERSION AS OF BIGINT '" + id + "'")
                        .or(() -> branch.map(each -> " FOR VERSION AS OF '" + each.replace("'", "''") + "'"))
                        .orElse("");
    }

    /** {@code identifier} in a statement, whatever characters are in it. */
    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
