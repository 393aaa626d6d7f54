package rung.probe.stage.iceberg;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalogProperties;
import rung.core.config.Section;
import rung.core.time.Timeline;
import rung.probe.stage.Addresses;
import rung.probe.stage.Stage;
import rung.probe.stage.StageSettings;
import rung.probe.stage.StageTraits;

/**
 * A column of an Iceberg table with one row for each position of stock.
 *
 * @param catalog Iceberg's own properties of the catalog, such as {@code uri}; no message repeats their values
 * @param table name with its namespace, such as {@code inventory.positions}
 * @param storeColumn of the store's id: a string, int or long
 * @param skuColumn of the SKU's id: a string, int or long
 * @param countColumn of the units on hand: a number
 * @param branch that readers see; the main branch when empty
 */
public record IcebergSettings(
        Map<String, String> catalog,
        String table,
        String storeColumn,
        String skuColumn,
        String countColumn,
        Optional<String> branch)
        implements StageSettings {
    public static final String DEFAULT_STORE_COLUMN = "store_id";
    public static final String DEFAULT_SKU_COLUMN = "sku_id";
    public static final String DEFAULT_COUNT_COLUMN = "quantity";

    public IcebergSettings {
        catalog = Map.copyOf(catalog);
        String[] parts = table.split("\\.", -1);
        for (String part : parts) {
            if (part.isBlank() || parts.length < 2) {
                throw new IllegalArgumentException("table \"" + table
                        + "\" is no name of a table in a namespace; write it like inventory.positions");
            }
        }
        if (storeColumn.equals(skuColumn) || storeColumn.equals(countColumn) || skuColumn.equals(countColumn)) {
            throw new IllegalArgumentException("store, sku and count are not three different columns: " + storeColumn
                    + ", " + skuColumn + ", " + countColumn);
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
                catalog, table, DEFAULT_STORE_COLUMN, DEFAULT_SKU_COLUMN, DEFAULT_COUNT_COLUMN, Optional.empty());
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
                section.textIfPresent("branch"));
    }

    @Override
    public StageTraits traits() {
        return new StageTraits(
                "one conditional request to the catalog; for a new commit its manifests and the files it added",
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

    /** What the catalog is opened with: what the user says, and beside it what makes a poll cheap and short. */
    Map<String, String> catalogProperties() {
        Map<String, String> properties = new HashMap<>();
        if (!catalog.containsKey(CatalogProperties.CATALOG_IMPL)) {
            properties.put(CatalogUtil.ICEBERG_CATALOG_TYPE, CatalogUtil.ICEBERG_CATALOG_TYPE_REST);
        }
        if (catalog.getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, "").startsWith("file:")) {
            properties.put(CatalogProperties.FILE_IO_IMPL, LocalFileIO.class.getName());
        }
        properties.put(RESTCatalogProperties.SNAPSHOT_LOADING_MODE, "refs");
        properties.put(RESTCatalogProperties.METRICS_REPORTING_ENABLED, "false");
        properties.put("rest.client.max-retries", "1");
        properties.put("rest.client.connection-timeout-ms", "5000");
        properties.put("rest.client.socket-timeout-ms", "30000");
        properties.putAll(catalog);
        return properties;
    }

    /** Leaves the values of the catalog's properties out. */
    @Override
    public String toString() {
        return "IcebergSettings[" + address() + ", columns=" + storeColumn + ", " + skuColumn + ", " + countColumn
                + ", branch=" + branch.orElse("main") + "]";
    }
}
