package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.Test;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;
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

    @Test
    void aDeleteDoesNotReachARowOfAnEarlierPartitioning() throws Exception {
        show(Map.of(JACKET, 10L, SHOES, 20L));
        Stage stage = stage();
        Look.at(stage, Set.of(JACKET, SHOES));

        table.table().updateSpec().addField(Expressions.bucket("sku_id", 3)).commit();
        table = InventoryTable.of(table.table());
        table.upsert(units(Map.of(JACKET, 9L)));

        Look followed = Look.at(stage, Set.of(JACKET, SHOES));
        Look anew = Look.at(stage(), Set.of(JACKET, SHOES));
        assertThat(followed.gaps()).isEqualTo(anew.gaps());
        assertThat(followed.counts()).isEqualTo(anew.counts()).isEqualTo(Map.of(SHOES, 20L));
        assertThat(followed.gaps().get(JACKET)).contains("DUPLICATE_KEY: 2 live rows");
    }
}
