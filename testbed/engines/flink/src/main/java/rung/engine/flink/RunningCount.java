package rung.engine.flink;

import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** Adds each change to its unit's count, which is never forgotten, and gives the row that the table is to have. */
final class RunningCount extends RichMapFunction<PosChange, RowData> {
    private static final long serialVersionUID = 1L;

    private transient ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
        count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public RowData map(PosChange change) throws Exception {
        Long before = count.value();
        long after = (before == null ? 0 : before) + change.quantity();
        count.update(after);
        return GenericRowData.of(
                StringData.fromString(change.store()),
                StringData.fromString(change.sku()),
                after,
                TimestampData.fromInstant(Instant.now()));
    }
}
