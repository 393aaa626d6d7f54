package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Commit;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;
import rung.testbed.Broker;
import rung.testbed.ConnectPipeline;
import rung.testbed.PosDatabase;
import rung.testbed.RestCatalog;
import rung.testbed.Stock;
import rung.testbed.StoreSku;

/** A table that Apache's Iceberg sink for Kafka Connect wrote, while its tills go on selling other units. */
@Tag("reference")
class ConnectPipelineReadTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final StockKey KEY = new StockKey("9901", "RUNG-0001");
    private static final int TILLS_PER_HOUR = 72_000;
    private static final long SEED = 7;

    @TempDir
    private Path folder;

    @Test
    void everyCountThatIsReadIsWhatHadBeenSoldByThenAndTheLastOneIsAllOfIt() throws Exception {
        System.out.println("seed " + SEED);
        Stock stock = Stock.of(4, 5, List.of(new StoreSku(KEY.store(), KEY.sku())));
        List<Long> read = new ArrayList<>();
        List<EngineCommits.Told> before;
        List<EngineCommits.Told> after;
        try (Broker broker = Broker.start(folder.resolve("kafka"));
                RestCatalog catalog = RestCatalog.start(folder.resolve("lake"));
                ConnectPipeline pipeline = ConnectPipeline.start(
                        folder.resolve("connect"),
                        broker.bootstrap(),
                        catalog,
                        stock,
                        Duration.ofSeconds(1),
                        sentence -> System.out.println(sentence));
                Stage stage = new IcebergStage(SystemTimeline.start(), settings(catalog, pipeline))) {
            pipeline.openTills(TILLS_PER_HOUR, SEED);
            read.addAll(counts(stage));
            long soFar = 1000;
            for (int units = 1; units <= 16; units *= 2) {
                sell(pipeline, units);
                sell(pipeline, units);
                soFar -= units;
                long wanted = soFar;
                await().atMost(PATIENCE).until(() -> {
                    read.addAll(counts(stage));
                    return read.contains(wanted);
                });
            }

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(served(pipeline)).isEqualTo(1000 - 31));
            EngineCommits commits = new EngineCommits(stage, KEY, catalog.backend(), pipeline.table(), "kafka connect");
            before = commits.next(3);
            pipeline.crashWorker();
            after = commits.next(3);
        }
        assertThat(read.stream().distinct()).containsExactly(1000L, 999L, 997L, 993L, 985L, 969L);
        EngineCommits.areOneJobs(before, after);
        List<Commit> complete = Stream.concat(before.stream(), after.stream())
                .map(EngineCommits.Told::commit)
                .filter(commit -> completeUntil(commit).isPresent())
                .toList();
        assertThat(complete).isNotEmpty();
        assertThat(complete.stream().map(commit -> completeUntil(commit).orElseThrow()))
                .isSorted();
        assertThat(complete)
                .allSatisfy(commit ->
                        assertThat(completeUntil(commit).orElseThrow()).isBeforeOrEqualTo(commit.writtenAt()));
    }

    /** The sink does not tell it with each commit. */
    private static Optional<Instant> completeUntil(Commit commit) {
        return commit.writer().completeUntil();
    }

    private static IcebergSettings settings(RestCatalog catalog, ConnectPipeline pipeline) {
        return new IcebergSettings(
                Map.of("uri", catalog.uri().toString(), "io-impl", CountingFileIO.class.getName()),
                pipeline.table(),
                IcebergSettings.DEFAULT_STORE_COLUMN,
                IcebergSettings.DEFAULT_SKU_COLUMN,
                IcebergSettings.DEFAULT_COUNT_COLUMN,
                new IcebergSettings.Log(Optional.of("transaction_id")),
                Optional.empty(),
                IcebergSettings.DEFAULT_TIMEOUT);
    }

    /** The counts of one look, in the order of its commits. */
    private static List<Long> counts(Stage stage) throws InterruptedException {
        List<Reading> readings = stage.read(Set.of(KEY));
        assertThat(Look.of(readings).gaps()).isEmpty();
        return readings.stream()
                .flatMap(reading ->
                        reading
                                .<Collection<Long>>fold(
                                        answered -> answered.counts().values(), gap -> List.of())
                                .stream())
                .toList();
    }

    /** As a till does that reports a sale; when it is told the same again, it is the same sale. */
    private static void sell(ConnectPipeline pipeline, int units) throws SQLException {
        try (Connection till = DriverManager.getConnection(pipeline.jdbcUrl(), pipeline.user(), pipeline.password());
                Statement statement = till.createStatement()) {
            statement.executeUpdate("insert into " + PosDatabase.TABLE
                    + " (transaction_id, store_id, sku_id, quantity, kind, occurred_at) values ('sale-of-" + units
                    + "', '" + KEY.store() + "', '" + KEY.sku() + "', " + -units + ", 'SALE', now())");
        }
    }

    private static long served(ConnectPipeline pipeline) throws IOException, InterruptedException {
        URI uri = pipeline.uri().resolve("/connect/inventory/" + KEY.store() + "/" + KEY.sku());
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        return new ObjectMapper().readTree(answer.body()).path("quantity").longValue();
    }
}
