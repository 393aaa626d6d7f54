package rung.probe.stage.delta;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.probe.stage.Answer;
import rung.probe.stage.lake.TransactionIds;
import rung.probe.wire.Reasons;

/** Reads the live rows of some keys off the files of one table, each file once whatever the number of keys. */
final class TableRows {
    /** That a log's sums are told apart by, 16 bytes each: a sale and its return every 10 s for 115 days. */
    private static final long MOST_TRANSACTIONS = 2_000_000;

    private final Engine engine;
    private final Shape shape;
    private final RingRows ring;
    private long room;

    /** @param remembered transactions of all keys that are told apart already */
    TableRows(Engine engine, Shape shape, RingRows ring, long remembered) {
        this.engine = engine;
        this.shape = shape;
        this.ring = ring;
        this.room = MOST_TRANSACTIONS - remembered;
    }

    /** All parts of each key at {@code snapshot}, in one scan. */
    Map<StockKey, List<Part>> scan(Snapshot snapshot) throws IOException {
        Map<StockKey, List<Part>> parts = new HashMap<>();
        if (ring.isEmpty()) {
            return parts;
        }
        Scan scan = snapshot.getScanBuilder()
                .withReadSchema(shape.columns().read())
                .withFilter(ring.filter())
                .build();
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> files = batches.next().getRows()) {
                    while (files.hasNext()) {
                        read(files.next()).forEach((key, part) -> parts.computeIfAbsent(key, first -> new ArrayList<>())
                                .add(part));
                    }
                }
            }
        }
        return parts;
    }

    /** The part that each key has in a file that a version added; none where its bounds leave no room for them. */
    Map<StockKey, Part> in(AddFile added) throws IOException {
        if (ring.isEmpty() || !ring.mayBeIn(added)) {
            return Map.of();
        }
        Map<Integer, Object> file = new HashMap<>();
        file.put(InternalScanFileUtils.ADD_FILE_ORDINAL, added.toRow());
        file.put(InternalScanFileUtils.SCAN_FILE_SCHEMA_WITH_STATS.indexOf("tableRoot"), shape.root());
        return read(new GenericRow(InternalScanFileUtils.SCAN_FILE_SCHEMA_WITH_STATS, file));
    }

    private Map<StockKey, Part> read(Row file) throws IOException {
        URI name = URI.create(InternalScanFileUtils.getFilePath(file));
        FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
        Map<StockKey, Part> parts = new HashMap<>();
        try (CloseableIterator<ColumnarBatch> stored = engine.getParquetHandler()
                        .readParquetFiles(Utils.singletonCloseableIterator(status), shape.physical(), ring.inFiles())
                        .map(FileReadResult::getData);
                CloseableIterator<FilteredColumnarBatch> live =
                        Scan.transformPhysicalData(engine, shape.state(), file, stored)) {
            while (live.hasNext()) {
                try (CloseableIterator<Row> rows = live.next().getRows()) {
                    while (rows.hasNext()) {
                        Row row = rows.next();
                        ring.key(row).ifPresent(key -> add(row, parts.computeIfAbsent(key, first -> new Part(name))));
                    }
                }
            }
        }
        return parts;
    }

    private void add(Row row, Part part) {
        Optional<Columns.Column> transaction = shape.columns().transaction();
        Optional<Object> id = transaction.flatMap(column -> column.ids().in(row, Columns.TRANSACTION));
        if (transaction.isPresent() && id.isEmpty()) {
            part.add(new Holding.Faulty(
                    Fault.NOT_A_COUNT,
                    "column " + transaction.get().name() + " is null, so that nobody can tell whether the row came"
                            + " twice; is transaction right?"));
            return;
        }
        String name = shape.columns().count().getName();
        if (row.isNullAt(Columns.COUNT)) {
            part.add(new Holding.Faulty(Fault.NOT_A_COUNT, "column " + name + " is null; is count right?"));
            return;
        }
        Object written = number(row, shape.columns().count().getDataType());
        Optional<Long> units = Answer.whole(written);
        if (units.isEmpty()) {
            part.add(new Holding.Faulty(
                    Fault.NOT_A_COUNT,
                    "column " + name + " holds " + Reasons.excerpt(written.toString())
                            + ", not a whole number; is count right?"));
        } else if (id.isEmpty()) {
            part.add(units.get());
        } else if (room-- > 0) {
            part.add(units.get(), TransactionIds.hash(id.get().toString()));
        } else {
            part.add(new Holding.Faulty(
                    Fault.OVERLOADED,
                    "more than " + MOST_TRANSACTIONS + " transactions of the reserved keys are in the table; delete"
                            + " old ones, reserve other keys, or leave transaction out"));
        }
    }

    private static Object number(Row row, DataType type) {
        if (type instanceof LongType) {
            return row.getLong(Columns.COUNT);
        } else if (type instanceof IntegerType) {
            return row.getInt(Columns.COUNT);
        } else if (type instanceof ShortType) {
            return row.getShort(Columns.COUNT);
        } else if (type instanceof ByteType) {
            return row.getByte(Columns.COUNT);
        } else if (type instanceof DecimalType) {
            return row.getDecimal(Columns.COUNT);
        } else if (type instanceof DoubleType) {
            return row.getDouble(Columns.COUNT);
        } else if (type instanceof FloatType) {
            return row.getFloat(Columns.COUNT);
        }
        return row.getString(Columns.COUNT);
    }
}
