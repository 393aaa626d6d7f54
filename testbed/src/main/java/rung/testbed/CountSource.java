package rung.testbed;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Where the counts of one pipeline are read. For any thread. */
@FunctionalInterface
interface CountSource {
    /** Empty when the unit is not known. */
    Optional<Count> unit(String store, String sku) throws IOException;

    /** All of a store at once. Empty when the store is not known, or when this source knows single units only. */
    default Optional<StoreCounts> store(String store) throws IOException {
        return Optional.empty();
    }

    /** Reads what {@code view} gives, which is asked once for each query. */
    static CountSource of(Supplier<TableView.Counts> view) {
        return new CountSource() {
            @Override
            public Optional<Count> unit(String store, String sku) {
                TableView.Counts counts = view.get();
                return Optional.ofNullable(
                                counts.stores().getOrDefault(store, Map.of()).get(sku))
                        .map(quantity -> new Count(quantity, OptionalLong.of(counts.snapshot())));
            }

            @Override
            public Optional<StoreCounts> store(String store) {
                TableView.Counts counts = view.get();
                return Optional.ofNullable(counts.stores().get(store))
                        .map(skus -> new StoreCounts(skus, counts.snapshot()));
            }
        };
    }

    /**
     * How many pieces there are.
     *
     * @param snapshot the id of the Iceberg snapshot that it was read from, empty when it was not read from one
     */
    record Count(long quantity, OptionalLong snapshot) {}

    /**
     * What one store has.
     *
     * @param skus the count of each; not to be changed
     * @param snapshot the id of the Iceberg snapshot that they were read from
     */
    record StoreCounts(Map<String, Long> skus, long snapshot) {}
}
