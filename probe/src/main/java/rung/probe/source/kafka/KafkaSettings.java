package rung.probe.source.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rung.core.config.Section;
import rung.core.time.Timeline;
import rung.probe.source.Misfit;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.source.SourceSettings;
import rung.probe.source.SourceTraits;
import rung.probe.source.TransactionTemplate;

/**
 * A Kafka topic into which tills write.
 *
 * @param bootstrap hosts and ports of brokers, such as {@code kafka-1:9092,kafka-2:9092}
 * @param topic that the pipeline reads
 * @param key template of a message's key, as text
 * @param value template of a message's value, as JSON
 * @param headers templates of a message's headers, by name, as text; beside those that Rung sets
 * @param format how the value is written
 * @param client further properties of Kafka's client, such as {@code sasl.jaas.config}; no message repeats their values
 * @param deliveryTimeout how long the client may try to hand a transaction over
 */
public record KafkaSettings(
        String bootstrap,
        String topic,
        String key,
        String value,
        Map<String, String> headers,
        ValueFormat format,
        Map<String, String> client,
        Duration deliveryTimeout)
        implements SourceSettings {
    public static final String DEFAULT_KEY = "{store}";
    public static final Duration DEFAULT_DELIVERY_TIMEOUT = Duration.ofSeconds(30);

    static final String SYNTHETIC = "rung-synthetic";
    static final String TRACE = "traceparent";

    private static final Set<String> RESERVED_HEADERS = Set.of(SYNTHETIC, TRACE);
    private static final Duration LONGEST_DELIVERY = Duration.ofHours(1);
    private static final Set<String> OURS = Set.of(
            "bootstrap.servers",
            "key.serializer",
            "value.serializer",
            "acks",
            "enable.idempotence",
            "retries",
            "max.in.flight.requests.per.connection",
            "transactional.id",
            "linger.ms",
            "max.block.ms",
            "delivery.timeout.ms",
            "request.timeout.ms");

    public KafkaSettings {
        headers = Map.copyOf(headers);
        client = Map.copyOf(client);
        if (bootstrap.isBlank() || topic.isBlank()) {
            throw new IllegalArgumentException("bootstrap or topic is blank");
        }
        TransactionTemplate.text(key);
        format.requireFit(TransactionTemplate.json(value).fillExample());
        headers.forEach((name, header) -> {
            if (RESERVED_HEADERS.contains(name)) {
                throw new IllegalArgumentException("header " + name + " is set by Rung; remove it");
            }
            TransactionTemplate.text(header);
        });
        client.keySet().stream().filter(OURS::contains).sorted().findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("client property " + name + " is set by Rung, whose figures depend on"
                    + " it; remove it" + (name.equals("delivery.timeout.ms") ? ", and write delivery-timeout" : ""));
        });
        if (deliveryTimeout.toMillis() < 1 || deliveryTimeout.compareTo(LONGEST_DELIVERY) > 0) {
            throw new IllegalArgumentException("delivery timeout is " + deliveryTimeout + "; write 1ms to 1h");
        }
    }

    /** A topic with the defaults: messages keyed by store. */
    public static KafkaSettings of(String bootstrap, String topic, String value) {
        return new KafkaSettings(
                bootstrap,
                topic,
                DEFAULT_KEY,
                value,
                Map.of(),
                new ValueFormat.Json(),
                Map.of(),
                DEFAULT_DELIVERY_TIMEOUT);
    }

    /**
     * Reads the settings of a configuration.
     *
     * @throws IllegalArgumentException with cause and cure, when they cannot work
     */
    public static KafkaSettings read(Section section) {
        return new KafkaSettings(
                section.text("bootstrap"),
                section.text("topic"),
                section.text("key", DEFAULT_KEY),
                section.text("value"),
                section.properties("headers"),
                ValueFormat.read(section),
                section.properties("client"),
                section.duration("delivery-timeout", DEFAULT_DELIVERY_TIMEOUT));
    }

    @Override
    public SourceTraits traits() {
        return new SourceTraits(
                "all in-sync replicas have the message; this machine's clock, and beside it the broker's where the topic is"
                        + " stamped with LogAppendTime",
                Optional.of("two messages with the same transaction"));
    }

    @Override
    public Optional<Misfit> misfit(ReservedKeys reserved) {
        return TransactionTemplate.json(value).misfit(reserved).map(misfit -> new Misfit("value", misfit));
    }

    @Override
    public Source open(Timeline timeline, ReservedKeys reserved) {
        misfit(reserved).ifPresent(misfit -> {
            throw new IllegalArgumentException(misfit.message());
        });
        return new Source(new KafkaTill(timeline, this), reserved);
    }

    /** Leaves the values of the client's properties out. */
    @Override
    public String toString() {
        return "KafkaSettings[bootstrap=" + bootstrap + ", topic=" + topic + ", client=" + client.keySet() + "]";
    }
}
