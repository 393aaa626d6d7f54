package rung.probe.stage.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import rung.core.config.Section;
import rung.core.time.Timeline;
import rung.probe.stage.KeyTemplate;
import rung.probe.stage.Stage;
import rung.probe.stage.StageSettings;
import rung.probe.stage.StageTraits;

/**
 * Counts in Redis: the fields of a hash for each store, a string for each position, or in JSON.
 *
 * @param uri {@code redis://[user:password@]host[:port][/db]}, or {@code rediss://} for TLS
 * @param key of the hash, string or document, such as {@code inventory:{store}}
 * @param held how the key holds the count
 * @param timeout of connecting, and of each wait for an answer
 */
public record RedisSettings(URI uri, String key, Held held, Duration timeout) implements StageSettings {
    public static final String DEFAULT_HASH = "inventory:{store}";
    public static final String DEFAULT_FIELD = "{sku}";
    public static final String DEFAULT_STRING = "inventory:{store}:{sku}";
    public static final String DEFAULT_PATH = "$.quantity";
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

    public RedisSettings {
        boolean redis = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
        if (!redis || uri.getHost() == null) {
            throw new IllegalArgumentException("uri does not begin with redis://host or rediss://host; write it like"
                    + " redis://user:password@127.0.0.1:6379/0, with special characters percent-encoded");
        }
        if (!uri.getPath().matches("(/[0-9]{0,4})?")) {
            throw new IllegalArgumentException(
                    "uri ends with " + uri.getPath() + ", which is no number of a database; write /0 or nothing");
        }
        KeyTemplate name = KeyTemplate.of(key);
        KeyTemplate part = KeyTemplate.of(held.place());
        if (!name.namesSku() && !part.namesSku()) {
            throw new IllegalArgumentException(
                    "neither key nor " + place(held) + " names {sku}; all SKUs would read the same count");
        }
        if (!name.namesStore() && !part.namesStore()) {
            throw new IllegalArgumentException(
                    "neither key nor " + place(held) + " names {store}; all stores would read the same count");
        }
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout is " + timeout + "; write 1ms to 1m");
        }
    }

    /** A hash {@code inventory:{store}} for each store, with SKUs as fields. */
    public static RedisSettings hashes(URI uri) {
        return new RedisSettings(uri, DEFAULT_HASH, Held.field(DEFAULT_FIELD), DEFAULT_TIMEOUT);
    }

    /** A string {@code inventory:{store}:{sku}} for each position. */
    public static RedisSettings strings(URI uri) {
        return new RedisSettings(uri, DEFAULT_STRING, Held.text(), DEFAULT_TIMEOUT);
    }

    /**
     * Reads the settings of a configuration.
     *
     * @throws IllegalArgumentException with cause and cure, when they cannot work
     */
    public static RedisSettings read(Section section) {
        Map<String, Held.As> types = new LinkedHashMap<>();
        types.put("hash", Held.As.FIELD);
        types.put("string", Held.As.TEXT);
        types.put("json", Held.As.JSON);
        Held.As type = section.choice("type", types, Held.As.FIELD);
        String key = section.text("key", type == Held.As.FIELD ? DEFAULT_HASH : DEFAULT_STRING);
        return new RedisSettings(uri(section), key, held(section, type), section.duration("timeout", DEFAULT_TIMEOUT));
    }

    private static Held held(Section section, Held.As type) {
        Optional<String> field = only(section, "field", type == Held.As.FIELD, "hash");
        Optional<String> pointer = only(section, "pointer", type == Held.As.TEXT, "string");
        Optional<String> path = only(section, "path", type == Held.As.JSON, "json");
        return switch (type) {
            case FIELD -> Held.field(field.orElse(DEFAULT_FIELD));
            case JSON -> new Held(type, path.orElse(DEFAULT_PATH));
            default -> pointer.map(found -> new Held(Held.As.DOCUMENT, found)).orElseGet(Held::text);
        };
    }

    private static Optional<String> only(Section section, String key, boolean isMeant, String type) {
        Optional<String> text = section.textIfPresent(key);
        if (text.isPresent() && !isMeant) {
            section.problem(key, "means something only beside type: " + type + "; remove it");
        }
        return text;
    }

    /** What beside the key could name a store or an SKU. */
    private static String place(Held held) {
        return held.as() == Held.As.TEXT ? "field" : held.as().setting();
    }

    /** Does not hand on what the parser says, as that repeats the text, in which may be a password. */
    private static URI uri(Section section) {
        try {
            return new URI(section.text("uri"));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "uri cannot be read at character " + e.getIndex() + "; percent-encode special characters", e);
        }
    }

    @Override
    public StageTraits traits() {
        return new StageTraits(
                "one pipelined round trip, with a command for each key that is waited for",
                StageTraits.BETWEEN_LOOKS,
                Optional.empty());
    }

    @Override
    public Stage open(Timeline timeline) {
        return new RedisStage(timeline, this);
    }

    /** The server and database, without user and password. */
    String address() {
        return uri.getScheme() + "://" + uri.getHost() + ":" + port() + "/" + database();
    }

    int port() {
        return uri.getPort() < 0 ? 6379 : uri.getPort();
    }

    int database() {
        return uri.getPath().length() > 1 ? Integer.parseInt(uri.getPath().substring(1)) : 0;
    }

    /** Leaves user and password out. */
    @Override
    public String toString() {
        return "RedisSettings[uri=" + address() + ", key=" + key + ", " + held + "]";
    }
}
