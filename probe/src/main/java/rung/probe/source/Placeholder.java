package rung.probe.source;

import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import rung.core.measure.Injection;

/** What a template can say of a transaction. */
enum Placeholder {
    STORE(Form.ID),
    SKU(Form.ID),
    /** Units moved, always positive. */
    QUANTITY(Form.NUMBER),
    /** Change of stock: negative for a sale. */
    DELTA(Form.NUMBER),
    /** The transaction's id. */
    TRANSACTION(Form.TEXT),
    /** When the till should have sent it, as ISO 8601 in UTC, to the millisecond. */
    TIME(Form.TEXT),
    /** The same moment as milliseconds since 1970. */
    TIME_MILLIS(Form.NUMBER),
    /** SALE or RETURN. */
    KIND(Form.TEXT);

    /** How a value may stand in JSON. */
    enum Form {
        /** A number, or in quotes. */
        NUMBER,
        /** In quotes; or as a number, when all ids are numbers. */
        ID,
        /** In quotes. */
        TEXT
    }

    private final Form form;

    Placeholder(Form form) {
        this.form = form;
    }

    static Optional<Placeholder> named(String name) {
        return Arrays.stream(values())
                .filter(placeholder -> placeholder.written().equals("{" + name + "}"))
                .findFirst();
    }

    static List<String> allWritten() {
        return Arrays.stream(values()).map(Placeholder::written).toList();
    }

    /** As it stands in a template, such as <code>{time_millis}</code>. */
    String written() {
        return "{" + label() + "}";
    }

    /** Its bare name, such as {@code time_millis}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Form form() {
        return form;
    }

    /** As a value of JDBC's. */
    Object value(Injection injection) {
        return switch (this) {
            case QUANTITY -> injection.quantity();
            case DELTA -> injection.delta();
            case TIME -> injection.intended().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
            case TIME_MILLIS -> injection.intended().toEpochMilli();
            default -> of(injection);
        };
    }

    /**
     * Makes sure that what names these moves stock, and the right way.
     *
     * @param what names them, such as {@code the template}
     * @param written how one of them is written there
     * @throws IllegalArgumentException with cause and cure
     */
    static void requireWhole(String what, Set<Placeholder> named, UnaryOperator<String> written) {
        for (Placeholder id : List.of(STORE, SKU)) {
            if (!named.contains(id)) {
                throw new IllegalArgumentException(what + " lacks " + written.apply(id.label())
                        + "; without it the transaction moves no reserved stock");
            }
        }
        if (!named.contains(DELTA) && !named.contains(QUANTITY)) {
            throw new IllegalArgumentException(what + " lacks " + written.apply("delta") + ", or "
                    + written.apply("quantity") + " with " + written.apply("kind")
                    + "; write one of them where the units stand");
        }
        if (!named.contains(DELTA) && !named.contains(KIND)) {
            throw new IllegalArgumentException(what + " has " + written.apply("quantity") + " without "
                    + written.apply("kind") + ", so that a return would look like a sale; add " + written.apply("kind")
                    + ", or write " + written.apply("delta"));
        }
    }

    String of(Injection injection) {
        return switch (this) {
            case STORE -> injection.key().store();
            case SKU -> injection.key().sku();
            case QUANTITY -> Integer.toString(injection.quantity());
            case DELTA -> Integer.toString(injection.delta());
            case TRANSACTION -> injection.id();
            case TIME -> injection.intended().truncatedTo(ChronoUnit.MILLIS).toString();
            case TIME_MILLIS -> Long.toString(injection.intended().toEpochMilli());
            case KIND -> injection.kind().name();
        };
    }
}
