package rung.probe.stage.iceberg;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalogProperties;
import rung.core.config.Section;
import rung.core.time.Timeline;
import rung.probe.stage.Stage;
import rung.probe.stage.StageSettings;
import rung.probe.stage.StageTraits;
import rung.probe.stage.lake.LocalFileIO;
import rung.probe.wire.Addresses;

/**
 * Counts in an Iceberg table.
 *
 * @param catalog Iceberg's own properties of the catalog, such as {@code uri}; no message repeats their values
 * @param table name with its namespace, such as {@code inventory.positions}
 * @param storeColumn of the store's id: a string, int or long
 * @param skuColumn of the SKU's id: a string, int or long
 * @param countColumn a number: the units on hand, or in a log what a transaction adds to them
 * @param model what the rows are
 * @param branch that readers see; the main branch when empty
 * @param timeout of one look
 */
public record IcebergSettings(
        Map<String, String> catalog,
        String table,
        String storeColumn,
        String skuColumn,
        String countColumn,
        Model model,
        Optional<String> branch,
        Duration timeout)
        implements StageSettings {
    public static final String DEFAULT_STORE_COLUMN = "store_id";
    public static final String DEFAULT_SKU_COLUMN = "sku_id";
    public static final String DEFAULT_COUNT_COLUMN = "quantity";
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** That a log's sums are told apart by, 8 bytes each: a sale and its return every 10 s for 230 days. */
    private static final int MOST_TRANSACTIONS = 4_000_000;

    private static final String NAME = "name";
    private static final String ROW = "row";
    private static final String LOG = "log";

    /** What the rows of the table are. */
    public sealed interface Model {}

    /** One live row for each position of stock, with its count. */
    public record Row() implements Model {}

    /**
     * A row for each transaction, and none of them changes: the count of a position is the sum of its rows.
     *
     * @param transaction column of the transaction's id; a row whose id was there before is left out of the sum. When
     *     empty, each row counts
     */
    public record Log(Optional<String> transaction) implements Model {}

    public IcebergSettings {
        catalog = Map.copyOf(catalog);
        String[] parts = table.split("\\.", -1);
        for (String part : parts) {
            if (part.isBlank() || parts.length < 2) {
                throw new IllegalArgumentException("table \"" + table
                        + "\" is no name of a table in a namespace; write it like inventory.positions");
            }
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
        boolean rest = !catalog.containsKey(CatalogProperties.CATALOG_IMPL)
                && catalog.getOrDefault(CatalogUtil.ICEBERG_CATALOG_TYPE, "rest")
                        .equals("rest");
        if (rest && !catalog.containsKey(CatalogProperties.URI)) {
            throw new IllegalArgumentException("the catalog has no uri; write that of its REST endpoint");
        }
    }

    /** A table with the default columns, on its main branch. */
    public static IcebergSettings of(Map<String, String> catalog, String table) {
        return new IcebergSettings(
                catalog,
                table,
                DEFAULT_STORE_COLUMN,
                DEFAULT_SKU_COLUMN,
                DEFAULT_COUNT_COLUMN,
                new Row(),
                Optional.empty(),
                DEFAULT_TIMEOUT);
    }

    /**
     * Reads the settings of a configuration.
     *
     * @throws IllegalArgumentException with cause and cure, when they cannot work
     */
    public static IcebergSettings read(Section section) {
        return new IcebergSettings(
                section.properties("catalog"),
                section.text("table"),
                section.text("store", DEFAULT_STORE_COLUMN),
                section.text("sku", DEFAULT_SKU_COLUMN),
                section.text("count", DEFAULT_COUNT_COLUMN),
                model(section),
                section.textIfPresent("branch"),
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

    /** Of a log that tells transactions apart. */
    Optional<String> transactionColumn() {
        return model instanceof Log log ? log.transaction() : Optional.empty();
    }

    /** Reads {@code from}, whose rows are what these settings say. */
    SnapshotReader reader(Table from) {
        return model instanceof Log ? new LogReader(this, from, MOST_TRANSACTIONS) : new RowReader(this, from);
    }

    @Override
    public StageTraits traits() {
        return new StageTraits(
                "one conditional request to the catalog; for a new commit its manifests and the files it added"
                        + (model instanceof Log ? "; for the first look all files that may hold the keys" : ""),
                StageTraits.BETWEEN_LOOKS,
                Optional.of("the snapshot's id"));
    }

    @Override
    public Stage open(Timeline timeline) {
        return new IcebergStage(timeline, this);
    }

    TableIdentifier identifier() {
        return TableIdentifier.parse(table);
    }

    /** Where the table is, for messages. */
    String address() {
        String uri = catalog.getOrDefault(CatalogProperties.URI, "the catalog");
        return "table " + table + " at " + Addresses.shown(uri);
    }

    /** By which a JDBC catalog knows its rows from those of others. */
    String catalogName() {
        return catalog.getOrDefault(NAME, "rung");
    }

    /** What the catalog is opened with: what the user says, and beside it what makes a poll cheap and short. */
    Map<String, String> catalogProperties() {
        Map<String, String> properties = new HashMap<>();
        if (!catalog.containsKey(CatalogProperties.CATALOG_IMPL)) {
            properties.put(CatalogUtil.ICEBERG_CATALOG_TYPE, CatalogUtil.ICEBERG_CATALOG_TYPE_REST);
        }
        if (catalog.getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, "").startsWith("file:")) {
            properties.put(CatalogProperties.FILE_IO_IMPL, LocalFileIO.class.getName());
        }
        properties.put(
                "http-client.type", "urlconnection"); // of the two that iceberg-aws can use, the one that is here
        properties.put("jdbc.schema-version", "V1");
        properties.put("jdbc.init-catalog-tables", "false");
        properties.put(RESTCatalogProperties.SNAPSHOT_LOADING_MODE, "refs");
        properties.put(RESTCatalogProperties.METRICS_REPORTING_ENABLED, "false");
        properties.put("rest.client.max-retries", "1");
        properties.put("rest.client.connection-timeout-ms", Long.toString(timeout.toMillis()));
        properties.put("rest.client.socket-timeout-ms", Long.toString(timeout.toMillis()));
        properties.putAll(catalog);
        properties.remove(NAME);
        return properties;
    }

    /** Leaves the values of the catalog's properties out. */
    @Override
    public String toString() {
        return "IcebergSettings[" + address() + ", columns=" + storeColumn + ", " + skuColumn + ", " + countColumn
                + (model instanceof Log ? ", rows=log" : "")
                + ", branch=" + branch.orElse("main") + "]";
    }
}
