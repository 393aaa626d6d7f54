package rung.probe.stage.delta;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.types.StructType;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the files of a table are to be read, from one change of its columns or protocol to the next.
 *
 * @param state by which the kernel turns what a file has into rows of the table: names, partitions, deletions
 * @param physical what is read of a file
 */
record Shape(Columns columns, Row state, StructType physical) {
    static Shape of(DeltaSettings settings, Snapshot snapshot, Engine engine) {
        Set<String> partitions = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        partitions.addAll(snapshot.getPartitionColumnNames());
        Columns columns = Columns.of(settings, snapshot.getSchema(), partitions);
        Scan scan = snapshot.getScanBuilder().withReadSchema(columns.read()).build();
        Row state = scan.getScanState(engine);
        return new Shape(columns, state, ScanStateRow.getPhysicalDataReadSchema(state));
    }

    /** The table's folder, as the kernel has it in each row that names a file. */
    String root() {
        return ScanStateRow.getTableRoot(state).toUri().toString();
    }
}
