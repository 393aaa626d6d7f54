package rung.probe.kafka;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The secrets among the properties of a Kafka client, which its failures might repeat. */
public final class ClientSecrets {
    private static final int SHORTEST_SECRET = 3;
    private static final List<String> SECRET =
            List.of("passw", "passphrase", "jaas", "secret", "token", "credential", "keystore.key");

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
        // else a secret that is the beginning of another would leave the other's end to be read
        words.sort(Comparator.comparingInt(String::length).reversed());
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
