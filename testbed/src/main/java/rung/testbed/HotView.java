package rung.testbed;

import java.io.IOException;
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
