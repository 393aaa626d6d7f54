package rung.probe.wire;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import rung.core.config.Secrets;

/** Words that no message may repeat, although the failure of a driver or the answer of a server might. */
public final class SecretWords {
    private static final int SHORTEST = 3;

    private final List<String> words;

    private SecretWords(List<String> words) {
        this.words = words;
    }

    /** Each word of {@code values}. */
    public static SecretWords of(Collection<String> values) {
        return new SecretWords(values.stream()
                .flatMap(value -> List.of(value.split("[\\s=\"';]+", -1)).stream())
                .filter(word -> word.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** The values of those properties whose names say that they are secret. */
    public static SecretWords among(Map<String, String> properties) {
        return of(properties.entrySet().stream()
                .filter(property -> Secrets.named(property.getKey()))
                .map(Map.Entry::getValue)
                .toList());
    }

    /** These, and each word of {@code values}. */
    public SecretWords and(Collection<String> values) {
        return of(Stream.concat(words.stream(), values.stream()).toList());
    }

    /** {@code text} without them. */
    public String hiddenIn(String text) {
        String hidden = text;
        for (String word : words) {
            hidden = hidden.replace(word, "…");
        }
        return hidden;
    }
}
