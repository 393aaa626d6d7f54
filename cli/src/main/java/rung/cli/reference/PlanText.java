package rung.cli.reference;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import rung.testbed.StoreSku;
import rung.testbed.Testbed;

/** The lines that the configurations of reference pipelines share. */
public final class PlanText {
    private static final int SKUS = 250;
    private static final int FIRST_STORE = 9901;
    private static final int LAST_STORE = 9904;

    private PlanText() {}

    /** The keys that a reference pipeline must stock for the probe: four stores with 250 SKUs each. */
    public static List<StoreSku> reserved() {
        List<StoreSku> keys = new ArrayList<>();
        for (int store = FIRST_STORE; store <= LAST_STORE; store++) {
            String name = Integer.toString(store);
            IntStream.rangeClosed(1, SKUS).forEach(sku -> keys.add(new StoreSku(name, "RUNG-%04d".formatted(sku))));
        }
        return keys;
    }

    /** A whole file that measures the one pipeline {@code name}. */
    public static String file(String zone, String name, String summary, Open open) {
        return """
                # What `rung demo --pipeline %2$s` measured: %3$s.
                timezone: %1$s
                pipelines:
                  %2$s:
                %4$s""".formatted(zone, name, summary, open.pipeline().indent(4));
    }

    static String keys() {
        return "keys: {stores: [\"99{01..04}\"], skus: [\"RUNG-{0001..0250}\"]}";
    }

    /** Sales as messages of JSON. */
    static String kafka(String bootstrap, String topic) {
        return "source: {kafka: {bootstrap: \"" + bootstrap + "\", topic: " + topic + ", value: '"
                + "{\"transaction_id\": \"{transaction}\", \"store_id\": \"{store}\", \"sku_id\": \"{sku}\","
                + " \"quantity\": {delta}, \"kind\": \"{kind}\", \"occurred_at\": \"{time}\"}'}}";
    }

    /** Sales as rows of the POS database. */
    static String posDatabase(String url, String user, String password) {
        return "source: {jdbc: {url: \"" + url + "\", properties: {user: " + user + ", password: \"" + password + "\"},"
                + " insert: \"insert into pos_transaction (transaction_id, store_id, sku_id, quantity, kind, occurred_at)"
                + " values (:transaction, :store, :sku, :delta, :kind, cast(:time as timestamptz))\"}}";
    }

    /** The {@code catalog} of an Iceberg stage. */
    static String catalog(Testbed testbed) {
        Path warehouse = testbed.catalog().warehouse();
        return "catalog: {type: rest, uri: \"" + testbed.catalog().uri() + "\", warehouse: \"" + warehouse.toUri()
                + "\"}";
    }

    /** A page for each key, which does not tell of commits. */
    static String pagePerKey(URI uri, String path) {
        return "http: {url: \"" + uri + "/" + path + "/inventory/{store}/{sku}\", count: /quantity}";
    }

    /** A page for each store: four requests a look, however many sales are on their way. */
    static String pagePerStore(URI uri, String path) {
        return "http: {url: \"" + uri + "/" + path
                + "/inventory/{store}\", count: \"/items/{sku}/quantity\", cycle: /snapshot}";
    }
}
