package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** The rows that a reader of a table of counts gets. */
final class LiveRows {
    private LiveRows() {}

    /** The count of each unit; fails when a unit has two rows. */
    static Map<StoreSku, Long> of(Table table) throws IOException {
        Map<StoreSku, Long> counts = new TreeMap<>();
        try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
            for (Record row : rows) {
                StoreSku unit = new StoreSku((String) row.getField("store_id"), (String) row.getField("sku_id"));
                assertThat(counts.put(unit, (Long) row.getField("quantity")))
                        .as("an earlier row of %s", unit)
                        .isNull();
            }
        }
        return counts;
    }
}
