package rung.engine.flink;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Lets each transaction through once, by its id, which is forgotten when it is {@code remembered} old: what comes again
 * later than that is taken for new. This bounds the state to the ids of that time.
 */
final class FirstOnly extends RichFilterFunction<PosChange> {
    private static final long serialVersionUID = 1L;
    private static final int CLEANED_PER_RECORD = 8;

    private final Duration remembered;
    private transient ValueState<Boolean> seen;

    FirstOnly(Duration remembered) {
        this.remembered = remembered;
    }

    @Override
    public void open(OpenContext context) {
        ValueStateDescriptor<Boolean> descriptor = new ValueStateDescriptor<>("seen", Types.BOOLEAN);
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(remembered)
                .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
                .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
                .cleanupIncrementally(CLEANED_PER_RECORD, false)
                .build());
        seen = getRuntimeContext().getState(descriptor);
    }

    @Override
    public boolean filter(PosChange change) throws Exception {
        if (seen.value() != null) {
            return false;
        }
        seen.update(true);
        return true;
    }
}
