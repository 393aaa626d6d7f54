package rung.probe.stage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;
import rung.probe.stage.StageTraits;

/** Plain Parquet files, added one by one, that an engine within this process reads. */
class DuckDbParquetStageTest {
    private static final StockKey JACKET = new StockKey("9901", "RUNG-0001");
    private static final StockKey SHOES = new StockKey("9901", "RUNG-0002");
    private static final StockKey SHOES_ELSEWHERE = new StockKey("9902", "RUNG-0002");

    @TempDir
    private Path folder;

    private final Timeline timeline = SystemTimeline.start();
    private Connection writer;

    @BeforeEach
    void startWriter() throws SQLException {
        writer = DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterEach
    void stopWriter() throws SQLException {
        writer.close();
    }

    @Test
    void showsTheSumOfAllFilesAsTheyCome() throws Exception {
        add("one", row(JACKET, "1000"), row(SHOES, "2000"));
        try (Stage stage = perKey().open(timeline)) {
            Look before = Look.at(stage, Set.of(JACKET, SHOES_ELSEWHERE));

            add("two", row(JACKET, "-64"), row(SHOES_ELSEWHERE, "7"));
            Look after = Look.at(stage, Set.of(JACKET, SHOES, SHOES_ELSEWHERE));

            assertThat(before.counts()).isEqualTo(Map.of(JACKET, 1000L));
            assertThat(before.absent()).containsExactly(SHOES_ELSEWHERE);
            assertThat(after.counts()).isEqualTo(Map.of(JACKET, 936L, SHOES, 2000L, SHOES_ELSEWHERE, 7L));
        }
    }

    @Test
    void oneQueryAnswersForAllKeysOfAllStores() throws Exception {
        Map<StockKey, Long> counts = IntStream.range(0, 3000)
                .boxed()
                .collect(Collectors.toMap(i -> new StockKey("99" + i % 20, "RUNG-" + i / 20), i -> 1000L + i));
        add(
                "all",
                counts.entrySet().stream()
                        .map(count -> row(count.getKey(), count.getValue().toString()))
                        .toArray(String[]::new));

        Look look = at(allKeys(), counts.keySet());

        assertThat(look.counts()).isEqualTo(counts);
        assertThat(look.readings()).hasSize(1);
    }

    @Test
    void aFileThatIsHalfWrittenIsAGapAndNoCount() throws Exception {
        add("one", row(JACKET, "1000"));
        byte[] whole = Files.readAllBytes(folder.resolve("one.parquet"));
        try (Stage stage = perKey().open(timeline)) {
            Look.at(stage, Set.of(JACKET));

            Files.write(folder.resolve("two.parquet"), Arrays.copyOf(whole, whole.length / 2));
            Look torn = Look.at(stage, Set.of(JACKET, SHOES));
            Files.write(folder.resolve("two.parquet"), whole);

            assertThat(torn.counts()).isEmpty();
            assertThat(torn.gaps()).containsOnlyKeys(JACKET, SHOES);
            assertThat(torn.gaps().get(JACKET))
                    .startsWith("jdbc:duckdb::memory: answered: ")
                    .endsWith("; is sql right?");
            assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 2000L));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "read_parquet('{folder}/none/*.parquet'), NOT_FOUND",
        "nowhere, NOT_FOUND",
        "read_parquet('{folder}/*.parquet') a b, MALFORMED",
    })
    void saysWhatIsWrongWithTheQuery(String table, Fault fault) throws Exception {
        add("one", row(JACKET, "1000"));
        String sql = "select quantity from " + table.replace("{folder}", folder.toString())
                + " where store_id = :store and sku_id = :sku";

        Look look = at(JdbcSettings.of("jdbc:duckdb::memory:", Map.of(), sql), Set.of(JACKET));

        assertThat(look.gaps()).containsOnlyKeys(JACKET);
        assertThat(look.gaps().get(JACKET))
                .startsWith("jdbc:duckdb::memory: answered: ")
                .contains("right?");
        assertThat(look.faults()).isSubsetOf(fault, Fault.MALFORMED);
    }

    @Test
    void aColumnThatIsNullOrAFractionOrAWordIsNoCount() throws Exception {
        add("one", row(JACKET, "null"), row(SHOES, "12.5"), row(SHOES_ELSEWHERE, "-3"));
        Look numbers = at(listed("quantity"), Set.of(JACKET, SHOES, SHOES_ELSEWHERE));
        Look words = at(listed("'12 '"), Set.of(SHOES));
        Look nonsense = at(listed("'many'"), Set.of(SHOES));

        assertThat(numbers.counts()).isEqualTo(Map.of(SHOES_ELSEWHERE, -3L));
        assertThat(numbers.gaps().get(SHOES))
                .isEqualTo("jdbc:duckdb::memory: column quantity holds 12.5, not a whole number; is sql right?");
        assertThat(numbers.gaps().get(JACKET))
                .startsWith("jdbc:duckdb::memory: column quantity is null; is sql right?");
        assertThat(numbers.faults()).containsExactly(Fault.NOT_A_COUNT);
        assertThat(words.counts()).isEqualTo(Map.of(SHOES, 12L));
        assertThat(nonsense.gaps().get(SHOES)).contains("holds many, not a whole number");
    }

    @Test
    void aQueryThatTakesTooLongIsBrokenOff() throws Exception {
        add("one", row(JACKET, "1"));
        String slow = "select sum(a.range * b.range) from range(100000000) a, range(100000000) b"
                + " where '9901' = :store and 'RUNG-0001' = :sku";
        JdbcSettings settings = JdbcSettings.of("jdbc:duckdb::memory:", Map.of(), slow);
        JdbcSettings hasty = new JdbcSettings(
                settings.url(),
                settings.properties(),
                settings.sql(),
                settings.cycle(),
                Duration.ofMillis(300),
                settings.budget(),
                false);

        Look look = at(hasty, Set.of(JACKET));

        assertThat(look.faults()).containsExactly(Fault.TIMEOUT);
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("rung-jdbc-stage")));
    }

    @Test
    void saysThatFreshnessIsNotProvableWithoutACommitLog() {
        assertThat(perKey().traits().caveat()).contains(StageTraits.NO_COMMIT_LOG);
        assertThat(listed("quantity").traits().caveat()).isEqualTo(Optional.empty());
    }

    private JdbcSettings perKey() {
        JdbcSettings settings = JdbcSettings.of(
                "jdbc:duckdb::memory:",
                Map.of(),
                "select sum(quantity) from " + files()
                        + " where store_id = :store and sku_id = :sku group by store_id, sku_id");
        return new JdbcSettings(
                settings.url(),
                settings.properties(),
                settings.sql(),
                settings.cycle(),
                settings.timeout(),
                settings.budget(),
                false);
    }

    private JdbcSettings allKeys() {
        return JdbcSettings.of(
                "jdbc:duckdb::memory:",
                Map.of(),
                "select store_id, sku_id, sum(quantity) from " + files() + " group by all");
    }

    private JdbcSettings listed(String count) {
        return JdbcSettings.of(
                "jdbc:duckdb::memory:",
                Map.of(),
                "from " + files() + " select sku_id, " + count + " where store_id = :store");
    }

    private String files() {
        return "read_parquet('" + folder + "/*.parquet')";
    }

    private static String row(StockKey key, String quantity) {
        return "('" + key.store() + "', '" + key.sku() + "', " + quantity + ")";
    }

    private void add(String name, String... rows) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute("copy (from (values " + String.join(", ", rows)
                    + ") v(store_id, sku_id, quantity)) to '" + folder.resolve(name + ".parquet")
                    + "' (format parquet)");
        }
    }

    private Look at(JdbcSettings settings, Set<StockKey> keys) throws InterruptedException {
        try (Stage stage = settings.open(timeline)) {
            return Look.at(stage, keys);
        }
    }
}
