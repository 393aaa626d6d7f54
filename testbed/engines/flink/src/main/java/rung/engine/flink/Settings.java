package rung.engine.flink;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the engine is started with.
 *
 * @param bootstrap host and port of the broker
 * @param topic of flat JSON, one transaction in each record
 * @param group the consumer group under which the place in the topic is published
 * @param catalog address of an Iceberg REST catalog
 * @param io class of the {@link org.apache.iceberg.io.FileIO} for the table's files
 * @param table namespace and name of an existing table with store_id, sku_id, quantity and updated_at
 * @param folder where checkpoints go, and where the latest one is looked for at the start
 * @param checkpointEvery time between checkpoints, each of which is a commit
 * @param idsRemembered how long a transaction's id is remembered
 */
record Settings(
        String bootstrap,
        String topic,
        String group,
        URI catalog,
        String io,
        String table,
        Path folder,
        Duration checkpointEvery,
        Duration idsRemembered) {
    private static final List<String> KEYS = List.of(
            "bootstrap", "topic", "group", "catalog", "io", "table", "folder", "checkpoint-millis", "remember-millis");

    /** @throws IllegalArgumentException with a message for the user, when an argument is missing, unknown or no KEY=VALUE */
    static Settings parse(String[] arguments) {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String key = equals < 0 ? argument : argument.substring(0, equals);
            if (equals < 0 || !KEYS.contains(key) || values.put(key, argument.substring(equals + 1)) != null) {
                throw new IllegalArgumentException(
                        "\"" + key + "\" is unknown, repeated or has no value; write KEY=VALUE for each of " + KEYS);
            }
        }
        if (values.size() < KEYS.size()) {
            TreeSet<String> missing = new TreeSet<>(KEYS);
            missing.removeAll(values.keySet());
            throw new IllegalArgumentException("missing: " + missing + "; write KEY=VALUE for each of " + KEYS);
        }
        return new Settings(
                values.get("bootstrap"),
                values.get("topic"),
                values.get("group"),
                URI.create(values.get("catalog")),
                values.get("io"),
                values.get("table"),
                Path.of(values.get("folder")).toAbsolutePath(),
                millis(values, "checkpoint-millis"),
                millis(values, "remember-millis"));
    }

    private static Duration millis(Map<String, String> values, String key) {
        String value = values.get(key);
        try {
            long millis = Long.parseLong(value);
            if (millis > 0) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException e) {
            // said below, as for a number that is too small
        }
        throw new IllegalArgumentException(key + " is not a positive whole number: " + value);
    }
}
