package rung.probe.stage;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import rung.core.time.Timeline;

/**
 * Counts in Redis: the fields of a hash for each store, or a string for each position.
 *
 * @param uri {@code redis://[user:password@]host[:port][/db]}, or {@code rediss://} for TLS
 * @param key of the hash or string, such as {@code inventory:{store}}
 * @param field of the hash, such as <code>{sku}</code>; empty when each key holds one count as a string
 * @param timeout of connecting, and of each wait for an answer
 */
public record RedisSettings(URI uri, String key, Optional<String> field, Duration timeout) implements StageSettings {
    public static final String DEFAULT_HASH = "inventory:{store}";
    public static final String DEFAULT_FIELD = "{sku}";
    public static final String DEFAULT_STRING = "inventory:{store}:{sku}";
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
        Optional<KeyTemplate> part = field.map(KeyTemplate::of);
        if (!name.namesSku() && !part.map(KeyTemplate::namesSku).orElse(false)) {
            throw new IllegalArgumentException("neither key nor field names {sku}; all SKUs would read the same count");
        }
        if (!name.namesStore() && !part.map(KeyTemplate::namesStore).orElse(false)) {
            throw new IllegalArgumentException(
                    "neither key nor field names {store}; all stores would read the same count");
        }
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout is " + timeout + "; write 1ms to 1m");
        }
    }

    /** A hash {@code inventory:{store}} for each store, with SKUs as fields. */
    public static RedisSettings hashes(URI uri) {
        return new RedisSettings(uri, DEFAULT_HASH, Optional.of(DEFAULT_FIELD), DEFAULT_TIMEOUT);
    }

    /** A string {@code inventory:{store}:{sku}} for each position. */
    public static RedisSettings strings(URI uri) {
        return new RedisSettings(uri, DEFAULT_STRING, Optional.empty(), DEFAULT_TIMEOUT);
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
        return "RedisSettings[uri=" + address() + ", key=" + key + ", field=" + field.orElse("") + "]";
    }
}
