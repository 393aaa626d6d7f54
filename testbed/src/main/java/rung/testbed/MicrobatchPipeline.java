package rung.testbed;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A reference pipeline: Kafka to staged batches of an Iceberg table, merged by a compactor that gives way to queries. When the back
 * office begins to query, batches pile up. Counts are served at {@code /microbatch/inventory/{store}/{sku}} and
 * {@code /microbatch/inventory/{store}} below {@link #uri()}.
 */
public final class MicrobatchPipeline implements AutoCloseable {
    static final TableIdentifier TABLE = Warehouse.TABLE;

    private static final String NAME = "microbatch";

    private final Opened opened;
    private final CountApi api;
    private final Warehouse warehouse;
    private final BackOffice backOffice;
    private final String bootstrap;
    private final Stock stock;

    private MicrobatchPipeline(
            Opened opened, CountApi api, Warehouse warehouse, BackOffice backOffice, String bootstrap, Stock stock) {
        this.opened = opened;
        this.api = api;
        this.warehouse = warehouse;
        this.backOffice = backOffice;
        this.bootstrap = bootstrap;
        this.stock = stock;
    }

    /**
     * Opens the tables, or creates them with the stock in the one that is served, and goes on from where they are.
     *
     * @param settings of which those of the warehouse and of the back office are used
     */
    public static MicrobatchPipeline start(String bootstrap, RestCatalog rest, Stock stock, TestbedSettings settings)
            throws IOException {
        Opened opened = new Opened();
        try {
            Catalog catalog = rest.connect();
            if (catalog instanceof AutoCloseable client) {
                opened.add(client);
            }
            Map<StoreSku, Long> counts = stock.counts();
            Warehouse warehouse = opened.add(Warehouse.open(bootstrap, catalog, counts, settings));
            CountApi api = opened.add(CountApi.start(NAME, warehouse::query));
            List<String> stores =
                    counts.keySet().stream().map(StoreSku::store).distinct().toList();
            BackOffice backOffice = opened.add(new BackOffice(
                    api.uri().resolve("/" + NAME + "/inventory/"),
                    stores,
                    settings.surgeQueriesPerSecond(),
                    settings.seed()));
            backOffice.beginAfter(settings.surgeAfter(), () -> warehouse.mergedBatches() > 0);
            return new MicrobatchPipeline(opened, api, warehouse, backOffice, bootstrap, stock);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Starts tills that sell the stock's units that are not reserved, until the pipeline is closed. */
    public void openTills(int transactionsPerHour, long seed) {
        opened.add(Tills.open(new TopicLine(bootstrap), stock.sold(), transactionsPerHour, seed));
    }

    /** The topic that the transactions are read from. */
    public String topic() {
        return TransactionFeed.TOPIC;
    }

    /** The table's name, with its namespace. */
    public String table() {
        return TABLE.toString();
    }

    /** Where the API is; {@code /livez} there answers 200 while the pipeline is open. */
    public URI uri() {
        return api.uri();
    }

    /** How many batches are loaded, but not merged into the table that is served. */
    public long pendingBatches() {
        return warehouse.pendingBatches();
    }

    /** How many batches are merged, since the tables were created. */
    public long mergedBatches() {
        return warehouse.mergedBatches();
    }

    /** How many queries a second were answered lately, whoever asked. */
    public double queriesPerSecond() {
        return warehouse.queriesPerSecond();
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
