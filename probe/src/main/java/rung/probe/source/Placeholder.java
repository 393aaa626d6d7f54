package rung.probe.source;

import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        return "{" + name().toLowerCase(Locale.ROOT) + "}";
    }

    Form form() {
        return form;
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
