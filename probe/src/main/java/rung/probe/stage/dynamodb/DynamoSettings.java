package rung.probe.stage.dynamodb;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import rung.core.config.Section;
import rung.core.time.Timeline;
import rung.probe.stage.KeyTemplate;
import rung.probe.stage.Stage;
import rung.probe.stage.StageSettings;
import rung.probe.stage.StageTraits;
import rung.probe.wire.Addresses;

/**
 * Counts in items of a DynamoDB table.
 *
 * @param table name
 * @param key templates of the attributes of an item's primary key, by name; the partition key's, and the sort key's
 *     where the table has one
 * @param numbers which of them are numbers; the others are strings
 * @param count path of the count in the item, with dots between the names of nested maps, such as {@code quantity} or
 *     <code>items.{sku}.quantity</code>
 * @param consistent whether reads are strongly consistent; eventually consistent ones are what most shops do
 * @param region of the table; as the environment says when empty
 * @param endpoint other than AWS's own for the region
 * @param login as the environment says when empty, in the order in which AWS's own tools look
 * @param timeout of one look
 * @param budget keys that one look asks for at most
 */
public record DynamoSettings(
        String table,
        Map<String, String> key,
        Set<String> numbers,
        String count,
        boolean consistent,
        Optional<String> region,
        Optional<URI> endpoint,
        Optional<Login> login,
        Duration timeout,
        int budget)
        implements StageSettings {
    public static final String DEFAULT_COUNT = "quantity";
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
    public static final int DEFAULT_BUDGET = 1_000;
    public static final int LARGEST_BUDGET = 100_000;

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

    public DynamoSettings {
        Map<String, String> ordered = new LinkedHashMap<>(key);
        key = Collections.unmodifiableMap(ordered);
        numbers = Set.copyOf(numbers);
        if (table.isBlank()) {
            throw new IllegalArgumentException("table is blank");
        }
        if (key.isEmpty() || key.size() > 2) {
            throw new IllegalArgumentException("key has " + key.size() + " attributes; write the partition key, and the"
                    + " sort key where the table has one, such as {store_id: \"{store}\", sku_id: \"{sku}\"}");
        }
        for (String number : numbers) {
            if (!key.containsKey(number)) {
                throw new IllegalArgumentException("numbers names " + number + ", which key does not have; it has "
                        + String.join(", ", key.keySet()));
            }
        }
        requireNamed(key, count);
        if (key.containsKey(count.split("\\.", -1)[0])) {
            throw new IllegalArgumentException(
                    "count is in " + count + ", which is part of the key; write where the units stand");
        }
        for (String part : count.split("\\.", -1)) {
            if (part.isBlank()) {
                throw new IllegalArgumentException(
                        "count \"" + count + "\" has an empty name in it; write it like stock.quantity");
            }
        }
        endpoint.ifPresent(DynamoSettings::requireEndpoint);
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout is " + timeout + "; write 1ms to 1m");
        }
        if (budget < 1 || budget > LARGEST_BUDGET) {
            throw new IllegalArgumentException("budget is " + budget + "; write 1 to " + LARGEST_BUDGET);
        }
    }

    private static void requireNamed(Map<String, String> key, String count) {
        List<KeyTemplate> parts = Stream.concat(key.values().stream(), Stream.of(count))
                .map(KeyTemplate::of)
                .toList();
        if (parts.stream().noneMatch(KeyTemplate::namesSku)) {
            throw new IllegalArgumentException("neither key nor count names {sku}; all SKUs would read the same count");
        }
        if (parts.stream().noneMatch(KeyTemplate::namesStore)) {
            throw new IllegalArgumentException(
                    "neither key nor count names {store}; all stores would read the same count");
        }
    }

    private static void requireEndpoint(URI uri) {
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("endpoint " + Addresses.shown(uri.toString())
                    + " is not like http://127.0.0.1:8000, without a user in it");
        }
    }

    /**
     * Reads the settings of a configuration.
     *
     * @throws IllegalArgumentException with cause and cure, when they cannot work
     */
    public static DynamoSettings read(Section section) {
        Map<String, String> key = section.properties("key");
        if (key.isEmpty()) {
            section.section("key");
        }
        return new DynamoSettings(
                section.text("table"),
                key.isEmpty() ? Map.of("placeholder", "{store}{sku}") : key,
                Set.copyOf(section.textsIfPresent("numbers")),
                section.text("count", DEFAULT_COUNT),
                section.flag("consistent", false),
                section.textIfPresent("region"),
                section.textIfPresent("endpoint").map(DynamoSettings::uri),
                section.sectionIfPresent("credentials")
                        .map(secrets -> new Login(
                                secrets.text("access-key"),
                                secrets.text("secret-key"),
                                secrets.textIfPresent("session-token"))),
                section.duration("timeout", DEFAULT_TIMEOUT),
                section.integer("budget", 1, LARGEST_BUDGET, DEFAULT_BUDGET));
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("endpoint cannot be read at character " + e.getIndex(), e);
        }
    }

    @Override
    public StageTraits traits() {
        return new StageTraits(
                "a BatchGetItem for each 100 keys that are waited for, at most " + budget + " keys a look; "
                        + (consistent ? "1 read capacity unit" : "half a read capacity unit")
                        + " a key, for items of up to 4 kB",
                StageTraits.BETWEEN_LOOKS,
                Optional.empty());
    }

    @Override
    public Stage open(Timeline timeline) {
        return new DynamoStage(timeline, this);
    }

    /** Where the table is, for messages. */
    String address() {
        return "table " + table + " at "
                + endpoint.map(uri -> Addresses.shown(uri.toString()))
                        .or(() -> region.map(name -> "DynamoDB in " + name))
                        .orElse("DynamoDB");
    }

    /** Leaves the credentials out. */
    @Override
    public String toString() {
        return "DynamoSettings[" + address() + ", key=" + key + ", count=" + count + ", consistent=" + consistent + "]";
    }
}
