package rung.testbed;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** Opens the table, or creates it with {@code counts} in it, and starts from the table's place in the topic. */
    static Lakehouse open(
            String bootstrap, Catalog catalog, TableIdentifier name, Map<StoreSku, Long> counts, Duration commitEvery)
            throws IOException {
        InventoryTable table = InventoryTable.openOrCreate(
                catalog, name, counts, Offsets.beginning().summary());
        TableView view = TableView.of(catalog, name);
        Writer writer = new Writer(table, new Schedule(commitEvery, commitEvery));
        return new Lakehouse(
                view,
                Rounds.start(name.name() + "-view", TableView.POLL, view::refresh),
                TransactionFeed.start(bootstrap, name.name(), writer));
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
        private final Map<StoreSku, Long> counts = new HashMap<>();
        private final Schedule schedule;
        private final Set<StoreSku> changed = new HashSet<>();
        private int commits;

        Writer(InventoryTable table, Schedule schedule) {
            this.table = table;
            this.schedule = schedule;
        }

        /** What is counted here and not in the table is forgotten: it comes again. */
        @Override
        public Offsets place() throws IOException {
            table.table().refresh();
            counts.clear();
            changed.clear();
            counts.putAll(InventoryTable.read(table.table()));
            return Offsets.of(table.table());
        }

        @Override
        public TransactionFeed.Taken take(List<PosTransaction> fresh, Offsets next) {
            for (PosTransaction sale : fresh) {
                counts.merge(sale.unit(), (long) sale.quantity(), Long::sum);
                changed.add(sale.unit());
            }
            if (schedule.due() && !changed.isEmpty()) {
                try {
                    commit(next);
                } catch (IOException | RuntimeException e) {
                    log.warn(
                            "the lakehouse could not commit {} counts, tries again with its next commit",
                            changed.size(),
                            e);
                }
            }
            return changed.isEmpty() ? TransactionFeed.Taken.SAVED : TransactionFeed.Taken.HELD;
        }

        private void commit(Offsets next) throws IOException {
            Map<StoreSku, Long> upserts = new HashMap<>();
            changed.forEach(unit -> upserts.put(unit, counts.getOrDefault(unit, 0L)));
            table.upsert(upserts, next.summary());
            changed.clear();
            commits++;
            if (commits % COMPACT_EVERY_COMMITS == 0) {
                table.compact();
                table.expire(SNAPSHOTS_KEPT);
            }
        }
    }
}
