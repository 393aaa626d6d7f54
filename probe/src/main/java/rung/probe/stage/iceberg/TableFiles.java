package rung.probe.stage.iceberg;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.BaseFileScanTask;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.PartitionSpecParser;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.InclusiveMetricsEvaluator;
import org.apache.iceberg.expressions.Projections;
import org.apache.iceberg.expressions.ResidualEvaluator;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.util.PartitionUtil;
import org.apache.iceberg.util.StructLikeWrapper;
import rung.core.measure.StockKey;

/** The files of one table, as far as they may hold rows of some keys. */
final class TableFiles {
    /** Is told each live row of a key. */
    interface Found {
        void row(StockKey key, Record row, DataFile file);
    }

    private final Table table;
    private final FileIO io;

    TableFiles(Table table) {
        this.table = table;
        this.io = EndingFiles.of(table.io());
    }

    /** What opens them. */
    FileIO io() {
        return io;
    }

    /** Reads the live rows of the keys at {@code snapshot}, in one scan. */
    void scan(Snapshot snapshot, Schema schema, RingColumns columns, Found found) throws IOException {
        if (columns.isEmpty()) {
            return;
        }
        try (CloseableIterable<FileScanTask> tasks = table.newScan()
                .useSnapshot(snapshot.snapshotId())
                .filter(columns.rows())
                .planFiles()) {
            for (FileScanTask task : tasks) {
                read(task, schema, columns, found);
            }
        }
    }

    /** Reads the rows of the keys in {@code file}, whatever was deleted of them. */
    void read(DataFile file, Schema schema, RingColumns columns, Found found) throws IOException {
        PartitionSpec spec = spec(file);
        FileScanTask whole = new BaseFileScanTask(
                file,
                new DeleteFile[0],
                SchemaParser.toJson(schema),
                PartitionSpecParser.toJson(spec),
                ResidualEvaluator.of(spec, columns.rows(), true));
        read(whole, schema, columns, found);
    }

    private void read(FileScanTask task, Schema schema, RingColumns columns, Found found) throws IOException {
        GenericDeleteFilter live = new GenericDeleteFilter(io, task, schema, columns.projection());
        try (CloseableIterable<Record> rows = live.filter(FormatModelRegistry.<Record, Object>readBuilder(
                        task.file().format(), Record.class, io.newInputFile(task.file()))
                .project(live.requiredSchema())
                .idToConstant(PartitionUtil.constantsMap(
                        task, (type, value) -> value instanceof CharSequence ? value.toString() : value))
                .filter(task.residual())
                .build())) {
            for (Record row : rows) {
                columns.key(row).ifPresent(key -> found.row(key, row, task.file()));
            }
        }
    }

    Candidates candidates(Schema schema, Expression rows) {
        return new Candidates(schema, rows);
    }

    /** Tells files that may hold certain rows from those that cannot, each by its own partition and bounds. */
    final class Candidates {
        private final Expression rows;
        private final InclusiveMetricsEvaluator bounds;
        private final Map<Integer, Evaluator> partitions = new HashMap<>();

        private Candidates(Schema schema, Expression rows) {
            this.rows = rows;
            this.bounds = new InclusiveMetricsEvaluator(schema, rows);
        }

        boolean mayHold(ContentFile<?> file) {
            return partitions
                            .computeIfAbsent(file.specId(), id -> {
                                PartitionSpec spec = spec(file);
                                Expression projected =
                                        Projections.inclusive(spec).project(rows);
                                return new Evaluator(spec.partitionType(), projected);
                            })
                            .eval(file.partition())
                    && bounds.eval(file);
        }
    }

    PartitionSpec spec(ContentFile<?> file) {
        return Optional.ofNullable(table.specs().get(file.specId()))
                .orElseThrow(() -> new IllegalStateException("the table has no partition spec " + file.specId()));
    }

    StructLikeWrapper partition(ContentFile<?> file) {
        return StructLikeWrapper.forType(spec(file).partitionType()).set(file.partition());
    }
}
