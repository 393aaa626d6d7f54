package rung.probe.stage.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.types.DataType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Commit;
import rung.core.measure.StockKey;
import rung.probe.stage.Look;
import rung.probe.stage.Relay;
import rung.probe.stage.Stage;
import rung.probe.stage.StageContract;
import rung.probe.stage.iceberg.Bucket;

/** The contract of all stages, for a Delta table in a bucket that Iceberg's own S3 client reads. */
abstract class DeltaStageContract extends StageContract {
    private static final String GOOD = "good";

    @TempDir
    private Path folder;

    private final Map<StockKey, Object> shown = new HashMap<>();
    private DeltaTable table;
    private Bucket bucket;
    private Relay relay;

    /** Of the column of counts. */
    abstract DataType type();

    abstract List<String> partitions();

    abstract Map<String, String> properties();

    /** A count as the column holds it. */
    abstract Object written(long count);

    /** Empty where the column cannot hold it. */
    abstract Optional<Object> written(Written form);

    @BeforeEach
    void serve() throws IOException {
        table = DeltaTable.create(
                folder.resolve("lake/positions"), DeltaTable.columns(type()), partitions(), properties());
        bucket = Bucket.serve(folder);
        bucket.admit(GOOD);
        relay = Relay.to(URI.create(bucket.endpoint()).getPort());
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        bucket.close();
    }

    private Stage open(String accessKey) {
        Map<String, String> io = Map.of(
                "s3.endpoint", "http://127.0.0.1:" + relay.port(),
                "s3.path-style-access", "true",
                "s3.access-key-id", accessKey,
                "s3.secret-access-key", "hushhush",
                "client.region", "eu-west-1");
        return new DeltaSettings(
                        "s3://lake/positions",
                        io,
                        "store_id",
                        "sku_id",
                        "quantity",
                        new DeltaSettings.Row(),
                        DeltaSettings.DEFAULT_TIMEOUT)
                .open(timeline);
    }

    @Override
    protected Stage open() {
        return open(GOOD);
    }

    @Override
    protected Optional<Stage> openDenied() {
        return Optional.of(open("bad"));
    }

    @Override
    protected void show(Map<StockKey, Long> counts) throws IOException {
        Map<StockKey, Object> wanted = new HashMap<>();
        counts.forEach((key, count) -> wanted.put(key, written(count)));
        Map<StockKey, @Nullable Object> changed = new HashMap<>(wanted);
        changed.entrySet().removeAll(shown.entrySet());
        Set<StockKey> gone = new HashSet<>(shown.keySet());
        gone.removeAll(wanted.keySet());
        if (!changed.isEmpty() || !gone.isEmpty()) {
            table.merge(changed, gone);
        }
        shown.clear();
        shown.putAll(wanted);
    }

    @Override
    protected boolean write(StockKey key, Written form) throws IOException {
        Optional<Object> value = written(form);
        if (value.isEmpty() && form != Written.NULL) {
            return false;
        }
        Map<StockKey, @Nullable Object> changed = new HashMap<>();
        changed.put(key, value.orElse(null));
        table.merge(changed, Set.of());
        return true;
    }

    @Override
    protected void cut() throws IOException {
        relay.cut();
    }

    @Override
    protected void stall() {
        relay.stall();
    }

    @Override
    protected void tear() {
        relay.tear();
    }

    @Override
    protected void restore() throws IOException {
        relay.mend();
    }

    @Override
    protected String address() {
        return "Delta table s3://lake/positions";
    }

    @Test
    void aBucketTellsWhenItTookAVersion() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Look.at(stage, Set.of(JACKET));
        show(Map.of(JACKET, 4L));

        Look.at(stage, Set.of(JACKET));

        assertThat(stage.commits()).singleElement().satisfies(commit -> {
            assertThat(commit.operation()).isEqualTo("MERGE");
            assertThat(commit.recordedAt().orElse(Instant.EPOCH)).isAfter(Instant.EPOCH);
        });
        assertThat(stage.commits().stream().map(Commit::cycle)).hasSize(1);
    }

    @Test
    void aLogIsListedFromItsCheckpointOn() throws Exception {
        show(Map.of(JACKET, 5L));
        show(Map.of(JACKET, 4L));
        table.checkpointAndCleanUp();
        show(Map.of(JACKET, 3L));

        assertThat(Look.at(stage(), Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 3L));
    }
}
