package rung.testbed;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tills that write to the topic {@code pos.transactions} themselves. */
final class TopicLine implements Tills.Line {
    private static final Logger log = LoggerFactory.getLogger(TopicLine.class);

    private final KafkaProducer<String, String> producer;

    TopicLine(String bootstrap) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "client.id", "tills", "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    @Override
    public void send(PosTransaction sale) {
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>(TransactionFeed.TOPIC, sale.unit().store(), sale.json()), (metadata, failure) -> {
                    if (failure != null) {
                        log.warn("a sale was lost: {}", failure.toString());
                    }
                });
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
