package rung.probe.stage.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import rung.core.config.Suggestion;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.Timeline;
import rung.probe.stage.Stage;
import rung.probe.wire.Reasons;
import rung.probe.wire.SecretWords;

/** Counts in the messages of a topic: a look reads on to the end that the topic has when the look begins. */
final class TopicStage implements Stage {
    private static final Duration LONGEST_LISTING = Duration.ofSeconds(2);

    private final Timeline timeline;
    private final TopicSettings settings;
    private final TopicTail tail;
    private final TopicCounts counts;
    private final SecretWords secrets;
    private boolean hasHole;

    TopicStage(Timeline timeline, TopicSettings settings) {
        this.timeline = timeline;
        this.settings = settings;
        this.tail = new TopicTail(timeline, settings);
        this.counts = new TopicCounts(settings);
        this.secrets = SecretWords.among(settings.client());
    }

    @Override
    public List<Reading> read(Set<StockKey> keys) throws InterruptedException {
        Instant askedAt = timeline.now();
        if (hasHole) {
            return hole(askedAt, keys);
        }
        Traffic before = tail.traffic();
        try {
            if (counts.ask(keys) && isOnHand()) {
                readAnew();
            }
            readOn(askedAt);
        } catch (TopicTail.Lost e) {
            hasHole = true;
            return hole(askedAt, keys);
        } catch (InterruptException e) {
            Thread.interrupted(); // the client sets it again, beside the exception
            throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
        } catch (KafkaException e) {
            return gap(askedAt, keys, e, before);
        }
        return counts.readings(keys, askedAt, timeline.now());
    }

    /** What was moved by messages that are gone cannot be known any more, and no later message tells it. */
    private List<Reading> hole(Instant askedAt, Set<StockKey> keys) {
        return gap(
                askedAt,
                keys,
                Fault.FAILED,
                settings.address()
                        + ": messages were deleted before they could be read, and the sums lack them from now"
                        + " on; is the topic's retention longer than the time between two looks, and was it created"
                        + " anew? Begin the run anew");
    }

    private void readOn(Instant askedAt) throws TopicTail.Lost {
        try {
            tail.readOn(askedAt, this::take);
        } catch (TopicTail.Lost e) {
            if (!isOnHand()) {
                throw e;
            }
            readAnew();
            tail.readOn(askedAt, this::take);
        }
    }

    private void readAnew() {
        counts.forget();
        tail.rewind();
    }

    private void take(ConsumerRecord<byte[], byte[]> message) {
        counts.take(message.partition() + "@" + message.offset(), message.key(), message.value());
    }

    private boolean isOnHand() {
        return settings.content() instanceof Content.OnHand;
    }

    private List<Reading> gap(Instant askedAt, Set<StockKey> keys, KafkaException failure, Traffic before) {
        if (failure instanceof AuthenticationException) {
            return gap(
                    askedAt,
                    keys,
                    Fault.DENIED,
                    "Kafka at " + settings.bootstrap() + " refuses to let Rung in: " + message(failure)
                            + "; are security.protocol, sasl.* and ssl.* among the client properties right?");
        }
        if (failure instanceof AuthorizationException) {
            return gap(
                    askedAt,
                    keys,
                    Fault.DENIED,
                    "Kafka at " + settings.bootstrap() + " forbids it: " + message(failure)
                            + "; is the user right? grant DESCRIBE and READ on topic " + settings.topic());
        }
        if (failure instanceof UnknownTopicOrPartitionException || failure instanceof InvalidTopicException) {
            return gap(askedAt, keys, Fault.NOT_FOUND, missing());
        }
        if (failure instanceof TimeoutException) {
            return tail.traffic().isSlowSince(before)
                    ? gap(askedAt, keys, Fault.TIMEOUT, late())
                    : gap(
                            askedAt,
                            keys,
                            Fault.UNREACHABLE,
                            "cannot read " + settings.address() + ": no connection, or none that lasts, within "
                                    + settings.timeout().toMillis()
                                    + " ms; is the broker up, and is bootstrap right?");
        }
        if (failure.getCause() != null || failure instanceof ConfigException) {
            return gap(
                    askedAt,
                    keys,
                    Fault.UNREACHABLE,
                    "the client for Kafka at " + settings.bootstrap() + " cannot be made: "
                            + secrets.hiddenIn(Reasons.of(failure))
                            + "; are bootstrap and the client properties right?");
        }
        return gap(askedAt, keys, Fault.FAILED, settings.address() + " answered: " + message(failure));
    }

    private String late() {
        return tail.behind() > 0
                ? settings.address() + ": still " + tail.behind() + " messages behind its end; the next look reads on;"
                        + " is the broker overloaded, or is timeout or catch-up too short?"
                : settings.address() + " did not answer within "
                        + settings.timeout().toMillis()
                        + " ms; is the broker overloaded, or is timeout too short?";
    }

    private String missing() {
        List<String> topics = tail.topics(LONGEST_LISTING);
        Optional<String> near = Suggestion.nearest(settings.topic(), topics);
        return "topic " + settings.topic() + " does not exist at " + settings.bootstrap() + ", or may not be seen; "
                + near.map(name -> "did you mean " + name + "?")
                        .orElse("is topic right? write the one that the pipeline writes, or create it");
    }

    private String message(KafkaException failure) {
        String text = Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getSimpleName());
        return Reasons.excerpt(secrets.hiddenIn(text));
    }

    private List<Reading> gap(Instant askedAt, Set<StockKey> keys, Fault fault, String reason) {
        return List.of(new Reading.Gap(askedAt, timeline.now(), keys, fault, reason));
    }

    @Override
    public void close() {
        tail.close();
    }
}
