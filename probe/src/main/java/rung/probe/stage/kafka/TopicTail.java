package rung.probe.stage.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.time.Timeline;

/** All partitions of a topic, read on to whatever end they have, without a consumer group. */
final class TopicTail implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicTail.class);
    private static final AtomicInteger CLIENTS = new AtomicInteger();
    private static final Duration LONGEST_CLOSING = Duration.ofMillis(500);

    /** Messages that were to be read next are not there any more. */
    static final class Lost extends Exception {
        private static final long serialVersionUID = 1L;

        private Lost(Set<TopicPartition> partitions) {
            super(partitions.toString());
        }
    }

    private final Timeline timeline;
    private final TopicSettings settings;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private Set<TopicPartition> assigned = Set.of();
    private boolean hasBegun;
    private boolean hasCaughtUp;
    private long behind;

    TopicTail(Timeline timeline, TopicSettings settings) {
        this.timeline = timeline;
        this.settings = settings;
    }

    /** The next look begins where the configuration says, as the first one did. */
    void rewind() {
        assigned = Set.of();
        hasBegun = false;
        hasCaughtUp = false;
    }

    /**
     * Hands every message to {@code taker} that is in the topic now and was not handed over before.
     *
     * @throws Lost when some of them cannot be had any more; reading goes on behind them
     * @throws KafkaException when the brokers do not let themselves be read; what was handed over stays so
     */
    void readOn(Instant askedAt, Consumer<ConsumerRecord<byte[], byte[]>> taker) throws Lost {
        behind = 0;
        KafkaConsumer<byte[], byte[]> client = client();
        Instant deadline = askedAt.plus(settings.timeout());
        Set<TopicPartition> partitions = partitions(client, deadline);
        if (!partitions.equals(assigned)) {
            client.assign(partitions);
        }
        Map<TopicPartition, Long> ends = client.endOffsets(partitions, left(deadline));
        if (!partitions.equals(assigned)) {
            begin(client, partitions, ends, deadline);
        }
        Set<TopicPartition> cutShort = new HashSet<>();
        for (TopicPartition partition : partitions) {
            if (client.position(partition, left(deadline)) > end(ends, partition)) {
                cutShort.add(partition);
            }
        }
        if (!cutShort.isEmpty()) {
            throw lost(client, cutShort, deadline);
        }
        while (true) {
            behind = behind(client, ends, deadline);
            if (behind == 0) {
                break;
            }
            ConsumerRecords<byte[], byte[]> messages;
            try {
                messages = client.poll(left(deadline));
            } catch (OffsetOutOfRangeException e) {
                throw lost(client, e.partitions(), deadline);
            }
            messages.forEach(taker);
            if (!hasCaughtUp && !messages.isEmpty()) {
                deadline = earlier(timeline.now().plus(settings.timeout()), askedAt.plus(settings.catchUp()));
            }
        }
        hasCaughtUp = true;
    }

    /** How many messages the last look has left unread, at most: it counts those that compaction removed, too. */
    long behind() {
        return behind;
    }

    private Set<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> client, Instant deadline) {
        Set<TopicPartition> partitions = new HashSet<>();
        // answered from what the client knows, which it renews every metadata.max.age.ms
        List<PartitionInfo> known = client.partitionsFor(settings.topic(), left(deadline));
        if (known != null) {
            known.forEach(one -> partitions.add(new TopicPartition(one.topic(), one.partition())));
        }
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("no topic is called " + settings.topic());
        }
        return partitions;
    }

    private void begin(
            KafkaConsumer<byte[], byte[]> client,
            Set<TopicPartition> partitions,
            Map<TopicPartition, Long> ends,
            Instant deadline) {
        Set<TopicPartition> added = new HashSet<>(partitions);
        added.removeAll(assigned);
        starts(client, added, ends, deadline).forEach(client::seek);
        assigned = partitions;
        hasBegun = true;
    }

    /** Partitions that are added to a topic later are read from their beginning. */
    private Map<TopicPartition, Long> starts(
            KafkaConsumer<byte[], byte[]> client,
            Set<TopicPartition> added,
            Map<TopicPartition, Long> ends,
            Instant deadline) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        if (hasBegun || settings.from() instanceof From.Beginning) {
            starts.putAll(client.beginningOffsets(added, left(deadline)));
        } else if (settings.from() instanceof From.Ago ago) {
            long since = timeline.wall().minus(ago.age()).toEpochMilli();
            Map<TopicPartition, Long> times = new HashMap<>();
            added.forEach(partition -> times.put(partition, since));
            Map<TopicPartition, OffsetAndTimestamp> found = client.offsetsForTimes(times, left(deadline));
            for (TopicPartition partition : added) {
                @Nullable OffsetAndTimestamp first = found.get(partition);
                starts.put(partition, first == null ? end(ends, partition) : first.offset());
            }
        } else {
            added.forEach(partition -> starts.put(partition, end(ends, partition)));
        }
        return starts;
    }

    private Lost lost(KafkaConsumer<byte[], byte[]> client, Set<TopicPartition> partitions, Instant deadline) {
        client.beginningOffsets(partitions, left(deadline)).forEach(client::seek);
        return new Lost(partitions);
    }

    private long behind(KafkaConsumer<byte[], byte[]> client, Map<TopicPartition, Long> ends, Instant deadline) {
        long unread = 0;
        for (TopicPartition partition : ends.keySet()) {
            unread += Math.max(0, end(ends, partition) - client.position(partition, left(deadline)));
        }
        return unread;
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        @Nullable Long end = ends.get(partition);
        if (end == null) {
            throw new IllegalStateException("the end of " + partition + " was not asked for");
        }
        return end;
    }

    private Duration left(Instant deadline) {
        Duration left = Duration.between(timeline.now(), deadline);
        if (left.isNegative() || left.isZero()) {
            throw new TimeoutException("the time of the look is over");
        }
        return left;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private KafkaConsumer<byte[], byte[]> client() {
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open == null) {
            open = new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            consumer = open;
            rewind();
        }
        return open;
    }

    /** The user's own win where Rung's figures do not depend on them. */
    private Map<String, Object> properties() {
        int timeoutMillis = Math.toIntExact(settings.timeout().toMillis());
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "rung-stage-" + CLIENTS.incrementAndGet());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
        properties.put(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, timeoutMillis);
        properties.put(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, timeoutMillis);
        properties.putAll(settings.client());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis);
        return properties;
    }

    /** What the connections have been through so far. */
    Traffic traffic() {
        return consumer == null ? Traffic.NONE : Traffic.of(consumer.metrics());
    }

    /** The topics that may be seen, for a message. */
    List<String> topics(Duration timeout) {
        try {
            return new ArrayList<>(client().listTopics(timeout).keySet());
        } catch (KafkaException e) {
            log.debug("cannot list the topics of {}", settings.bootstrap(), e);
            return List.of();
        }
    }

    @Override
    public void close() {
        if (consumer != null) {
            try {
                consumer.close(CloseOptions.timeout(LONGEST_CLOSING));
            } catch (KafkaException e) {
                log.debug("the client for {} did not close cleanly", settings.address(), e);
            }
            consumer = null;
        }
    }
}
