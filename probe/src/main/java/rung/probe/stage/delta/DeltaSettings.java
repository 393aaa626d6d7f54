package rung.probe.stage.delta;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.CatalogProperties;
import rung.core.config.Section;
import rung.core.time.Timeline;
import rung.probe.stage.Stage;
import rung.probe.stage.StageSettings;
import rung.probe.stage.StageTraits;
import rung.probe.stage.lake.LocalFileIO;
import rung.probe.wire.Addresses;

/**
 * Counts in a Delta Lake table.
 *
 * @param table its folder: a path of this machine, or a URI such as {@code s3://lake/inventory/positions}
 * @param io properties of the storage, as Iceberg's storages call them, such as {@code s3.endpoint}; no message repeats
 *     their values
 * @param storeColumn of the store's id: a string or a whole number
 * @param skuColumn of the SKU's id: a string or a whole number
 * @param countColumn a number or the text of one: the units on hand, or in a log what a transaction adds to them
 * @param model what the rows are
 * @param timeout of one look
 */
public record DeltaSettings(
        String table,
        Map<String, String> io,
        String storeColumn,
        String skuColumn,
        String countColumn,
        Model model,
        Duration timeout)
        implements StageSettings {
    public static final String DEFAULT_STORE_COLUMN = "store_id";
    public static final String DEFAULT_SKU_COLUMN = "sku_id";
    public static final String DEFAULT_COUNT_COLUMN = "quantity";
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");
    private static final String LOCAL = "file";
    private static final String S3 = "org.apache.iceberg.aws.s3.S3FileIO";
    private static final String AZURE = "org.apache.iceberg.azure.adlsv2.ADLSFileIO";

    /** Iceberg's storage for each scheme. */
    private static final Map<String, String> STORAGES = Map.of(
            LOCAL,
            LocalFileIO.class.getName(),
            "s3",
            S3,
            "s3a",
            S3,
            "s3n",
            S3,
            "gs",
            "org.apache.iceberg.gcp.gcs.GCSFileIO",
            "abfs",
            AZURE,
            "abfss",
            AZURE);

    private static final String ROW = "row";
    private static final String LOG = "log";

    /** What the rows of the table are. */
    public sealed interface Model {}

    /** One live row for each position of stock, with its count. */
    public record Row() implements Model {}

    /**
     * A row for each transaction: the count of a position is the sum of its rows.
     *
     * @param transaction column of the transaction's id; of rows with the same id one is counted. When empty, each row
     *     counts
     */
    public record Log(Optional<String> transaction) implements Model {}

    public DeltaSettings {
        io = Map.copyOf(io);
        if (table.isBlank()) {
            throw new IllegalArgumentException("table is empty; write the table's folder, the one that has _delta_log");
        }
        table = root(table);
        if (!io.containsKey(CatalogProperties.FILE_IO_IMPL) && !STORAGES.containsKey(scheme(table))) {
            throw new IllegalArgumentException("no storage is known for " + scheme(table)
                    + ":; write a path, an s3:, gs: or abfss: URI, or under io the storage's class as io-impl");
        }
        List<String> columns = new ArrayList<>(List.of(storeColumn, skuColumn, countColumn));
        if (model instanceof Log log) {
            log.transaction().ifPresent(columns::add);
        }
        if (columns.stream().distinct().count() < columns.size()) {
            throw new IllegalArgumentException((columns.size() == 3
                            ? "store, sku and count are not three different columns: "
                            : "store, sku, count and transaction are not four different columns: ")
                    + String.join(", ", columns));
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout is " + timeout + "; it must be longer than nothing");
        }
    }

    /** A table with the default columns. */
    public static DeltaSettings of(String table, Map<String, String> io) {
        return new DeltaSettings(
                table, io, DEFAULT_STORE_COLUMN, DEFAULT_SKU_COLUMN, DEFAULT_COUNT_COLUMN, new Row(), DEFAULT_TIMEOUT);
    }

    /**
     * Reads the settings of a configuration.
     *
     * @throws IllegalArgumentException with cause and cure, when they cannot work
     */
    public static DeltaSettings read(Section section) {
        return new DeltaSettings(
                section.text("table"),
                section.properties("io"),
                section.text("store", DEFAULT_STORE_COLUMN),
                section.text("sku", DEFAULT_SKU_COLUMN),
                section.text("count", DEFAULT_COUNT_COLUMN),
                model(section),
                section.duration("timeout", DEFAULT_TIMEOUT));
    }

    private static Model model(Section section) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(ROW, ROW);
        words.put(LOG, LOG);
        // Asked for with any model, so that a row's is told what is wrong with it and not that there is no such key.
        Optional<String> transaction = section.textIfPresent("transaction");
        if (section.choice("model", words, ROW).equals(LOG)) {
            return new Log(transaction);
        }
        if (transaction.isPresent()) {
            throw new IllegalArgumentException(
                    "transaction tells the rows of a log apart; write model: log beside it, or leave it out");
        }
        return new Row();
    }

    /** Without a slash at its end; of this machine's folders the whole path. */
    private static String root(String table) {
        String root = table.length() > 1 ? table.replaceFirst("/+$", "") : table;
        return scheme(root).equals(LOCAL)
                ? Path.of(root.replaceFirst("^file:/*", "/"))
                        .toAbsolutePath()
                        .normalize()
                        .toString()
                : root;
    }

    private static String scheme(String table) {
        Matcher scheme = SCHEME.matcher(table);
        return scheme.matches() ? scheme.group(1).toLowerCase(Locale.ROOT) : LOCAL;
    }

    /** Of a log that tells transactions apart. */
    Optional<String> transactionColumn() {
        return model instanceof Log log ? log.transaction() : Optional.empty();
    }

    boolean isLog() {
        return model instanceof Log;
    }

    @Override
    public StageTraits traits() {
        return new StageTraits(
                "two requests to the storage; for a new version its log entry and the files it added that may hold the"
                        + " keys; for the first look the log since its last checkpoint and all files that may",
                StageTraits.BETWEEN_LOOKS,
                Optional.of("the table's version"));
    }

    @Override
    public Stage open(Timeline timeline) {
        return new DeltaStage(timeline, this);
    }

    /** Where the table is, for messages. */
    String address() {
        return "Delta table " + Addresses.shown(table);
    }

    /** The log entry of {@code version}. */
    String entry(long version) {
        return String.format("%s/_delta_log/%020d.json", table, version);
    }

    /** What the storage is opened with: what the user says, and beside it what makes a look short. */
    Map<String, String> ioProperties() {
        Map<String, String> properties = new HashMap<>();
        String millis = Long.toString(timeout.toMillis());
        Optional.ofNullable(STORAGES.get(scheme(table)))
                .ifPresent(storage -> properties.put(CatalogProperties.FILE_IO_IMPL, storage));
        properties.put("http-client.type", "urlconnection"); // of the two that S3FileIO can use, the one that is here
        properties.put("http-client.urlconnection.connection-timeout-ms", millis);
        properties.put("http-client.urlconnection.socket-timeout-ms", millis);
        properties.put("s3.retry.num-retries", "1");
        properties.putAll(io);
        return properties;
    }

    /** Leaves the values of the storage's properties out. */
    @Override
    public String toString() {
        return "DeltaSettings[" + address() + ", columns=" + storeColumn + ", " + skuColumn + ", " + countColumn
                + (isLog() ? ", rows=log" : "") + "]";
    }
}
