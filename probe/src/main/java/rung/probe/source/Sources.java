package rung.probe.source;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import rung.core.config.Section;

/** The kinds of sources that a configuration may name, and what each reads from it. */
public final class Sources {
    private Sources() {}

    /** Reads the one kind that {@code source} names; empty when that is a problem of the file now. */
    public static Optional<SourceSettings> read(Section source) {
        Optional<Section> kafka = source.sectionIfPresent("kafka");
        if (kafka.isEmpty()) {
            source.problem("", "names no kind of source; write kafka");
            return Optional.empty();
        }
        return kafka(kafka.get());
    }

    /** Makes it a problem of the file when transactions of the reserved keys cannot be written as {@code source} says. */
    public static void fit(Section source, SourceSettings settings, ReservedKeys reserved) {
        settings.misfit(reserved).ifPresent(misfit -> source.section("kafka").problem("value", misfit));
    }

    private static Optional<SourceSettings> kafka(Section section) {
        String bootstrap = section.text("bootstrap");
        String topic = section.text("topic");
        String key = section.text("key", KafkaSettings.DEFAULT_KEY);
        String value = section.text("value");
        Map<String, String> client = section.properties("client");
        Duration timeout = section.duration("delivery-timeout", KafkaSettings.DEFAULT_DELIVERY_TIMEOUT);
        if (!section.sound()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new KafkaSettings(bootstrap, topic, key, value, client, timeout));
        } catch (IllegalArgumentException e) {
            section.problem("", e.getMessage() == null ? e.toString() : e.getMessage());
            return Optional.empty();
        }
    }
}
