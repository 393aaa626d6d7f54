package rung.probe.stage.delta;

import io.delta.kernel.types.DataType;
import io.delta.kernel.types.LongType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table that is partitioned by store, with counts that are numbers. */
class DeltaStageOfNumbersTest extends DeltaStageContract {
    @Override
    DataType type() {
        return LongType.LONG;
    }

    @Override
    List<String> partitions() {
        return List.of("store_id");
    }

    @Override
    Map<String, String> properties() {
        return Map.of();
    }

    @Override
    Object written(long count) {
        return count;
    }

    @Override
    Optional<Object> written(Written form) {
        return Optional.empty();
    }
}
