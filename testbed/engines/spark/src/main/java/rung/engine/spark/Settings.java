package rung.engine.spark;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the job is told, as words of the form {@code name=value}.
 *
 * @param bootstrap Kafka's host and port
 * @param topic of the transactions
 * @param catalog the REST catalog's address
 * @param fileIo the class by which Iceberg reads and writes files
 * @param table namespace and name of an existing table of counts
 * @param checkpoint the folder that keeps the job's place and state
 * @param scratch a folder for what Spark spills
 * @param triggerMillis time from the start of one batch to the start of the next
 * @param rememberMillis how long a transaction's id is remembered
 * @param holdAfterCommit for tests of a crash: the first batch with this number or a higher one is merged, and then nothing
 *     more is done, so that the checkpoint does not learn of it
 */
record Settings(
        String bootstrap,
        String topic,
        String catalog,
        String fileIo,
        String table,
        String checkpoint,
        String scratch,
        long triggerMillis,
        long rememberMillis,
        OptionalLong holdAfterCommit) {

    static Settings parse(String[] words) {
        Map<String, String> given = new HashMap<>();
        Arrays.stream(words).map(word -> word.split("=", 2)).forEach(pair -> given.put(pair[0], pair[1]));
        String hold = given.remove("hold-after-commit");
        Settings settings = new Settings(
                take(given, "bootstrap"),
                take(given, "topic"),
                take(given, "catalog"),
                take(given, "io"),
                take(given, "table"),
                take(given, "checkpoint"),
                take(given, "scratch"),
                Long.parseLong(take(given, "trigger-millis")),
                Long.parseLong(take(given, "remember-millis")),
                hold == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(hold)));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("unknown settings: " + given.keySet());
        }
        return settings;
    }

    private static String take(Map<String, String> given, String name) {
        String value = given.remove(name);
        if (value == null) {
            throw new IllegalArgumentException("no setting " + name);
        }
        return value;
    }
}
