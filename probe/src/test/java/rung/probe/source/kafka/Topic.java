package rung.probe.source.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Topics of one partition, and what is in them. */
final class Topic {
    private Topic() {}

    /** A new one, whose messages have the stamp that {@code timestampType} says. */
    static String create(String bootstrap, String timestampType) throws Exception {
        String name = "pos." + UUID.randomUUID();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(
                            new NewTopic(name, 1, (short) 1).configs(Map.of("message.timestamp.type", timestampType))))
                    .all()
                    .get();
        }
        return name;
    }

    /** All messages that are in it now. */
    static List<ConsumerRecord<String, byte[]>> messages(String bootstrap, String name) {
        List<TopicPartition> all = List.of(new TopicPartition(name, 0));
        List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long end = Objects.requireNonNull(consumer.endOffsets(all).get(all.get(0)));
            while (consumer.position(all.get(0)) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(messages::add);
            }
        }
        return messages;
    }
}
