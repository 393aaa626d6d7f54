package rung.engine.spark;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges one batch into the table, once. Spark hands a batch over again when the process ended before its checkpoint had the
 * batch; so the merge's own snapshot says, in its summary, which batch of which query it holds, and what the table holds is not
 * merged again. The same batch has the same records each time: the checkpoint has its offsets before it is begun.
 */
final class MergeBatch implements VoidFunction2<Dataset<Row>, Long> {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(MergeBatch.class);

    /** As Iceberg's own streaming writer calls them; a MERGE in a batch leaves neither by itself. */
    private static final String QUERY = "spark.sql.streaming.queryId";

    private static final String BATCH = "spark.sql.streaming.epochId";
    private static final String MERGE = """
            MERGE INTO %s AS position
            USING (SELECT store_id, sku_id, sum(quantity) AS quantity FROM sales GROUP BY store_id, sku_id) AS change
            ON position.store_id = change.store_id AND position.sku_id = change.sku_id
            WHEN MATCHED THEN UPDATE SET
              quantity = position.quantity + change.quantity, updated_at = current_timestamp()
            WHEN NOT MATCHED THEN INSERT (store_id, sku_id, quantity, updated_at)
              VALUES (change.store_id, change.sku_id, change.quantity, current_timestamp())
            """;
    private static final int MERGES_BETWEEN_EXPIRIES = 10;
    private static final int SNAPSHOTS_KEPT = 20;

    private final String table;
    private final OptionalLong holdAfterCommit;
    private int merges;

    MergeBatch(String table, OptionalLong holdAfterCommit) {
        this.table = "lake." + table;
        this.holdAfterCommit = holdAfterCommit;
    }

    @Override
    public void call(Dataset<Row> batch, Long number) throws Exception {
        SparkSession spark = batch.sparkSession();
        String query = spark.sparkContext().getLocalProperty("sql.streaming.queryId");
        Optional<Merged> latest = latest(Spark3Util.loadIcebergTable(spark, table));
        if (latest.isPresent() && !latest.get().query().equals(query)) {
            throw new IllegalStateException(
                    table + " holds the batches of query " + latest.get().query()
                            + ", and this checkpoint is of query " + query
                            + ": they would be counted twice; give back the checkpoint's folder, or drop the table");
        }
        batch.persist();
        try {
            // To count them is to remember all their ids, which a batch that is not merged again needs, too.
            long sales = batch.count();
            if (latest.isPresent() && number <= latest.get().batch()) {
                log.info("batch {} is in the table already and is not merged again", number);
            } else if (sales > 0) {
                merge(batch, query, number);
                log.info("batch {} is merged, of {} transactions", number, sales);
                holdAfter(number);
            }
        } finally {
            batch.unpersist();
        }
    }

    private void merge(Dataset<Row> batch, String query, long number) throws Exception {
        SparkSession spark = batch.sparkSession();
        batch.createOrReplaceTempView("sales");
        CommitMetadata.withCommitProperties(
                Map.of(QUERY, query, BATCH, Long.toString(number)),
                () -> spark.sql(MERGE.formatted(table)),
                RuntimeException.class);
        merges++;
        if (merges % MERGES_BETWEEN_EXPIRIES == 0) {
            Spark3Util.loadIcebergTable(spark, table)
                    .expireSnapshots()
                    .expireOlderThan(System.currentTimeMillis())
                    .retainLast(SNAPSHOTS_KEPT)
                    .commit();
        }
    }

    private void holdAfter(long number) throws InterruptedException {
        if (holdAfterCommit.isPresent() && number >= holdAfterCommit.getAsLong()) {
            log.info("held after batch {}", number);
            new CountDownLatch(1).await();
        }
    }

    private static Optional<Merged> latest(Table table) {
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
            Map<String, String> summary = snapshot.summary();
            if (summary.containsKey(BATCH)) {
                return Optional.of(new Merged(summary.get(QUERY), Long.parseLong(summary.get(BATCH))));
            }
        }
        return Optional.empty();
    }

    private record Merged(String query, long batch) {}
}
