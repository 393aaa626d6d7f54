package rung.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A reference pipeline: Kafka to Spark Structured Streaming to an Iceberg table, by one MERGE for each micro-batch, each
 * transaction counted once, over crashes, too. Counts are served at {@code /spark/inventory/{store}/{sku}} below {@link #uri()}.
 */
public final class SparkPipeline implements AutoCloseable {
    static final TableIdentifier TABLE = TableIdentifier.of("inventory", "spark_positions");

    private final Opened opened;
    private final CountApi api;
    private final SparkJob job;
    private final String bootstrap;
    private final Stock stock;

    private SparkPipeline(Opened opened, CountApi api, SparkJob job, String bootstrap, Stock stock) {
        this.opened = opened;
        this.api = api;
        this.job = job;
        this.bootstrap = bootstrap;
        this.stock = stock;
    }

    /**
     * Creates the table with the stock in it, unless it is there already, and starts. Returns when Spark waits for transactions.
     *
     * @param folder gets the checkpoint, from which a later start goes on, and Spark's log; belongs to the table
     * @param trigger time from the start of one micro-batch to the start of the next
     * @param progress gets a sentence when something takes time, such as the download of Spark
     * @throws IOException when the engine could not be built or did not start; then nothing is left running
     */
    public static SparkPipeline start(
            Path folder, String bootstrap, RestCatalog rest, Stock stock, Duration trigger, Consumer<String> progress)
            throws IOException {
        return start(folder, bootstrap, rest, stock, trigger, progress, List.of());
    }

    static SparkPipeline start(
            Path folder,
            String bootstrap,
            RestCatalog rest,
            Stock stock,
            Duration trigger,
            Consumer<String> progress,
            List<String> moreWords)
            throws IOException {
        Opened opened = new Opened();
        try {
            Engine engine = Engine.named("spark");
            engine.prepare(progress);
            Catalog catalog = rest.connect();
            if (catalog instanceof AutoCloseable client) {
                opened.add(client);
            }
            InventoryTable.openOrCreate(catalog, TABLE, stock.counts(), Map.of());
            TableView view = TableView.of(catalog, TABLE);
            opened.add(Rounds.start("spark-view", TableView.POLL, view::refresh));
            progress.accept("engine spark: starting");
            SparkJob job = opened.add(SparkJob.start(engine, folder, bootstrap, rest.uri(), TABLE, trigger, moreWords));
            CountApi api = opened.add(CountApi.start("spark", view::counts));
            return new SparkPipeline(opened, api, job, bootstrap, stock);
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

    /** The process in which Spark runs. */
    EngineProcess process() {
        return job.process();
    }

    @Override
    public void close() {
        opened.close();
    }
}
