package rung.testbed;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A reference pipeline of products: PostgreSQL, Debezium, Kafka, Flink, Iceberg, and an API. Flink counts each transaction
 * once and upserts the counts, so that the table {@code inventory.cdc_positions} has one row for each unit. It is compacted
 * meanwhile. The API at {@code /cdc-flink/inventory/{store}/{sku}} serves the counts as of the newest snapshot.
 */
public final class CdcFlinkPipeline implements AutoCloseable {
    static final TableIdentifier TABLE = TableIdentifier.of("inventory", "cdc_positions");

    private static final String NAME = "cdc-flink";
    private static final String TOPIC = "pos.transactions.cdc-flink";
    private static final Duration OPENING_WITHIN = Duration.ofMinutes(3);

    private final Opened opened;
    private final CdcSource source;
    private final FlinkJob flink;
    private final CountApi api;
    private final Stock stock;

    private CdcFlinkPipeline(Opened opened, CdcSource source, FlinkJob flink, CountApi api, Stock stock) {
        this.opened = opened;
        this.source = source;
        this.flink = flink;
        this.api = api;
        this.stock = stock;
    }

    /**
     * Creates the table, and starts database, Debezium, Flink and API. Returns when the API serves the opening stock.
     *
     * @param folder for the files of all of them; created when absent, and to be kept until {@link #close()} has returned
     * @param bootstrap the broker
     * @param rest holds the table; Flink asks it over HTTP
     * @param stock what lies on the shelves at the opening
     * @param commitEvery time between Flink's checkpoints, each of which is a commit
     * @param progress gets a sentence when something takes time, such as a download
     * @throws IOException when one of them does not start; then none is left running
     */
    public static CdcFlinkPipeline start(
            Path folder,
            String bootstrap,
            RestCatalog rest,
            Stock stock,
            Duration commitEvery,
            Consumer<String> progress)
            throws IOException {
        Opened opened = new Opened();
        try {
            Engine engine = Engine.named("flink");
            engine.prepare(progress);
            Catalog catalog = rest.connect();
            if (catalog instanceof AutoCloseable client) {
                opened.add(client);
            }
            createTable(catalog);
            CdcSource source = opened.add(CdcSource.start(folder.resolve("source"), bootstrap, TOPIC, stock, progress));
            progress.accept("engine flink: starting");
            FlinkJob flink = opened.add(FlinkJob.start(
                    engine, folder.resolve("flink"), bootstrap, TOPIC, NAME, rest.uri(), TABLE, commitEvery));
            TableView view = TableView.of(catalog, TABLE);
            awaitOpening(view, flink, stock);
            opened.add(Rounds.start(NAME + "-view", TableView.POLL, view::refresh));
            opened.add(Rounds.start(NAME + "-compactor", TableView.POLL, new Compactor(catalog, TABLE)::round));
            CountApi api = opened.add(CountApi.start(NAME, view::counts));
            return new CdcFlinkPipeline(opened, source, flink, api, stock);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Starts tills that sell the stock's units that are not reserved, until the pipeline is closed. */
    public void openTills(int transactionsPerHour, long seed) throws IOException {
        opened.add(source.database().openTills(stock.sold(), transactionsPerHour, seed));
    }

    /** The database's address; its table is {@value PosDatabase#TABLE}. */
    public String jdbcUrl() {
        return source.database().postgres().jdbcUrl();
    }

    /** Who may write to the database. */
    public String user() {
        return source.database().postgres().user();
    }

    /** Goes with {@link #user()}. */
    public String password() {
        return source.database().postgres().password();
    }

    /** The topic between Debezium and Flink. */
    public String topic() {
        return source.topic();
    }

    /** The table's name, with its namespace. */
    public String table() {
        return TABLE.toString();
    }

    /** Where the API is. */
    public URI uri() {
        return api.uri();
    }

    /** Ends Flink as a crash would, and starts it again from its latest checkpoint. Returns when it has completed another. */
    public void crashFlink() throws IOException {
        flink.process().kill();
        flink.startAgain();
    }

    /** The source, for what a test does to it. */
    CdcSource source() {
        return source;
    }

    /** Flink, for what a test does to it. */
    FlinkJob flink() {
        return flink;
    }

    @Override
    public void close() {
        opened.close();
    }

    private static void createTable(Catalog catalog) {
        SupportsNamespaces namespaces = (SupportsNamespaces) catalog;
        if (!namespaces.namespaceExists(TABLE.namespace())) {
            namespaces.createNamespace(TABLE.namespace());
        }
        if (!catalog.tableExists(TABLE)) {
            InventoryTable.create(catalog, TABLE, 2, PartitionSpec.unpartitioned());
        }
    }

    private static void awaitOpening(TableView view, FlinkJob flink, Stock stock) throws IOException {
        int units = stock.counts().size();
        long end = System.nanoTime() + OPENING_WITHIN.toNanos();
        while (view.units() < units) {
            if (!flink.process().alive()) {
                throw new IOException(
                        "Flink has ended; its log: " + flink.process().logFile());
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("the opening stock is not in " + TABLE + " after " + OPENING_WITHIN.toSeconds()
                        + " s; Flink's log: " + flink.process().logFile());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(TableView.POLL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while the opening stock was loaded");
            }
            view.refresh();
        }
    }
}
