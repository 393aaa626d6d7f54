package rung.probe.stage.redis;

import com.fasterxml.jackson.core.JsonPointer;

/**
 * How a key of Redis holds a count.
 *
 * @param as what the key holds
 * @param place of the count in it, with {@code {store}} and <code>{sku}</code> where it names them; empty for a text
 */
public record Held(As as, String place) {
    /** What a key holds. */
    public enum As {
        /** A text that is the count. */
        TEXT("key"),
        /** A hash, whose field is the count. */
        FIELD("field"),
        /** A text that is a JSON document; the place is a JSON Pointer. */
        DOCUMENT("pointer"),
        /** A document of RedisJSON; the place is a path as RedisJSON writes it, from {@code $} on. */
        JSON("path");

        private final String setting;

        As(String setting) {
            this.setting = setting;
        }

        /** The setting that names the place. */
        String setting() {
            return setting;
        }
    }

    public Held {
        if (as == As.DOCUMENT) {
            try {
                JsonPointer.compile(place);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "pointer \"" + place + "\" is no JSON Pointer; it begins with a slash, such as /quantity", e);
            }
        }
        if (as == As.JSON && !place.startsWith("$")) {
            throw new IllegalArgumentException(
                    "path \"" + place + "\" does not begin with $; write it like $.quantity");
        }
    }

    /** A text that is the count. */
    public static Held text() {
        return new Held(As.TEXT, "");
    }

    /** A field of a hash. */
    public static Held field(String name) {
        return new Held(As.FIELD, name);
    }
}
