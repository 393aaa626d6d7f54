package rung.probe.stage.delta;

import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StringType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table without partitions, with deletion vectors allowed and counts that are texts. */
class DeltaStageOfTextsTest extends DeltaStageContract {
    @Override
    DataType type() {
        return StringType.STRING;
    }

    @Override
    List<String> partitions() {
        return List.of();
    }

    @Override
    Map<String, String> properties() {
        return Map.of("delta.enableDeletionVectors", "true", "delta.columnMapping.mode", "name");
    }

    @Override
    Object written(long count) {
        return Long.toString(count);
    }

    @Override
    Optional<Object> written(Written form) {
        return switch (form) {
            case TEXT -> Optional.of("12");
            case FRACTION -> Optional.of("12.5");
            case WORD -> Optional.of("a dozen");
            case NULL -> Optional.empty();
        };
    }
}
