package rung.testbed;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The second reference pipeline: Kafka to an Iceberg table that is upserted, commit by commit, and served from memory. */
final class Lakehouse implements AutoCloseable {
    static final TableIdentifier TABLE = TableIdentifier.of("inventory", "positions");

    private final TableView view;
    private final Rounds refreshes;
    private final TransactionFeed feed;

    private Lakehouse(TableView view, Rounds refreshes, TransactionFeed feed) {
        this.view = view;
        this.refreshes = refreshes;
        this.feed = feed;
    }

    /** Creates the table with {@code counts} in it, and starts. */
    static Lakehouse open(String bootstrap, Catalog catalog, Map<StoreSku, Long> counts, Duration commitEvery)
            throws IOException {
        InventoryTable table = InventoryTable.create(catalog, TABLE, 2, PartitionSpec.unpartitioned());
        table.append(counts);
        TableView view = TableView.of(catalog, TABLE);
        Writer writer = new Writer(table, counts, new Schedule(commitEvery, commitEvery));
        return new Lakehouse(
                view,
                Rounds.start("lakehouse-view", TableView.POLL, view::refresh),
                TransactionFeed.start(bootstrap, "lakehouse", writer));
    }

    TableView view() {
        return view;
    }

    TransactionFeed feed() {
        return feed;
    }

    @Override
    public void close() {
        feed.close();
        refreshes.close();
    }

    /** Keeps the running counts, and commits those that changed. For the feed's thread. */
    private static final class Writer implements TransactionFeed.Sink {
        private static final Logger log = LoggerFactory.getLogger(Lakehouse.class);
        private static final int COMPACT_EVERY_COMMITS = 6;
        private static final int SNAPSHOTS_KEPT = 12;

        private final InventoryTable table;
        private final Map<StoreSku, Long> counts;
        private final Schedule schedule;
        private final Set<StoreSku> changed = new HashSet<>();
        private int commits;

        Writer(InventoryTable table, Map<StoreSku, Long> counts, Schedule schedule) {
            this.table = table;
            this.counts = new HashMap<>(counts);
            this.schedule = schedule;
        }

        @Override
        public boolean take(List<PosTransaction> fresh) {
            for (PosTransaction sale : fresh) {
                counts.merge(sale.unit(), (long) sale.quantity(), Long::sum);
                changed.add(sale.unit());
            }
            if (!schedule.due() || changed.isEmpty()) {
                return changed.isEmpty();
            }
            try {
                commit();
            } catch (IOException | RuntimeException e) {
                log.warn(
                        "the lakehouse could not commit {} counts, tries again with its next commit",
                        changed.size(),
                        e);
            }
            return changed.isEmpty();
        }

        private void commit() throws IOException {
            Map<StoreSku, Long> upserts = new HashMap<>();
            changed.forEach(unit -> upserts.put(unit, counts.getOrDefault(unit, 0L)));
            table.upsert(upserts);
            changed.clear();
            commits++;
            if (commits % COMPACT_EVERY_COMMITS == 0) {
                table.compact();
                table.expire(SNAPSHOTS_KEPT);
            }
        }
    }
}
