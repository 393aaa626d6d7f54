package rung.probe.stage.delta;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.internal.data.DefaultRowBasedColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.deletionvectors.Base85Codec;
import io.delta.kernel.internal.util.ColumnMapping;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.transaction.DataLayoutSpec;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import rung.core.measure.StockKey;

/**
 * A Delta table of a test. Delta Kernel makes the table, its data files and its checkpoints; the kernel writes no updates
 * yet, so that the log entries of those are written here, as the protocol describes them.
 */
final class DeltaTable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAGIC = 1681511377;

    /** A row: a key and what stands for its count. */
    record Line(
            StockKey key, @Nullable Object count, @Nullable Object transaction) {
        Line(StockKey key, @Nullable Object count) {
            this(key, count, null);
        }
    }

    /** A live file with its rows, those that are deleted by position left null. */
    private static final class LiveFile {
        private final List<@Nullable Line> lines;
        private final ObjectNode add;

        private LiveFile(List<@Nullable Line> lines, ObjectNode add) {
            this.lines = lines;
            this.add = add;
        }

        private boolean holds(Set<StockKey> keys) {
            return lines.stream().anyMatch(line -> line != null && keys.contains(line.key()));
        }
    }

    private final Path folder;
    private final Engine engine = DefaultEngine.create(new WritableFolder());
    private final Map<String, LiveFile> live = new LinkedHashMap<>();
    private final StructType schema;
    private final List<String> partitions;
    private final ObjectNode info = JSON.createObjectNode().put("engineInfo", "rung-test");
    private Optional<ObjectNode> transaction = Optional.empty();

    private DeltaTable(Path folder, StructType schema, List<String> partitions) {
        this.folder = folder;
        this.schema = schema;
        this.partitions = partitions;
    }

    static StructType columns(DataType count) {
        return new StructType()
                .add("store_id", StringType.STRING)
                .add("sku_id", StringType.STRING)
                .add("quantity", count);
    }

    /** Made by the kernel, which gives the columns their names in files where {@code properties} ask for that. */
    static DeltaTable create(Path folder, StructType schema, List<String> partitions, Map<String, String> properties) {
        Engine engine = DefaultEngine.create(new WritableFolder());
        var creation = TableManager.buildCreateTableTransaction(folder.toString(), schema, "rung-test")
                .withTableProperties(properties);
        if (!partitions.isEmpty()) {
            creation = creation.withDataLayoutSpec(DataLayoutSpec.partitioned(
                    partitions.stream().map(Column::new).toList()));
        }
        creation.build(engine).commit(engine, CloseableIterable.emptyIterable());
        return new DeltaTable(
                folder,
                TableManager.loadSnapshot(folder.toString()).build(engine).getSchema(),
                partitions);
    }

    Path folder() {
        return folder;
    }

    Path entry(long version) {
        return folder.resolve(String.format("_delta_log/%020d.json", version));
    }

    Snapshot head() {
        return TableManager.loadSnapshot(folder.toString()).build(engine);
    }

    long version() {
        return head().getVersion();
    }

    /** The next commit says this of itself. */
    ObjectNode info() {
        return info;
    }

    /** The next commit carries a writer's transaction. */
    void transaction(String job, long batch) {
        transaction = Optional.of(JSON.createObjectNode());
        transaction.get().putObject("txn").put("appId", job).put("version", batch);
    }

    /** Adds rows, and takes nothing away. */
    long append(List<Line> lines) throws IOException {
        return commit("WRITE", write(lines, true));
    }

    /** Files that hold old rows are written anew without them: a merge that copies. */
    long merge(Map<StockKey, @Nullable Object> counts, Set<StockKey> gone) throws IOException {
        Set<StockKey> replaced = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
        replaced.addAll(counts.keySet());
        replaced.addAll(gone);
        List<ObjectNode> actions = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (String path : List.copyOf(live.keySet())) {
            if (file(path).holds(replaced)) {
                file(path).lines.stream()
                        .filter(line -> line != null && !replaced.contains(line.key()))
                        .forEach(lines::add);
                actions.add(remove(path, true));
            }
        }
        counts.forEach((key, count) -> lines.add(new Line(key, count)));
        actions.addAll(write(lines, true));
        return commit("MERGE", actions);
    }

    /** Old rows are deleted by their positions, and new ones are added: a merge on read. */
    long mergeOnRead(Map<StockKey, Object> counts) throws IOException {
        List<ObjectNode> actions = new ArrayList<>();
        for (String path : List.copyOf(live.keySet())) {
            LiveFile file = file(path);
            if (file.holds(counts.keySet())) {
                actions.add(remove(path, true));
                file.lines.replaceAll(line -> line != null && counts.containsKey(line.key()) ? null : line);
                ObjectNode add = file.add.deepCopy();
                ((ObjectNode) add.get("add")).set("deletionVector", deletions(file.lines));
                live.put(path, new LiveFile(file.lines, add));
                actions.add(add);
            }
        }
        List<Line> lines = new ArrayList<>();
        counts.forEach((key, count) -> lines.add(new Line(key, count)));
        actions.addAll(write(lines, true));
        return commit("MERGE", actions);
    }

    /** All rows in new files, and no data changed. */
    long optimize() throws IOException {
        List<ObjectNode> actions = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (String path : List.copyOf(live.keySet())) {
            file(path).lines.stream().filter(line -> line != null).forEach(lines::add);
            actions.add(remove(path, false));
        }
        actions.addAll(write(lines, false));
        return commit("OPTIMIZE", actions);
    }

    /** Adds the live files once more, as who computes their statistics anew does. */
    long restate() throws IOException {
        List<ObjectNode> actions = new ArrayList<>();
        live.values().forEach(file -> {
            ObjectNode add = file.add.deepCopy();
            ((ObjectNode) add.get("add")).put("dataChange", false);
            actions.add(add);
        });
        return commit("COMPUTE STATS", actions);
    }

    /** Deletes the files that are live no more. */
    void vacuum() throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                String path = folder.relativize(file).toString();
                if (!live.containsKey(path) && !path.startsWith("_delta_log")) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Writes a checkpoint and deletes the entries of the log before it. */
    void checkpointAndCleanUp() throws IOException {
        Snapshot head = head();
        head.writeCheckpoint(engine);
        for (long version = 0; version < head.getVersion(); version++) {
            Files.deleteIfExists(entry(version));
        }
    }

    long commit(String operation, List<ObjectNode> actions) throws IOException {
        long version = version() + 1;
        List<String> lines = new ArrayList<>();
        ObjectNode said = JSON.createObjectNode();
        said.putObject("commitInfo")
                .put("timestamp", 1_700_000_000_000L + version)
                .put("operation", operation)
                .setAll(info);
        lines.add(said.toString());
        transaction.ifPresent(action -> lines.add(action.toString()));
        transaction = Optional.empty();
        actions.forEach(action -> lines.add(action.toString()));
        Files.write(entry(version), lines);
        return version;
    }

    private LiveFile file(String path) {
        return Objects.requireNonNull(live.get(path));
    }

    private ObjectNode remove(String path, boolean changesData) {
        LiveFile file = file(path);
        live.remove(path);
        ObjectNode action = JSON.createObjectNode();
        ObjectNode remove = action.putObject("remove")
                .put("path", path)
                .put("deletionTimestamp", 1_700_000_000_000L)
                .put("dataChange", changesData);
        Optional.ofNullable(file.add.get("add").get("deletionVector"))
                .ifPresent(deletions -> remove.set("deletionVector", deletions));
        return action;
    }

    /** One file for each partition. */
    List<ObjectNode> write(List<Line> lines, boolean changesData) throws IOException {
        Map<String, List<@Nullable Line>> byStore = new TreeMap<>();
        lines.forEach(line -> byStore.computeIfAbsent(
                        partitions.isEmpty() ? "" : line.key().store(), first -> new ArrayList<>())
                .add(line));
        List<ObjectNode> actions = new ArrayList<>();
        for (Map.Entry<String, List<@Nullable Line>> file : byStore.entrySet()) {
            actions.add(write(file.getKey(), file.getValue(), changesData));
        }
        return actions;
    }

    private ObjectNode write(String store, List<@Nullable Line> lines, boolean changesData) throws IOException {
        StructType physical = new StructType();
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < schema.length(); i++) {
            StructField field = schema.at(i);
            if (!partitions.contains(field.getName())) {
                physical = physical.add(
                        ColumnMapping.getPhysicalName(field), field.getDataType(), true, field.getMetadata());
                columns.add(i);
            }
        }
        List<Row> rows = new ArrayList<>();
        for (Line line : lines) {
            Map<Integer, Object> row = new HashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                row.put(i, value(columns.get(i), line));
            }
            rows.add(new GenericRow(physical, row));
        }
        FilteredColumnarBatch batch =
                new FilteredColumnarBatch(new DefaultRowBasedColumnarBatch(physical, rows), Optional.empty());
        try (CloseableIterator<DataFileStatus> written = engine.getParquetHandler()
                .writeParquetFiles(folder.toString(), Utils.singletonCloseableIterator(batch), List.of())) {
            DataFileStatus status = written.next();
            String path = folder.relativize(Path.of(status.getPath())).toString();
            ObjectNode action = JSON.createObjectNode();
            ObjectNode add = action.putObject("add");
            add.put("path", path)
                    .put("size", status.getSize())
                    .put("modificationTime", 0L)
                    .put("dataChange", changesData);
            ObjectNode partition = add.putObject("partitionValues");
            if (!partitions.isEmpty()) {
                partition.put(ColumnMapping.getPhysicalName(schema.at(0)), store);
            }
            add.put("stats", statistics(lines));
            live.put(path, new LiveFile(lines, action));
            return action;
        }
    }

    private static @Nullable Object value(int column, Line line) {
        return switch (column) {
            case 0 -> line.key().store();
            case 1 -> line.key().sku();
            case 2 -> line.count();
            default -> line.transaction();
        };
    }

    private String statistics(List<@Nullable Line> lines) {
        ObjectNode statistics = JSON.createObjectNode().put("numRecords", lines.size());
        TreeSet<String> stores = new TreeSet<>();
        TreeSet<String> skus = new TreeSet<>();
        lines.forEach(line -> {
            stores.add(line.key().store());
            skus.add(line.key().sku());
        });
        ObjectNode least = statistics.putObject("minValues");
        ObjectNode most = statistics.putObject("maxValues");
        if (partitions.isEmpty()) {
            least.put(ColumnMapping.getPhysicalName(schema.at(0)), stores.first());
            most.put(ColumnMapping.getPhysicalName(schema.at(0)), stores.last());
        }
        least.put(ColumnMapping.getPhysicalName(schema.at(1)), skus.first());
        most.put(ColumnMapping.getPhysicalName(schema.at(1)), skus.last());
        return statistics.toString();
    }

    /** Within the log, as a bitmap of the positions of the rows that are gone. */
    private static ObjectNode deletions(List<@Nullable Line> lines) throws IOException {
        RoaringBitmap gone = new RoaringBitmap();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i) == null) {
                gone.add(i);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putLong(1)
                .putInt(0)
                .array());
        gone.serialize(new DataOutputStream(bytes));
        int size = bytes.size();
        bytes.write(new byte[(4 - size % 4) % 4]);
        return JSON.createObjectNode()
                .put("storageType", "i")
                .put("pathOrInlineDv", Base85Codec.encodeBytes(bytes.toByteArray()))
                .put("sizeInBytes", size)
                .put("cardinality", gone.getCardinality());
    }
}
