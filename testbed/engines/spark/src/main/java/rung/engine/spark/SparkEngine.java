package rung.engine.spark;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the job: {@code READY} once its first batch is done or it waits for data; ends when its standard input does. */
public final class SparkEngine {
    private static final String TRANSACTION =
            "transaction_id STRING, store_id STRING, sku_id STRING, quantity INT, occurred_at STRING";
    private static final int MOST_RECORDS_OF_A_BATCH = 100_000;

    private static final Logger log = LoggerFactory.getLogger(SparkEngine.class);

    private SparkEngine() {}

    /** Takes the words of {@link Settings}. */
    public static void main(String[] words) throws Exception {
        Settings settings = Settings.parse(words);
        SparkSession spark = session(settings);
        CountDownLatch working = new CountDownLatch(1);
        spark.streams().addListener(new WorkingListener(working));
        daemon("ready", () -> announce(working));
        daemon("end-of-input", () -> endWithInput(spark));
        int exitCode = 0;
        try {
            run(spark, settings);
        } catch (StreamingQueryException e) {
            log.error("the query ended", e);
            log.error("the query ended: {}", String.valueOf(root(e).getMessage()));
            exitCode = 1;
        }
        spark.stop();
        System.exit(exitCode);
    }

    private static void run(SparkSession spark, Settings settings) throws StreamingQueryException, TimeoutException {
        try {
            start(spark, settings).awaitTermination();
        } catch (StreamingQueryException e) {
            if (!failedAfterReplay(e)) {
                throw e;
            }
            log.info("starts again after the batch that was done again");
            start(spark, settings).awaitTermination();
        }
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static StreamingQuery start(SparkSession spark, Settings settings) throws TimeoutException {
        return transactions(spark, settings)
                .writeStream()
                .option("checkpointLocation", settings.checkpoint())
                .trigger(Trigger.ProcessingTime(settings.triggerMillis()))
                .foreachBatch(new MergeBatch(settings.table(), settings.holdAfterCommit()))
                .start();
    }

    /**
     * Whether this is a fault of Spark 4.1.1: a query that was started with a batch to be done again does that batch, notes it in the
     * checkpoint, and then fails as it counts the records to come (https://github.com/apache/spark/issues/55236). The next
     * start has no such batch.
     */
    private static boolean failedAfterReplay(StreamingQueryException e) {
        return e.getCause() instanceof NullPointerException cause
                && cause.getStackTrace().length > 0
                && cause.getStackTrace()[0]
                        .getClassName()
                        .startsWith("org.apache.spark.sql.kafka010.KafkaMicroBatchStream")
                && cause.getStackTrace()[0].getMethodName().equals("metrics");
    }

    private static SparkSession session(Settings settings) {
        return SparkSession.builder()
                .appName("spark-positions")
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.local.dir", settings.scratch())
                .config("spark.sql.warehouse.dir", settings.scratch())
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.streaming.noDataMicroBatches.enabled", "false")
                .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
                .config("spark.sql.catalog.lake.type", "rest")
                .config("spark.sql.catalog.lake.uri", settings.catalog())
                .config("spark.sql.catalog.lake.io-impl", settings.fileIo())
                .config("spark.sql.catalog.lake.cache-enabled", "false")
                .getOrCreate();
    }

    /**
     * Each readable transaction once, as far as ids are remembered. The watermark runs over the time at which a batch was read, which
     * a batch that is done again keeps: no record is ever late, so that none is dropped.
     */
    private static Dataset<Row> transactions(SparkSession spark, Settings settings) {
        return spark.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", settings.bootstrap())
                .option("subscribe", settings.topic())
                .option("startingOffsets", "earliest")
                .option("maxOffsetsPerTrigger", MOST_RECORDS_OF_A_BATCH)
                .load()
                .select(
                        functions
                                .from_json(functions.col("value").cast("string"), TRANSACTION, Map.of())
                                .as("sale"),
                        functions.current_timestamp().as("read_at"))
                .select("sale.*", "read_at")
                .filter(
                        "transaction_id IS NOT NULL AND store_id IS NOT NULL AND sku_id IS NOT NULL AND quantity IS NOT NULL")
                .withWatermark("read_at", settings.rememberMillis() + " milliseconds")
                .dropDuplicatesWithinWatermark(new String[] {"transaction_id"});
    }

    private static void announce(CountDownLatch working) {
        try {
            working.await();
            System.out.println("READY");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void endWithInput(SparkSession spark) {
        byte[] unread = new byte[64];
        try {
            while (System.in.read(unread) >= 0) {
                // what is sent has no meaning
            }
            for (StreamingQuery query : spark.streams().active()) {
                query.stop();
            }
        } catch (IOException | TimeoutException e) {
            log.error("does not end by itself", e);
            Runtime.getRuntime().halt(1);
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
