package rung.probe.stage.iceberg;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.StorageCredential;
import org.apache.iceberg.io.SupportsStorageCredentials;

/**
 * Credentials for the storage that a catalog lent with a table. A catalog that says "not modified" lends none, so that
 * those of the last full answer would end in the middle of a poll.
 *
 * @param until the first of them ends
 * @param renewAt half their life, counted from when they were first met
 */
record Lent(Instant until, Instant renewAt) {
    private static final List<String> ENDS =
            List.of("s3.session-token-expires-at-ms", "gcs.oauth2.token-expires-at", "adls.sas-token-expires-at-ms");

    /** What came with {@code table} at {@code now}; empty when nothing did, or nothing that ends. */
    static Optional<Lent> with(Table table, Instant now, Optional<Lent> before) {
        List<Map<String, String>> configs = new ArrayList<>();
        if (table.io() instanceof SupportsStorageCredentials lending) {
            lending.credentials().stream().map(StorageCredential::config).forEach(configs::add);
        }
        properties(table.io()).ifPresent(configs::add);
        Optional<Instant> until =
                configs.stream().flatMap(Lent::ends).min(Instant::compareTo).filter(now::isBefore);
        if (until.isEmpty() || until.equals(before.map(Lent::until))) {
            return until.flatMap(same -> before);
        }
        Duration half = Duration.between(now, until.get()).dividedBy(2);
        return Optional.of(new Lent(until.get(), now.plus(half)));
    }

    private static Optional<Map<String, String>> properties(FileIO io) {
        try {
            return Optional.of(io.properties());
        } catch (UnsupportedOperationException e) {
            return Optional.empty(); // it was told nothing that it could tell
        }
    }

    private static Stream<Instant> ends(Map<String, String> config) {
        return config.entrySet().stream()
                .filter(entry -> ENDS.stream().anyMatch(entry.getKey()::startsWith))
                .filter(entry -> entry.getValue().matches("[0-9]{1,15}"))
                .map(entry -> Instant.ofEpochMilli(Long.parseLong(entry.getValue())));
    }
}
