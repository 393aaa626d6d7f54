package rung.probe.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rung.core.measure.StockKey;

/** A text with {@code {store}} and {@code {sku}} in it, such as {@code inventory:{store}}; parsed once, filled often. */
public final class KeyTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    private enum Hole {
        STORE,
        SKU
    }

    private final String text;
    /** One more than there are holes: what stands before, between and after them. */
    private final List<String> literals;

    private final List<Hole> holes;

    private KeyTemplate(String text, List<String> literals, List<Hole> holes) {
        this.text = text;
        this.literals = literals;
        this.holes = holes;
    }

    /**
     * Parses {@code text}.
     *
     * @throws IllegalArgumentException when it has another placeholder than these two
     */
    public static KeyTemplate of(String text) {
        List<String> literals = new ArrayList<>();
        List<Hole> holes = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int end = 0;
        while (matcher.find()) {
            literals.add(text.substring(end, matcher.start()));
            holes.add(hole(matcher.group(1)));
            end = matcher.end();
        }
        literals.add(text.substring(end));
        return new KeyTemplate(text, List.copyOf(literals), List.copyOf(holes));
    }

    private static Hole hole(String name) {
        return switch (name) {
            case "store" -> Hole.STORE;
            case "sku" -> Hole.SKU;
            default ->
                throw new IllegalArgumentException(
                        "{" + name + "} is not a placeholder; {store} and {sku} can stand here");
        };
    }

    public boolean namesStore() {
        return holes.contains(Hole.STORE);
    }

    public boolean namesSku() {
        return holes.contains(Hole.SKU);
    }

    /** Fills in the two parts of {@code key}, each passed through {@code encode} first. */
    public String fill(StockKey key, UnaryOperator<String> encode) {
        StringBuilder filled = new StringBuilder(literals.get(0));
        for (int i = 0; i < holes.size(); i++) {
            filled.append(encode.apply(holes.get(i) == Hole.STORE ? key.store() : key.sku()));
            filled.append(literals.get(i + 1));
        }
        return filled.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
