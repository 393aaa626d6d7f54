package rung.testbed;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The third reference pipeline: Kafka to an Iceberg table by staged batches. A compactor merges them into the table that
 * is served, but not while there are many queries.
 */
final class Warehouse implements AutoCloseable {
    static final TableIdentifier BATCHES = TableIdentifier.of("inventory", "warehouse_batches");
    static final TableIdentifier TABLE = TableIdentifier.of("inventory", "warehouse_positions");

    private static final Logger log = LoggerFactory.getLogger(Warehouse.class);

    /** In the served table's snapshots: the latest batch that is merged. */
    private static final String MERGED = "rung.merged-batch";

    private final TableView view;
    private final QueryMeter queries;
    private final Loader loader;
    private final Compactor compactor;
    private final TransactionFeed feed;
    private final Opened threads = new Opened();

    private Warehouse(TableView view, QueryMeter queries, Loader loader, Compactor compactor, TransactionFeed feed) {
        this.view = view;
        this.queries = queries;
        this.loader = loader;
        this.compactor = compactor;
        this.feed = feed;
    }

    /** Opens both tables, or creates them, the served one with {@code counts} in it, and starts from where they are. */
    static Warehouse open(String bootstrap, Catalog catalog, Map<StoreSku, Long> counts, TestbedSettings settings)
            throws IOException {
        InventoryTable served = InventoryTable.openOrCreate(catalog, TABLE, counts, Map.of(MERGED, "0"));
        Loader loader = new Loader(
                StagedBatches.openOrCreate(catalog, BATCHES),
                new Schedule(settings.firstBatchAfter(), settings.batchEvery()));
        TableView view = TableView.of(catalog, TABLE);
        QueryMeter queries = new QueryMeter(System::nanoTime);
        Compactor compactor = new Compactor(
                StagedBatches.openOrCreate(catalog, BATCHES),
                served,
                loader.loaded,
                queries,
                settings.busyQueriesPerSecond());
        TransactionFeed feed = TransactionFeed.start(bootstrap, "warehouse", loader);
        Warehouse warehouse = new Warehouse(view, queries, loader, compactor, feed);
        warehouse.threads.add(Rounds.start("warehouse-view", TableView.POLL, view::refresh));
        warehouse.threads.add(Rounds.start("warehouse-compactor", Compactor.PAUSE, compactor::round));
        warehouse.threads.add(feed);
        return warehouse;
    }

    /** The counts, and one more query on the meter. */
    TableView.Counts query() {
        queries.count();
        return view.counts();
    }

    double queriesPerSecond() {
        return queries.perSecond();
    }

    /** How many batches are loaded, but not merged yet. */
    long pendingBatches() {
        long merged = mergedBatches();
        return loader.loaded.get() - merged;
    }

    long mergedBatches() {
        return compactor.merged.get();
    }

    TransactionFeed feed() {
        return feed;
    }

    @Override
    public void close() {
        threads.close();
    }

    /** Adds up changes and stages them as batches, numbered from 1. For the feed's thread. */
    private static final class Loader implements TransactionFeed.Sink {
        private final StagedBatches staged;
        private final AtomicLong loaded;
        private final Schedule schedule;
        private final Map<StoreSku, Long> changes = new HashMap<>();

        Loader(StagedBatches staged, Schedule schedule) throws IOException {
            this.staged = staged;
            this.schedule = schedule;
            this.loaded = new AtomicLong(staged.latest());
        }

        /** What is added up here and not staged is forgotten: it comes again. */
        @Override
        public Offsets place() throws IOException {
            changes.clear();
            loaded.set(staged.latest());
            return staged.place();
        }

        @Override
        public TransactionFeed.Taken take(List<PosTransaction> fresh, Offsets next) {
            fresh.forEach(sale -> changes.merge(sale.unit(), (long) sale.quantity(), Long::sum));
            if (schedule.due() && !changes.isEmpty()) {
                try {
                    staged.add(loaded.get() + 1, changes, next);
                    loaded.incrementAndGet();
                    changes.clear();
                } catch (IOException | RuntimeException e) {
                    log.warn(
                            "the warehouse may not have loaded {} changes, goes back to where it is",
                            changes.size(),
                            e);
                    return TransactionFeed.Taken.LOST;
                }
            }
            return changes.isEmpty() ? TransactionFeed.Taken.SAVED : TransactionFeed.Taken.HELD;
        }
    }

    /** Merges what is pending, unless the warehouse is busy with queries. For one thread. */
    private static final class Compactor {
        private static final Duration PAUSE = Duration.ofMillis(500);
        private static final int REWRITE_EVERY_MERGES = 6;
        private static final int SNAPSHOTS_KEPT = 12;

        private final StagedBatches staged;
        private final InventoryTable served;
        private final Map<StoreSku, Long> counts;
        private final AtomicLong loaded;
        private final QueryMeter queries;
        private final int busyPerSecond;
        private final AtomicLong merged;
        private boolean paused;
        private int merges;

        Compactor(StagedBatches staged, InventoryTable served, AtomicLong loaded, QueryMeter queries, int busyPerSecond)
                throws IOException {
            this.staged = staged;
            this.served = served;
            this.counts = InventoryTable.read(served.table());
            this.merged = new AtomicLong(Long.parseLong(Offsets.latest(served.table(), MERGED)));
            this.loaded = loaded;
            this.queries = queries;
            this.busyPerSecond = busyPerSecond;
        }

        void round() throws IOException {
            if (loaded.get() == merged.get()) {
                return;
            }
            double queriesPerSecond = queries.perSecond();
            boolean busy = queriesPerSecond > busyPerSecond;
            if (busy != paused) {
                log.info(
                        "warehouse compaction {} at {} queries a second",
                        busy ? "pauses" : "goes on",
                        queriesPerSecond);
                paused = busy;
            }
            if (busy) {
                return;
            }
            merge();
        }

        /** The counts are absolute and the snapshot names the batch, so that a merge which ended half-way can be done again. */
        private void merge() throws IOException {
            NavigableMap<Long, Map<StoreSku, Long>> batches = staged.after(merged.get());
            if (batches.isEmpty()) {
                return;
            }
            Map<StoreSku, Long> upserts = new HashMap<>();
            for (Map<StoreSku, Long> changes : batches.values()) {
                changes.forEach((unit, change) ->
                        upserts.merge(unit, counts.getOrDefault(unit, 0L) + change, (count, more) -> count + change));
            }
            served.upsert(upserts, Map.of(MERGED, batches.lastKey().toString()));
            counts.putAll(upserts);
            merged.set(batches.lastKey());
            staged.drop(batches.lastKey());
            merges++;
            if (merges % REWRITE_EVERY_MERGES == 0) {
                served.compact();
                served.expire(SNAPSHOTS_KEPT);
            }
        }
    }
}
