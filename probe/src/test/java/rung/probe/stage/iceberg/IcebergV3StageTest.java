package rung.probe.stage.iceberg;

import org.apache.iceberg.PartitionSpec;
import rung.testbed.InventoryTable;

/** Format version 3, deletion vectors, partitioned by store. */
class IcebergV3StageTest extends IcebergStageContract {
    @Override
    int formatVersion() {
        return 3;
    }

    @Override
    PartitionSpec spec() {
        return PartitionSpec.builderFor(InventoryTable.SCHEMA)
                .identity("store_id")
                .build();
    }
}
