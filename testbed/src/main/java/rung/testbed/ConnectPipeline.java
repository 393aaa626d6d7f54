package rung.testbed;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A reference pipeline of products: PostgreSQL, Debezium, Kafka, Apache's Iceberg sink for Kafka Connect, and an API. The sink
 * only appends, so the table {@code inventory.movements} is a log: the count of a unit is the sum of its movements, with the
 * opening stock as the first of them, and each {@code transaction_id} taken once, because a till's duplicate is a second row.
 * The API at {@code /connect/inventory/{store}/{sku}} adds them up.
 */
public final class ConnectPipeline implements AutoCloseable {
    static final TableIdentifier TABLE = TableIdentifier.of("inventory", "movements");
    static final String TOPIC = "pos.transactions.cdc";
    static final String CONTROL = TOPIC + ".control";

    private static final Duration OPENING_WITHIN = Duration.ofMinutes(3);

    private final Opened opened;
    private final CdcSource source;
    private final CountApi api;
    private final Stock stock;

    private ConnectPipeline(Opened opened, CdcSource source, CountApi api, Stock stock) {
        this.opened = opened;
        this.source = source;
        this.api = api;
        this.stock = stock;
    }

    /**
     * Creates the table, and starts database, worker and API. Returns when the API serves the opening stock.
     *
     * @param folder for the files of database and worker; created when absent, and to be kept until {@link #close()} has
     *     returned
     * @param bootstrap the broker
     * @param rest holds the table; the worker asks it over HTTP
     * @param stock what lies on the shelves at the opening
     * @param commitEvery time between the sink's commits; a commit comes up to a second later than it is due
     * @param progress gets a sentence when something takes time, such as the download of the worker's libraries
     * @throws IOException when one of them does not start; then none is left running
     */
    public static ConnectPipeline start(
            Path folder,
            String bootstrap,
            RestCatalog rest,
            Stock stock,
            Duration commitEvery,
            Consumer<String> progress)
            throws IOException {
        Opened opened = new Opened();
        try {
            Catalog catalog = rest.connect();
            if (catalog instanceof AutoCloseable client) {
                opened.add(client);
            }
            SupportsNamespaces namespaces = (SupportsNamespaces) catalog;
            Namespace namespace = TABLE.namespace();
            if (!namespaces.namespaceExists(namespace)) {
                namespaces.createNamespace(namespace);
            }
            MovementLog.create(catalog, TABLE);
            Topics.create(bootstrap, CONTROL, 1);
            CdcSource source = opened.add(CdcSource.start(
                    folder, bootstrap, TOPIC, stock, List.of(sink(bootstrap, rest.uri(), commitEvery)), progress));
            MovementLog log = new MovementLog(catalog, TABLE);
            awaitOpening(log, source, stock);
            opened.add(Rounds.start("movements", TableView.POLL, log::refresh));
            CountApi api = opened.add(CountApi.start("connect", log::counts));
            return new ConnectPipeline(opened, source, api, stock);
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

    /** The topic between Debezium and the sink. */
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

    /** Ends the worker, Debezium and sink, as a crash would, and starts it again. Returns when all connectors run. */
    public void crashWorker() throws IOException {
        source.worker().kill();
        source.worker().restart();
    }

    /** The source, for what a test does to it. */
    CdcSource source() {
        return source;
    }

    @Override
    public void close() {
        opened.close();
    }

    private static void awaitOpening(MovementLog log, CdcSource source, Stock stock) throws IOException {
        int units = stock.counts().size();
        long end = System.nanoTime() + OPENING_WITHIN.toNanos();
        while (log.counts().stores().values().stream().mapToInt(Map::size).sum() < units) {
            if (!source.worker().alive()) {
                throw new IOException("the Connect worker has ended; its log: "
                        + source.worker().log());
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("the opening stock is not in " + TABLE + " after "
                        + OPENING_WITHIN.toSeconds() + " s; the Connect worker's log: "
                        + source.worker().log());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(TableView.POLL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while the opening stock was loaded");
            }
            log.refresh();
        }
    }

    /** {@code earliest} for the control topic: a sink that is new to it must not miss what its tasks wrote before it came. */
    private static Map<String, String> sink(String bootstrap, URI catalog, Duration commitEvery) {
        Map<String, String> sink = new LinkedHashMap<>();
        sink.put("name", "movements-sink");
        sink.put("connector.class", "org.apache.iceberg.connect.IcebergSinkConnector");
        sink.put("tasks.max", "1");
        sink.put("topics", TOPIC);
        sink.put("consumer.override.auto.offset.reset", "earliest");
        sink.put("consumer.override.session.timeout.ms", "10000");
        sink.put("iceberg.tables", TABLE.toString());
        sink.put("iceberg.catalog.type", "rest");
        sink.put("iceberg.catalog.uri", catalog.toString());
        sink.put("iceberg.catalog.io-impl", LocalFileIO.class.getName());
        sink.put("iceberg.control.topic", CONTROL);
        sink.put("iceberg.control.commit.interval-ms", String.valueOf(commitEvery.toMillis()));
        sink.put("iceberg.control.commit.timeout-ms", "10000");
        sink.put("iceberg.kafka.bootstrap.servers", bootstrap);
        sink.put("iceberg.kafka.auto.offset.reset", "earliest");
        sink.put("iceberg.kafka.session.timeout.ms", "10000");
        sink.put("iceberg.kafka.transaction.timeout.ms", "10000");
        return sink;
    }
}
