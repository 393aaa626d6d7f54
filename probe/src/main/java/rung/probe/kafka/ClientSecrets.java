package rung.probe.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The secrets among the properties of a Kafka client, which its failures might repeat. */
public final class ClientSecrets {
    private static final int SHORTEST_SECRET = 3;
    private static final List<String> SECRET = List.of("password", "jaas", "secret", "token", "credential");

    private final List<String> words = new ArrayList<>();

    /** @param properties of the client, by name */
    public ClientSecrets(Map<String, String> properties) {
        properties.forEach((property, value) -> {
            String name = property.toLowerCase(Locale.ROOT);
            if (SECRET.stream().anyMatch(name::contains)) {
                for (String word : value.split("[\\s=\"';]+", -1)) {
                    if (word.length() >= SHORTEST_SECRET) {
                        words.add(word);
                    }
                }
            }
        });
    }

    /** {@code text} without them. */
    public String hidden(String text) {
        String hidden = text;
        for (String word : words) {
            hidden = hidden.replace(word, "…");
        }
        return hidden;
    }
}
