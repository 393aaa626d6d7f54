package rung.probe.stage.iceberg;

import org.apache.iceberg.PartitionSpec;

/** Format version 3, deletion vectors, one partition. */
class IcebergV3UnpartitionedStageTest extends IcebergStageContract {
    @Override
    int formatVersion() {
        return 3;
    }

    @Override
    PartitionSpec spec() {
        return PartitionSpec.unpartitioned();
    }
}
