package rung.probe.stage.trino;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;

/** What Trino says of a table's snapshots without opening a file of it. */
final class Metadata {
    /** A compaction makes a snapshot, too; more than this in a row are not looked behind. */
    private static final int SNAPSHOTS = 50;

    private record Snapshot(Optional<Long> parent, boolean bringsData) {}

    private final Session session;
    private final TrinoTable table;

    Metadata(Session session, TrinoTable table) {
        this.session = session;
        this.table = table;
    }

    /** The snapshot that a query of now would read; empty for a table that has none. */
    Optional<Long> head() throws Refusal, InterruptedException {
        Optional<Long> head = session.ask(
                Query.of(
                        "SELECT snapshot_id FROM " + table.metadata("refs") + " WHERE name = ? AND type = 'BRANCH'",
                        table.branch().orElse("main")),
                rows -> rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty());
        if (head.isEmpty() && table.branch().isPresent()) {
            throw Refusal.of(
                    Fault.NOT_FOUND,
                    "table " + table.name() + " has no branch " + table.branch().get() + "; is branch right?");
        }
        return head;
    }

    /** The last commit up to {@code head} that changed data, as a compaction brings no sale. */
    Cycle cycle(long head) throws Refusal, InterruptedException {
        Map<Long, Snapshot> snapshots = session.ask(
                Query.of("SELECT snapshot_id, parent_id, operation FROM " + table.metadata("snapshots")
                        + " ORDER BY committed_at DESC LIMIT " + SNAPSHOTS),
                rows -> {
                    Map<Long, Snapshot> found = new HashMap<>();
                    while (rows.next()) {
                        long parent = rows.getLong(2);
                        found.put(
                                rows.getLong(1),
                                new Snapshot(
                                        rows.wasNull() ? Optional.empty() : Optional.of(parent),
                                        !"replace".equals(rows.getString(3))));
                    }
                    return found;
                });
        long last = head;
        for (int i = 0; i < SNAPSHOTS; i++) {
            Snapshot snapshot = snapshots.get(last);
            if (snapshot == null || snapshot.bringsData() || snapshot.parent().isEmpty()) {
                break;
            }
            last = snapshot.parent().get();
        }
        return new Cycle(Long.toString(last));
    }
}
