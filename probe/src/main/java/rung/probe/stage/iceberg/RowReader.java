package rung.probe.stage.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.ContentFileUtil;
import org.apache.iceberg.util.SnapshotUtil;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;

/**
 * Reads a table that has one live row for each key, with its count. A commit costs no more than the files that it added,
 * however many the table has.
 */
final class RowReader implements SnapshotReader {
    private final IcebergSettings settings;
    private final Table table;
    private final TableFiles files;

    RowReader(IcebergSettings settings, Table table) {
        this.settings = settings;
        this.table = table;
        this.files = new TableFiles(table);
    }

    @Override
    public Map<StockKey, Holding> truth(Snapshot snapshot, Set<StockKey> keys) throws IOException {
        Schema schema = SnapshotUtil.schemaFor(table, snapshot.snapshotId());
        RingColumns columns = new RingColumns(settings, schema, keys, TableUtil.formatVersion(table));
        Map<StockKey, List<Holding>> rows = new HashMap<>();
        files.scan(snapshot, schema, columns, into(rows, columns));
        Map<StockKey, Holding> found = new HashMap<>();
        columns.impossible().forEach((key, why) -> found.put(key, new Holding.Faulty(Fault.NOT_FOUND, why)));
        columns.possible().forEach(key -> found.put(key, one(rows.getOrDefault(key, List.of()))));
        return found;
    }

    private static Holding one(List<Holding> rows) {
        if (rows.isEmpty()) {
            return new Holding.Missing();
        }
        return rows.size() == 1
                ? rows.get(0)
                : new Holding.Faulty(
                        Fault.AMBIGUOUS,
                        "DUPLICATE_KEY: " + rows.size() + " live rows; readers see any of them, or their"
                                + " sum; does the writer delete the old row of the key?");
    }

    @Override
    public Map<StockKey, Holding> after(Snapshot commit, Map<StockKey, Holding> before) throws IOException {
        Schema schema = SnapshotUtil.schemaFor(table, commit.snapshotId());
        RingColumns columns = new RingColumns(settings, schema, before.keySet(), TableUtil.formatVersion(table));
        if (columns.isEmpty()) {
            return before;
        }
        SnapshotChanges changes =
                SnapshotChanges.builderFor(table).snapshot(commit).build();
        TableFiles.Candidates candidates = files.candidates(schema, columns.rows());
        Deletes deletes = deletes(changes, schema, columns, candidates);
        Map<StockKey, List<Holding>> added = new HashMap<>();
        for (DataFile file : changes.addedDataFiles()) {
            if (candidates.mayHold(file)) {
                files.read(file, schema, columns, into(added, columns));
            }
        }
        added.values()
                .forEach(found -> found.removeIf(row -> row instanceof Holding.Counted counted
                        && counted.place().map(deletes::reachByPosition).orElse(false)));
        Map<StockKey, Holding> after = new HashMap<>(before);
        Set<StockKey> doubtful = new HashSet<>();
        boolean moved = false;
        for (StockKey key : columns.possible()) {
            Holding old = before.getOrDefault(key, new Holding.Missing());
            List<Holding> held = added.getOrDefault(key, List.of());
            Fate fate = deletes.fate(key, old);
            if (held.size() == 1 && fate == Fate.GONE) {
                after.put(key, held.get(0));
            } else if (!held.isEmpty()
                    || fate == Fate.UNCERTAIN
                    || (fate == Fate.GONE && !(old instanceof Holding.Missing))) {
                doubtful.add(key);
                moved |= fate == Fate.UNCERTAIN;
            }
        }
        if (moved) {
            before.forEach((key, holding) -> {
                if (holding instanceof Holding.Counted counted
                        && counted.place().isEmpty()) {
                    doubtful.add(key);
                }
            });
        }
        if (!doubtful.isEmpty()) {
            after.putAll(truth(commit, doubtful));
        }
        return after;
    }

    /** What has become of the row that a key had. */
    private enum Fate {
        /** It is deleted, or there was none. */
        GONE,
        LIVE,
        UNCERTAIN
    }

    /** What a commit deletes, as far as it concerns some keys. */
    private final class Deletes {
        private final Set<String> removedFiles = new HashSet<>();
        private final List<DeleteFile> byPosition = new ArrayList<>();
        private final Map<String, PositionDeleteIndex> positions = new HashMap<>();
        /** For each key, the delete files with a row of its ids. */
        private final Map<StockKey, List<DeleteFile>> byIds = new HashMap<>();
        /** Whether rows are deleted by other columns than the ids, so that only the table can tell which. */
        private boolean byOtherColumns;

        private Fate fate(StockKey key, Holding old) {
            if (old instanceof Holding.Missing) {
                return Fate.GONE;
            }
            if (!(old instanceof Holding.Counted counted)) {
                return isEmpty(key) ? Fate.LIVE : Fate.UNCERTAIN;
            }
            if (counted.place().isPresent()) {
                Holding.Place place = counted.place().get();
                if (removedFiles.contains(place.file()) || reachByPosition(place) || reachByIds(key, place)) {
                    return Fate.GONE;
                }
                return byOtherColumns ? Fate.UNCERTAIN : Fate.LIVE;
            }
            return isEmpty(key) ? Fate.LIVE : Fate.UNCERTAIN;
        }

        private boolean isEmpty(StockKey key) {
            return removedFiles.isEmpty() && byPosition.isEmpty() && !byIds.containsKey(key) && !byOtherColumns;
        }

        private boolean reachByPosition(Holding.Place place) {
            if (byPosition.isEmpty()) {
                return false;
            }
            return positions.computeIfAbsent(place.file(), this::positions).isDeleted(place.position());
        }

        private PositionDeleteIndex positions(String file) {
            List<DeleteFile> relevant = byPosition.stream()
                    .filter(delete -> Optional.ofNullable(ContentFileUtil.referencedDataFileLocation(delete))
                            .map(file::equals)
                            .orElse(true))
                    .toList();
            return relevant.isEmpty()
                    ? PositionDeleteIndex.empty()
                    : new BaseDeleteLoader(delete -> files.io().newInputFile(delete))
                            .loadPositionDeletes(relevant, file);
        }

        private boolean reachByIds(StockKey key, Holding.Place place) {
            return byIds.getOrDefault(key, List.of()).stream().anyMatch(delete -> {
                PartitionSpec spec = files.spec(delete);
                return spec.isUnpartitioned()
                        || (delete.specId() == place.spec()
                                && files.partition(delete).equals(place.partition()));
            });
        }
    }

    private Deletes deletes(
            SnapshotChanges changes, Schema schema, RingColumns columns, TableFiles.Candidates candidates)
            throws IOException {
        Deletes deletes = new Deletes();
        for (DataFile file : changes.removedDataFiles()) {
            deletes.removedFiles.add(file.location());
        }
        for (DeleteFile file : changes.addedDeleteFiles()) {
            if (file.content() == FileContent.POSITION_DELETES) {
                deletes.byPosition.add(file);
            } else if (!columns.idFields().containsAll(file.equalityFieldIds())) {
                deletes.byOtherColumns = true;
            } else if (candidates.mayHold(file)) {
                readIds(file, schema, columns, deletes);
            }
        }
        return deletes;
    }

    private void readIds(DeleteFile file, Schema schema, RingColumns columns, Deletes deletes) throws IOException {
        Schema ids = new Schema(
                file.equalityFieldIds().stream().map(schema::findField).toList());
        try (CloseableIterable<Record> rows = FormatModelRegistry.<Record, Object>readBuilder(
                        file.format(), Record.class, files.io().newInputFile(file))
                .project(ids)
                .reuseContainers()
                .build()) {
            for (Record row : rows) {
                for (StockKey key : columns.keys(row, ids)) {
                    deletes.byIds
                            .computeIfAbsent(key, first -> new ArrayList<>())
                            .add(file);
                }
            }
        }
    }

    /** Collects each row with its place. */
    private TableFiles.Found into(Map<StockKey, List<Holding>> rowsOfKeys, RingColumns columns) {
        return (key, row, file) -> {
            Holding.Place place =
                    new Holding.Place(file.location(), RingColumns.position(row), file.specId(), files.partition(file));
            rowsOfKeys
                    .computeIfAbsent(key, first -> new ArrayList<>())
                    .add(columns.holding(row, place, columns.writtenIn(row).filter(sequence -> tells(file, sequence))));
        };
    }

    /**
     * Whether a row of {@code file} that says it was last written with {@code sequence} was. A compaction that forgets the
     * rows' lineage leaves them with the number that it stamped on the file, which is that of the commit it began at.
     */
    private static boolean tells(DataFile file, long sequence) {
        Long stamped = file.dataSequenceNumber();
        Long added = file.fileSequenceNumber();
        return stamped == null || stamped.equals(added) || sequence != stamped;
    }

    @Override
    public Map<StockKey, Holding> moved(Map<StockKey, Holding> before) {
        Map<StockKey, Holding> moved = new HashMap<>();
        before.forEach((key, holding) -> moved.put(
                key,
                holding instanceof Holding.Counted counted
                        ? new Holding.Counted(counted.units(), Optional.empty(), counted.writtenIn())
                        : holding));
        return moved;
    }
}
