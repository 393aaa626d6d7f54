package rung.probe.stage;

import org.apache.iceberg.PartitionSpec;
import rung.testbed.InventoryTable;

/** Format version 2, equality deletes, partitioned by a bucket of the store. */
class IcebergV2BucketedStageTest extends IcebergStageContract {
    @Override
    int formatVersion() {
        return 2;
    }

    @Override
    PartitionSpec spec() {
        return PartitionSpec.builderFor(InventoryTable.SCHEMA)
                .bucket("store_id", 4)
                .build();
    }
}
