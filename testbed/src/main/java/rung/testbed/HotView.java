package rung.testbed;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts of hot units from a view that follows the topic, transaction by transaction, and all others from the table. What the
 * view does not have, or cannot say, is read through: it is the table's then, some seconds behind, and never wrong for longer.
 */
final class HotView implements CountSource, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HotView.class);
    private static final Duration FILLED_WITHIN = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 50;

    private final CountView view;
    private final Set<StoreSku> hot;
    private final CountSource table;
    private final HotFeed filling;
    private final TransactionFeed feed;

    private HotView(CountView view, Set<StoreSku> hot, CountSource table, HotFeed filling, TransactionFeed feed) {
        this.view = view;
        this.hot = hot;
        this.table = table;
        this.filling = filling;
        this.feed = feed;
    }

    /**
     * Starts to keep {@code view}, which is closed with it.
     *
     * @param group the consumer group, which names the view, too
     * @param truth loads the table, each of whose snapshots says its place in the topic
     * @param table serves the counts of the same table
     */
    static HotView open(
            String bootstrap,
            String group,
            CountView view,
            Set<StoreSku> hot,
            Supplier<Table> truth,
            CountSource table) {
        HotFeed filling = new HotFeed(group, view, hot, truth);
        return new HotView(view, Set.copyOf(hot), table, filling, TransactionFeed.start(bootstrap, group, filling));
    }

    @Override
    public Optional<Count> unit(String store, String sku) throws IOException {
        if (!store.isBlank() && !sku.isBlank() && hot.contains(new StoreSku(store, sku))) {
            try {
                Optional<Count> count = view.unit(store, sku);
                if (count.isPresent()) {
                    return count;
                }
                filling.missed();
            } catch (IOException e) {
                log.debug("reads through, as the view failed", e);
            }
        }
        return table.unit(store, sku);
    }

    /**
     * Waits until the view has counts: a server that is new has none before they are read from the table, and who asks it
     * meanwhile takes its units for absent.
     *
     * @throws IOException when that takes longer than two minutes
     */
    void awaitFilled() throws IOException {
        long end = System.nanoTime() + FILLED_WITHIN.toNanos();
        while (view.place().isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new IOException(
                        "a view was not filled within " + FILLED_WITHIN.toSeconds() + " s; the log says what kept it");
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a view was filled");
            }
        }
    }

    TransactionFeed feed() {
        return feed;
    }

    /** How often the view was made from the table, the first time included. */
    long rebuilds() {
        return filling.rebuilds();
    }

    @Override
    public void close() {
        feed.close();
        view.close();
    }
}
