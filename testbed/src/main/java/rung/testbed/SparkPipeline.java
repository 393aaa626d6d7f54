package rung.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A reference pipeline: Kafka to Spark Structured Streaming to an Iceberg table, by one MERGE for each micro-batch, each
 * transaction counted once, over crashes, too. Counts are served at {@code /spark/inventory/{store}/{sku}} below {@link #uri()}.
 */
public final class SparkPipeline implements AutoCloseable {
    /** The table of the counts. */
    public static final TableIdentifier TABLE = TableIdentifier.of("inventory", "spark_positions");

    private final Opened opened;
    private final InventoryApi api;
    private final SparkJob job;

    private SparkPipeline(Opened opened, InventoryApi api, SparkJob job) {
        this.opened = opened;
        this.api = api;
        this.job = job;
    }

    /**
     * Creates the table with the stock in it, unless it is there already, and starts. Returns when Spark waits for transactions.
     *
     * @param folder gets the checkpoint, from which a later start goes on, and Spark's log; belongs to the table
     * @param trigger time from the start of one micro-batch to the start of the next
     * @throws IOException when the engine could not be built or did not start; then nothing is left running
     */
    public static SparkPipeline open(Path folder, String bootstrap, RestCatalog rest, Stock stock, Duration trigger)
            throws IOException {
        return open(folder, bootstrap, rest, stock, trigger, List.of());
    }

    static SparkPipeline open(
            Path folder, String bootstrap, RestCatalog rest, Stock stock, Duration trigger, List<String> moreWords)
            throws IOException {
        Opened opened = new Opened();
        try {
            Catalog catalog = rest.connect();
            if (catalog instanceof AutoCloseable client) {
                opened.add(client);
            }
            InventoryTable.openOrCreate(catalog, TABLE, stock.counts(), Map.of());
            TableView view = TableView.of(catalog, TABLE);
            opened.add(Rounds.start("spark-view", TableView.POLL, view::refresh));
            SparkJob job = opened.add(SparkJob.start(folder, bootstrap, rest.uri(), TABLE, trigger, moreWords));
            InventoryApi api = opened.add(InventoryApi.start(Map.of("spark", CountSource.of(view::counts))));
            return new SparkPipeline(opened, api, job);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
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
