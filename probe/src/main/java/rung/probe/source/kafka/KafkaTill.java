package rung.probe.source.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Injection;
import rung.core.measure.Stamp;
import rung.core.time.Timeline;
import rung.probe.source.Delivery;
import rung.probe.source.Near;
import rung.probe.source.Till;
import rung.probe.source.Trace;
import rung.probe.source.TransactionTemplate;
import rung.probe.wire.SecretWords;

/**
 * Writes transactions to a Kafka topic, each at once and in a message of its own. The producer is made by the first send;
 * sending blocks for as long as the client looks for the topic's leader, at most {@link #LONGEST_BLOCKING}.
 */
final class KafkaTill implements Till {
    private static final Logger log = LoggerFactory.getLogger(KafkaTill.class);

    private static final Duration LONGEST_CHECK = Duration.ofSeconds(10);
    private static final Duration LONGEST_BLOCKING = Duration.ofSeconds(5);
    private static final Duration BROKER_RESOLUTION = Duration.ofMillis(1);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.UTF_8);

    private final Timeline timeline;
    private final KafkaSettings settings;
    private final TransactionTemplate key;
    private final TransactionTemplate value;
    private final SecretWords secrets;
    private final Map<String, TransactionTemplate> headers = new LinkedHashMap<>();
    private final ValueEncoder encoder;
    private @Nullable KafkaProducer<String, byte[]> producer;
    private boolean closed;

    KafkaTill(Timeline timeline, KafkaSettings settings) {
        this.timeline = timeline;
        this.settings = settings;
        this.key = TransactionTemplate.text(settings.key());
        this.value = TransactionTemplate.json(settings.value());
        this.secrets = SecretWords.among(settings.client());
        this.encoder = settings.format().encoder(settings.topic());
        settings.headers().forEach((name, header) -> headers.put(name, TransactionTemplate.text(header)));
    }

    @Override
    public void check() throws IOException, InterruptedException {
        Duration timeout = shorter(LONGEST_CHECK, settings.deliveryTimeout());
        checkTopic(timeout);
        encoder.check();
    }

    private void checkTopic(Duration timeout) throws IOException, InterruptedException {
        Admin admin;
        try {
            admin = Admin.create(adminProperties(timeout));
        } catch (KafkaException e) {
            throw new IOException(unusable(e), e);
        }
        try {
            admin.describeTopics(List.of(settings.topic()))
                    .allTopicNames()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(unreachable("no answer within " + timeout.toMillis() + " ms"), e);
        } catch (ExecutionException e) {
            Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
            if (cause instanceof UnknownTopicOrPartitionException || cause instanceof InvalidTopicException) {
                throw new IOException(missingTopic(admin, timeout), e);
            }
            throw new IOException(reason(cause), e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private String missingTopic(Admin admin, Duration timeout) throws InterruptedException {
        String missing = "topic " + settings.topic() + " does not exist at " + settings.bootstrap() + "; ";
        Set<String> topics;
        try {
            topics = admin.listTopics().names().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("cannot list the topics of {}", settings.bootstrap(), e);
            return missing + "create it, or write the topic that the pipeline reads";
        }
        return missing
                + (topics.isEmpty()
                        ? "there is none that may be seen: create it"
                        : Near.cure(settings.topic(), topics));
    }

    @Override
    public void send(Injection injection, Consumer<Delivery> done) {
        Consumer<Delivery> once = once(done);
        try {
            ProducerRecord<String, byte[]> message = message(injection);
            long created = message.timestamp();
            Future<RecordMetadata> unused = producer()
                    .send(
                            message,
                            (metadata, failure) -> once.accept(
                                    failure == null ? accepted(metadata, created) : refused(reason(failure))));
        } catch (KafkaException | IllegalStateException e) {
            once.accept(refused(reason(e)));
        } catch (IOException | IllegalArgumentException e) {
            once.accept(refused(message(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            once.accept(refused("it was interrupted before it was sent"));
        }
    }

    private ProducerRecord<String, byte[]> message(Injection injection) throws IOException, InterruptedException {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(
                settings.topic(),
                null,
                timeline.wall().toEpochMilli(),
                key.fill(injection),
                encoder.encode(value.fill(injection)));
        message.headers()
                .add(KafkaSettings.SYNTHETIC, TRUE)
                .add(KafkaSettings.TRACE, Trace.parent(injection).getBytes(StandardCharsets.UTF_8));
        headers.forEach((name, header) ->
                message.headers().add(name, header.fill(injection).getBytes(StandardCharsets.UTF_8)));
        return message;
    }

    /** A topic with CreateTime gives the message's own stamp back; another one is the broker's. */
    private Delivery accepted(RecordMetadata metadata, long created) {
        Optional<Stamp> stamp = metadata.timestamp() == created || !metadata.hasTimestamp()
                ? Optional.empty()
                : Optional.of(new Stamp(Instant.ofEpochMilli(metadata.timestamp()), BROKER_RESOLUTION));
        return new Delivery.Accepted(timeline.now(), stamp);
    }

    private Delivery refused(String reason) {
        return new Delivery.Refused(timeline.now(), reason);
    }

    private synchronized KafkaProducer<String, byte[]> producer() {
        if (closed) {
            throw new IllegalStateException("the source has been closed");
        }
        KafkaProducer<String, byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(producerProperties(), new StringSerializer(), new ByteArraySerializer());
            producer = open;
        }
        return open;
    }

    private Map<String, Object> producerProperties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "rung-till");
        properties.putAll(settings.client());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                shorter(LONGEST_BLOCKING, settings.deliveryTimeout()).toMillis());
        int timeoutMillis = Math.toIntExact(settings.deliveryTimeout().toMillis());
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeoutMillis);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(30_000, timeoutMillis));
        return properties;
    }

    private Map<String, Object> adminProperties(Duration timeout) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "rung-check");
        settings.client().forEach((name, property) -> {
            if (AdminClientConfig.configNames().contains(name)) {
                properties.put(name, property);
            }
        });
        int timeoutMillis = Math.toIntExact(timeout.toMillis());
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis);
        return properties;
    }

    private String reason(Throwable failure) {
        if (failure instanceof AuthenticationException) {
            return "Kafka at " + settings.bootstrap() + " refuses to let Rung in: " + message(failure)
                    + "; are security.protocol, sasl.* and ssl.* among the client properties right?";
        }
        if (failure instanceof AuthorizationException) {
            return "Kafka at " + settings.bootstrap() + " forbids it: " + message(failure)
                    + "; grant DESCRIBE and WRITE on topic " + settings.topic();
        }
        if (failure instanceof org.apache.kafka.common.errors.TimeoutException) {
            return unreachable(message(failure));
        }
        if (failure instanceof IllegalStateException) {
            return "nothing is sent any more: " + message(failure);
        }
        return failure.getCause() == null
                ? "topic " + settings.topic() + " at " + settings.bootstrap() + " did not take it: " + message(failure)
                : unusable(failure);
    }

    private String unusable(Throwable failure) {
        Throwable deepest = failure;
        for (int depth = 0; depth < 16 && deepest.getCause() != null; depth++) {
            deepest = deepest.getCause();
        }
        return "the client for Kafka at " + settings.bootstrap() + " cannot be made: " + message(deepest)
                + "; are bootstrap and the client properties right?";
    }

    private String unreachable(String what) {
        return "cannot reach Kafka at " + settings.bootstrap() + ": " + what
                + "; is the broker up, and is bootstrap right?";
    }

    /** What the failure says of itself, without the secrets that it might repeat. */
    private String message(Throwable failure) {
        return secrets.hiddenIn(Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getSimpleName()));
    }

    private static Consumer<Delivery> once(Consumer<Delivery> done) {
        AtomicBoolean told = new AtomicBoolean();
        return delivery -> {
            if (told.compareAndSet(false, true)) {
                done.accept(delivery);
            }
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    @Override
    public void close() {
        Optional<KafkaProducer<String, byte[]>> open;
        synchronized (this) {
            closed = true;
            open = Optional.ofNullable(producer);
            producer = null;
        }
        try {
            open.ifPresent(client -> client.close(settings.deliveryTimeout()));
        } catch (KafkaException e) {
            log.warn("the client for Kafka at {} did not close cleanly: {}", settings.bootstrap(), message(e));
        }
    }
}
