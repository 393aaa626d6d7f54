package rung.probe.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import rung.core.measure.Injection;
import rung.core.measure.StockKey;

/** A text with {@linkplain Placeholder placeholders}, parsed once and filled for each transaction. */
public final class TransactionTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\s*([A-Za-z_][A-Za-z0-9_-]*)\\s*}");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final int LONGEST_SHOWN = 200;
    static final Injection EXAMPLE =
            new Injection("run", "pipeline", 0, Injection.Kind.SALE, new StockKey("1", "1"), 1, Instant.EPOCH);
    private static final ObjectReader JSON = new ObjectMapper()
            .reader()
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** @param quoted whether it stands within a JSON string */
    private record Hole(Placeholder placeholder, boolean quoted) {}

    /** One more than there are holes: what stands before, between and after them. */
    private final List<String> literals;

    private final List<Hole> holes;

    private TransactionTemplate(List<String> literals, List<Hole> holes) {
        this.literals = List.copyOf(literals);
        this.holes = List.copyOf(holes);
    }

    /**
     * A template of plain text, such as a message's key.
     *
     * @throws IllegalArgumentException with cause and cure, when there is an unknown placeholder in it
     */
    public static TransactionTemplate text(String text) {
        return parse(text, false);
    }

    /**
     * A template of a JSON document that moves stock.
     *
     * @throws IllegalArgumentException with cause and cure, when it has an unknown placeholder, lacks one without which
     *     no stock moves, or is no JSON once it is filled
     */
    public static TransactionTemplate json(String text) {
        TransactionTemplate template = parse(text, true);
        template.requireWhole();
        String filled = template.fill(EXAMPLE);
        try {
            if (JSON.readTree(filled).isMissingNode()) {
                throw new IllegalArgumentException("the template is empty; write a JSON object");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the template is no JSON once it is filled: line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage() + "; filled it begins "
                            + filled.substring(0, Math.min(LONGEST_SHOWN, filled.length())),
                    e);
        }
        return template;
    }

    private static TransactionTemplate parse(String text, boolean json) {
        List<String> literals = new ArrayList<>();
        List<Hole> holes = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int end = 0;
        boolean quoted = false;
        while (matcher.find()) {
            String literal = text.substring(end, matcher.start());
            quoted = json && quotedAfter(literal, quoted);
            literals.add(literal);
            holes.add(new Hole(placeholder(matcher), quoted));
            end = matcher.end();
        }
        literals.add(text.substring(end));
        return new TransactionTemplate(literals, holes);
    }

    private static Placeholder placeholder(Matcher matcher) {
        return Placeholder.named(matcher.group(1))
                .filter(placeholder -> placeholder.written().equals(matcher.group()))
                .orElseThrow(() -> new IllegalArgumentException(matcher.group() + " is not a placeholder; "
                        + Near.cure(matcher.group(), Placeholder.allWritten())));
    }

    /** Whether the end of {@code literal} lies within a JSON string, given whether its beginning does. */
    private static boolean quotedAfter(String literal, boolean quotedBefore) {
        boolean quoted = quotedBefore;
        boolean escaped = false;
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (escaped) {
                escaped = false;
            } else if (quoted && c == '\\') {
                escaped = true;
            } else if (c == '"') {
                quoted = !quoted;
            }
        }
        return quoted;
    }

    private void requireWhole() {
        Set<Placeholder> named = EnumSet.noneOf(Placeholder.class);
        holes.forEach(hole -> named.add(hole.placeholder()));
        Placeholder.requireWhole("the template", named, name -> "{" + name + "}");
        for (Hole hole : holes) {
            if (!hole.quoted() && hole.placeholder().form() == Placeholder.Form.TEXT) {
                throw new IllegalArgumentException(hole.placeholder().written() + " stands outside quotes, and is no"
                        + " number; write \"" + hole.placeholder().written() + "\"");
            }
        }
    }

    /** Whether the reserved ids can stand where the template puts them; else what is wrong and the cure. */
    public Optional<String> misfit(ReservedKeys reserved) {
        return holes.stream()
                .filter(hole -> !hole.quoted() && hole.placeholder().form() == Placeholder.Form.ID)
                .flatMap(hole -> ids(hole.placeholder(), reserved)
                        .filter(id -> !NUMBER.matcher(id).matches())
                        .map(id -> hole.placeholder().written() + " stands outside quotes, and the reserved \"" + id
                                + "\" is no number; write \""
                                + hole.placeholder().written() + "\""))
                .findFirst();
    }

    private static Stream<String> ids(Placeholder placeholder, ReservedKeys reserved) {
        return (placeholder == Placeholder.STORE ? reserved.stores() : reserved.skus()).stream();
    }

    /** The text for {@code injection}. */
    public String fill(Injection injection) {
        return fill(injection, value -> value);
    }

    /** The text for a transaction that means nothing and is never sent. */
    public String fillExample() {
        return fill(EXAMPLE);
    }

    /** The text for {@code injection}, with each value that stands outside quotes passed through {@code encode} first. */
    public String fill(Injection injection, UnaryOperator<String> encode) {
        StringBuilder filled = new StringBuilder(literals.get(0));
        for (int i = 0; i < holes.size(); i++) {
            Hole hole = holes.get(i);
            String value = hole.placeholder().of(injection);
            if (hole.quoted()) {
                filled.append(JsonStringEncoder.getInstance().quoteAsString(value));
            } else {
                filled.append(encode.apply(value));
            }
            filled.append(literals.get(i + 1));
        }
        return filled.toString();
    }
}
