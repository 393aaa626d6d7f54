package rung.probe.stage.jdbc;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.probe.stage.Answer;

/** Which queries a look at some keys takes, and what the rows of each say of its keys. */
final class Questions {
    private final String address;
    private final boolean namesStore;
    private final boolean namesSku;
    private final Optional<String> cycle;
    /** What the query returns beside the cycle, in order; the count is the last. */
    private final List<String> returned;

    private Questions(String address, boolean namesStore, boolean namesSku, Optional<String> cycle) {
        this.address = address;
        this.namesStore = namesStore;
        this.namesSku = namesSku;
        this.cycle = cycle;
        this.returned = namesSku
                ? List.of("the count")
                : namesStore ? List.of("the SKU", "the count") : List.of("the store", "the SKU", "the count");
    }

    static Questions of(JdbcSettings settings) {
        Set<String> names = settings.sql().names();
        return new Questions(
                settings.address(),
                names.contains("store"),
                names.contains("sku"),
                settings.cycle().column());
    }

    /** The keys of each query, in the order in which they are asked for. */
    List<Set<StockKey>> of(Set<StockKey> keys) {
        Map<List<String>, Set<StockKey>> questions = new LinkedHashMap<>();
        for (StockKey key : keys) {
            List<String> bound = List.of(namesStore ? key.store() : "", namesSku ? key.sku() : "");
            questions.computeIfAbsent(bound, same -> new LinkedHashSet<>()).add(key);
        }
        return List.copyOf(questions.values());
    }

    /** What the parameters of the query for {@code asked} stand for. */
    Function<String, Object> parameters(Set<StockKey> asked) {
        StockKey any = asked.iterator().next();
        return name -> name.equals("store") ? any.store() : any.sku();
    }

    /**
     * What {@code rows} say of the keys that were asked for, by the commit with which it came. A key without a row is absent
     * when another one has its row. Rows of which not one is of such a key prove nothing: the database may write keys in
     * another way. That leaves a gap even where a store has other rows and truly none of these, for a gap convicts nobody.
     */
    Map<Cycle, Answer> read(Rows rows, Set<StockKey> asked) throws SqlFailure {
        List<String> columns = rows.columns();
        Optional<Integer> cycleColumn = cycleColumn(columns);
        if (columns.size() - (cycleColumn.isPresent() ? 1 : 0) != returned.size()) {
            throw new SqlFailure(
                    Fault.MALFORMED,
                    address + " returns the columns " + String.join(", ", columns) + ", where sql has to return "
                            + String.join(", ", returned)
                            + cycle.map(label -> " and " + label).orElse("") + "; is sql right?");
        }
        Map<StockKey, List<List<@Nullable Object>>> found = new HashMap<>();
        Map<List<String>, StockKey> known = known(asked);
        for (List<@Nullable Object> row : rows.rows()) {
            List<@Nullable Object> values = new ArrayList<>(row);
            Object commit =
                    cycleColumn.isPresent() ? values.remove(cycleColumn.get().intValue()) : null;
            StockKey key = known.get(place(values));
            if (key != null) {
                values.add(commit);
                found.computeIfAbsent(key, none -> new ArrayList<>()).add(values);
            }
        }
        Map<Cycle, Answer> answers = new LinkedHashMap<>();
        if (found.isEmpty() && !rows.rows().isEmpty()) {
            answers.put(Cycle.unknown(), strange(rows.rows().size(), asked));
            return answers;
        }
        for (StockKey key : asked) {
            answer(answers, key, found.getOrDefault(key, List.of()), label(columns, cycleColumn));
        }
        return answers;
    }

    private Answer strange(int rows, Set<StockKey> asked) {
        Answer answer = new Answer();
        StockKey any = asked.iterator().next();
        String reason = address + " returns " + rows + " rows, and none of a key that was asked for, such as SKU "
                + any.sku() + " in store " + any.store() + "; are keys written as the database writes them?";
        asked.forEach(key -> answer.bad(key, Fault.NOT_FOUND, reason));
        return answer;
    }

    private void answer(Map<Cycle, Answer> answers, StockKey key, List<List<@Nullable Object>> rows, String label) {
        if (rows.size() != 1) {
            Answer answer = answers.computeIfAbsent(Cycle.unknown(), none -> new Answer());
            if (rows.isEmpty()) {
                answer.absent(key);
            } else {
                answer.bad(
                        key,
                        Fault.AMBIGUOUS,
                        address + " returns " + rows.size() + " rows for SKU " + key.sku() + " in store " + key.store()
                                + "; is sql right? It has to return one");
            }
            return;
        }
        List<@Nullable Object> row = rows.get(0);
        Object count = row.get(returned.size() - 1);
        String cure = count == null
                ? "is sql right? (a sum over no rows is null: group it, so that a key that is not there has no row)"
                : "is sql right?";
        answers.computeIfAbsent(commit(row.get(returned.size())), none -> new Answer())
                .count(key, count, address + " column " + label, cure);
    }

    private Optional<Integer> cycleColumn(List<String> columns) throws SqlFailure {
        if (cycle.isEmpty()) {
            return Optional.empty();
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equalsIgnoreCase(cycle.get())) {
                return Optional.of(i);
            }
        }
        throw new SqlFailure(
                Fault.NOT_FOUND,
                address + " returns the columns " + String.join(", ", columns) + ", and none is called " + cycle.get()
                        + "; is cycle right?");
    }

    /** The label of the column that holds the count: the last one but for the cycle. */
    private static String label(List<String> columns, Optional<Integer> cycleColumn) {
        int last = columns.size() - 1;
        boolean isCycle = cycleColumn.isPresent() && cycleColumn.get() == last;
        return columns.get(isCycle ? last - 1 : last);
    }

    /** The keys by what is found in a row of theirs. */
    private Map<List<String>, StockKey> known(Set<StockKey> asked) {
        Map<List<String>, StockKey> known = new HashMap<>();
        asked.forEach(key -> known.put(List.of(namesStore ? "" : key.store(), namesSku ? "" : key.sku()), key));
        return known;
    }

    /** What a row says of where its count belongs; columns of fixed width are padded with spaces. */
    private List<String> place(List<@Nullable Object> values) {
        String store = namesStore ? "" : written(values.get(0));
        String sku = namesSku ? "" : written(values.get(returned.size() - 2));
        return List.of(store, sku);
    }

    /** An id as its owner writes it: a decimal number without the zeros that its column's type adds. */
    private static String written(@Nullable Object id) {
        return id instanceof BigDecimal number
                ? number.stripTrailingZeros().toPlainString()
                : String.valueOf(id).stripTrailing();
    }

    /** The commit that a value names; unknown when it is null or blank. */
    static Cycle commit(@Nullable Object value) {
        return value == null || value.toString().isBlank() ? Cycle.unknown() : new Cycle(value.toString());
    }
}
