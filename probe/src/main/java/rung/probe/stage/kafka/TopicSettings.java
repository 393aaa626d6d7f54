package rung.probe.stage.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rung.core.config.Section;
import rung.core.time.Timeline;
import rung.probe.stage.Stage;
import rung.probe.stage.StageSettings;
import rung.probe.stage.StageTraits;

/**
 * A Kafka topic behind the tills, in whose JSON messages counts or changes of counts can be seen.
 *
 * @param bootstrap hosts and ports of brokers, such as {@code kafka-1:9092,kafka-2:9092}
 * @param topic that is read, all partitions of it, without a consumer group
 * @param position where a message names its position
 * @param content what it says of it
 * @param from where reading begins
 * @param client further properties of Kafka's client, such as {@code sasl.jaas.config}; no message repeats their values
 * @param timeout of one look; as long as reading has not come to the end once, of each wait for more messages
 * @param catchUp longest look until reading has come to the end once
 */
public record TopicSettings(
        String bootstrap,
        String topic,
        Position position,
        Content content,
        From from,
        Map<String, String> client,
        Duration timeout,
        Duration catchUp)
        implements StageSettings {
    public static final String DEFAULT_STORE = "/store_id";
    public static final String DEFAULT_SKU = "/sku_id";
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_CATCH_UP = Duration.ofMinutes(2);

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration LONGEST_CATCH_UP = Duration.ofHours(1);
    private static final Set<String> OURS = Set.of(
            "bootstrap.servers",
            "key.deserializer",
            "value.deserializer",
            "group.id",
            "group.instance.id",
            "group.protocol",
            "enable.auto.commit",
            "auto.offset.reset",
            "allow.auto.create.topics",
            "request.timeout.ms",
            "default.api.timeout.ms");

    public TopicSettings {
        client = Map.copyOf(client);
        if (bootstrap.isBlank() || topic.isBlank()) {
            throw new IllegalArgumentException("bootstrap or topic is blank");
        }
        client.keySet().stream().filter(OURS::contains).sorted().findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("client property " + name + " is set by Rung, whose figures depend on"
                    + " it; remove it" + (name.contains("timeout") ? ", and write timeout" : ""));
        });
        if (content instanceof Content.OnHand && from instanceof From.Latest) {
            throw new IllegalArgumentException("from is latest, but a count that does not change has no new message;"
                    + " write beginning, or a duration in which every count is written again");
        }
        if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout is " + timeout + "; write 100ms to 10m");
        }
        if (catchUp.compareTo(timeout) < 0 || catchUp.compareTo(LONGEST_CATCH_UP) > 0) {
            throw new IllegalArgumentException(
                    "catch-up is " + catchUp + "; write a duration from that of timeout, " + timeout + ", to 1h");
        }
    }

    /** A topic of units on hand with the default pointers, read from its beginning. */
    public static TopicSettings counts(String bootstrap, String topic, String count) {
        return of(bootstrap, topic, new Content.OnHand(count, Optional.empty()), From.BEGINNING);
    }

    /** A topic of movements with the default pointers, read from now on; each transaction counts once. */
    public static TopicSettings movements(String bootstrap, String topic, String delta, String transaction) {
        return of(
                bootstrap,
                topic,
                new Content.Movements(delta, Optional.empty(), Optional.of(transaction)),
                From.LATEST);
    }

    private static TopicSettings of(String bootstrap, String topic, Content content, From from) {
        Position position = new Position.InValue(DEFAULT_STORE, DEFAULT_SKU);
        return new TopicSettings(
                bootstrap, topic, position, content, from, Map.of(), DEFAULT_TIMEOUT, DEFAULT_CATCH_UP);
    }

    /**
     * Reads the settings of a configuration.
     *
     * @throws IllegalArgumentException with cause and cure, when they cannot work
     */
    public static TopicSettings read(Section section) {
        section.choice("value", Map.of("json", "json"), "json");
        Content content = content(section);
        String usual = content instanceof Content.OnHand ? "beginning" : "latest";
        return new TopicSettings(
                section.text("bootstrap"),
                section.text("topic"),
                position(section),
                content,
                From.parse(section.text("from", usual)),
                section.properties("client"),
                section.duration("timeout", DEFAULT_TIMEOUT),
                section.duration("catch-up", DEFAULT_CATCH_UP));
    }

    private static Position position(Section section) {
        Optional<String> key = section.textIfPresent("key");
        Optional<String> store = section.textIfPresent("store");
        Optional<String> sku = section.textIfPresent("sku");
        if (key.isPresent() && (store.isPresent() || sku.isPresent())) {
            section.problem(
                    store.isPresent() ? "store" : "sku",
                    "stands beside key, which names the position already; write key, or store and sku");
        }
        return key.<Position>map(Position.InKey::new)
                .orElseGet(() -> new Position.InValue(store.orElse(DEFAULT_STORE), sku.orElse(DEFAULT_SKU)));
    }

    private static Content content(Section section) {
        Optional<String> count = section.textIfPresent("count");
        Optional<String> delta = section.textIfPresent("delta");
        Optional<String> deleted = section.textIfPresent("deleted");
        Optional<String> kind = section.textIfPresent("kind");
        Optional<String> transaction = section.textIfPresent("transaction");
        boolean distinct = section.flag("distinct", true);
        if (count.isPresent() == delta.isPresent()) {
            section.problem(
                    "",
                    (count.isPresent() ? "has both count and delta" : "has neither count nor delta")
                            + "; write count where messages tell the units on hand, delta where they tell changes");
            return new Content.OnHand("/quantity", Optional.empty());
        }
        if (count.isPresent()) {
            onlyBeside(section, "delta", "kind", kind);
            onlyBeside(section, "delta", "transaction", transaction);
            return new Content.OnHand(count.get(), deleted);
        }
        onlyBeside(section, "count", "deleted", deleted);
        if (distinct && transaction.isEmpty()) {
            section.problem(
                    "",
                    "has no transaction, by which a movement that comes twice is told; write the JSON Pointer of its id,"
                            + " or distinct: false to add every message");
        }
        if (!distinct && transaction.isPresent()) {
            section.problem("distinct", "is false, but transaction is there; remove one of them");
        }
        return new Content.Movements(delta.orElseThrow(), kind, transaction);
    }

    private static void onlyBeside(Section section, String owner, String key, Optional<String> value) {
        if (value.isPresent()) {
            section.problem(key, "means something only beside " + owner + "; remove it");
        }
    }

    @Override
    public StageTraits traits() {
        return new StageTraits(
                "one request for the end of each partition, and all messages that came since the last look",
                StageTraits.BETWEEN_LOOKS,
                Optional.of("the message's partition and offset"));
    }

    @Override
    public Stage open(Timeline timeline) {
        return new TopicStage(timeline, this);
    }

    /** Where the topic is, for messages. */
    String address() {
        return "topic " + topic + " at " + bootstrap;
    }

    /** Leaves the values of the client's properties out. */
    @Override
    public String toString() {
        return "TopicSettings[" + address() + ", position=" + position + ", content=" + content + ", from=" + from
                + ", client=" + client.keySet() + "]";
    }
}
