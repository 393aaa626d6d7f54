package rung.probe.stage.iceberg;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.probe.stage.lake.TransactionIds;

/**
 * Reads a table that is only appended to, where a key's count is the sum of its rows. A commit costs the files that it
 * added; one that takes rows away costs a scan, when they may be the keys'.
 */
final class LogReader implements SnapshotReader {
    private final IcebergSettings settings;
    private final Table table;
    private final TableFiles files;
    private final int mostTransactions;

    /** @param mostTransactions that are remembered, of all keys together */
    LogReader(IcebergSettings settings, Table table, int mostTransactions) {
        this.settings = settings;
        this.table = table;
        this.files = new TableFiles(table);
        this.mostTransactions = mostTransactions;
    }

    @Override
    public Map<StockKey, Holding> truth(Snapshot snapshot, Set<StockKey> keys) throws IOException {
        Schema schema = SnapshotUtil.schemaFor(table, snapshot.snapshotId());
        RingColumns columns = new RingColumns(settings, schema, keys, TableUtil.formatVersion(table));
        Map<StockKey, Sum> sums = new HashMap<>();
        Room room = new Room();
        files.scan(snapshot, schema, columns, (key, row, file) -> sums.computeIfAbsent(
                        key, first -> new Sum(new Holding.Missing(), room))
                .add(columns, row));
        Map<StockKey, Holding> found = new HashMap<>();
        columns.impossible().forEach((key, why) -> found.put(key, new Holding.Faulty(Fault.NOT_FOUND, why)));
        columns.possible()
                .forEach(key ->
                        found.put(key, sums.containsKey(key) ? sums.get(key).holding() : new Holding.Missing()));
        return found;
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
        if (takesAway(changes, candidates)) {
            return truth(commit, before.keySet());
        }
        Map<StockKey, Sum> sums = new HashMap<>();
        Room room = new Room();
        room.take(before);
        for (DataFile file : changes.addedDataFiles()) {
            if (candidates.mayHold(file)) {
                files.read(file, schema, columns, (key, row, in) -> sums.computeIfAbsent(
                                key, first -> new Sum(before.getOrDefault(key, new Holding.Missing()), room))
                        .add(columns, row));
            }
        }
        Map<StockKey, Holding> after = new HashMap<>(before);
        sums.forEach((key, sum) -> after.put(key, sum.holding()));
        return after;
    }

    /** A sum knows nothing of places. */
    @Override
    public Map<StockKey, Holding> moved(Map<StockKey, Holding> before) {
        return before;
    }

    /** Delete files name their rows by other columns' bounds than data files, if by any; so their partitions alone tell. */
    private boolean takesAway(SnapshotChanges changes, TableFiles.Candidates candidates) {
        for (ContentFile<?> file : changes.removedDataFiles()) {
            if (candidates.mayHold(file)) {
                return true;
            }
        }
        for (ContentFile<?> file : changes.addedDeleteFiles()) {
            if (candidates.mayHold(file)) {
                return true;
            }
        }
        return changes.removedDeleteFiles().iterator().hasNext();
    }

    /** How many more transactions can be remembered. */
    private final class Room {
        private long left = mostTransactions;

        private void take(Map<StockKey, Holding> remembered) {
            for (Holding holding : remembered.values()) {
                if (holding instanceof Holding.Summed summed) {
                    left -= summed.transactions().size();
                }
            }
        }

        private boolean take() {
            return left-- > 0;
        }
    }

    /** The sum of a key's rows, growing. */
    private final class Sum {
        private final Room room;
        private final Holding before;
        private final TransactionIds known;
        private final Set<Long> added = new HashSet<>();
        private long units;
        private @Nullable Holding fault;

        private Sum(Holding before, Room room) {
            this.room = room;
            this.before = before;
            if (before instanceof Holding.Summed summed) {
                this.known = summed.transactions();
                this.units = summed.units();
            } else {
                this.known = TransactionIds.none();
            }
        }

        private void add(RingColumns columns, Record row) {
            Holding one = columns.delta(row);
            if (!(one instanceof Holding.Counted delta)) {
                fault = one;
                return;
            }
            Optional<Long> transaction = columns.transaction(row).map(TransactionIds::hash);
            if (transaction.isPresent()) {
                if (known.contains(transaction.get()) || added.contains(transaction.get())) {
                    return;
                }
                if (!room.take()) {
                    fault = new Holding.Faulty(
                            Fault.OVERLOADED,
                            "more than " + mostTransactions + " transactions of the reserved keys are in the table;"
                                    + " delete old ones, reserve other keys, or leave transaction out");
                    return;
                }
                added.add(transaction.get());
            }
            try {
                units = Math.addExact(units, delta.units());
            } catch (ArithmeticException e) {
                fault = new Holding.Faulty(
                        Fault.NOT_A_COUNT, "the sum of its rows is beyond all counts; is count right?");
            }
        }

        /** A row that is no number stays in the sum until it is taken away, and with it the fault. */
        private Holding holding() {
            if (before instanceof Holding.Faulty) {
                return before;
            }
            return fault != null
                    ? fault
                    : new Holding.Summed(units, known.and(added.stream().mapToLong(Long::longValue)));
        }
    }
}
