package rung.testbed;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;

/**
 * The three reference pipelines over {@code pos.transactions}, their tills and their API. Counts are served at
 * {@code /hot/inventory/{store}/{sku}}, {@code /lakehouse/inventory/{store}/{sku}},
 * {@code /warehouse/inventory/{store}/{sku}} and {@code /warehouse/inventory/{store}}, all below {@link #uri()}.
 */
public final class Shop implements AutoCloseable {
    private final Opened opened;
    private final CountApi api;
    private final HotView hot;
    private final Lakehouse lakehouse;
    private final Warehouse warehouse;
    private final BackOffice backOffice;

    private Shop(
            Opened opened, CountApi api, HotView hot, Lakehouse lakehouse, Warehouse warehouse, BackOffice backOffice) {
        this.opened = opened;
        this.api = api;
        this.hot = hot;
        this.lakehouse = lakehouse;
        this.warehouse = warehouse;
        this.backOffice = backOffice;
    }

    static Shop open(String bootstrap, URI redis, RestCatalog rest, Stock stock, TestbedSettings settings)
            throws IOException {
        Opened opened = new Opened();
        try {
            Catalog catalog = rest.connect();
            if (catalog instanceof AutoCloseable client) {
                opened.add(client);
            }
            Map<StoreSku, Long> counts = stock.counts();
            Lakehouse lakehouse =
                    opened.add(Lakehouse.open(bootstrap, catalog, Lakehouse.TABLE, counts, settings.commitEvery()));
            Warehouse warehouse = opened.add(Warehouse.open(bootstrap, catalog, counts, settings));
            HotView hot = opened.add(HotView.open(
                    bootstrap,
                    "hot-view",
                    RedisView.of(redis),
                    counts.keySet(),
                    () -> catalog.loadTable(Lakehouse.TABLE),
                    CountSource.of(lakehouse.view()::counts)));
            hot.awaitFilled();
            CountApi api = opened.add(CountApi.start(Map.of(
                    "hot", hot,
                    "lakehouse", CountSource.of(lakehouse.view()::counts),
                    "warehouse", CountSource.of(warehouse::query))));
            List<String> stores =
                    counts.keySet().stream().map(StoreSku::store).distinct().toList();
            BackOffice backOffice = opened.add(new BackOffice(
                    api.uri().resolve("/warehouse/inventory/"),
                    stores,
                    settings.surgeQueriesPerSecond(),
                    settings.seed()));
            backOffice.beginAfter(settings.surgeAfter(), () -> warehouse.mergedBatches() > 0);
            if (settings.transactionsPerHour() > 0) {
                opened.add(Tills.open(
                        new TopicLine(bootstrap), stock.sold(), settings.transactionsPerHour(), settings.seed()));
            }
            return new Shop(opened, api, hot, lakehouse, warehouse, backOffice);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Where the API is; {@code /livez} there answers 200 while the shop is open. */
    public URI uri() {
        return api.uri();
    }

    /** How many batches the warehouse has loaded, but not merged into the table that it serves. */
    public long pendingBatches() {
        return warehouse.pendingBatches();
    }

    /** How many batches the warehouse has merged. */
    public long mergedBatches() {
        return warehouse.mergedBatches();
    }

    /** How many queries a second the warehouse has answered lately, whoever asked. */
    public double queriesPerSecond() {
        return warehouse.queriesPerSecond();
    }

    /** How many records could not be read, in all three pipelines together. */
    public long unreadable() {
        return hot.feed().unreadable()
                + lakehouse.feed().unreadable()
                + warehouse.feed().unreadable();
    }

    /** How many transactions came again and were not counted again, in all three pipelines together. */
    public long repeated() {
        return hot.feed().repeated()
                + lakehouse.feed().repeated()
                + warehouse.feed().repeated();
    }

    /** Has the back office query now, and not when the settings say. */
    public void beginSurge() {
        backOffice.begin();
    }

    /** Has the back office query no more. */
    public void endSurge() {
        backOffice.end();
    }

    @Override
    public void close() {
        opened.close();
    }
}
