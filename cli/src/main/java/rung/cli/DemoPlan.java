package rung.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import rung.testbed.StoreSku;

/** The pipelines.yaml of the demo: the same file that a user writes for pipelines of their own. */
final class DemoPlan {
    private static final int SKUS = 250;

    private DemoPlan() {}

    /** The keys that the shop must stock for the probe. */
    static List<StoreSku> reserved() {
        List<StoreSku> keys = new ArrayList<>();
        for (int store = 9901; store <= 9912; store++) {
            String name = Integer.toString(store);
            IntStream.rangeClosed(1, SKUS).forEach(sku -> keys.add(new StoreSku(name, "RUNG-%04d".formatted(sku))));
        }
        return keys;
    }

    static String yaml(String zone, String bootstrap, URI catalog, Path warehouse, URI redis, URI api) {
        return """
                # What `rung demo` measured: the file that you would write for pipelines of your own.
                timezone: %1$s
                pipelines:
                  hot-view:
                    promise: {tier: 4, at: api}
                    keys: {stores: ["99{01..04}"], skus: ["RUNG-{0001..0250}"]}
                    source: %2$s
                    stages:
                      - redis: {redis: {uri: "%4$s", key: "inventory:{store}", field: "{sku}"}, poll: 250ms}
                      - api:   {http: {url: "%5$s/hot/inventory/{store}/{sku}", count: /quantity}, poll: 250ms}
                    canary: {every: 1s}
                  lakehouse:
                    promise: {tier: 3, at: api}
                    keys: {stores: ["99{05..08}"], skus: ["RUNG-{0001..0250}"]}
                    source: %2$s
                    stages:
                      - table: {iceberg: {catalog: {type: rest, uri: "%3$s", warehouse: "%6$s"}, table: inventory.positions, count: quantity}, poll: 250ms}
                      - api:   {http: {url: "%5$s/lakehouse/inventory/{store}/{sku}", count: /quantity, cycle: /snapshot}, poll: 250ms}
                    canary: {every: 1s}
                  warehouse:
                    promise: {tier: 3, at: api}
                    keys: {stores: ["99{09..12}"], skus: ["RUNG-{0001..0250}"]}
                    source: %2$s
                    stages:
                      - table: {iceberg: {catalog: {type: rest, uri: "%3$s", warehouse: "%6$s"}, table: inventory.warehouse_positions, count: quantity}, poll: 250ms}
                      - api:   {http: {url: "%5$s/warehouse/inventory/{store}", count: "/items/{sku}/quantity", cycle: /snapshot}, poll: 250ms}
                    canary: {every: 1s}
                """.formatted(zone, source(bootstrap), catalog, redis, api, warehouse.toUri());
    }

    private static String source(String bootstrap) {
        return "{kafka: {bootstrap: \"" + bootstrap + "\", topic: pos.transactions, value: '"
                + "{\"transaction_id\": \"{transaction}\", \"store_id\": \"{store}\", \"sku_id\": \"{sku}\","
                + " \"quantity\": {delta}, \"kind\": \"{kind}\", \"occurred_at\": \"{time}\"}'}}";
    }
}
