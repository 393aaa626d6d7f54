package rung.probe.stage.iceberg;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.util.SnapshotUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.StockKey;

/**
 * One look at a loaded table: what has become of the keys since an earlier look, commit by commit where that can be told.
 * Changes nothing that the earlier look left.
 */
final class TableLook {
    private static final Logger log = LoggerFactory.getLogger(TableLook.class);

    /**
     * What is known of a table.
     *
     * @param head the snapshot that it is known of; empty when the table had none
     * @param cycle the last commit up to {@code head} that changed data
     * @param holdings of every key that was ever asked for
     */
    record View(UUID table, Optional<Long> head, Cycle cycle, Map<StockKey, Holding> holdings) {
        View {
            holdings = Map.copyOf(holdings);
        }
    }

    /** What one commit made of the keys. */
    record Step(Cycle cycle, Map<StockKey, Holding> holdings) {}

    /**
     * What a look brought.
     *
     * @param steps oldest first; the last has all keys that were asked for
     * @param commits that are new since the earlier look, oldest first; the head alone, where more cannot be told
     */
    record Seen(List<Step> steps, List<Commit> commits, View view) {}

    private final IcebergSettings settings;
    private final Table table;
    private final SnapshotReader reader;
    private final Optional<Snapshot> head;

    /** @throws IllegalArgumentException with cause and cure, when the table lacks the branch */
    TableLook(IcebergSettings settings, Table table) {
        this.settings = settings;
        this.table = table;
        this.reader = settings.reader(table);
        this.head = head(settings, table);
    }

    private static Optional<Snapshot> head(IcebergSettings settings, Table table) {
        if (settings.branch().isEmpty()) {
            return Optional.ofNullable(table.currentSnapshot());
        }
        String branch = settings.branch().get();
        if (!table.refs().containsKey(branch)) {
            throw new IllegalArgumentException(
                    "there is no branch " + branch + "; is branch right? (branches and tags: "
                            + String.join(", ", table.refs().keySet()) + ")");
        }
        return Optional.ofNullable(table.snapshot(branch));
    }

    /** @param earlier what the last look left; empty when there was none */
    Seen at(Set<StockKey> keys, Optional<View> earlier) throws IOException {
        if (earlier.isEmpty() || !earlier.get().table().equals(table.uuid())) {
            return anew(keys, Set.of(), head.stream().toList());
        }
        View known = earlier.get();
        if (known.head().equals(head.map(Snapshot::snapshotId))) {
            return seen(keys, known.cycle(), List.of(), known.holdings(), List.of());
        }
        Optional<List<Snapshot>> commits = commitsSince(known);
        if (commits.isEmpty()) {
            return anew(keys, known.holdings().keySet(), head.stream().toList());
        }
        List<Step> steps;
        try {
            steps = follow(known, commits.get());
        } catch (RuntimeException | IOException e) {
            log.debug("cannot follow {} commit by commit", settings.address(), e);
            return anew(keys, known.holdings().keySet(), commits.get());
        }
        Step last = steps.isEmpty() ? new Step(known.cycle(), known.holdings()) : steps.get(steps.size() - 1);
        return seen(keys, last.cycle(), steps, last.holdings(), commits.get());
    }

    private Seen seen(
            Set<StockKey> keys, Cycle cycle, List<Step> steps, Map<StockKey, Holding> held, List<Snapshot> commits)
            throws IOException {
        Map<StockKey, Holding> holdings = new HashMap<>(held);
        Set<StockKey> strangers = new HashSet<>(keys);
        strangers.removeAll(holdings.keySet());
        if (!strangers.isEmpty()) {
            holdings.putAll(truth(strangers));
        }
        View view = new View(table.uuid(), head.map(Snapshot::snapshotId), cycle, holdings);
        return new Seen(of(keys, steps, new Step(cycle, holdings)), told(commits), view);
    }

    /** Reads everything at the head: at first, and when what lies between cannot be told any more. */
    private Seen anew(Set<StockKey> keys, Set<StockKey> before, List<Snapshot> commits) throws IOException {
        Set<StockKey> all = new HashSet<>(keys);
        all.addAll(before);
        Cycle cycle = head.map(TableLook::cycle).orElse(Cycle.unknown());
        Seen seen = seen(keys, cycle, List.of(), truth(all), commits);
        return new Seen(byLineage(seen.steps()), seen.commits(), seen.view());
    }

    /** Gives each row to the commit that last wrote it, where the table tells (format version 3) and still has it. */
    private List<Step> byLineage(List<Step> steps) {
        Map<Long, Snapshot> bySequence = new HashMap<>();
        Map<Long, Map<StockKey, Holding>> held = new TreeMap<>();
        for (Step step : steps) {
            step.holdings().forEach((key, holding) -> {
                Optional<Long> writtenIn =
                        holding instanceof Holding.Counted counted ? counted.writtenIn() : Optional.empty();
                if (writtenIn.isPresent() && bySequence.isEmpty()) {
                    ancestors().forEach(commit -> bySequence.put(commit.sequenceNumber(), commit));
                }
                long sequence = writtenIn
                        .filter(bySequence::containsKey)
                        .orElse(head.map(Snapshot::sequenceNumber).orElse(0L));
                held.computeIfAbsent(sequence, first -> new HashMap<>()).put(key, holding);
            });
        }
        List<Step> told = new ArrayList<>();
        held.forEach((sequence, holdings) -> told.add(new Step(
                Optional.ofNullable(bySequence.get(sequence))
                        .or(() -> head)
                        .map(TableLook::cycle)
                        .orElse(Cycle.unknown()),
                holdings)));
        return told;
    }

    /** The commits that made the head what it is, without compactions, as far as they have not expired. */
    private List<Snapshot> ancestors() {
        List<Snapshot> found = new ArrayList<>();
        head.ifPresent(newest -> SnapshotUtil.ancestorsOf(newest.snapshotId(), table::snapshot)
                .forEach(commit -> {
                    if (!DataOperations.REPLACE.equals(commit.operation())) {
                        found.add(commit);
                    }
                }));
        return found;
    }

    private Map<StockKey, Holding> truth(Set<StockKey> keys) throws IOException {
        if (head.isPresent()) {
            return reader.truth(head.get(), keys);
        }
        Map<StockKey, Holding> none = new HashMap<>();
        keys.forEach(key -> none.put(key, new Holding.Missing()));
        return none;
    }

    /** The commits after the known head, oldest first; empty when the table's history has a hole there, or forked. */
    private Optional<List<Snapshot>> commitsSince(View known) {
        if (head.isEmpty()
                || known.head().isEmpty()
                || !SnapshotUtil.isParentAncestorOf(
                        table, head.get().snapshotId(), known.head().get())) {
            return Optional.empty();
        }
        List<Snapshot> commits = new ArrayList<>();
        SnapshotUtil.ancestorsBetween(
                        table, head.get().snapshotId(), known.head().get())
                .forEach(commits::add);
        Collections.reverse(commits);
        return Optional.of(commits);
    }

    private List<Step> follow(View known, List<Snapshot> commits) throws IOException {
        List<Step> steps = new ArrayList<>();
        Step last = new Step(known.cycle(), known.holdings());
        boolean moved = false;
        for (Snapshot commit : commits) {
            if (DataOperations.REPLACE.equals(commit.operation())) {
                last = new Step(last.cycle(), reader.moved(last.holdings()));
                moved = true;
            } else {
                last = new Step(cycle(commit), reader.after(commit, last.holdings()));
                steps.add(last);
                moved = false;
            }
        }
        if (moved) {
            if (!steps.isEmpty()) {
                steps.remove(steps.size() - 1);
            }
            steps.add(last);
        }
        return steps;
    }

    /** {@code steps} as they concern {@code keys}, with {@code last} in the place of their last. */
    private static List<Step> of(Set<StockKey> keys, List<Step> steps, Step last) {
        List<Step> all = new ArrayList<>(steps.subList(0, Math.max(0, steps.size() - 1)));
        all.add(last);
        List<Step> concerning = new ArrayList<>();
        for (Step step : all) {
            Map<StockKey, Holding> holdings = new HashMap<>(step.holdings());
            holdings.keySet().retainAll(keys);
            if (!holdings.isEmpty()) {
                concerning.add(new Step(step.cycle(), holdings));
            }
        }
        return concerning;
    }

    private static Cycle cycle(Snapshot commit) {
        return new Cycle(Long.toString(commit.snapshotId()));
    }

    private List<Commit> told(List<Snapshot> snapshots) {
        if (snapshots.isEmpty()) {
            return List.of();
        }
        Map<Long, Instant> madeCurrent = new HashMap<>();
        if (settings.branch().isEmpty()) { // the history is the main branch's
            for (HistoryEntry entry : table.history()) {
                madeCurrent.put(entry.snapshotId(), Instant.ofEpochMilli(entry.timestampMillis()));
            }
        }
        return snapshots.stream()
                .map(snapshot -> told(snapshot, Optional.ofNullable(madeCurrent.get(snapshot.snapshotId()))))
                .toList();
    }

    private Commit told(Snapshot snapshot, Optional<Instant> currentAt) {
        Map<String, String> summary = snapshot.summary();
        return new Commit(
                cycle(snapshot),
                Optional.ofNullable(snapshot.parentId())
                        .map(id -> new Cycle(Long.toString(id)))
                        .orElse(Cycle.unknown()),
                Optional.ofNullable(snapshot.operation()).orElse(""),
                Instant.ofEpochMilli(snapshot.timestampMillis()),
                currentAt,
                currentAt.flatMap(moment -> recordedAt(snapshot, moment)),
                Writers.of(summary),
                number(summary, SnapshotSummary.ADDED_RECORDS_PROP),
                number(summary, SnapshotSummary.ADDED_FILES_PROP)
                        + number(summary, SnapshotSummary.ADDED_DELETE_FILES_PROP));
    }

    /** When the catalog wrote the metadata that made the head current; not where that metadata may be of a later change. */
    private Optional<Instant> recordedAt(Snapshot snapshot, Instant currentAt) {
        if (head.map(Snapshot::snapshotId).orElse(-1L) != snapshot.snapshotId()
                || !(table instanceof HasTableOperations operated)) {
            return Optional.empty();
        }
        TableMetadata metadata = operated.operations().current();
        Instant written = Instant.ofEpochMilli(metadata.lastUpdatedMillis());
        List<TableMetadata.MetadataLogEntry> before = metadata.previousFiles();
        boolean first = before.isEmpty()
                || Instant.ofEpochMilli(before.get(before.size() - 1).timestampMillis())
                        .isBefore(currentAt);
        return first && !written.isBefore(currentAt) ? Optional.of(written) : Optional.empty();
    }

    private static long number(Map<String, String> summary, String property) {
        try {
            return Long.parseLong(summary.getOrDefault(property, "0"));
        } catch (NumberFormatException e) {
            return 0; // another writer's way to write it
        }
    }
}
